"""The demo's price book, and quotes and settlement on orders that are under way. Invented, as everything here."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor, Channel, actor_for
from wuxing.core.errors import BusinessError
from wuxing.customers.prices import actions as pricing
from wuxing.service.charges import actions
from wuxing.service.repair.models import WorkOrder
from wuxing.web.demo.agreeing import agree

_SINCE = date(2025, 1, 1)
_THEIRS, _OTHERS, _AT_THE_DOOR = 16, 6, 2
_PARTS, _WORK = "家用电器配件", "修理修配劳务"
_PRICES: tuple[tuple[Any, ...], ...] = (
    ("labour", "LAB-1", "上门检修", "each", "60", {}, _WORK),
    ("labour", "LAB-2", "制冷系统检修", "each", "180", {"category": "冰箱"}, _WORK),
    ("labour", "LAB-2", "制冷系统检修", "each", "220", {"category": "空调"}, _WORK),
    ("labour", "LAB-3", "深度清洗", "each", "120", {}, _WORK),
    ("part", "FAN", "风机", "each", "120", {"category": "冰箱"}, _PARTS),
    ("part", "FAN", "风机", "each", "165", {"category": "空调"}, _PARTS),
    ("part", "PUMP", "排水泵", "each", "85", {"category": "洗衣机"}, _PARTS),
    ("part", "BOARD", "控制板", "each", "260", {}, _PARTS),
    ("part", "SEAL", "门封条", "each", "78.50", {"category": "冰箱"}, _PARTS),
    ("travel", "VISIT", "上门费", "flat", "30", {}, _WORK),
    ("travel", "VISIT", "上门费（鼓楼区）", "zone", "20", {"area": "福州市/鼓楼区"}, _WORK),
    ("travel", "KM", "远程里程费", "km", "2", {"area": "泉州市"}, _WORK),
)
_OFFERS = (
    [{"kind": "labour", "code": "LAB-1"}, {"kind": "travel", "code": "VISIT"}],
    [{"kind": "part", "code": "BOARD"}, {"kind": "labour", "code": "LAB-1"}],
    [{"kind": "labour", "code": "LAB-3"}, {"kind": "travel", "code": "VISIT"}],
)


def charge(today: date, by: Actor) -> None:
    """Keep the price book with one price to come, and show quotes sent, accepted and declined."""
    for kind, code, name, mode, amount, scope, tax in _PRICES:
        rate = Decimal(13)
        pricing.save_price(
            kind=kind, code=code, name=name, mode=mode, amount=Decimal(amount), valid_from=_SINCE, tax_category=tax,
            tax_rate=rate, by=by, **scope,
        )  # fmt: skip
    pricing.save_price(
        kind="part", code="BOARD", name="控制板", mode="each", amount=Decimal(280), valid_from=today + timedelta(days=40),
        tax_category=_PARTS, tax_rate=Decimal(13), reason="供应商明年调价", by=by,
    )  # fmt: skip
    _quote(by)
    _settle(by)


def _quote(by: Actor) -> None:
    """Write quotes on orders whose warranty is over: one waits, the others have their answer."""
    open_orders = WorkOrder.objects.filter(
        state__in=("dispatched", "on_hold", "in_progress"), request__entitlement__outcome="out_of_warranty"
    ).select_related("request__contact")
    for place, order in enumerate(open_orders.order_by("-pk")[:6]):
        made = actions.draft_quote(order_id=order.pk, lines=_OFFERS[place % len(_OFFERS)], by=by)
        if place == 5:
            continue
        actions.send(quote_id=made.pk, by=by)
        name = order.request.contact.name if order.request.contact else "客户"
        if place in (1, 2):
            actions.accept(quote_id=made.pk, how="link", name=name, by=_customer(by))
        if place == 3:
            actions.decline(quote_id=made.pk, how="link", name=name, reason="打算换新机", by=_customer(by))


def _customer(by: Actor) -> Actor:
    return actor_for(
        tenant_id=by.tenant_id, user_id=None, name="customer", roles=frozenset({Role.CUSTOMER}), channel=Channel.PORTAL,
        zone=by.zone,
    )  # fmt: skip


def _settle(by: Actor) -> None:
    """Issue settlement sheets of the orders closed last that cost something, when they were closed; half of them are paid.

    Most customers had accepted a quote before anybody was sent; some were told the price at the door only.
    """
    closed = WorkOrder.objects.filter(state="closed", lines__struck_at=None).select_related(
        "request__contact", "request__entitlement"
    )
    theirs = closed.filter(lines__payer="customer").distinct().order_by("-closed_at")[:_THEIRS]
    others = (
        closed.filter(lines__isnull=False).exclude(lines__payer="customer").distinct().order_by("-closed_at")[:_OTHERS]
    )
    latest = sorted([*theirs, *others], key=lambda order: order.closed_at or order.written_at)
    for place, order in enumerate(latest):
        if place % 5 != _AT_THE_DOOR and any(one.payer == "customer" for one in order.lines.all()):
            agree(order, by, _customer(by))
        with clock.telling((order.closed_at or order.written_at) + timedelta(minutes=10)):
            try:
                sheet = actions.issue(sheet_id=actions.settle(order_id=order.pk, by=by).pk, by=by)
            except BusinessError:
                continue
            if sheet.customer_total and place % 2 == 0 and sheet.issued_on:
                actions.note_payment(sheet_id=sheet.pk, paid_on=sheet.issued_on, how="wechat", by=by)
