"""备件上单: a line of the order and a movement of stock at once; asked for, the order waits."""

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.db import transaction

from tests.resources.spare_parts.conftest import Parts, parts, parts_of
from tests.service.day.picture import PNG
from wuxing.core.errors import BadInput, NotAllowed, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Attachment
from wuxing.resources.models import OldPart, PartRequest, StockMovement
from wuxing.resources.spare_parts import actions as stock
from wuxing.resources.spare_parts.queries import awaited
from wuxing.service.day import actions
from wuxing.service.repair import actions as repair
from wuxing.service.repair.models import WorkOrder, WorkOrderLine

__all__ = ["parts", "parts_of"]


def _stocked(parts: Parts, quantity: int = 2) -> WorkOrder:
    parts.mode("personal")
    stock.receive(place_id=parts.van.pk, part_id=parts.fan.pk, quantity=Decimal(quantity), by=parts.keeper)
    return parts.shop.at_work()


def _use(parts: Parts, order: WorkOrder, **given: Any) -> WorkOrderLine:
    said = {"part_id": parts.fan.pk, "unit_price": Decimal(86), "old_part": "returned", "by": parts.shop.visitor}
    return actions.use_part(order_id=order.pk, **(said | given))


def test_a_part_used_is_a_line_and_a_movement_at_once(parts: Parts) -> None:
    order = _stocked(parts)
    line = _use(parts, order, old_serial="O-1", new_serial="N-1")
    moved = StockMovement.objects.get(kind="consumed")
    assert (line.part_id, line.name, line.code, line.payer, line.old_part) == (
        parts.fan.pk, "风机", "FAN-01", "us", "returned",
    )  # fmt: skip
    assert (line.old_serial, line.new_serial, line.unit_price) == ("O-1", "N-1", Decimal(86))
    assert (moved.order_id, moved.line_id, moved.source_id) == (order.pk, line.pk, parts.van.pk)
    assert (parts.held(parts.van, parts.fan), OldPart.objects.get().serial) == (1, "O-1")
    events = Entry.objects.filter(case_type="service_request", case_id=order.request_id).order_by("-pk")
    assert [one.event for one in events[:2]] == ["parts.use", "repair.add_line"]


def test_more_than_there_is_leaves_no_line(parts: Parts) -> None:
    order = _stocked(parts, 1)
    with pytest.raises(RuleBroken), transaction.atomic():
        _use(parts, order, quantity=Decimal(2))
    assert (WorkOrderLine.objects.count(), parts.held(parts.van, parts.fan)) == (0, 1)


def test_a_struck_line_gives_the_part_back(parts: Parts) -> None:
    order = _stocked(parts)
    line = _use(parts, order)
    repair.strike_line(order_id=order.pk, line_id=line.pk, reason="拿错了", by=parts.shop.visitor)
    assert parts.held(parts.van, parts.fan) == 2
    assert OldPart.objects.get().state == "undone"


def test_a_part_without_a_price_asks_for_one(parts: Parts) -> None:
    order = _stocked(parts)
    with pytest.raises(BadInput) as refusal, transaction.atomic():
        _use(parts, order, unit_price=None)
    assert list(refusal.value.fields) == ["unit_price"]


def test_an_order_waits_for_what_it_asked_for_until_it_arrives(parts: Parts) -> None:
    order = _stocked(parts)
    parts.mode("full")
    came = {"place_id": parts.store.pk, "part_id": parts.board.pk, "quantity": Decimal(1)}
    stock.receive(**came, serials=["N-2"], by=parts.keeper)
    made = actions.ask_for_part(order_id=order.pk, part_id=parts.board.pk, by=parts.shop.visitor)
    order.refresh_from_db()
    assert (order.state, order.hold_reason) == ("on_hold", "waiting_parts")
    assert [(one.part_number, one.state, one.arrived) for one in awaited()[order.pk]] == [("PCB-7", "requested", False)]

    stock.approve_request(request_id=made.pk, store_id=parts.store.pk, by=parts.keeper)
    assert [one.in_store for one in awaited([order.pk])[order.pk]] == [True]
    stock.issue_request(request_id=made.pk, serials=["N-2"], by=parts.keeper)
    stock.take_over(request_id=made.pk, by=parts.shop.visitor)
    assert [one.arrived for one in awaited()[order.pk]] == [True]
    entry = Entry.objects.latest("pk")
    assert (entry.event, entry.case_id) == ("parts.arrive", order.request_id)
    assert (parts.held(parts.store, parts.board), parts.held(parts.van, parts.board)) == (0, 1)

    repair.resume_order(order_id=order.pk, by=parts.shop.visitor)
    _use(parts, order, part_id=parts.board.pk, new_serial="N-2", old_serial="O-2")
    assert PartRequest.objects.get().state == "consumed"
    assert awaited() == {}


def test_a_part_is_asked_for_only_while_the_order_is_worked_on(parts: Parts) -> None:
    order = parts.shop.closed()
    with pytest.raises(RuleBroken), transaction.atomic():
        actions.ask_for_part(order_id=order.pk, part_id=parts.fan.pk, by=parts.shop.visitor)
    assert PartRequest.objects.count() == 0


def test_an_agent_uses_no_part(parts: Parts) -> None:
    order = _stocked(parts)
    with pytest.raises(NotAllowed):
        _use(parts, order, by=parts.shop.agent)


def test_a_photo_stays_with_the_order(parts: Parts) -> None:
    order = parts.shop.on_site()
    kept = actions.add_photo(order_id=order.pk, kind="fault", content=BytesIO(PNG), name="a.png", by=parts.shop.visitor)
    assert (kept.name, kept.target_type, kept.target_id) == (f"{order.number}-fault.png", "work_order", order.pk)
    assert Entry.objects.latest("pk").case_id == order.request_id


@pytest.mark.parametrize(("kind", "content"), [("", PNG), ("fault", b"no picture")])
def test_what_is_no_photo_is_refused(parts: Parts, kind: str, content: bytes) -> None:
    order = parts.shop.on_site()
    with pytest.raises(BadInput), transaction.atomic():
        actions.add_photo(order_id=order.pk, kind=kind, content=BytesIO(content), by=parts.shop.visitor)
    assert Attachment.objects.count() == 0
