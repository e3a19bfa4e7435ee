"""Step 4, 上门: on the way, on site, the conduct checklist, work begun and ended; and nobody at home."""

from datetime import timedelta
from typing import Any

import pytest

from tests.service.repair.checking import leaves_nothing, leaves_one
from tests.shop import Shop
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.governance.models import Target
from wuxing.service.repair import actions
from wuxing.service.repair.models import WorkOrder
from wuxing.service.repair.states import CONDUCT_CHECKS

from .conftest import Hands

ALL_DONE = dict.fromkeys(CONDUCT_CHECKS, True)


def agree(shop: Shop, order: WorkOrder, hands: Hands, begins: float = 2) -> None:
    start = hands.at + timedelta(hours=begins)
    slot = (start, start + timedelta(hours=1))
    actions.agree_appointment(order_id=order.pk, slot=slot, warranty_explained=False, by=shop.visitor)


def test_the_way_and_the_arrival_are_noted(hands: Hands, shop: Shop) -> None:
    order = shop.agreed()
    start = hands.at
    hands.forward(hours=1)
    with leaves_one("repair.depart", case=order.request_id):
        visit = actions.depart(order_id=order.pk, by=shop.visitor)
    assert (visit.state, visit.en_route_at) == ("en_route", hands.at)

    hands.forward(hours=1)
    window = [start + timedelta(hours=2), start + timedelta(hours=3)]
    with leaves_one("repair.arrive", case=order.request_id, window=window):
        visit = actions.arrive(order_id=order.pk, by=shop.visitor)

    order.refresh_from_db()
    assert (visit.state, visit.arrived_at) == ("arrived", hands.at)
    assert (order.state, order.visits, order.arrived_at) == ("in_progress", 1, hands.at)
    assert Target.objects.values_list("stopped_at", "kept").get(kind="arrive") == (hands.at, True)
    assert (order.next_due_kind, order.broken) == ("resolve", 0)


@pytest.mark.parametrize(("late", "kept"), [(timedelta(), True), (timedelta(microseconds=1), False)])
def test_the_arrival_promise_is_judged_at_the_door(hands: Hands, shop: Shop, late: timedelta, kept: bool) -> None:
    order = shop.agreed()
    actions.depart(order_id=order.pk, by=shop.visitor)
    hands.at = Target.objects.get(kind="arrive").due_at + late
    actions.arrive(order_id=order.pk, by=shop.visitor)

    order.refresh_from_db()
    assert (Target.objects.get(kind="arrive").kept, order.broken) == (kept, 0 if kept else 1)


TOO_EARLY: list[tuple[str, str, dict[str, Any], str]] = [
    ("dispatched", "depart", {}, "no visit is agreed yet; agree one first"),
    ("dispatched", "confirm_problem", {"checklist": {}}, "first check in on site"),
    ("agreed", "arrive", {}, "this is confirmed and cannot become arrived"),
    ("agreed", "start_work", {}, "this is confirmed and cannot become working"),
    ("agreed", "confirm_problem", {"checklist": {}}, "first check in on site"),
    ("on_site", "start_work", {}, "first ask again about the fault and go through the conduct checklist"),
    ("on_site", "arrive", {}, "this is arrived and cannot become arrived"),
    ("on_site", "finish_visit", {"outcome": "completed"}, "this is arrived and cannot become completed"),
    ("at_work", "finish_visit", {"outcome": "completed"}, "write down the diagnosis"),
    ("at_work", "report_no_access", {"note": "x"}, "this is working and cannot become no access"),
]


@pytest.mark.parametrize(("made", "name", "said", "reason"), TOO_EARLY, ids=[f"{c[0]}-{c[1]}" for c in TOO_EARLY])
def test_steps_come_in_their_order(
    hands: Hands, shop: Shop, made: str, name: str, said: dict[str, Any], reason: str
) -> None:
    order = getattr(shop, made)()
    with leaves_nothing(RuleBroken, reason):
        getattr(actions, name)(order_id=order.pk, by=shop.visitor, **said)


