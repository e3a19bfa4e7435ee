"""Numbers have no gaps, by tenant, series and year."""

from collections.abc import Callable

import pytest
from django.db import transaction

from wuxing.core import numbering
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant


def test_numbers_follow_each_other(inside: Tenant, actor: Callable[..., Actor]) -> None:
    by = actor(Role.AGENT)

    assert [numbering.next_number("WO", by=by, year=2026) for _ in range(2)] == ["WO-2026-000001", "WO-2026-000002"]
    assert numbering.take("WO", by=by, year=2026, count=2) == ["WO-2026-000003", "WO-2026-000004"]
    assert numbering.next_number("WO", by=by, year=2027) == "WO-2027-000001"
    assert numbering.next_number("SR", by=by, year=2026) == "SR-2026-000001"


def test_a_number_taken_in_vain_is_given_again(inside: Tenant, actor: Callable[..., Actor]) -> None:
    by = actor(Role.AGENT)
    with pytest.raises(RuntimeError), transaction.atomic():
        numbering.next_number("WO", by=by, year=2026)
        raise RuntimeError

    assert numbering.next_number("WO", by=by, year=2026) == "WO-2026-000001"


def test_each_tenant_counts_for_itself(inside: Tenant, other_company: Tenant, actor: Callable[..., Actor]) -> None:
    numbering.next_number("WO", by=actor(Role.AGENT), year=2026)
    other = actor(Role.AGENT, tenant=other_company)

    with in_tenant(other_company.pk):
        assert numbering.next_number("WO", by=other, year=2026) == "WO-2026-000001"
