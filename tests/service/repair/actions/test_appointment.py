"""Step 3, 预约: taken, called first, a time agreed and changed; nobody is booked twice, at the same instant neither."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from tests.service.repair.checking import leaves_nothing, leaves_one
from tests.shop import Shop
from wuxing.core.actors import Actor, system_actor
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.core.tenants import in_tenant
from wuxing.governance.models import Target
from wuxing.service.repair import actions
from wuxing.service.repair.models import Appointment, WorkOrder

from .conftest import Hands

Slot = tuple[datetime, datetime]


def window(hands: Hands, begins: float = 2, hours: float = 1) -> Slot:
    start = hands.at + timedelta(hours=begins)
    return start, start + timedelta(hours=hours)


def agree(order: WorkOrder, slot: Slot, by: Actor, **more: Any) -> Appointment:
    return actions.agree_appointment(order_id=order.pk, slot=slot, **({"warranty_explained": True} | more), by=by)


def test_an_order_is_accepted_once(hands: Hands, shop: Shop) -> None:
    order = shop.dispatched()
    with leaves_one("repair.accept", case=order.request_id):
        actions.accept_order(order_id=order.pk, by=shop.visitor)
    order.refresh_from_db()
    assert order.accepted_at == hands.at
    with leaves_nothing(RuleBroken, "this order is accepted already"):
        actions.accept_order(order_id=order.pk, by=shop.visitor)


def test_only_an_order_that_was_handed_over_is_accepted_or_declined(hands: Hands, shop: Shop) -> None:
    order, anybody = shop.order(), system_actor(shop.tenant.pk)
    with leaves_nothing(RuleBroken, "only an order that was handed over can be accepted"):
        actions.accept_order(order_id=order.pk, by=anybody)
    with leaves_nothing(RuleBroken, "only an order that was handed over can be declined"):
        actions.decline_order(order_id=order.pk, reason="x", by=anybody)
    with leaves_nothing(RuleBroken, "hand the order to a technician first"):
        agree(order, window(hands), anybody)


def test_the_first_call_that_reaches_the_customer_keeps_the_promise(hands: Hands, shop: Shop) -> None:
    order = shop.dispatched()
    hands.forward(minutes=30)
    with leaves_one("repair.contact", case=order.request_id, reached=False, note="无人接听"):
        actions.record_contact(order_id=order.pk, reached=False, note="无人接听", by=shop.visitor)
    order.refresh_from_db()
    assert (order.contacted_at, order.next_due_kind) == (None, "contact")

    hands.forward(minutes=30)
    actions.record_contact(order_id=order.pk, reached=True, by=shop.visitor)
    order.refresh_from_db()
    assert (order.contacted_at, order.next_due_kind, Target.objects.get(kind="contact").kept) == (
        hands.at,
        "arrive",
        True,
    )

    first = hands.at
    hands.forward(minutes=5)
    actions.record_contact(order_id=order.pk, reached=True, by=shop.visitor)
    order.refresh_from_db()
    assert order.contacted_at == first


def test_a_time_is_agreed_with_warranty_and_fee_told(hands: Hands, shop: Shop) -> None:
    order = shop.dispatched()
    slot = window(hands)
    with leaves_one(
        "repair.agree_appointment",
        case=order.request_id,
        slot=list(slot),
        warranty_explained=True,
        chosen_by="us",
        note="先打电话",
    ):
        visit = agree(order, slot, shop.visitor, note=" 先打电话 ")

    order.refresh_from_db()
    assert (visit.state, visit.sequence, visit.agreed_at, visit.note) == ("confirmed", 1, hands.at, "先打电话")
    times = (order.contacted_at, order.warranty_explained_at, order.accepted_at)
    assert (order.state, times) == ("dispatched", (hands.at, hands.at, hands.at))


def test_warranty_that_was_not_told_is_not_noted(hands: Hands, shop: Shop) -> None:
    order = shop.dispatched()
    agree(order, window(hands), shop.visitor, warranty_explained=False)
    order.refresh_from_db()
    assert order.warranty_explained_at is None


@pytest.mark.parametrize(
    ("begins", "hours"),
    [(2, 0), (2, -1), (2, 12.01), (-2, 1), (-1, 1)],
    ids=["empty", "back", "long", "over", "just over"],
)
def test_a_window_that_cannot_be_is_refused(hands: Hands, shop: Shop, begins: float, hours: float) -> None:
    order = shop.dispatched()
    with leaves_nothing(BadInput):
        agree(order, window(hands, begins, hours), shop.visitor)


def test_who_chose_the_time_is_said(hands: Hands, shop: Shop) -> None:
    order = shop.dispatched()
    with leaves_nothing(BadInput):
        agree(order, window(hands), shop.visitor, chosen_by="chance")


def test_a_second_time_beside_the_first_is_refused(hands: Hands, shop: Shop) -> None:
    order = shop.agreed()
    with leaves_nothing(RuleBroken, "a visit is agreed already; reschedule it instead"):
        agree(order, window(hands, 6), shop.visitor)


def test_a_proposed_time_gives_way_to_the_agreed_one(hands: Hands, shop: Shop) -> None:
    order, slot = shop.order(), window(hands)
    actions.dispatch_order(order_id=order.pk, technician_id=shop.technician.pk, planned=slot, by=shop.dispatcher)

    agree(order, slot, shop.visitor)

    states = order.appointments.order_by("sequence").values_list("sequence", "state")
    assert list(states) == [(1, "cancelled"), (2, "confirmed")]


@pytest.mark.parametrize(("chosen_by", "due_hours"), [("customer", 51), ("us", 24)])
def test_only_a_time_the_customer_chose_moves_the_promise(
    hands: Hands, shop: Shop, chosen_by: str, due_hours: int
) -> None:
    order, start = shop.dispatched(), hands.at
    hands.forward(hours=1)
    agree(order, window(hands, 49), shop.visitor, chosen_by=chosen_by)

    order.refresh_from_db()
    targets = Target.objects.filter(kind="arrive").order_by("pk")
    first = targets[0]
    assert first.due_at == start + timedelta(hours=24)  # never moved
    assert (order.next_due_kind, order.next_due_at) == ("arrive", start + timedelta(hours=due_hours))
    if chosen_by == "customer":
        assert (first.stopped_at, first.kept) == (hands.at, None)
        assert targets[1].due_at == start + timedelta(hours=51)
    assert targets.count() == (2 if chosen_by == "customer" else 1)


def test_a_held_order_goes_on_when_a_time_is_agreed(hands: Hands, shop: Shop) -> None:
    order = shop.dispatched()
    actions.hold_order(order_id=order.pk, reason="waiting_customer", by=shop.visitor)
    hands.forward(hours=10)
    agree(order, window(hands), shop.visitor)

    order.refresh_from_db()
    assert (order.state, order.hold_reason) == ("dispatched", "")
    arrive = Target.objects.get(kind="arrive")
    assert (arrive.paused_at, arrive.effective_due_at) == (None, arrive.due_at + timedelta(hours=10))


# nobody is booked twice


def test_a_time_that_is_taken_names_the_order(hands: Hands, shop: Shop) -> None:
    first, second = shop.agreed(), shop.dispatched()
    for slot in (window(hands), window(hands, 2.9, 2), window(hands, 1, 1.1)):
        with leaves_nothing(RuleBroken, f"the technician is booked then for {first.number}; choose another time"):
            agree(second, slot, shop.visitor)

    assert agree(second, window(hands, 3), shop.visitor).state == "confirmed"  # from the end of the first on


def test_a_time_that_became_free_can_be_agreed(hands: Hands, shop: Shop) -> None:
    first, second = shop.agreed(), shop.dispatched()
    actions.cancel_order(order_id=first.pk, reason="x", by=shop.dispatcher)
    assert agree(second, window(hands), shop.visitor).state == "confirmed"


def test_a_reschedule_onto_a_taken_time_leaves_the_old_visit(hands: Hands, shop: Shop) -> None:
    first, second = shop.agreed(), shop.dispatched()
    agree(second, window(hands, 5), shop.visitor)
    with leaves_nothing(RuleBroken, f"the technician is booked then for {first.number}; choose another time"):
        actions.reschedule_appointment(
            order_id=second.pk, slot=window(hands), asked_by="customer", reason="x", by=shop.visitor
        )


@pytest.mark.django_db(transaction=True)
def test_of_two_bookings_at_once_one_is_refused_naming_the_other(shop_at_large: Shop) -> None:
    """Two connections book the same technician for the same hour at the same instant; each has its own order."""
    shop = shop_at_large
    with in_tenant(shop.tenant.pk):
        orders = [shop.dispatched(), shop.dispatched()]
    start = max(order.written_at for order in orders) + timedelta(hours=2)
    meet = threading.Barrier(2)
    answers: dict[int, str] = {}

    def book(order: WorkOrder) -> None:
        try:
            with in_tenant(shop.tenant.pk):
                meet.wait(timeout=30)
                agree(order, (start, start + timedelta(hours=1)), shop.visitor)
            answers[order.pk] = "agreed"
        except RuleBroken as refusal:
            answers[order.pk] = refusal.reason
        finally:
            connection.close()

    run_at_once([lambda order=order: book(order) for order in orders])

    [won] = [order for order in orders if answers[order.pk] == "agreed"]
    [lost] = [order for order in orders if order.pk != won.pk]
    assert answers[lost.pk] == f"the technician is booked then for {won.number}; choose another time"
    with in_tenant(shop.tenant.pk):
        assert list(Appointment.objects.values_list("order_id", "state")) == [(won.pk, "confirmed")]
        assert Entry.objects.filter(event="repair.agree_appointment").count() == 1


def run_at_once(works: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)


# changed


@pytest.mark.parametrize("asked_by", ["customer", "us"])
def test_a_changed_time_keeps_the_old_visit_and_tells_the_dispatcher(hands: Hands, shop: Shop, asked_by: str) -> None:
    order, start = shop.agreed(), hands.at
    old, new = window(hands), window(hands, 47)
    hands.forward(minutes=90)
    with leaves_one(
        "repair.reschedule",
        case=order.request_id,
        before=list(old),
        after=list(new),
        asked_by=asked_by,
        reason="出差",
        notice_minutes=30,
    ):
        made = actions.reschedule_appointment(
            order_id=order.pk, slot=new, asked_by=asked_by, reason=" 出差 ", by=shop.visitor
        )

    first = order.appointments.get(sequence=1)
    assert (first.state, first.rescheduled_to_id, first.slot.lower) == ("rescheduled", made.pk, old[0])
    assert (first.reschedule_asked_by, first.reschedule_reason) == (asked_by, "出差")
    assert (made.state, made.sequence, made.agreed_at) == ("confirmed", 2, hands.at)
    order.refresh_from_db()
    due = new[1] if asked_by == "customer" else start + timedelta(hours=24)
    assert (order.next_due_kind, order.next_due_at) == ("arrive", due)


def test_the_board_hears_of_a_changed_time(hands: Hands, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    from wuxing.core import background

    order = shop.agreed()
    hands.forward(minutes=1)
    heard: list[tuple[object, ...]] = []
    told = background.announce
    monkeypatch.setattr(background, "announce", lambda *what: (heard.append(what), told(*what))[1])
    actions.reschedule_appointment(
        order_id=order.pk, slot=window(hands, 5), asked_by="customer", reason="x", by=shop.visitor
    )
    assert heard == [(shop.tenant.pk, "repair", order.request_id)]


def test_a_change_says_who_asked_why_and_when(hands: Hands, shop: Shop) -> None:
    order = shop.agreed()
    for slot, asked_by, reason in (
        (window(hands), "nobody", "x"),
        (window(hands), "customer", " "),
        (window(hands, -2), "customer", "x"),
        (window(hands, 5, 0), "customer", "x"),
    ):
        with leaves_nothing(BadInput):
            actions.reschedule_appointment(
                order_id=order.pk, slot=slot, asked_by=asked_by, reason=reason, by=shop.visitor
            )


def test_only_a_visit_that_stands_is_changed(hands: Hands, shop: Shop) -> None:
    change: Any = {"slot": window(hands, 5), "asked_by": "us", "reason": "x", "by": shop.visitor}
    order = shop.dispatched()
    with leaves_nothing(RuleBroken, "no visit is agreed yet; agree one first"):
        actions.reschedule_appointment(order_id=order.pk, **change)
    order = shop.on_site()
    with leaves_nothing(RuleBroken, "this is arrived and cannot become rescheduled"):
        actions.reschedule_appointment(order_id=order.pk, **change)


def test_a_changed_proposal_counts_as_the_first_call(hands: Hands, shop: Shop) -> None:
    order = shop.order()
    actions.dispatch_order(
        order_id=order.pk, technician_id=shop.technician.pk, planned=window(hands), by=shop.dispatcher
    )
    hands.forward(minutes=10)
    actions.reschedule_appointment(
        order_id=order.pk, slot=window(hands, 5), asked_by="customer", reason="x", by=shop.visitor
    )
    order.refresh_from_db()
    assert (order.contacted_at, order.next_due_kind) == (hands.at, "arrive")


def test_a_chosen_time_keeps_counting_from_itself_after_a_wait(hands: Hands, shop: Shop) -> None:
    order = shop.dispatched()
    hands.forward(minutes=1)
    slot = window(hands, 100)
    agree(order, slot, shop.visitor, chosen_by="customer")
    actions.hold_order(order_id=order.pk, reason="waiting_customer", by=shop.visitor)
    hands.forward(hours=1)
    actions.resume_order(order_id=order.pk, by=shop.visitor)

    target = Target.objects.get(kind="arrive", stopped_at=None)
    assert (target.due_at, target.effective_due_at) == (slot[1], slot[1] + timedelta(hours=1))
