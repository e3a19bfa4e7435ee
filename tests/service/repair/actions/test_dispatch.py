"""Step 2, 派工: the order is written once, and handed to somebody whose skill fits the fault."""

from datetime import date, timedelta

import pytest

from tests.service.repair.checking import leaves_nothing, leaves_one
from tests.shop import Shop
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from wuxing.governance.models import Target
from wuxing.resources.models import Person, Skill
from wuxing.service.repair import actions
from wuxing.service.repair.models import WorkOrder

from .conftest import Hands


def hand(shop: Shop, order: WorkOrder, to: Person | None = None, **more: object) -> WorkOrder:
    return actions.dispatch_order(
        order_id=order.pk,
        technician_id=(to or shop.technician).pk,
        by=shop.dispatcher,
        **more,  # type: ignore[arg-type]
    )


def test_an_order_is_written_from_its_request(hands: Hands, shop: Shop) -> None:
    request = actions.log_request(call=shop.call(), by=shop.agent)
    hands.forward(minutes=5)
    with leaves_one("repair.write_order", case=request.pk, number="WO-2026-000001", request=request.number, missing=[]):
        order = actions.write_order(request_id=request.pk, by=shop.agent)

    order.refresh_from_db()
    request.refresh_from_db()
    assert (order.number, order.state, order.title, request.state) == (
        "WO-2026-000001",
        "qualified",
        "冰箱 冷藏室不制冷",
        "converted",
    )
    assert (order.trade, order.skill_level, order.written_at) == ("refrigeration", 2, hands.at)
    assert (order.customer_id, order.asset_id, order.symptom) == (request.customer_id, request.asset_id, "no_cooling")
    assert (order.next_due_kind, order.next_due_at) == ("dispatch", request.received_at + timedelta(hours=2))


def test_a_request_has_one_running_order(hands: Hands, shop: Shop) -> None:
    order = shop.order()
    with leaves_nothing(RuleBroken, "this request has a running order already"):
        actions.write_order(request_id=order.request_id, by=shop.agent)
    with leaves_nothing(NotFound):
        actions.write_order(request_id=10**9, by=shop.agent)

    actions.cancel_order(order_id=order.pk, reason="重开", by=shop.dispatcher)
    assert actions.write_order(request_id=order.request_id, by=shop.agent).number == "WO-2026-000002"


def test_an_order_is_handed_over_in_time_and_the_first_call_falls_due(hands: Hands, shop: Shop) -> None:
    order = shop.order()
    hands.forward(hours=2)  # at the promised instant is in time
    with leaves_one(
        "repair.dispatch",
        case=order.request_id,
        technician="陈伟",
        technician_id=shop.technician.pk,
        outlet="福州网点",
        before="",
        planned=None,
        parts_expected="风机",
        unfit="",
        override_reason="",
    ):
        hand(shop, order, parts_expected="风机")

    order.refresh_from_db()
    assert (order.state, order.technician_id, order.outlet_id, order.dispatched_at) == (
        "dispatched",
        shop.technician.pk,
        shop.technician.outlet_id,
        hands.at,
    )
    assert Target.objects.values_list("stopped_at", "kept").get(kind="dispatch") == (hands.at, True)
    assert (order.next_due_kind, order.next_due_at) == ("contact", hands.at + timedelta(hours=1))


def test_a_late_dispatch_breaks_its_promise(hands: Hands, shop: Shop) -> None:
    order = shop.order()
    hands.forward(hours=2, microseconds=1)
    hand(shop, order)

    order.refresh_from_db()
    assert (Target.objects.get(kind="dispatch").kept, order.broken) == (False, 1)


def test_a_planned_time_is_proposed_on_the_technicians_day(hands: Hands, shop: Shop) -> None:
    order = shop.order()
    slot = (hands.at + timedelta(hours=1), hands.at + timedelta(hours=3))
    hand(shop, order, planned=slot)

    visit = order.appointments.get()
    assert (visit.state, visit.technician_id, visit.slot.lower, visit.slot.upper) == (
        "proposed",
        shop.technician.pk,
        *slot,
    )


def test_a_planned_time_must_end_after_it_begins(hands: Hands, shop: Shop) -> None:
    order = shop.order()
    with leaves_nothing(BadInput):
        hand(shop, order, planned=(hands.at, hands.at))


def test_a_new_plan_for_the_same_technician_replaces_the_old_one(hands: Hands, shop: Shop) -> None:
    order = shop.order()
    slot = (hands.at + timedelta(hours=1), hands.at + timedelta(hours=3))
    hand(shop, order, planned=slot)
    later = (slot[0] + timedelta(hours=1), slot[1] + timedelta(hours=1))

    hand(shop, order, planned=later)

    assert [(v.state, v.slot.lower) for v in order.appointments.order_by("sequence")] == [
        ("cancelled", slot[0]),
        ("proposed", later[0]),
    ]


# skill against fault


