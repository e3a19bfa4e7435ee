"""Step 6, 确认与结单: signed, reported, reviewed, closed, called back; held, resumed, cancelled, given up, reopened."""

from datetime import timedelta

import pytest

from tests.service.repair.checking import leaves_nothing, leaves_one
from tests.shop import Shop
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.governance.models import CalendarVersion, ClockEvent, Promise, Target, WorkCalendar
from wuxing.service.bench_repair.actions import Given, Signed, take_back
from wuxing.service.repair import actions, queries
from wuxing.service.repair.models import WorkOrder
from wuxing.service.repair.states import HOLD_STOPS, HoldReason

from .conftest import Hands


def target(kind: str) -> Target:
    return Target.objects.get(kind=kind)


# the customer signs


def test_the_customer_signs_the_result(hands: Hands, shop: Shop) -> None:
    order = shop.at_work()
    with leaves_nothing(RuleBroken, "write down the diagnosis"):
        actions.sign_order(order_id=order.pk, name="王丽华", by=shop.visitor)
    actions.diagnose(order_id=order.pk, cause="fan", finding="x", branch="fix_now", by=shop.visitor)
    for name, comment in ((" ", ""), ("x" * 101, ""), ("王", "x" * 501)):
        with leaves_nothing(BadInput):
            actions.sign_order(order_id=order.pk, name=name, comment=comment, by=shop.visitor)
    hands.forward(minutes=1)
    with leaves_one(
        "repair.sign", case=order.request_id, name="王丽华", method="typed", satisfied=True, comment="很快"
    ):
        made = actions.sign_order(order_id=order.pk, name=" 王丽华 ", satisfied=True, comment=" 很快 ", by=shop.visitor)

    order.refresh_from_db()
    assert (order.signed_at, made.signed_at, made.name, made.satisfied) == (hands.at, hands.at, "王丽华", True)


def test_before_the_visit_nothing_is_signed(hands: Hands, shop: Shop) -> None:
    order = shop.agreed()
    with leaves_nothing(RuleBroken, "the customer signs when the work on site is under way"):
        actions.sign_order(order_id=order.pk, name="王丽华", by=shop.visitor)


def test_a_reopened_order_is_signed_after_a_new_diagnosis(hands: Hands, shop: Shop) -> None:
    order = shop.closed()
    hands.forward(days=1)
    actions.reopen_order(order_id=order.pk, reason="又坏", by=shop.dispatcher)
    actions.dispatch_order(order_id=order.pk, technician_id=shop.technician.pk, by=shop.dispatcher)
    start = hands.at + timedelta(hours=1)
    slot = (start, start + timedelta(hours=1))
    actions.agree_appointment(order_id=order.pk, slot=slot, warranty_explained=True, by=shop.visitor)
    actions.depart(order_id=order.pk, by=shop.visitor)
    actions.arrive(order_id=order.pk, by=shop.visitor)
    with leaves_nothing(RuleBroken, "write down the diagnosis"):
        actions.sign_order(order_id=order.pk, name="王丽华", by=shop.visitor)


# reported, reviewed, closed


def test_the_work_is_reported_reviewed_and_closed(hands: Hands, shop: Shop) -> None:
    order = shop.fixed()
    hands.forward(minutes=1)
    with leaves_one("repair.finish_work", case=order.request_id, outcome="fixed"):
        actions.finish_work(order_id=order.pk, by=shop.visitor)
    order.refresh_from_db()
    done = hands.at
    assert (order.state, order.resolved_at, target("resolve").stopped_at, target("resolve").kept) == (
        "work_done",
        done,
        done,
        True,
    )

    with leaves_nothing(RuleBroken, "this is work done and cannot become closed"):
        actions.close_order(order_id=order.pk, by=shop.dispatcher)
    with leaves_one("repair.review", case=order.request_id, note="可以"):
        actions.review_order(order_id=order.pk, note=" 可以 ", by=shop.dispatcher)
    hands.forward(hours=1)
    with leaves_one("repair.close", case=order.request_id, outcome="fixed"):
        actions.close_order(order_id=order.pk, by=shop.dispatcher)

    order.refresh_from_db()
    assert (order.state, order.closed_at, order.resolved_at) == ("closed", hands.at, done)
    assert (order.next_due_kind, order.next_due_at) == ("follow_up", hands.at + timedelta(hours=72))


