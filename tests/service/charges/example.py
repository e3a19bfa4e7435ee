"""Quotes to try things on: an order out of warranty, lines that are in no price book, the customer at the link."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.shop import Shop
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor, Channel, actor_for
from wuxing.service.charges import actions
from wuxing.service.charges.models import Quote
from wuxing.service.repair import actions as repair
from wuxing.service.repair.models import WorkOrder

LINES: list[dict[str, Any]] = [
    {"kind": "part", "code": "FAN", "text": "风机", "unit_price": Decimal("120.00"), "price_reason": "供应商报价"},
    {
        "kind": "labour",
        "text": "检修",
        "quantity": Decimal("1.50"),
        "unit_price": Decimal("60.01"),
        "price_reason": "口头约定",
    },
]


def customer(shop: Shop) -> Actor:
    """Somebody who holds the link of an order."""
    return actor_for(
        tenant_id=shop.tenant.pk, user_id=None, name="customer", roles=frozenset({Role.CUSTOMER}),
        channel=Channel.PORTAL, zone=shop.tenant.zone,
    )  # fmt: skip


def old_order(shop: Shop) -> WorkOrder:
    """An order for a unit bought long ago: the customer pays."""
    return shop.order(serial="518A-12-000001", purchased_on=date(2012, 5, 2))


def out_of_warranty(shop: Shop) -> WorkOrder:
    """The same with the technician on site, warranty and fee told."""
    order = old_order(shop)
    repair.dispatch_order(order_id=order.pk, technician_id=shop.technician.pk, by=shop.dispatcher)
    repair.accept_order(order_id=order.pk, by=shop.visitor)
    return arrived(shop, order)


def arrived(shop: Shop, order: WorkOrder) -> WorkOrder:
    """Bring the technician to the door."""
    start = clock.now() + timedelta(hours=2)
    slot = (start, start + timedelta(hours=1))
    repair.agree_appointment(order_id=order.pk, slot=slot, warranty_explained=True, by=shop.visitor)
    repair.depart(order_id=order.pk, by=shop.visitor)
    repair.arrive(order_id=order.pk, by=shop.visitor)
    return order


def quote(shop: Shop) -> Quote:
    """A draft, paid by the customer: 120.00 + 90.02."""
    return actions.draft_quote(order_id=old_order(shop).pk, lines=LINES, by=shop.agent)


def sent(shop: Shop) -> Quote:
    """The same, sent."""
    return actions.send(quote_id=quote(shop).pk, by=shop.agent)


def accepted(shop: Shop) -> Quote:
    """The same, accepted at the desk."""
    return actions.accept(quote_id=sent(shop).pk, how="signature", name="王丽华", by=shop.agent)
