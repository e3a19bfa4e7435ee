"""A company in which anything may happen, judged by a metric over every fact of every population, and all that judging wrote."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from tests.evidence.packs import metric, pack_of, standing
from tests.evidence.populations.rows import NOW
from wuxing.core.models import Tenant
from wuxing.evidence.metrics import actions, queries
from wuxing.evidence.metrics.rules import Tally
from wuxing.evidence.populations.declarations import Field
from wuxing.evidence.populations.registry import ALL
from wuxing.schemes.conditions.tree import Type
from wuxing.schemes.packs.structure import Metric, Pack

BEGIN = NOW + timedelta(seconds=17)  # no fact happens at the very moment of judging
Rows = dict[str, list[Any]]
SUMS = ("evidence_daytotal", "evidence_rollup")


def asked(field: Field) -> str:
    """A condition that reads a fact."""
    return {
        Type.BOOL: f"r.{field.name}",
        Type.DOUBLE: f"r.{field.name} > 2.0",
        Type.STRING: f'r.{field.name} == "{next(iter(field.words), "")}"',
        Type.TIMESTAMP: f"r.{field.name} != null" if field.happens_while else f"r.{field.name} < r.as_of",
    }[field.type]


def _metrics() -> tuple[Metric, ...]:
    """A metric for every fact, over what stands and over a year by turns."""
    found = []
    for population in ALL:
        for place, field in enumerate(field for field in population.fields if field.name != "as_of"):
            made = standing(f"{population.id}_{field.name}", population, "", asked(field), freshness="P30D")
            periods = replace(made, window="P12M", late_entries=metric("m", "r.onsite", "r.onsite").late_entries)
            found.append(periods if place % 2 else made)
    return tuple(found)


PACK: Pack = pack_of({}, also=_metrics())


_KEPT = "j.day, j.outlet_id, j.category, j.imported, j.changed_on, j.member, j.ok, j.undecided, j.late"


def judgments(columns: str = f"{_KEPT}, j.savable, j.running, j.recheck_at") -> list[Any]:
    """Every judgment, without the rulebook's number and the day on which it was made."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT b.population, j.record_id, {columns}
                FROM evidence_judgment j JOIN evidence_rulebook b ON b.id = j.rulebook_id ORDER BY 1, 2"""
        )
        return cursor.fetchall()


def judgments_known(day: date | None) -> list[Any]:
    """What every judgment said at the end of a day; without a day what it says now."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT b.population, j.record_id, {_KEPT} FROM (
                    SELECT rulebook_id, record_id, {_KEPT.replace("j.", "")} FROM evidence_judgment
                    WHERE %(day)s::date IS NULL OR known_on <= %(day)s
                    UNION ALL
                    SELECT rulebook_id, record_id, {_KEPT.replace("j.", "")} FROM evidence_formerjudgment
                    WHERE known_on <= %(day)s AND until_on > %(day)s) j
                JOIN evidence_rulebook b ON b.id = j.rulebook_id ORDER BY 1, 2""",
            {"day": day},
        )
        return cursor.fetchall()


def written() -> Rows:
    """Everything that judging has written of today."""
    found: Rows = {"evidence_judgment": judgments()}
    with connection.cursor() as cursor:
        for table in SUMS:
            cursor.execute(f'SELECT * FROM {table} ORDER BY to_jsonb({table})::text COLLATE "C"')
            found[table] = cursor.fetchall()
    return found


def catch_up(tenant: Tenant, pack: Pack = PACK) -> None:
    while actions.judge_waiting(tenant_id=tenant.pk, pack=pack) or queries.waiting(tenant.pk):
        pass


def judge_from_nothing(tenant: Tenant, pack: Pack = PACK) -> None:
    """Forget all sums and judgments, then judge everything."""
    with connection.cursor() as cursor:
        for table in (*SUMS, "evidence_judgment"):
            cursor.execute(f"DELETE FROM {table}")
    actions.rebuild(tenant_id=tenant.pk, pack=pack)


def tallies_on(day: date, known: date | None = None, pack: Pack = PACK) -> dict[str, Tally]:
    """The sums of a day, without what could be saved."""
    books = queries.rulebooks(pack)
    found = queries.tallies(pack, books, [day], known=None if known is None else [known])[0]
    return {
        name: replace(tally, savable=0, running=0)
        for name, tally in found.items()
        if any((tally.n, tally.undecided, tally.ok, tally.late, tally.imported))
    }


def moment_of(day: date) -> datetime:
    """An instant of a day, in the afternoon of the organisation."""
    return datetime(day.year, day.month, day.day, 8, 0, 17, tzinfo=NOW.tzinfo)