def test_goods_taken_back_are_not_resolved_by_the_report(hands: Hands, shop: Shop) -> None:
    order = shop.at_work()
    actions.diagnose(order_id=order.pk, cause="fan", finding="x", branch="take_back", by=shop.visitor)
    take_back(order_id=order.pk, items=[Given(name="主机", look="无损")], signed=Signed(name="王丽华"), by=shop.visitor)
    actions.finish_work(order_id=order.pk, by=shop.visitor)

    order.refresh_from_db()
    assert (order.state, order.outcome, order.resolved_at) == ("work_done", "taken_back", None)
    assert (target("resolve").stopped_at, order.next_due_kind) == (None, "resolve")


@pytest.mark.parametrize(
    ("made", "gaps"),
    [
        (
            "on_site",
            [
                "end the visit that is under way",
                "write down the diagnosis",
                "finish the conduct checklist",
                "have the customer sign",
            ],
        ),
        ("at_work", ["end the visit that is under way", "write down the diagnosis", "have the customer sign"]),
        ("fixed", []),
    ],
)
def test_the_report_lists_what_is_missing(hands: Hands, shop: Shop, made: str, gaps: list[str]) -> None:
    order = getattr(shop, made)()
    order.refresh_from_db()
    assert [str(gap) for gap in queries.gaps_before_finish(order)] == gaps
    if gaps:
        with leaves_nothing(RuleBroken):
            actions.finish_work(order_id=order.pk, by=shop.visitor)


def test_an_order_that_needs_another_visit_is_not_reported(hands: Hands, shop: Shop) -> None:
    order = shop.at_work()
    actions.diagnose(order_id=order.pk, cause="fan", finding="x", branch="another_visit", by=shop.visitor)
    actions.sign_order(order_id=order.pk, name="王丽华", by=shop.visitor)
    with leaves_nothing(RuleBroken, "another visit is to follow; agree it first"):
        actions.finish_work(order_id=order.pk, by=shop.visitor)


@pytest.mark.parametrize("made", ["order", "dispatched", "on_site", "fixed", "closed"])
def test_only_reported_work_is_reviewed(hands: Hands, shop: Shop, made: str) -> None:
    order = getattr(shop, made)()
    with leaves_nothing(RuleBroken):
        actions.review_order(order_id=order.pk, by=shop.dispatcher)


# called back


@pytest.mark.parametrize(("late", "kept"), [(timedelta(), True), (timedelta(microseconds=1), False)])
def test_the_follow_up_call_is_judged_by_its_promise(hands: Hands, shop: Shop, late: timedelta, kept: bool) -> None:
    order = shop.closed()
    hands.forward(hours=1)
    with leaves_one("repair.follow_up", case=order.request_id, reached=False, satisfied=None, note="无人接听"):
        actions.record_follow_up(order_id=order.pk, reached=False, satisfied=None, note=" 无人接听 ", by=shop.agent)
    order.refresh_from_db()
    assert (order.followed_up_at, order.next_due_kind) == (None, "follow_up")

    hands.at = target("follow_up").due_at + late
    with leaves_one("repair.follow_up", case=order.request_id, reached=True, satisfied=False, note=""):
        actions.record_follow_up(order_id=order.pk, reached=True, satisfied=False, by=shop.agent)
    order.refresh_from_db()
    assert (order.followed_up_at, order.follow_up_satisfied, order.next_due_kind) == (hands.at, False, "")
    assert target("follow_up").kept is kept


def test_the_follow_up_call_comes_after_the_close_and_notes_the_answer(hands: Hands, shop: Shop) -> None:
    order = shop.fixed()
    with leaves_nothing(RuleBroken, "the follow-up call comes after the order is closed"):
        actions.record_follow_up(order_id=order.pk, reached=True, satisfied=True, by=shop.agent)
    with leaves_nothing(BadInput):
        actions.record_follow_up(order_id=order.pk, reached=True, satisfied=None, by=shop.agent)


# waiting


@pytest.mark.parametrize("reason", HoldReason)
def test_a_wait_stops_the_customers_clocks_only_for_its_listed_reasons(
    hands: Hands, shop: Shop, reason: HoldReason
) -> None:
    stops = HOLD_STOPS[reason][0]
    order, start = shop.agreed(), hands.at
    hands.forward(hours=1)
    with leaves_one("repair.hold", case=order.request_id, reason=reason.value, note="等"):
        actions.hold_order(order_id=order.pk, reason=reason, note=" 等 ", by=shop.visitor)

    order.refresh_from_db()
    assert (order.state, order.hold_reason) == ("on_hold", reason)
    due = {"arrive": start + timedelta(hours=24), "resolve": start + timedelta(hours=72)}
    for kind, promised in due.items():
        assert (target(kind).paused_at, target(kind).effective_due_at) == (
            (hands.at, None) if stops else (None, promised)
        )
    assert (order.next_due_kind, order.next_due_at) == (("", None) if stops else ("arrive", due["arrive"]))

    hands.forward(hours=30)
    with leaves_one("repair.resume", case=order.request_id, reason=reason.value, note=""):
        actions.resume_order(order_id=order.pk, by=shop.visitor)

    order.refresh_from_db()
    assert (order.state, order.hold_reason) == ("dispatched", "")
    for kind, promised in due.items():
        moved = promised + timedelta(hours=30) if stops else promised
        assert (target(kind).due_at, target(kind).effective_due_at) == (promised, moved)  # due_at never moves
    told = list(ClockEvent.objects.filter(target__kind="resolve").order_by("pk").values_list("kind", "reason"))
    waited = [("pause", reason.value), ("resume", "")] if any(HOLD_STOPS[reason]) else []
    assert told == [("start", ""), *waited]