@pytest.mark.parametrize(
    ("level", "valid_until", "reason"),
    [
        (2, None, None),
        (2, date(2026, 11, 16), None),  # its last day
        (3, date(2027, 1, 1), None),
        (2, date(2026, 11, 15), "cannot assign 陈伟: the certificate ended on 2026-11-15"),
        (1, None, "cannot assign 陈伟: refrigeration level 1, this order needs 2"),
        (None, None, "cannot assign 陈伟: no skill in refrigeration"),
    ],
)
def test_the_skill_must_fit_the_fault(
    hands: Hands, shop: Shop, level: int | None, valid_until: date | None, reason: str | None
) -> None:
    order = shop.order()
    skill = Skill.objects.filter(person=shop.technician)
    if level is None:
        skill.delete()
    else:
        skill.update(level=level, valid_until=valid_until)

    if reason is None:
        assert hand(shop, order).state == "dispatched"
    else:
        with leaves_nothing(RuleBroken, reason):
            hand(shop, order)
        with leaves_nothing(RuleBroken, reason):
            hand(shop, order, override_reason="  ")


def test_an_override_of_the_skill_keeps_its_reason(hands: Hands, shop: Shop) -> None:
    order = shop.order()
    with leaves_one(
        "repair.dispatch",
        case=order.request_id,
        technician="周涛",
        technician_id=shop.novice.pk,
        outlet="福州网点",
        before="",
        planned=None,
        parts_expected="",
        unfit="cannot assign 周涛: refrigeration level 1, this order needs 2",
        override_reason="师傅陪同",
    ):
        assert hand(shop, order, shop.novice, override_reason=" 师傅陪同 ").technician_id == shop.novice.pk


def test_who_is_not_active_is_never_sent(hands: Hands, shop: Shop) -> None:
    order = shop.order()
    Person.objects.filter(pk=shop.technician.pk).update(active=False)
    with leaves_nothing(RuleBroken, "陈伟 is not active any more"):
        hand(shop, order, override_reason="加班")
    with leaves_nothing(NotFound):
        actions.dispatch_order(order_id=order.pk, technician_id=10**9, by=shop.dispatcher)
    with leaves_nothing(NotFound):
        actions.dispatch_order(order_id=10**9, technician_id=shop.technician.pk, by=shop.dispatcher)


# handed on


def test_an_order_is_handed_on_and_the_old_visit_is_cancelled(hands: Hands, shop: Shop) -> None:
    order = shop.agreed()
    with leaves_one(
        "repair.reassign",
        case=order.request_id,
        technician="周涛",
        technician_id=shop.novice.pk,
        outlet="福州网点",
        before="陈伟",
        planned=None,
        parts_expected="",
        unfit="cannot assign 周涛: refrigeration level 1, this order needs 2",
        override_reason="陈伟生病",
    ):
        hand(shop, order, shop.novice, override_reason="陈伟生病")

    order.refresh_from_db()
    assert (order.state, order.technician_id, order.accepted_at) == ("dispatched", shop.novice.pk, None)
    assert order.appointments.get().state == "cancelled"
    assert Target.objects.filter(kind__in=["dispatch", "contact"]).count() == 2  # promised once
    with leaves_nothing(NotAllowed):
        actions.record_contact(order_id=order.pk, reached=True, by=shop.visitor)


def test_another_person_takes_over_after_a_visit(hands: Hands, shop: Shop) -> None:
    order = shop.at_work()
    with leaves_nothing(RuleBroken):  # the technician is at work
        hand(shop, order, shop.novice, override_reason="x")
    with leaves_nothing(RuleBroken):
        hand(shop, order)
    actions.diagnose(order_id=order.pk, cause="compressor", finding="压缩机", branch="another_visit", by=shop.visitor)

    hand(shop, order, shop.novice, override_reason="师傅陪同")

    order.refresh_from_db()
    assert (order.state, order.technician_id, order.visits) == ("dispatched", shop.novice.pk, 1)


@pytest.mark.parametrize("made", ["fixed", "closed"])
def test_finished_orders_are_not_handed_on(hands: Hands, shop: Shop, made: str) -> None:
    order = getattr(shop, made)()
    if made == "fixed":
        actions.finish_work(order_id=order.pk, by=shop.visitor)
    with leaves_nothing(RuleBroken):
        hand(shop, order)


def test_a_held_order_is_resumed_before_it_is_handed_on(hands: Hands, shop: Shop) -> None:
    order = shop.dispatched()
    actions.hold_order(order_id=order.pk, reason="waiting_parts", by=shop.visitor)
    with leaves_nothing(RuleBroken, "an order that is on hold is not dispatched"):
        hand(shop, order)


def test_a_declined_order_goes_back_to_the_dispatcher(hands: Hands, shop: Shop, colleague: Actor) -> None:
    order = shop.agreed()
    with leaves_nothing(BadInput):
        actions.decline_order(order_id=order.pk, reason=" ", by=shop.visitor)
    with leaves_one("repair.decline", case=order.request_id, technician="陈伟", reason="车坏了"):
        actions.decline_order(order_id=order.pk, reason="车坏了", by=shop.visitor)

    order.refresh_from_db()
    assert (order.state, order.technician_id, order.accepted_at) == ("qualified", None, None)
    assert order.appointments.get().state == "cancelled"
    assert hand(shop, order).state == "dispatched"
