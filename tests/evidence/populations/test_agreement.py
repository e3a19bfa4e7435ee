"""The shipped pack on random records of every population: the database judges as the conditions say in memory."""

import pytest
from django.db import connection

from tests.evidence.populations.rows import NOW, OF, Rows
from tests.seeds import seeds
from wuxing.core.models import Tenant
from wuxing.evidence.metrics import actions, queries
from wuxing.evidence.metrics.models import Rulebook
from wuxing.evidence.populations.registry import POPULATIONS
from wuxing.schemes.conditions.evaluating import judge
from wuxing.schemes.packs.structure import Metric, Pack

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]


def bits(book: Rulebook) -> dict[int, tuple[int, int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT record_id, member, ok, undecided FROM evidence_judgment WHERE rulebook_id = %s", [book.pk]
        )
        return {record: (member, ok, undecided) for record, member, ok, undecided in cursor.fetchall()}


def in_memory(metric: Metric, facts: dict[str, object]) -> tuple[bool, bool, bool]:
    """Member, conforming and undecided, as the conditions say of these facts."""
    where = judge(metric.where.tree, {"r": facts}) if metric.where else True
    conforming = judge(metric.conforming.tree, {"r": facts})
    return bool(where), bool(where and conforming), where is None or (where and conforming is None)


@pytest.mark.parametrize("seed", seeds(7, 9, kept=1))
def test_every_metric_of_the_pack_is_judged_alike(seed: int, company: Tenant, pack: Pack) -> None:
    rows = Rows(company, seed)
    rows.fill(8)
    for _ in range(120):
        rows.happen()
    actions.rebuild(tenant_id=company.pk, pack=pack, now=NOW)
    books = {book.population: book for book in Rulebook.objects.all()}
    seen: dict[str, set[tuple[bool, bool, bool]]] = {}
    for name, metric in pack.metrics.items():
        bit = books[metric.population].metrics.index(name)
        population = POPULATIONS[metric.population]
        for record_id, found in bits(books[metric.population]).items():
            record = queries.record_of(population, company.pk, record_id, company.zone, NOW)
            assert record is not None
            judged = tuple(bool(mask >> bit & 1) for mask in found)
            assert (name, record.facts, judged) == (name, record.facts, in_memory(metric, dict(record.facts)))
            seen.setdefault(metric.population, set()).add(judged)
    counted = {name for name in OF if any(metric.population == name for metric in pack.metrics.values())}
    assert set(seen) == counted
