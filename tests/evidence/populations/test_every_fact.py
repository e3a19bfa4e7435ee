"""Every change of a fact marks its record: what is judged step by step equals what is judged anew, whatever happens."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection

from tests.evidence.packs import pack_of, standing
from tests.evidence.populations.rows import NOW, OF, Rows
from tests.seeds import seeds
from wuxing.core import clock
from wuxing.core.models import Tenant
from wuxing.evidence.metrics import actions, queries
from wuxing.evidence.metrics.models import Rulebook, Waiting
from wuxing.evidence.populations.declarations import Field
from wuxing.evidence.populations.registry import ALL
from wuxing.schemes.conditions.tree import Type
from wuxing.schemes.packs.structure import Metric

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]


def asked(field: Field) -> str:
    """A condition that reads a fact."""
    return {
        Type.BOOL: f"r.{field.name}",
        Type.DOUBLE: f"r.{field.name} > 2.0",
        Type.STRING: f'r.{field.name} == "{next(iter(field.words), "")}"',
        Type.TIMESTAMP: f"r.{field.name} != null" if field.happens_while else f"r.{field.name} < r.as_of",
    }[field.type]


def metrics_of_all_facts() -> tuple[Metric, ...]:
    return tuple(
        standing(f"{population.id}_{field.name}", population, "", asked(field))
        for population in ALL
        for field in population.fields
        if field.name != "as_of"
    )


BEGIN = NOW + timedelta(seconds=17)  # no fact happens at the very moment of judging
PACK = pack_of({}, also=metrics_of_all_facts())


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    def turn(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    turn(BEGIN)
    return turn


def judged() -> dict[str, list[tuple[object, ...]]]:
    """Every judgment by population, without the rulebook's number."""
    found: dict[str, list[tuple[object, ...]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT b.population, j.record_id, j.day, j.changed_on, j.outlet_id, j.category, j.imported, j.member, j.ok,
                      j.undecided, j.late, j.savable, j.running, j.recheck_at
               FROM evidence_judgment j JOIN evidence_rulebook b ON b.id = j.rulebook_id ORDER BY 1, 2"""
        )
        for population, *rest in cursor.fetchall():
            found.setdefault(population, []).append(tuple(rest))
    return found


def catch_up(tenant: Tenant) -> None:
    while actions.judge_waiting(tenant_id=tenant.pk, pack=PACK) or queries.waiting(tenant.pk):
        pass


@pytest.mark.parametrize("seed", seeds(0, 4, kept=2))
def test_judged_step_by_step_equals_rebuilt(seed: int, company: Tenant, set_clock: Callable[[datetime], None]) -> None:
    rows = Rows(company, seed)
    rows.fill(3)
    actions.rebuild(tenant_id=company.pk, pack=PACK)
    assert set(judged()) == set(OF)
    moment = BEGIN
    for _ in range(3):
        for _ in range(60):
            rows.happen()
        moment += timedelta(days=rows.random.randint(0, 40))
        set_clock(moment)
        catch_up(company)
    step_by_step = judged()
    actions.rebuild(tenant_id=company.pk, pack=PACK)
    anew = judged()
    assert {name: step_by_step.get(name, []) for name in OF} == {name: anew.get(name, []) for name in OF}


def test_marks_of_what_a_pack_does_not_count_are_dropped(company: Tenant) -> None:
    rows = Rows(company, 1)
    rows.fill(2)
    assert Waiting.objects.exclude(population="repair_order").exists()
    actions.rebuild(tenant_id=company.pk, pack=pack_of())
    assert (Waiting.objects.count(), Rulebook.objects.get().population) == (0, "repair_order")
