"""The records behind a number: a page of them by their bits, newest first, and one of them with all its facts."""
# ruff: noqa: S608  # names of our own, values as parameters

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db import connection

from wuxing.evidence.metrics.judging import SOME, fields_sql
from wuxing.evidence.metrics.models import ALL_RECORDS, Basis, Rulebook
from wuxing.evidence.metrics.rules import end_of
from wuxing.evidence.populations import past
from wuxing.evidence.populations.declarations import Population

PAGE = 50


class Tab(StrEnum):
    """Which records of a metric."""

    MISSED = "missed"  # cost points
    OPEN = "open"  # can still be made to conform by acting now
    UNDECIDED = "undecided"
    OK = "ok"
    LEFT_OUT = "left_out"  # of the population, not of the metric
    ALL = "all"


_HOLDS: Mapping[Tab, str] = {
    Tab.MISSED: "member & %(bit)s <> 0 AND ok & %(bit)s = 0",
    Tab.OPEN: "(savable | running) & %(bit)s <> 0",
    Tab.UNDECIDED: "undecided & %(bit)s <> 0",
    Tab.OK: "ok & %(bit)s <> 0",
    Tab.LEFT_OUT: "member & %(bit)s = 0 AND undecided & %(bit)s = 0",
    Tab.ALL: "true",
}
_COUNTED: Mapping[Tab, str] = {
    Tab.MISSED: "sum(n - ok) FILTER (WHERE metric = %(metric)s)",
    Tab.OPEN: "sum(savable + running) FILTER (WHERE metric = %(metric)s)",
    Tab.UNDECIDED: "sum(undecided) FILTER (WHERE metric = %(metric)s)",
    Tab.OK: "sum(ok) FILTER (WHERE metric = %(metric)s)",
    Tab.LEFT_OUT: f"sum(CASE WHEN metric = {ALL_RECORDS} THEN n ELSE -n END)",
    Tab.ALL: f"sum(n) FILTER (WHERE metric = {ALL_RECORDS})",
}


@dataclass(frozen=True, slots=True)
class Seek:
    """Where a page starts: after (or, backwards, before) this record."""

    day: date
    record_id: int
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """One record with the facts that were asked for."""

    id: int
    number: str
    day: date
    outlet_id: int
    case_id: int
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of records, and where the neighbouring pages start (None: there is none)."""

    records: list[Record]
    before: Seek | None
    after: Seek | None


@dataclass(frozen=True, slots=True)
class Cut:
    """Which records are looked at: a metric's bit in a rulebook, a window, perhaps one outlet, as known on a day."""

    book: Rulebook
    bit: int
    starts: date
    ends: date
    outlet: int | None = None
    known_on: date | None = None  # as the judgments were at the end of this day
    basis: str = Basis.NOW  # by which the facts of the records are read

    @property
    def parameters(self) -> dict[str, Any]:
        """Return the values of the statements' parameters."""
        return {"book": self.book.pk, "metric": self.bit, "bit": 1 << self.bit, "starts": self.starts,
                "ends": self.ends, "outlet": self.outlet, "known": self.known_on}  # fmt: skip

    @property
    def sums(self) -> str:
        """Return the FROM and WHERE of the sums."""
        within = f"metric IN (%(metric)s, {ALL_RECORDS}) AND day BETWEEN %(starts)s AND %(ends)s"
        if self.known_on is not None:
            return f"{self._sums_known} WHERE {within}"
        table, also = (
            ("evidence_rollup", "AND outlet_id = %(outlet)s") if self.outlet is not None else ("evidence_daytotal", "")
        )
        return f"{table} WHERE rulebook_id = %(book)s AND {within} {also}"

    @property
    def _sums_known(self) -> str:
        if self.outlet is None:
            return """(
                SELECT metric, day, n, ok, undecided, 0 AS savable, 0 AS running
                FROM evidence_daytotal WHERE rulebook_id = %(book)s
                UNION ALL SELECT metric, day, -n, -ok, -undecided, 0, 0
                FROM evidence_revision WHERE rulebook_id = %(book)s AND known_on > %(known)s) s"""
        bits = ", ".join(f"({mask} >> %(metric)s & 1)::int" for mask in ("member", "ok", "undecided"))
        return f"""(
            SELECT v.metric, day, v.n, v.ok, v.undecided, 0 AS savable, 0 AS running FROM {self.judgments}
            CROSS JOIN LATERAL (VALUES (%(metric)s, {bits}), ({ALL_RECORDS}, 1, 0, 0)) v (metric, n, ok, undecided)
            WHERE outlet_id = %(outlet)s AND day BETWEEN %(starts)s AND %(ends)s) s"""

    @property
    def judgments(self) -> str:
        """Return the FROM of the judgments: those of today, or those that were kept."""
        if self.known_on is None:
            return "(SELECT * FROM evidence_judgment WHERE rulebook_id = %(book)s) j"
        columns = "record_id, day, outlet_id, member, ok, undecided, late, 0 AS savable, 0 AS running"
        return f"""(
            SELECT {columns} FROM evidence_judgment WHERE rulebook_id = %(book)s AND known_on <= %(known)s
            UNION ALL SELECT {columns} FROM evidence_formerjudgment
            WHERE rulebook_id = %(book)s AND known_on <= %(known)s AND until_on > %(known)s) j"""


