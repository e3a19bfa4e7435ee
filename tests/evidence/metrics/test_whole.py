"""Judging everything from several connections at once says what one transaction says."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection

from tests.evidence.factory import orders
from tests.evidence.metrics.proving import PACK, catch_up, written
from tests.evidence.populations.rows import Rows
from wuxing.core import clock
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.evidence.metrics import actions, queries
from wuxing.evidence.metrics.actions import whole
from wuxing.evidence.metrics.models import Rulebook
from wuxing.evidence.metrics.queries import sums
from wuxing.service.repair.models import WorkOrder

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let few records be many, in small parts."""
    monkeypatch.setattr(sums, "LITTLE_RECORDS", 3)
    monkeypatch.setattr(queries, "LITTLE_WAITING", 7)
    yield
    connection.close()


@pytest.mark.usefixtures("many")
def test_judged_in_parts_equals_judged_at_once(company: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment)
    with in_tenant(company.pk):
        orders(company, 90, until=moment, days=60)
        Rows(company, 4).fill(3)
    count = actions.rebuild_apart(tenant_id=company.pk, pack=PACK)
    with in_tenant(company.pk):
        in_parts = written()
        assert queries.is_built(queries.rulebooks(PACK), PACK)
        Rulebook.objects.update(kept_on=None)
        assert actions.rebuild(tenant_id=company.pk, pack=PACK) == count
        assert written() == in_parts
    assert count == len(in_parts["evidence_judgment"])
    assert actions.rebuild_apart(tenant_id=company.pk, pack=PACK) == count  # kept: one transaction says what changed


@pytest.mark.usefixtures("many")
def test_what_changes_meanwhile_is_judged_after(company: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    with in_tenant(company.pk):
        orders(company, 40, until=clock.now() - timedelta(days=3), days=60)
    run = whole._run

    def change_then_run(task: whole.Task) -> None:
        run(task)
        with in_tenant(company.pk):
            first = list(
                WorkOrder.objects.select_for_update().order_by("pk")[:5]
            )  # two tasks do this at once: one order
            WorkOrder.objects.filter(pk__in=[one.pk for one in first]).update(visits=9, outcome="taken_back")

    monkeypatch.setattr(whole, "_run", change_then_run)
    actions.rebuild_apart(tenant_id=company.pk, pack=PACK)
    with in_tenant(company.pk):
        catch_up(company)
        after = written()["evidence_judgment"]
        Rulebook.objects.update(kept_on=None)
        actions.rebuild(tenant_id=company.pk, pack=PACK)
        assert [row[:-1] for row in written()["evidence_judgment"]] == [row[:-1] for row in after]


@pytest.mark.usefixtures("many")
def test_a_failure_leaves_nothing_to_be_read_and_is_tried_again(
    company: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    with in_tenant(company.pk):
        orders(company, 40, until=clock.now(), days=60)
    run: Callable[[whole.Task], None] = whole._run
    monkeypatch.setattr(whole, "_run", lambda task: run(("SELECT 1 / 0", {})))
    with pytest.raises(DatabaseError, match="division by zero"):
        actions.rebuild_apart(tenant_id=company.pk, pack=PACK)
    with in_tenant(company.pk):
        assert not queries.is_built(queries.rulebooks(PACK), PACK)
    monkeypatch.setattr(whole, "_run", run)
    actions.rebuild_apart(tenant_id=company.pk, pack=PACK)
    with in_tenant(company.pk):
        assert queries.is_built(queries.rulebooks(PACK), PACK)