def test_a_wait_moves_the_due_time_by_working_time(hands: Hands, shop: Shop) -> None:
    """Working days 08:00-12:00 and 14:00-18:00; waiting from Monday 11:00 to Tuesday 09:00 is 1 + 4 + 1 working hours."""
    calendar = WorkCalendar.objects.create(tenant=shop.tenant, name="福州", zone="Asia/Shanghai")
    week = [[["08:00", "12:00"], ["14:00", "18:00"]]] * 5 + [[], []]
    CalendarVersion.objects.create(tenant=shop.tenant, calendar=calendar, version=1, weekly=week, created_at=hands.at)
    Promise.objects.filter(kind="resolve").update(calendar=calendar, minutes=16 * 60)
    order = shop.agreed()
    assert target("resolve").due_at == hands.at.replace(day=18)  # 3 + 4 on Monday, 8 on Tuesday, 1 on Wednesday

    hands.forward(hours=2)
    actions.hold_order(order_id=order.pk, reason="waiting_customer", by=shop.visitor)
    hands.forward(hours=22)
    actions.resume_order(order_id=order.pk, by=shop.visitor)

    assert target("resolve").effective_due_at == hands.at.replace(day=18, hour=17)  # 6 working hours later
    assert target("resolve").due_at == hands.at.replace(day=18)


def test_a_promise_that_was_late_before_the_wait_stays_late(hands: Hands, shop: Shop) -> None:
    order = shop.agreed()
    actions.depart(order_id=order.pk, by=shop.visitor)
    hands.forward(hours=25)
    actions.hold_order(order_id=order.pk, reason="waiting_customer", by=shop.visitor)
    actions.report_no_access(order_id=order.pk, note="无人", by=shop.visitor)

    order.refresh_from_db()
    assert (target("arrive").kept, order.broken) == (False, 1)


def test_a_promise_stopped_while_it_waits_is_kept(hands: Hands, shop: Shop) -> None:
    order = shop.agreed()
    actions.depart(order_id=order.pk, by=shop.visitor)
    actions.hold_order(order_id=order.pk, reason="waiting_customer", by=shop.visitor)
    hands.forward(hours=25, seconds=30)
    actions.report_no_access(order_id=order.pk, note="无人", by=shop.visitor)
    assert target("arrive").kept is True


def test_an_order_waits_once_for_a_listed_reason(hands: Hands, shop: Shop) -> None:
    order = shop.agreed()
    with leaves_nothing(BadInput):
        actions.hold_order(order_id=order.pk, reason="holidays", by=shop.visitor)
    with leaves_nothing(RuleBroken, "this order does not wait"):
        actions.resume_order(order_id=order.pk, by=shop.visitor)
    actions.hold_order(order_id=order.pk, reason="waiting_parts", by=shop.visitor)
    with leaves_nothing(RuleBroken):
        actions.hold_order(order_id=order.pk, reason="waiting_customer", by=shop.visitor)


def test_an_order_that_waits_after_a_visit_goes_on_in_progress(hands: Hands, shop: Shop) -> None:
    order = shop.at_work()
    actions.diagnose(order_id=order.pk, cause="fan", finding="x", branch="another_visit", by=shop.visitor)
    actions.hold_order(order_id=order.pk, reason="waiting_parts", by=shop.visitor)
    assert actions.resume_order(order_id=order.pk, by=shop.visitor).state == "in_progress"


# other endings


