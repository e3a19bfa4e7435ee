"""Returned, replaced, scrapped; loaner devices; receipts over the counter."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from tests.service.bench_repair.bench import CONTROLLER, DRAWING, SIGNED, Bench
from tests.service.repair.checking import leaves_nothing
from tests.service.repair.pages import signed_in
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Attachment, Notice
from wuxing.customers.models import Asset
from wuxing.resources.models import Person
from wuxing.service.bench_repair import actions, queries
from wuxing.service.bench_repair.actions import Given, Signed
from wuxing.service.bench_repair.models import BenchItem, TakeBack
from wuxing.service.repair import actions as repairs
from wuxing.service.repair.actions.forgetting import forget_customer
from wuxing.service.repair.actions.signing import sign_with_drawing
from wuxing.service.repair.models import Appointment, Signature


def test_a_receipt_needs_list_look_and_name(bench: Bench) -> None:
    order = bench.found()
    for items, signed in (([], SIGNED), ([Given(name="", look="")], SIGNED), ([CONTROLLER], Signed(name=" "))):
        with leaves_nothing(BadInput):
            actions.take_back(order_id=order.pk, items=items, signed=signed, by=bench.shop.visitor)
    with pytest.raises(BadInput) as refused:
        actions.take_back(order_id=order.pk, items=[CONTROLLER], signed=Signed(name="王" * 101), by=bench.shop.visitor)
    assert refused.value.fields == {"signed_by": "at most 100 characters"}
    with leaves_nothing(NotFound):
        actions.take_back(order_id=10**9, items=[CONTROLLER], signed=SIGNED, by=bench.shop.visitor)
    with leaves_nothing(NotAllowed):
        actions.take_back(order_id=order.pk, items=[CONTROLLER], signed=SIGNED, by=bench.worker)


def test_a_receipt_is_written_once_a_visit_and_after_the_diagnosis(bench: Bench) -> None:
    order = bench.shop.at_work()
    with leaves_nothing(RuleBroken, "write down the diagnosis, with take back as the way on"):
        actions.take_back(order_id=order.pk, items=[CONTROLLER], signed=SIGNED, by=bench.shop.visitor)
    repairs.diagnose(order_id=order.pk, cause="board", finding="x", branch="take_back", by=bench.shop.visitor)
    two = [CONTROLLER, Given(name="遥控器", look="旧")]
    made = actions.take_back(order_id=order.pk, items=two, signed=DRAWING, by=bench.shop.visitor)
    assert (made.number[:3], made.method) == ("TB-", "drawn")
    assert [item.number for item in made.items.order_by("pk")] == [f"{made.number}-1", f"{made.number}-2"]
    with leaves_nothing(NotAllowed):  # the visit is over; now only the counter takes in
        actions.take_back(order_id=order.pk, items=two, signed=SIGNED, by=bench.shop.visitor)
    assert TakeBack.objects.count() == 1


def test_a_return_needs_accessories_warranty_and_the_right_hand(bench: Bench) -> None:
    item = bench.ready()
    with leaves_nothing(BadInput):
        actions.return_item(item_id=item.pk, signed=SIGNED, accessories=[], by=bench.keeper)
    with leaves_nothing(BadInput):
        actions.return_item(
            item_id=item.pk, signed=SIGNED, accessories=item.accessories, warranty_days=29, by=bench.keeper
        )
    actions.hand_over(item_id=item.pk, to="technician", person_id=bench.shop.technician.pk, by=bench.keeper)
    with leaves_nothing(RuleBroken, "陈伟 has to confirm the receipt first"):
        actions.return_item(item_id=item.pk, signed=SIGNED, accessories=item.accessories, by=bench.shop.visitor)
    actions.confirm_receipt(item_id=item.pk, by=bench.shop.visitor)
    with leaves_nothing(RuleBroken, "陈伟 has the item and gives it back"):
        actions.return_item(item_id=item.pk, signed=SIGNED, accessories=item.accessories, by=bench.worker)
    done = actions.return_item(item_id=item.pk, signed=DRAWING, accessories=item.accessories, by=bench.shop.visitor)
    assert (done.state, done.repaired, done.image_id is not None) == ("returned", True, True)
    assert done.warranty_until == clock.today() + timedelta(days=30)


def test_a_replaced_unit_keeps_both_serials(bench: Bench) -> None:
    item = bench.receipt(Given(name="冰箱", look="无损", serial="518a-23-004417")).items.get()
    with leaves_nothing(NotAllowed):
        actions.replace_item(item_id=item.pk, new_serial="N-1", reason="30 天", signed=SIGNED, by=bench.worker)
    assert item.asset is not None
    taken = item.asset.serial
    with pytest.raises(BadInput) as refused, transaction.atomic():  # said at the field in which it was typed
        actions.replace_item(item_id=item.pk, new_serial=taken, reason="30 天", signed=SIGNED, by=bench.shop.manager)
    assert list(refused.value.fields) == ["new_serial"]
    done = actions.replace_item(item_id=item.pk, new_serial="n-1", reason="30 天", signed=SIGNED, by=bench.shop.manager)
    old = Asset.objects.get(pk=done.asset_id)
    assert (done.state, done.new_serial, old.replaced_by and old.replaced_by.serial) == ("replaced", "N-1", "N-1")
    assert queries.open_items(done.order_id) == ()


def test_scrapping_takes_the_written_wish_of_the_customer(bench: Bench) -> None:
    item = bench.diagnosed()
    with leaves_nothing(BadInput):
        actions.scrap_item(item_id=item.pk, signed=SIGNED, by=bench.worker)  # a typed name is no written wish
    done = actions.scrap_item(item_id=item.pk, signed=DRAWING, reason="不值得修", by=bench.worker)
    assert (done.state, done.signed_by, done.image_id is not None) == ("scrapped", "王丽华", True)
    actions.hand_over(item_id=item.pk, to="disposal", by=bench.worker)
    assert BenchItem.objects.get(pk=item.pk).custody.get(ended_at=None).to_kind == "disposal"


def test_a_device_is_lent_once_and_the_order_waits_for_it(bench: Bench) -> None:
    item, today = bench.taken(), clock.today()
    loaner = actions.add_loaner(code="BY-12", name="小冰箱", by=bench.keeper)
    lent = {"loaner_id": loaner.pk, "order_id": item.order_id, "signed": SIGNED, "by": bench.worker}
    for day in (today - timedelta(days=1), today + timedelta(days=366)):
        with leaves_nothing(BadInput):
            actions.lend(due_on=day, **lent)
    loan = actions.lend(due_on=today, item_id=item.pk, **lent)
    assert queries.open_loans(item.order_id) == (loan.number,)
    with leaves_nothing(RuleBroken, "this device is not on its shelf"):
        actions.lend(due_on=today, **lent)
    with leaves_nothing(BadInput):
        actions.take_loaner_back(loan_id=loan.pk, condition="damaged", by=bench.worker)
    done = actions.take_loaner_back(loan_id=loan.pk, condition="damaged", note="门把手裂", by=bench.worker)
    assert (done.state, done.loaner.state, queries.open_loans(item.order_id)) == ("returned", "retired", ())
    with leaves_nothing(BadInput):
        actions.restore_loaner(loaner_id=loaner.pk, reason=" ", by=bench.worker)
    with leaves_nothing(NotAllowed):
        actions.restore_loaner(loaner_id=loaner.pk, reason="x", by=bench.shop.agent)
    again = actions.restore_loaner(loaner_id=loaner.pk, reason="门把手已换", by=bench.worker)
    told = Entry.objects.get(event="bench.restore_loaner").payload
    assert (again.state, again.note, told) == ("available", "门把手已换", {"code": "BY-12", "reason": "门把手已换"})
    with leaves_nothing(RuleBroken, "this device was not taken out of lending"):
        actions.restore_loaner(loaner_id=loaner.pk, reason="x", by=bench.worker)
    with leaves_nothing(RuleBroken, "this lending is over"):
        actions.report_lost(loan_id=loan.pk, note="x", by=bench.worker)


@pytest.mark.parametrize(("days", "told"), [(0, 0), (1, 1), (40, 1)])
def test_an_overdue_device_is_told_once_to_customer_and_dispatcher(bench: Bench, days: int, told: int) -> None:
    item, today = bench.taken(), clock.today()
    loaner = actions.add_loaner(code="BY-12", name="小冰箱", by=bench.keeper)
    loan = actions.lend(loaner_id=loaner.pk, order_id=item.order_id, due_on=today, signed=SIGNED, by=bench.worker)
    with clock.telling(clock.now() + timedelta(days=days)):
        assert [actions.tell_overdue(by=bench.worker) for _twice in (1, 2)] == [told, 0]
    sent = Notice.objects.filter(target_type="loan", target_id=loan.pk).order_by("event")
    assert [(one.event, one.recipient_kind) for one in sent] == [
        ("bench.loan_late", "member"),
        ("bench.loan_overdue", "customer"),
    ][: 2 * told]
    entries = Entry.objects.filter(event="bench.loan_overdue", case_id=item.order.request_id)
    assert [one.payload["number"] for one in entries] == [loan.number] * told


def test_nobody_is_told_of_a_device_that_is_back(bench: Bench) -> None:
    item = bench.taken()
    loaner = actions.add_loaner(code="BY-12", name="小冰箱", by=bench.keeper)
    loan = actions.lend(
        loaner_id=loaner.pk, order_id=item.order_id, due_on=clock.today(), signed=SIGNED, by=bench.worker
    )
    actions.take_loaner_back(loan_id=loan.pk, condition="good", by=bench.worker)
    with clock.telling(clock.now() + timedelta(days=9)):
        assert actions.tell_overdue(by=bench.worker) == 0


def test_a_lost_device_is_lent_no_more(bench: Bench) -> None:
    item = bench.taken()
    loaner = actions.add_loaner(code="BY-12", name="小冰箱", by=bench.keeper)
    with leaves_nothing(BadInput):
        actions.add_loaner(code="BY-12", name="另一台", by=bench.keeper)
    loan = actions.lend(
        loaner_id=loaner.pk, order_id=item.order_id, due_on=clock.today(), signed=SIGNED, by=bench.worker
    )
    actions.report_lost(loan_id=loan.pk, note="客户称被盗", by=bench.worker)
    with leaves_nothing(RuleBroken, "this device is not on its shelf"):
        actions.retire_loaner(loaner_id=loaner.pk, reason="x", by=bench.keeper)


def test_a_technician_lends_and_takes_back_only_where_sent(bench: Bench, actor: Callable[..., Actor]) -> None:
    item, other = bench.taken(), actor(Role.TECHNICIAN, name="周涛")
    Person.objects.filter(pk=bench.shop.novice.pk).update(user_id=other.user_id)
    loaner = actions.add_loaner(code="BY-12", name="小冰箱", by=bench.keeper)
    lent: dict[str, Any] = {"loaner_id": loaner.pk, "order_id": item.order_id, "signed": SIGNED}
    not_theirs = "this order is not yours; ask the dispatcher to hand it to you"
    with leaves_nothing(NotAllowed, not_theirs):
        actions.lend(due_on=clock.today(), by=other, **lent)
    loan = actions.lend(due_on=clock.today(), by=bench.shop.visitor, **lent)
    with leaves_nothing(NotAllowed, not_theirs):
        actions.take_loaner_back(loan_id=loan.pk, condition="good", by=other)
    with leaves_nothing(NotAllowed, not_theirs):
        actions.report_lost(loan_id=loan.pk, note="x", by=other)
    assert signed_in(other).get(f"/workshop/loans/{loan.pk}/").context["forms"] == []
    assert signed_in(other).get(f"/workshop/loaners/lend/{item.order_id}/").status_code == 403

    Appointment.objects.filter(order_id=item.order_id).update(technician=bench.shop.novice)  # a visit was theirs
    assert actions.take_loaner_back(loan_id=loan.pk, condition="good", by=other).state == "returned"


@pytest.mark.parametrize("who", ["agent", "manager"])
def test_carried_in_goods_need_no_visit(bench: Bench, who: str) -> None:
    order = bench.shop.order(work_type="walk_in")
    made = actions.take_back(
        order_id=order.pk, items=[CONTROLLER], signed=SIGNED, shelf="B-2", by=getattr(bench.shop, who)
    )
    assert (made.channel, made.visit_id, queries.is_taken_in(order.pk)) == ("counter", None, True)


def test_an_erased_customer_leaves_no_drawing(bench: Bench) -> None:
    order = bench.found()
    made = actions.take_back(order_id=order.pk, items=[CONTROLLER], signed=DRAWING, by=bench.shop.visitor)
    sign_with_drawing(order_id=order.pk, name="王丽华", drawing=DRAWING.drawing, by=bench.shop.visitor)
    forget_customer(customer_id=order.customer_id or 0, by=bench.shop.manager)
    made.refresh_from_db()
    signature = Signature.objects.get()
    assert (made.signed_by, made.image_id, signature.name, signature.image_id) == ("—", None, "—", None)
    assert not Attachment.objects.exists()
    assert not Entry.objects.filter(event="file.keep", erased_at=None).exists()