def test_the_checklist_may_be_added_to_and_is_complete_with_its_last_point(hands: Hands, shop: Shop) -> None:
    order = shop.on_site()
    first = dict.fromkeys(CONDUCT_CHECKS[:3], True)
    with leaves_one("repair.confirm_problem", case=order.request_id, checklist=first, note="门口"):
        actions.confirm_problem(order_id=order.pk, checklist=first, note=" 门口 ", by=shop.visitor)
    order.refresh_from_db()
    assert order.checklist_complete is False

    actions.confirm_problem(order_id=order.pk, checklist=dict.fromkeys(CONDUCT_CHECKS[3:], True), by=shop.visitor)
    order.refresh_from_db()
    assert (order.checklist_complete, order.appointments.get().checklist) == (True, ALL_DONE)


@pytest.mark.parametrize("left_out", CONDUCT_CHECKS)
def test_each_point_of_the_checklist_counts(hands: Hands, shop: Shop, left_out: str) -> None:
    order = shop.on_site()
    actions.confirm_problem(order_id=order.pk, checklist=ALL_DONE | {left_out: False}, by=shop.visitor)
    order.refresh_from_db()
    assert order.checklist_complete is False


def test_a_point_that_is_not_on_the_list_is_refused(hands: Hands, shop: Shop) -> None:
    order = shop.on_site()
    with leaves_nothing(BadInput):
        actions.confirm_problem(order_id=order.pk, checklist={"tip_given": True}, by=shop.visitor)


def test_warranty_and_fee_are_told_before_the_work(hands: Hands, shop: Shop) -> None:
    order = shop.dispatched()
    agree(shop, order, hands)
    actions.depart(order_id=order.pk, by=shop.visitor)
    actions.arrive(order_id=order.pk, by=shop.visitor)
    actions.confirm_problem(order_id=order.pk, checklist=ALL_DONE, by=shop.visitor)
    with leaves_nothing(RuleBroken, "first tell the customer whether it is in warranty and what it costs"):
        actions.start_work(order_id=order.pk, by=shop.visitor)

    hands.forward(minutes=5)
    with leaves_one("repair.explain_warranty", case=order.request_id, outcome="in_warranty", fee_told="免费"):
        actions.explain_warranty(order_id=order.pk, fee_told=" 免费 ", by=shop.visitor)
    told = hands.at
    hands.forward(minutes=5)
    with leaves_one("repair.start_work", case=order.request_id):
        visit = actions.start_work(order_id=order.pk, by=shop.visitor)

    order.refresh_from_db()
    assert (order.warranty_explained_at, order.work_started_at) == (told, hands.at)
    assert (visit.state, visit.started_at) == ("working", hands.at)


def test_nothing_is_told_about_an_order_that_is_over(hands: Hands, shop: Shop) -> None:
    order = shop.dispatched()
    actions.cancel_order(order_id=order.pk, reason="x", by=shop.dispatcher)
    with leaves_nothing(RuleBroken, "an order that is cancelled is not worked on"):
        actions.explain_warranty(order_id=order.pk, by=shop.visitor)
    with leaves_nothing(RuleBroken, "an order that is cancelled is not worked on"):
        actions.record_contact(order_id=order.pk, reached=True, by=shop.visitor)


def test_a_visit_ends_and_frees_the_technician(hands: Hands, shop: Shop) -> None:
    order = shop.at_work()
    actions.diagnose(order_id=order.pk, cause="fan", finding="x", branch="fix_now", by=shop.visitor)
    hands.forward(minutes=30)
    with leaves_one("repair.finish_visit", case=order.request_id, outcome="completed", note="好了"):
        visit = actions.finish_visit(order_id=order.pk, outcome="completed", note=" 好了 ", by=shop.visitor)
    assert (visit.state, visit.ended_at, visit.note) == ("completed", hands.at, "好了")
    with leaves_nothing(BadInput):
        actions.finish_visit(order_id=order.pk, outcome="no_access", by=shop.visitor)