def test_a_cancelled_order_ends_its_promises_without_a_verdict_and_frees_the_time(hands: Hands, shop: Shop) -> None:
    order = shop.agreed()
    with leaves_nothing(BadInput):
        actions.cancel_order(order_id=order.pk, reason=" ", by=shop.dispatcher)
    with leaves_one("repair.cancel", case=order.request_id, reason="客户自修"):
        actions.cancel_order(order_id=order.pk, reason=" 客户自修 ", by=shop.dispatcher)

    order.refresh_from_db()
    assert (order.state, order.cancelled_at, order.next_due_kind) == ("cancelled", hands.at, "")
    verdicts = Target.objects.filter(kind__in=["arrive", "resolve"]).values_list("stopped_at", "kept")
    assert list(verdicts) == [(hands.at, None)] * 2
    visit = order.appointments.get()
    assert (visit.state, visit.ended_at) == ("cancelled", hands.at)


def test_a_visit_under_way_ends_partly_done_when_the_order_is_cancelled(hands: Hands, shop: Shop) -> None:
    order = shop.at_work()
    actions.cancel_order(order_id=order.pk, reason="x", by=shop.dispatcher)
    assert order.appointments.get().state == "partial"


@pytest.mark.parametrize("made", ["closed", "cancelled"])
def test_what_is_over_is_not_cancelled(hands: Hands, shop: Shop, made: str) -> None:
    order = shop.closed() if made == "closed" else shop.agreed()
    if made == "cancelled":
        actions.cancel_order(order_id=order.pk, reason="x", by=shop.dispatcher)
    with leaves_nothing(RuleBroken):
        actions.cancel_order(order_id=order.pk, reason="x", by=shop.dispatcher)
    with leaves_nothing(RuleBroken):
        actions.give_up_order(order_id=order.pk, reason="x", by=shop.dispatcher)


def test_an_order_given_up_still_owes_its_promise(hands: Hands, shop: Shop) -> None:
    order = shop.at_work()
    actions.diagnose(order_id=order.pk, cause="fan", finding="x", branch="another_visit", by=shop.visitor)
    actions.hold_order(order_id=order.pk, reason="waiting_customer", by=shop.visitor)
    hands.forward(hours=2)
    with leaves_one("repair.cannot_complete", case=order.request_id, reason="停产无件"):
        actions.give_up_order(order_id=order.pk, reason=" 停产无件 ", by=shop.dispatcher)

    order.refresh_from_db()
    assert (order.state, order.outcome, order.hold_reason) == ("cannot_complete", "cannot_complete", "")
    resolve = target("resolve")
    assert (resolve.stopped_at, resolve.paused_at, resolve.effective_due_at) == (
        None,
        None,
        resolve.due_at + timedelta(hours=2),
    )


def test_a_reopened_order_owes_a_new_promise_beside_the_old_one(hands: Hands, shop: Shop) -> None:
    order = shop.closed()
    start = hands.at
    hands.forward(days=2)
    with leaves_nothing(BadInput):
        actions.reopen_order(order_id=order.pk, reason=" ", by=shop.dispatcher)
    with leaves_one("repair.reopen", case=order.request_id, reason="又不制冷"):
        actions.reopen_order(order_id=order.pk, reason=" 又不制冷 ", by=shop.dispatcher)

    order = WorkOrder.objects.get()
    assert (order.state, order.reopened_at, order.outcome) == ("reopened", hands.at, "")
    assert (order.resolved_at, order.closed_at, order.signed_at, order.followed_up_at) == (None,) * 4
    old, new = Target.objects.filter(kind="resolve").order_by("pk")
    assert (old.stopped_at, old.kept, old.due_at) == (start, True, start + timedelta(hours=72))
    assert (new.starts_at, new.due_at, new.stopped_at) == (hands.at, hands.at + timedelta(hours=72), None)
    assert (target("follow_up").stopped_at, target("follow_up").kept) == (hands.at, None)
    assert (order.next_due_kind, order.next_due_at) == ("resolve", new.due_at)
    assert order.signatures.count() == 1  # what was signed stays


def test_only_what_is_over_is_reopened(hands: Hands, shop: Shop) -> None:
    order = shop.fixed()
    with leaves_nothing(RuleBroken, "this is in progress and cannot become reopened"):
        actions.reopen_order(order_id=order.pk, reason="x", by=shop.dispatcher)
    other = shop.dispatched()
    actions.cancel_order(order_id=other.pk, reason="x", by=shop.dispatcher)
    with leaves_nothing(RuleBroken, "this is cancelled and cannot become reopened"):
        actions.reopen_order(order_id=other.pk, reason="x", by=shop.dispatcher)
    actions.give_up_order(order_id=order.pk, reason="x", by=shop.dispatcher)
    hands.forward(minutes=1)
    assert actions.reopen_order(order_id=order.pk, reason="x", by=shop.dispatcher).state == "reopened"
