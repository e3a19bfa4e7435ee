"""到期: which records of a class are past their time, which of them are held. Statements are put together from declarations."""
# ruff: noqa: S608  # expressions of our own; values are parameters

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from wuxing.core.tenants import current_tenant
from wuxing.governance.records import registry, rules
from wuxing.governance.records.queries.holds import personal_classes
from wuxing.governance.records.queries.policies import Policy

NEVER = datetime(1, 1, 1, tzinfo=ZoneInfo("UTC"))


@dataclass(frozen=True, slots=True)
class Due:
    """A record past its time."""

    record_id: int
    number: str
    started_on: date
    held: bool
    case: tuple[str, int] | None


@dataclass(frozen=True, slots=True)
class Figures:
    """How many records there are, since when, how many are due and how many of those are held."""

    records: int
    oldest: date | None
    due: int
    held: int


def before(policy: Policy, today: date, zone: str) -> datetime:
    """Return the instant before which a clock must have started for its record to be due; with nothing due, the year 1."""
    if policy.months is None:
        return NEVER
    last = rules.cut_off(today, policy.months)
    return datetime.combine(last + timedelta(days=1), time(), ZoneInfo(zone))


def _held(found: registry.RecordClass, table: registry.Table) -> str:
    """Say in SQL whether a hold that stands covers the record `t`."""
    covered = ["h.scope = 'class' AND h.record_class = %(code)s"]
    if not table.customer.startswith("NULL"):
        covered.append(f"h.scope = 'customer' AND h.customer_id = {table.customer}")
    if table.case_type:
        covered.append(f"h.scope = 'case' AND h.case_type = %(case)s AND h.case_id = {table.case_id}")
    if (
        found.code in registry.CUSTOMERS
    ):  # erasing the person reaches into their cases, so whatever holds those holds this
        covered.append("h.scope = 'class' AND h.record_class = ANY (%(personal)s)")
        covered.append("h.scope = 'case' AND h.customer_id = t.id")
    ways = " OR ".join(f"({one})" for one in covered)
    return f"""EXISTS (SELECT FROM governance_legalhold h
        WHERE h.tenant_id = t.tenant_id AND h.lifted_at IS NULL AND ({ways}))"""


_GONE = """EXISTS (SELECT FROM governance_destructionitem i
    WHERE i.tenant_id = t.tenant_id AND i.record_class = %(code)s AND i.record_id = t.id AND i.state = 'destroyed')"""


def _values(
    found: registry.RecordClass, table: registry.Table, policy: Policy, today: date, zone: str
) -> dict[str, Any]:
    return {
        "tenant": current_tenant(),
        "code": found.code,
        "case": table.case_type,
        "personal": list(personal_classes()),
        "before": before(policy, today, zone),
        "zone": zone,
    }


def figures(found: registry.RecordClass, policy: Policy, today: date, zone: str) -> Figures:
    """Count a class in one pass over its table."""
    table = found.table
    assert table is not None
    statement = f"""
        WITH r AS MATERIALIZED (
            SELECT t.id, {registry.starts_sql(found)} AS started FROM "{registry.table_name(table)}" t
            WHERE t.tenant_id = %(tenant)s AND ({table.where})),
        d AS (
            SELECT {_held(found, table)} AS held FROM r JOIN "{registry.table_name(table)}" t ON t.id = r.id
            WHERE r.started < %(before)s AND NOT {_GONE})
        SELECT (SELECT count(*) FROM r), (SELECT min(started) AT TIME ZONE %(zone)s FROM r),
               (SELECT count(*) FROM d WHERE NOT held), (SELECT count(*) FROM d WHERE held)"""
    with connection.cursor() as cursor:
        cursor.execute(statement, _values(found, table, policy, today, zone))
        records, oldest, due, held = cursor.fetchone()
    return Figures(records, oldest.date() if oldest else None, due, held)


def due(
    found: registry.RecordClass,
    policy: Policy,
    today: date,
    zone: str,
    *,
    only: Sequence[int] | None = None,
    most: int | None = None,
    held: bool | None = None,
) -> list[Due]:
    """Return the records of a class that are past their time, the oldest first; of `only` these, at most so many."""
    table = found.table
    assert table is not None
    narrowed = "AND t.id = ANY (%(only)s)" if only is not None else ""
    narrowed += f" AND {table.earliest} < %(before)s" if table.earliest else ""
    wanted = {None: "", True: "AND held", False: "AND NOT held"}[held]
    statement = f"""
        SELECT id, number, started AT TIME ZONE %(zone)s, held, case_id FROM (
            SELECT t.id, {table.number} AS number, {table.case_id} AS case_id,
                   {registry.starts_sql(found)} AS started, {_held(found, table)} AS held
            FROM "{registry.table_name(table)}" t
            WHERE t.tenant_id = %(tenant)s AND ({table.where}) {narrowed} AND NOT {_GONE}) q
        WHERE started < %(before)s {wanted} ORDER BY started, id LIMIT %(most)s"""
    values = _values(found, table, policy, today, zone) | {"only": list(only or ()), "most": most}
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    return [
        Due(pk, number, started.date(), is_held, (table.case_type, case_id) if table.case_type and case_id else None)
        for pk, number, started, is_held, case_id in rows
    ]