def tab_counts(cut: Cut) -> dict[Tab, int]:
    """Return how many records each tab holds."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(_COUNTED[tab] for tab in Tab)} FROM {cut.sums}", cut.parameters)
        return {tab: int(count or 0) for tab, count in zip(Tab, cursor.fetchone(), strict=True)}


def turned_late(cut: Cut, days: int) -> int | None:
    """Return of how many records the verdict turned more than `days` after their day; None where that is not kept."""
    if cut.known_on is not None or cut.book.kept_on is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT record_id) FROM evidence_formerjudgment WHERE rulebook_id = %(book)s AND turned <> 0 "
            "AND day BETWEEN %(starts)s AND %(ends)s AND turned & %(bit)s <> 0 AND until_on > day + %(days)s",
            {**cut.parameters, "days": days},
        )
        return int(cursor.fetchone()[0])


def page_of_records(
    population: Population, cut: Cut, tab: Tab, names: Sequence[str], zone: str, now: datetime, seek: Seek | None = None
) -> Page:
    """Return one page of the records of a tab, newest first, with the facts `names`."""
    backwards = bool(seek and seek.backwards)
    keys = _keys(cut, tab, seek)
    more, keys = len(keys) > PAGE, keys[:PAGE]
    if backwards:
        keys.reverse()
    if not keys:
        return Page([], None, None)
    moment = now if cut.basis == Basis.NOW else min(now, end_of(cut.ends, zone))
    facts = _facts(population, cut.book.tenant_id, [key[1] for key in keys], names, zone, moment, cut.basis)
    first, last = Seek(*keys[0], backwards=True), Seek(*keys[-1])
    return Page(
        [facts[record_id] for _day, record_id in keys if record_id in facts],
        before=first if (more if backwards else seek is not None) else None,
        after=last if (seek is not None if backwards else more) else None,
    )


def _keys(cut: Cut, tab: Tab, seek: Seek | None) -> list[tuple[date, int]]:
    """Return the keys of a page and one more. Days without such a record are skipped: the sums know them."""
    backwards = bool(seek and seek.backwards)
    way, beyond = ("ASC", ">") if backwards else ("DESC", "<")
    parameters = cut.parameters
    parameters |= {"day": seek.day if seek else None, "record": seek.record_id if seek else None, "most": PAGE + 1}
    here = f"AND day {beyond}= %(day)s" if seek else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT day, {_COUNTED[tab]} AS found FROM {cut.sums} {here} GROUP BY day "
            f"HAVING {_COUNTED[tab]} > 0 ORDER BY day {way}",
            parameters,
        )
        days, found = [], 0
        for day, count in cursor.fetchall():
            days.append(day)
            found += count if seek is None or day != seek.day else 0
            if found > PAGE:
                break
        also = "AND outlet_id = %(outlet)s" if cut.outlet is not None else ""
        past = f"AND (day, record_id) {beyond} (%(day)s, %(record)s)" if seek else ""
        cursor.execute(
            f"SELECT day, record_id FROM {cut.judgments} WHERE day = ANY(%(days)s) "
            f"AND {_HOLDS[tab]} {also} {past} ORDER BY day {way}, record_id {way} LIMIT %(most)s",
            {**parameters, "days": days},
        )
        return list(cursor.fetchall())


def record_of(
    population: Population, tenant_id: int, record_id: int, zone: str, now: datetime, basis: str = Basis.NOW
) -> Record | None:
    """Return one record with all its facts, or None when the organisation has no such record.

    By another basis as it was at the instant `now`.
    """
    names = [field.name for field in population.fields]
    return _facts(population, tenant_id, [record_id], names, zone, now, basis).get(record_id)


def records_of(
    population: Population,
    tenant_id: int,
    ids: Sequence[int],
    names: Sequence[str],
    zone: str,
    now: datetime,
    basis: str = Basis.NOW,
) -> dict[int, Record]:
    """Return some records with the facts `names`, by their number in the database; by another basis as at `now`."""
    return _facts(population, tenant_id, ids, names, zone, now, basis)


def _facts(
    population: Population,
    tenant_id: int,
    ids: Sequence[int],
    names: Sequence[str],
    zone: str,
    now: datetime,
    basis: str,
) -> dict[int, Record]:
    fields = [population.by_name[name] for name in names]
    inner = fields_sql(population, fields, with_steps_now=False)
    inner = inner.replace(SOME, f"AND {population.key} = ANY(%(ids)s)", 1)
    inner = inner.replace("SELECT ", f"SELECT {population.number} AS number, {population.case_id} AS case_id, ", 1)
    listed = "".join(f', f."{name}"' for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{past.tables_then(inner, basis)}SELECT f.record_id, f.number, f.day, f.outlet_id, f.case_id{listed} "
            f"FROM ({inner}) f",
            {"tenant": tenant_id, "ids": list(ids), "zone": zone, "now": now},
        )
        return {
            number: Record(number, label, day, outlet, case, dict(zip(names, facts, strict=True)))
            for number, label, day, outlet, case, *facts in cursor.fetchall()
        }
