"""A certification body and its client, who vouch for each other's logs."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from wuxing.core import clock
from wuxing.core.models import Tenant
from wuxing.core.witnessing.actions import choosing


@pytest.fixture(autouse=True)
def data(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path


@pytest.fixture
def body(db: None) -> Tenant:
    return Tenant.objects.create(
        slug="zhengxin", name="正信认证", kind=Tenant.Kind.CERTIFICATION_BODY, created_at=clock.now()
    )


@pytest.fixture
def paired(company: Tenant, body: Tenant) -> Tenant:
    """The body, with `company` as its client."""
    choosing.pair(company, body)
    choosing.pair(body, company)
    return body
