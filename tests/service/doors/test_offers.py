"""Times offered by hand: they stand instead of the computed ones, one is taken, the others are said to be over."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.service.doors.doors import path_of
from tests.service.doors.test_api import Machine
from tests.service.repair.pages import signed_in
from tests.shop import Shop
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Tenant
from wuxing.core.notices.models import Notice
from wuxing.core.tenants import in_tenant
from wuxing.governance.models import Target
from wuxing.service.doors import actions, offers
from wuxing.service.doors.door import customer_actor
from wuxing.service.doors.models import OfferedSlot
from wuxing.service.repair import actions as repair
from wuxing.service.repair.models import Appointment, WorkOrder

Window = tuple[datetime, datetime]


def times(count: int = 2) -> list[Window]:
    """Windows of an hour, one a day, at no hour that is ever computed."""
    first = clock.now().replace(minute=7, second=0, microsecond=0) + timedelta(days=1)
    return [(first + timedelta(days=ahead), first + timedelta(days=ahead, hours=1)) for ahead in range(count)]


def offered(shop: Shop, order: WorkOrder, count: int = 2) -> list[OfferedSlot]:
    return actions.offer_slots(order_id=order.pk, slots=times(count), by=shop.dispatcher)


def fates(order: WorkOrder) -> list[str]:
    return [one.ended for one in OfferedSlot.objects.filter(order=order).order_by("pk")]


def opened(shop: Shop, order: WorkOrder, client: Client) -> str:
    """The customer's page, with the four digits given."""
    url = path_of(actions.open_link(order.pk, shop.agent))
    client.post(f"{url}verify/", {"digits": "2046"})
    return url


def test_the_page_shows_what_was_offered_by_hand_and_the_customer_takes_one(shop: Shop, client: Client) -> None:
    order = shop.dispatched()
    made = offered(shop, order)
    repair.hold_order(order_id=order.pk, reason="waiting_customer", by=shop.dispatcher)
    url = opened(shop, order, client)
    page = client.get(url).content.decode()
    assert re.findall(r'name="slot" value="([^"]*)"', page) == [str(one.pk) for one in made]
    assert client.post(f"{url}visit/move/", {"slot": made[1].pk}).status_code == 302
    visit = Appointment.objects.get(order=order)
    order.refresh_from_db()
    assert (visit.state, visit.slot, order.state, fates(order)) == (
        "confirmed",
        made[1].slot,
        "dispatched",
        ["left", "taken"],
    )
    arrive = Target.objects.filter(subject_id=order.request_id, kind="arrive", stopped_at=None).get()
    assert (arrive.due_at, arrive.paused_at) == (made[1].slot.upper, None)
    events = Entry.objects.filter(case_id=order.request_id).values_list("event", flat=True)
    assert {"link.offer_times", "repair.resume", "repair.agree_appointment"} <= set(events)
    assert 'name="slot" value="2' in client.get(url).content.decode()  # computed ones again, to move it


def test_an_agreed_visit_is_moved_to_the_time_that_was_taken(shop: Shop) -> None:
    order = shop.agreed()
    made = offered(shop, order)
    actions.take_slot(order_id=order.pk, slot_id=made[0].pk, by=customer_actor(shop.tenant))
    old, new = Appointment.objects.filter(order=order).order_by("sequence")
    assert (old.state, old.reschedule_asked_by, new.state, new.slot) == (
        "rescheduled",
        "customer",
        "confirmed",
        made[0].slot,
    )


@pytest.mark.parametrize("how", ["withdrawn", "replaced", "past", "left"])
def test_what_does_not_stand_any_more_is_said(shop: Shop, client: Client, how: str) -> None:
    order = shop.dispatched()
    made = offered(shop, order)
    url, later = opened(shop, order, client), clock.now()
    if how == "withdrawn":
        assert actions.withdraw_slots(order_id=order.pk, reason="师傅请假", by=shop.dispatcher) == 2
    elif how == "replaced":
        offered(shop, order, 1)
    elif how == "past":
        later += timedelta(days=30)
    else:
        begins = clock.now() + timedelta(days=5)
        slot = (begins, begins + timedelta(hours=1))
        repair.agree_appointment(order_id=order.pk, slot=slot, warranty_explained=True, by=shop.visitor)
    with clock.telling(later):
        refused = client.post(f"{url}visit/move/", {"slot": made[0].pk})
        said = {
            "withdrawn": "这个时间已撤回",
            "replaced": "现在给出的是别的时段",
            "past": "这个时间已过",
            "left": "已经选定了时间",
        }
        assert (refused.status_code, said[how] in refused.content.decode()) == (422, True)
        assert OfferedSlot.objects.filter(order=order, ended="taken").count() == 0
        if how in ("withdrawn", "past"):
            words = {"withdrawn": "之前给出的时段已撤回", "past": "我们给出的时段已过"}
            assert words[how] in refused.content.decode()
        assert len(offers.standing(order.pk, later)) == (1 if how == "replaced" else 0)


