"""Erased personal data are gone everywhere, the work stays countable, and the log still verifies."""

import json

import pytest
from django.apps import apps
from django.db import connection

from tests.service.repair.checking import leaves_nothing
from tests.shop import Shop
from wuxing.core.errors import BadInput, NotAllowed, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Owned
from wuxing.customers.customer_care import actions as care
from wuxing.customers.models import Customer
from wuxing.service.repair.actions import forgetting
from wuxing.service.repair.models import WorkOrder

PERSONAL = ("王丽华", "13805912046", "梅亭路")


def everything() -> str:
    """All text of all tables of tenants."""
    found = []
    for model in apps.get_models():
        if issubclass(model, Owned) and model._meta.db_table != "core_idempotencykey":
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT to_jsonb(t) FROM "{model._meta.db_table}" t')
                found += [
                    json.dumps(json.loads(row[0]) if isinstance(row[0], str) else row[0], ensure_ascii=False)
                    for row in cursor
                ]
    return "\n".join(found)


def test_an_erased_customer_is_found_nowhere(shop: Shop) -> None:
    order = shop.closed()
    assert [word in everything() for word in PERSONAL] == [True, True, True]

    care.erase_customer(customer_id=order.customer_id or 0, reason="客户要求", by=shop.manager)
    forgetting.forget_customer(customer_id=order.customer_id or 0, by=shop.manager)

    assert [word in everything() for word in PERSONAL] == [False, False, False]
    order = WorkOrder.objects.get()
    assert (order.state, order.outcome) == ("closed", "fixed")
    assert Entry.objects.filter(event="repair.close", erased_at=None).count() == 1
    assert forgetting.forget_customer(customer_id=order.customer_id or 0, by=shop.manager) == 0


def test_erasing_needs_a_right_a_reason_and_happens_once(shop: Shop) -> None:
    customer = shop.order().customer_id or 0
    with pytest.raises(NotAllowed):
        care.erase_customer(customer_id=customer, reason="x", by=shop.agent)
    with pytest.raises(BadInput):
        care.erase_customer(customer_id=customer, reason=" ", by=shop.manager)
    assert Customer.objects.get(pk=customer).name == "王丽华"

    with leaves_nothing(BadInput):
        care.erase_customer(customer_id=customer, reason="x", by=shop.manager)
    care.erase_customer(customer_id=customer, reason="x", although="客户坚持", by=shop.manager)
    with pytest.raises(RuleBroken):
        care.erase_customer(customer_id=customer, reason="x", by=shop.manager)
