"""Answers to API requests are kept for a month, in every tenant."""

from collections.abc import Callable
from datetime import timedelta

from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import IdempotencyKey, Tenant
from wuxing.core.tasks import forget_answers
from wuxing.core.tenants import in_tenant


def test_old_answers_are_forgotten_and_young_ones_kept(
    company: Tenant, other_company: Tenant, actor: Callable[..., Actor]
) -> None:
    for tenant in (company, other_company):
        by = actor(Role.AGENT, tenant=tenant)
        with in_tenant(tenant.pk):
            for key, days in (("old", 31), ("young", 29)):
                IdempotencyKey.objects.create(
                    tenant=tenant, user_id=by.user_id or 0, key=key, request_digest=b"x", status=200, body={},
                    created_at=clock.now() - timedelta(days=days),
                )  # fmt: skip

    forget_answers()

    for tenant in (company, other_company):
        with in_tenant(tenant.pk):
            assert list(IdempotencyKey.objects.values_list("key", flat=True)) == ["young"]