def test_a_time_at_which_the_technician_is_booked_is_not_offered(shop: Shop) -> None:
    other = shop.dispatched()
    slot = times(1)[0]
    repair.agree_appointment(order_id=other.pk, slot=slot, warranty_explained=True, by=shop.visitor)
    order = shop.dispatched()
    with pytest.raises(RuleBroken, match="booked"):
        offered(shop, order)
    assert OfferedSlot.objects.count() == 0


def test_who_offers_what_and_where(shop: Shop, actor: Callable[..., Actor], other_company: Tenant) -> None:
    order, slots = shop.dispatched(), times()
    wrong: list[Any] = [[], times(9), [slots[0], slots[0]], [(slots[0][1], slots[0][0])], [(clock.now(), slots[0][0])]]
    for bad in wrong:
        with pytest.raises(BadInput):
            actions.offer_slots(order_id=order.pk, slots=bad, by=shop.dispatcher)
    with pytest.raises(RuleBroken):
        actions.offer_slots(order_id=shop.order().pk, slots=slots, by=shop.dispatcher)  # with nobody yet
    with pytest.raises(RuleBroken):
        actions.withdraw_slots(order_id=order.pk, reason="x", by=shop.dispatcher)
    for run in (
        lambda by: actions.offer_slots(order_id=order.pk, slots=slots, by=by),
        lambda by: actions.withdraw_slots(order_id=order.pk, reason="x", by=by),
        lambda by: actions.take_slot(order_id=order.pk, slot_id=1, by=by),
    ):
        with pytest.raises(NotAllowed):
            run(actor(Role.STOREKEEPER))
        with in_tenant(other_company.pk), pytest.raises(NotFound):
            by = actor(Role.DISPATCHER, tenant=other_company)
            run(customer_actor(other_company) if "take" in run.__code__.co_names[1] else by)
    assert (OfferedSlot.objects.count(), Entry.objects.filter(event__endswith="_times").count()) == (0, 0)


def test_the_desk_offers_and_withdraws_on_its_page_and_by_machine(shop: Shop) -> None:
    order, desk = shop.dispatched(), signed_in(shop.dispatcher)
    path = f"/offers/{order.pk}/"
    page = desk.get(path).content.decode()
    sent = dict(re.findall(r'name="((?:day|begins|ends)0)" value="([^"]*)"', page))
    assert sorted(sent) == ["begins0", "day0", "ends0"]  # the first computed time, to begin with
    assert desk.post(path, sent | {"ends0": ""}).status_code == 422
    assert desk.post(path, sent | {"send": "on"}).status_code == 302
    assert (fates(order), Notice.objects.filter(event="tracking.link").count()) == ([""], 1)
    assert "1 offered time stands" in desk.get(f"/orders/{order.pk}/").content.decode()
    assert desk.post(path, {"withdraw": "1", "reason": "改派"}).status_code == 302
    assert "改派" in desk.get(path).content.decode()
    machine = Machine(shop.dispatcher)
    body = {"slots": [{"begins": begins.isoformat(), "ends": ends.isoformat()} for begins, ends in times()]}
    made = machine.post(f"/orders/{order.pk}/offers", body)
    assert (made.status_code, [one["state"] for one in made.json()]) == (201, ["standing", "standing", "withdrawn"])
    gone = machine.post(f"/orders/{order.pk}/offers/withdraw", {"reason": "x"}).json()
    assert gone == machine.get(f"/orders/{order.pk}/offers").json()
    assert [one["state"] for one in gone] == ["withdrawn"] * 3
