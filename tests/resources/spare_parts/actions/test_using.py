"""备件启用: used from the own stock, struck again; refused leaves nothing."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, transaction

from tests.resources.spare_parts.conftest import Parts
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.resources.models import OldPart, Part, StockBalance, StockMovement
from wuxing.resources.spare_parts import actions
from wuxing.resources.spare_parts.actions import Old, OrderLine

LINE = OrderLine(order_id=7, line_id=70, case_id=5)


def _use(parts: Parts, part: Part | None = None, quantity: int = 1, **given: Any) -> StockMovement:
    return actions.use(
        person=parts.shop.technician,
        part=part or parts.fan,
        quantity=Decimal(quantity),
        order_line=given.pop("order_line", LINE),
        by=given.pop("by", parts.shop.visitor),
        **given,
    )


def _received(parts: Parts, quantity: int = 3, part: Part | None = None) -> None:
    parts.mode("personal")
    part = part or parts.fan
    numbers = [f"N-{place}" for place in range(1, quantity + 1)] if part.serial_tracked else []
    given = {"place_id": parts.van.pk, "part_id": part.pk, "quantity": Decimal(quantity)}
    actions.receive(**given, serials=numbers, by=parts.keeper)


def test_a_part_is_used_from_the_own_stock_and_the_old_one_is_kept(parts: Parts) -> None:
    _received(parts, 2, parts.board)
    made = _use(parts, parts.board, serial="N-1", old=Old("returned", "O-1"))
    old = OldPart.objects.get()
    entry = Entry.objects.latest("pk")
    assert (parts.held(parts.van, parts.board), parts.held(parts.van, parts.board, "defective")) == (1, 1)
    assert (made.kind, made.serial, made.source_id, made.order_id, made.line_id) == (
        "consumed", "N-1", parts.van.pk, 7, 70,
    )  # fmt: skip
    assert (old.state, old.serial, old.line_id, old.due_on is not None) == ("on_van_defective", "O-1", 70, True)
    assert (entry.event, entry.case_type, entry.case_id) == ("parts.use", "service_request", 5)
    assert (entry.payload["serial"], entry.payload["old_serial"]) == ("N-1", "O-1")


def test_where_parts_are_only_recorded_nothing_is_counted(parts: Parts) -> None:
    made = _use(parts, old=Old("left", wish="他要留"))
    assert (made.source_id, StockBalance.objects.count()) == (None, 0)
    assert OldPart.objects.values_list("state", "wish").get() == ("left_with_customer", "他要留")


def test_more_than_lies_there_is_refused_and_leaves_nothing(parts: Parts) -> None:
    _received(parts, 1)
    before = Entry.objects.count()
    with pytest.raises(RuleBroken) as refusal, transaction.atomic():
        _use(parts, quantity=2)
    assert str(refusal.value.reason) == "陈伟 has only 1 of 风机 FAN-01; count the stock if that is wrong"
    assert (parts.held(parts.van, parts.fan), Entry.objects.count()) == (1, before)
    assert StockMovement.objects.filter(kind="consumed").count() == 0


def test_the_database_refuses_stock_below_zero_and_changed_movements(parts: Parts) -> None:
    _received(parts, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        StockBalance.objects.update(quantity=Decimal(-1))
    with pytest.raises((InternalError, ProgrammingError, IntegrityError)), transaction.atomic():
        StockMovement.objects.update(quantity=Decimal(9))


def test_a_tracked_part_wants_its_serials(parts: Parts) -> None:
    _received(parts, 1, parts.board)
    with pytest.raises(BadInput) as refusal, transaction.atomic():
        _use(parts, parts.board)
    assert list(refusal.value.fields) == ["new_serial"]
    with pytest.raises(BadInput) as refusal, transaction.atomic():
        _use(parts, parts.board, serial="N-1", old=Old("returned"))
    assert list(refusal.value.fields) == ["old_serial"]


def test_a_struck_line_gives_the_part_back(parts: Parts) -> None:
    _received(parts, 2)
    _use(parts, old=Old("returned"))
    for _twice in range(2):
        actions.undo_use(line_id=70, reason="拿错了", by=parts.shop.visitor)
    assert (parts.held(parts.van, parts.fan), parts.held(parts.van, parts.fan, "defective")) == (2, 0)
    assert OldPart.objects.get().state == "undone"
    assert StockMovement.objects.filter(kind="undone").count() == 2  # the new part and the old one


def test_a_struck_line_whose_old_part_was_handed_in_is_refused(parts: Parts) -> None:
    _received(parts, 2)
    _use(parts, old=Old("returned"))
    actions.take_in_old_part(old_part_id=OldPart.objects.get().pk, by=parts.keeper)
    with pytest.raises(RuleBroken), transaction.atomic():
        actions.undo_use(line_id=70, reason="拿错了", by=parts.shop.visitor)
    assert parts.held(parts.van, parts.fan) == 1


def test_an_agent_uses_no_parts(parts: Parts) -> None:
    with pytest.raises(NotAllowed):
        _use(parts, by=parts.shop.agent)


def test_another_company_sees_no_parts(parts: Parts, other_company: Tenant, actor: Callable[..., Actor]) -> None:
    _received(parts, 1)
    actor(Role.STOREKEEPER, tenant=other_company)
    with in_tenant(other_company.pk):
        assert (Part.objects.count(), StockMovement.objects.count(), StockBalance.objects.count()) == (0, 0, 0)