def test_nobody_at_home_keeps_the_arrival_and_asks_for_another_time(hands: Hands, shop: Shop) -> None:
    order = shop.agreed()
    actions.depart(order_id=order.pk, by=shop.visitor)
    with leaves_nothing(BadInput):
        actions.report_no_access(order_id=order.pk, note=" ", by=shop.visitor)
    with leaves_one("repair.no_access", case=order.request_id, note="敲门无人"):
        visit = actions.report_no_access(order_id=order.pk, note=" 敲门无人 ", by=shop.visitor)

    order.refresh_from_db()
    assert (visit.state, visit.arrived_at, visit.ended_at, visit.note) == ("no_access", hands.at, hands.at, "敲门无人")
    assert (order.state, order.arrived_at, Target.objects.get(kind="arrive").kept) == ("dispatched", hands.at, True)
    agree(shop, order, hands, begins=5)
    assert order.appointments.count() == 2


def test_a_second_visit_on_the_same_order(hands: Hands, shop: Shop) -> None:
    order = shop.at_work()
    actions.diagnose(order_id=order.pk, cause="board", finding="缺件", branch="another_visit", by=shop.visitor)
    order.refresh_from_db()
    assert (order.state, order.outcome, order.appointments.get().state) == ("in_progress", "", "partial")
    with leaves_nothing(RuleBroken):
        actions.finish_work(order_id=order.pk, by=shop.visitor)

    hands.forward(days=1)
    agree(shop, order, hands)
    actions.depart(order_id=order.pk, by=shop.visitor)
    actions.arrive(order_id=order.pk, by=shop.visitor)
    actions.confirm_problem(order_id=order.pk, checklist=ALL_DONE, by=shop.visitor)
    actions.start_work(order_id=order.pk, by=shop.visitor)
    with leaves_nothing(RuleBroken, "write down the diagnosis"):  # the last one said that another visit follows
        actions.finish_visit(order_id=order.pk, outcome="completed", by=shop.visitor)
    actions.diagnose(order_id=order.pk, cause="board", finding="换板", branch="fix_now", by=shop.visitor)
    actions.finish_visit(order_id=order.pk, outcome="completed", by=shop.visitor)
    actions.sign_order(order_id=order.pk, name="王丽华", by=shop.visitor)
    actions.finish_work(order_id=order.pk, by=shop.visitor)

    order.refresh_from_db()
    assert (order.state, order.outcome, order.visits, order.diagnoses.count()) == ("work_done", "fixed", 2, 2)
    assert order.arrived_at == hands.at - timedelta(days=1)  # the first arrival stays


def test_an_arrival_ends_the_wait_and_starts_the_clocks(hands: Hands, shop: Shop) -> None:
    order = shop.agreed()
    actions.hold_order(order_id=order.pk, reason="waiting_customer", by=shop.visitor)
    hands.forward(hours=3)
    actions.depart(order_id=order.pk, by=shop.visitor)
    actions.arrive(order_id=order.pk, by=shop.visitor)

    order.refresh_from_db()
    resolve = Target.objects.get(kind="resolve")
    assert (order.state, order.hold_reason, order.next_due_kind) == ("in_progress", "", "resolve")
    assert (resolve.paused_at, resolve.effective_due_at) == (None, resolve.due_at + timedelta(hours=3))


def test_a_note_that_is_too_long_is_refused(hands: Hands, shop: Shop) -> None:
    order = shop.agreed()
    actions.depart(order_id=order.pk, by=shop.visitor)
    with leaves_nothing(BadInput):
        actions.report_no_access(order_id=order.pk, note="x" * 501, by=shop.visitor)
