"""Two at once: a judge never takes away the mark of a change that it could not see."""

import os

import psycopg
import pytest

from tests.evidence.factory import orders
from tests.evidence.packs import pack_of
from wuxing.core import clock
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.evidence.metrics import actions, queries
from wuxing.evidence.metrics.models import Judgment, Rulebook
from wuxing.service.repair.models import WorkOrder

PACK = pack_of()


def ok_bits(tenant: Tenant) -> int:
    with in_tenant(tenant.pk):
        return Judgment.objects.get().ok & (1 << Rulebook.objects.get().metrics.index("signed"))


@pytest.mark.django_db(transaction=True)
def test_a_change_that_commits_after_the_judge_has_read_is_judged_next() -> None:
    tenant = Tenant.objects.create(slug="hailan", name="海岚电器", kind=Tenant.Kind.COMPANY, created_at=clock.now())
    with in_tenant(tenant.pk):
        orders(tenant, 1, until=clock.now(), days=0)
        WorkOrder.objects.update(state="closed", closed_at=clock.now(), cancelled_at=None, signed_at=None)
        actions.rebuild(tenant_id=tenant.pk, pack=PACK)
        WorkOrder.objects.update(visits=2)  # a mark stands already
    with psycopg.connect(os.environ["WUXING_DATABASE"]) as other:
        other.execute("SELECT set_config('app.tenant', %s, true)", [str(tenant.pk)])
        other.execute("UPDATE service_workorder SET signed_at = now()")
        with in_tenant(tenant.pk):
            assert actions.judge_waiting(tenant_id=tenant.pk, pack=PACK) == 1
        assert ok_bits(tenant) == 0
        other.commit()
    with in_tenant(tenant.pk):
        assert queries.waiting(tenant.pk) == 1
        actions.judge_waiting(tenant_id=tenant.pk, pack=PACK)
    assert ok_bits(tenant) != 0


@pytest.mark.django_db(transaction=True)
def test_a_page_does_not_wait_for_another_judge() -> None:
    tenant = Tenant.objects.create(slug="hailan", name="海岚电器", kind=Tenant.Kind.COMPANY, created_at=clock.now())
    with in_tenant(tenant.pk):
        orders(tenant, 2, until=clock.now())
        actions.rebuild(tenant_id=tenant.pk, pack=PACK)
        WorkOrder.objects.update(visits=7)
    with psycopg.connect(os.environ["WUXING_DATABASE"]) as other:
        other.execute("SELECT pg_advisory_xact_lock(27922, %s)", [tenant.pk])
        with in_tenant(tenant.pk):
            assert actions.refresh(tenant_id=tenant.pk, pack=PACK)[1] == 2
    with in_tenant(tenant.pk):
        assert actions.refresh(tenant_id=tenant.pk, pack=PACK)[1] == 0
