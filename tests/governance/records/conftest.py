"""A company with old repairs: closed years ago, so that their time is over."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db.models import F

from tests.shop import Shop
from wuxing.core.access import Permission, Role
from wuxing.core.actors import Actor, Channel
from wuxing.customers.models import Customer, EntitlementDecision
from wuxing.governance.records.actions import executing
from wuxing.service.repair.models import ServiceRequest, Signature, WorkOrder

YEARS = timedelta(days=6 * 366)


def age(order: WorkOrder, by: timedelta = YEARS) -> WorkOrder:
    """Move a repair and its customer into the past."""
    times = ("written_at", "recorded_at", "closed_at", "resolved_at", "signed_at", "updated_at")
    WorkOrder.objects.filter(pk=order.pk).update(**{name: F(name) - by for name in times})
    requests = ServiceRequest.objects.filter(pk=order.request_id)
    requests.update(received_at=F("received_at") - by, recorded_at=F("recorded_at") - by)
    Signature.objects.filter(order=order).update(signed_at=F("signed_at") - by)
    EntitlementDecision.objects.filter(subject_id=order.request_id).update(until=None)
    Customer.objects.filter(pk=order.customer_id).update(created_at=F("created_at") - by)
    order.refresh_from_db()
    return order


@pytest.fixture
def old(shop: Shop) -> WorkOrder:
    """One repair, closed six years ago."""
    return age(shop.closed())


@pytest.fixture
def head(actor: Callable[..., Actor]) -> Actor:
    """Who may approve destruction."""
    return actor(Role.GENERAL_MANAGER, name="许建国")


def run(destruction_id: int, by: Actor) -> None:
    """Do what the worker does, to the end."""
    job = replace(by, permissions=frozenset(Permission), channel=Channel.JOB)
    while executing.destroy_batch(destruction_id=destruction_id, by=job):
        pass
