"""A body and its clients of this installation vouch for one another, without anybody's doing."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from wuxing.certification.cases.models import Client
from wuxing.certification.witnessing import actions
from wuxing.core import clock
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.core.witnessing.models import Witness, WitnessedLog


@pytest.fixture
def body(settings: Settings, tmp_path: Path, db: None) -> Tenant:
    settings.DATA = tmp_path
    actions._paired.clear()
    return Tenant.objects.create(
        slug="zhengxin", name="正信认证", kind=Tenant.Kind.CERTIFICATION_BODY, created_at=clock.now()
    )


def test_clients_that_work_here_are_paired_once(body, company, other_company):
    with in_tenant(body.pk):
        for name, tenant in (("海岚电器", company), ("山外", None)):
            Client.objects.create(tenant_id=body.pk, name=name, company=tenant, created_at=clock.now())
    assert actions.pair_clients() == 2
    actions._paired.clear()
    assert actions.pair_clients() == 0
    seen = {}
    for tenant in (body, company, other_company):
        with in_tenant(tenant.pk):
            witnesses = [row.peer_id for row in Witness.objects.all()]
            seen[tenant.slug] = (witnesses, [row.peer_id for row in WitnessedLog.objects.all()])
    assert seen == {
        "zhengxin": ([company.pk], [company.pk]),
        "hailan": ([body.pk], [body.pk]),
        "beichen": ([], []),
    }
