"""Satisfaction of a period: one answer an order, the customer's own link before the technician's screen."""
# ruff: noqa: S608  # expressions of our own, no input

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from wuxing.core.tenants import current_tenant
from wuxing.service.follow_up import rules
from wuxing.service.follow_up.rules import Figure
from wuxing.service.follow_up.rules.figures import FEWEST
from wuxing.service.follow_up.states import ASPECTS

GROUPS: dict[str, tuple[str, str]] = {  # by what figures are told apart: key and word
    "month": ("to_char(a.given_at AT TIME ZONE %(zone)s, 'YYYY-MM')",) * 2,
    "outlet": ("o.outlet_id::text", "coalesce(l.name, '—')"),
    "line": ("coalesce(nullif(p.category, ''), '—')",) * 2,
    "technician": ("o.technician_id::text", "coalesce(t.name, '—')"),
    "channel": ("a.channel",) * 2,
}
_OF_PERIOD = "s.tenant_id = %(tenant)s AND s.given_at >= %(begins)s AND s.given_at < %(ends)s"
_JOINED = """
LEFT JOIN service_workorder o ON o.id = a.order_id
LEFT JOIN resources_outlet l ON l.id = o.outlet_id
LEFT JOIN resources_person t ON t.id = o.technician_id
LEFT JOIN customers_product p ON p.id = o.product_id
"""
_FILTER = """
(%(outlet)s::bigint IS NULL OR o.outlet_id = %(outlet)s) AND (%(line)s::text IS NULL OR p.category = %(line)s)
"""
# All answers of a period at once: sorted by order, the first of each counts.
_ALL = f"""
FROM (SELECT DISTINCT ON (s.order_id) s.order_id, s.channel, s.given_at, {", ".join(f"s.{name}" for name in ASPECTS)}, s.recommend
      FROM service_surveyanswer s WHERE {_OF_PERIOD} ORDER BY s.order_id, s.channel = 'qr', s.id DESC) a
{_JOINED} WHERE {_FILTER}
"""
# The newest of them: of each it is asked whether another of its order counts before it.
_NEWEST = f"""
FROM service_surveyanswer a {_JOINED}
WHERE a.tenant_id = %(tenant)s AND a.given_at >= %(begins)s AND a.given_at < %(ends)s
  AND NOT EXISTS (SELECT FROM service_surveyanswer s WHERE s.order_id = a.order_id AND {_OF_PERIOD}
                    AND (s.channel <> 'qr', s.id) > (a.channel <> 'qr', a.id))
  AND {_FILTER}
"""
_SUMS = ", ".join(
    [
        "count(*)",
        *(f"count(a.{name}), count(*) FILTER (WHERE a.{name} >= 4)" for name in ASPECTS),
        "count(a.recommend), count(*) FILTER (WHERE a.recommend >= 9), count(*) FILTER (WHERE a.recommend <= 6)",
    ]
)
_NOTHING = [0] * (1 + 2 * len(ASPECTS) + 3)  # the sums where there is no answer


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, at a zone; perhaps of one outlet or product line only."""

    first: date
    last: date
    zone: str = "Asia/Shanghai"
    outlet: int | None = None
    line: str | None = None

    @property
    def begins(self) -> datetime:
        """When it begins."""
        return datetime.combine(self.first, time(), ZoneInfo(self.zone))

    @property
    def ends(self) -> datetime:
        """The first instant after it."""
        return datetime.combine(self.last + timedelta(days=1), time(), ZoneInfo(self.zone))

    def values(self) -> dict[str, Any]:
        """Return the values of its questions."""
        return {
            "tenant": current_tenant(),
            "begins": self.begins,
            "ends": self.ends,
            "zone": self.zone,
            "outlet": self.outlet,
            "line": self.line,
        }


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """The figures of one group: of each aspect the share of fours and fives, and the net promoters."""

    key: str
    name: str
    n: int
    aspects: dict[str, Figure]
    nps: Figure


def by_group(period: Period, group: str) -> list[Satisfaction]:
    """Return the figures by month, outlet, product line, technician or channel; too few answers give no figure."""
    return whole_and_groups(period, group)[1]


def whole_and_groups(period: Period, group: str) -> tuple[Satisfaction, list[Satisfaction]]:
    """Return the figures as a whole and by group, from one look at the answers: each belongs to one group."""
    key, name = GROUPS[group]
    order = "key DESC" if group == "month" else "name, key"
    rows = _sums(f"SELECT {key} AS key, {name} AS name, {_SUMS} {_ALL} GROUP BY 1, 2 ORDER BY {order}", period)
    return _whole(rows), [_figures(key or "", name, sums) for key, name, *sums in rows]


def _sums(sql: str, period: Period) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, period.values())
        return list(cursor.fetchall())


def _whole(rows: list[tuple[Any, ...]]) -> Satisfaction:
    return _figures("", "", [sum(column) for column in zip(*(row[2:] for row in rows), strict=True)] or _NOTHING)


def _figures(key: str, name: str, counted: list[int]) -> Satisfaction:
    n, *sums = counted
    aspects = {
        aspect: rules.rate(sums[2 * place + 1], sums[2 * place], fewest=FEWEST) for place, aspect in enumerate(ASPECTS)
    }
    given, promoters, detractors = sums[-3:]
    return Satisfaction(key, name, n, aspects, rules.nps(promoters, detractors, given))


def response_rate(period: Period) -> Figure:
    """Return how many of the orders whose customers were invited in a period were answered for."""
    sql = f"""
    SELECT count(DISTINCT i.order_id), count(DISTINCT i.order_id) FILTER (WHERE i.state = 'answered')
    FROM service_surveyinvitation i LEFT JOIN service_workorder o ON o.id = i.order_id
    LEFT JOIN customers_product p ON p.id = o.product_id
    WHERE i.tenant_id = %(tenant)s AND i.invited_at >= %(begins)s AND i.invited_at < %(ends)s AND {_FILTER}
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, period.values())
        invited, answered = cursor.fetchone()
    return rules.rate(answered, invited, fewest=1)


def answers_of_period(
    period: Period, before: int = 2**62, *, besides: int | None, most: int | None = 50, technician: int | None = None
) -> list[dict[str, Any]]:
    """Return single answers, newest first; never those to one's own work (`besides`, who reads)."""
    sql = f"""
    SELECT a.id, a.order_id, o.number, a.channel, a.given_at, {", ".join(f"a.{name}" for name in ASPECTS)}, a.recommend,
           a.comment, a.wants_call, coalesce(l.name, '') AS outlet, coalesce(p.category, '') AS line
    {_NEWEST} AND a.id < %(before)s
      AND NOT EXISTS (SELECT FROM resources_person x LEFT JOIN service_appointment v ON v.order_id = o.id
                      WHERE x.user_id = %(besides)s AND x.id IN (o.technician_id, v.technician_id))
      AND (%(technician)s::bigint IS NULL OR o.technician_id = %(technician)s)
    ORDER BY a.id DESC LIMIT %(most)s
    """
    values = period.values() | {
        "before": before,
        "besides": besides or 0,
        "most": None if most is None else most + 1,
        "technician": technician,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
