"""发件箱: each act once, in its order; what is refused is said, and nothing is merged in silence."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, transaction
from django.utils import translation

from tests.shop import Shop
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.governance.models import Target
from wuxing.service.day import actions
from wuxing.service.day.actions import Act
from wuxing.service.day.models import CapturedAct
from wuxing.service.repair import actions as repair
from wuxing.service.repair.models import Appointment, WorkOrder

STEPS: dict[str, Callable[..., Any]] = {
    "depart": repair.depart,
    "arrive": repair.arrive,
    "start": repair.start_work,
    "no_access": repair.report_no_access,
}


def _act(order: WorkOrder, step: str, minutes_ago: float = 0, key: str = "", **details: Any) -> Act:
    at = clock.now() - timedelta(minutes=minutes_ago)
    return Act(key or f"key-{step}-{minutes_ago}", order.pk, step, at, details, repr(details).encode())


def _take(shop: Shop, *acts: Act, by: Actor | None = None) -> list[tuple[str, str]]:
    def run(act: Act) -> object:
        return STEPS[act.step](order_id=act.order_id, by=by or shop.visitor, **act.details)

    given = actions.take(acts=acts, device="phone-1", sent_at=clock.now(), run=run, by=by or shop.visitor)
    return [(str(one.outcome), one.reason) for one in given]


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Reasons in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def order(shop: Shop) -> WorkOrder:
    """An order dispatched three hours ago, its visit agreed."""
    made = shop.agreed()
    before = clock.now() - timedelta(hours=3)
    WorkOrder.objects.filter(pk=made.pk).update(dispatched_at=before)
    return made


def test_acts_are_taken_in_their_order_with_their_own_times(shop: Shop, order: WorkOrder) -> None:
    assert _take(shop, _act(order, "depart", 60), _act(order, "arrive", 30)) == [("kept", ""), ("kept", "")]
    visit = Appointment.objects.get(order=order)
    acts = list(CapturedAct.objects.order_by("pk"))
    entries = list(Entry.objects.filter(event__in=["repair.depart", "repair.arrive"]).order_by("pk"))
    assert visit.en_route_at
    assert visit.arrived_at
    assert timedelta(minutes=29) < visit.arrived_at - visit.en_route_at < timedelta(minutes=31)
    assert [(one.step, one.happened_at, one.device) for one in acts] == [
        ("depart", visit.en_route_at, "phone-1"), ("arrive", visit.arrived_at, "phone-1"),
    ]  # fmt: skip
    assert [one.occurred_at for one in entries] == [visit.en_route_at, visit.arrived_at]
    assert all(one.recorded_at - one.occurred_at > timedelta(minutes=29) for one in entries)
    assert Target.objects.get(kind="arrive", subject_id=order.request_id).stopped_at == visit.arrived_at


def test_the_same_act_sent_again_is_done_once(shop: Shop, order: WorkOrder) -> None:
    act = _act(order, "depart", 5)
    assert [_take(shop, act), _take(shop, act)] == [[("kept", "")], [("kept", "")]]
    assert Entry.objects.filter(event="repair.depart").count() == CapturedAct.objects.count() == 1


def test_another_act_under_a_used_key_is_refused(shop: Shop, order: WorkOrder) -> None:
    _take(shop, _act(order, "depart", 5, key="the-same-key"))
    assert _take(shop, _act(order, "arrive", 1, key="the-same-key")) == [
        ("refused", "another act was handed in under this key")
    ]
    assert Appointment.objects.get(order=order).arrived_at is None


def test_what_follows_a_refused_act_waits_for_a_person(shop: Shop, order: WorkOrder) -> None:
    other = shop.order(phone="139 0000 1111", serial="518A-26-1")
    found = _take(shop, _act(order, "arrive", 9), _act(order, "depart", 8), _act(other, "depart", 7))
    assert [outcome for outcome, _reason in found] == ["conflict", "held", "conflict"]
    assert found[0][1] == "this is confirmed and cannot become arrived"
    assert Appointment.objects.get(order=order).state == "confirmed"
    assert list(CapturedAct.objects.order_by("pk").values_list("step", "outcome")) == [
        ("arrive", "conflict"), ("depart", "conflict"),
    ]  # fmt: skip


def test_an_act_on_an_order_that_was_handed_to_another_says_so(shop: Shop, order: WorkOrder) -> None:
    WorkOrder.objects.filter(pk=order.pk).update(technician=shop.novice)
    assert _take(shop, _act(order, "depart", 5)) == [
        ("conflict", "this order is not yours; ask the dispatcher to hand it to you")
    ]
    assert Entry.objects.filter(event="repair.depart").count() == 0


def test_what_is_missing_is_named(shop: Shop, order: WorkOrder) -> None:
    assert _take(shop, _act(order, "no_access", 5, note=" ")) == [
        ("refused", "write what you found at the door and whom you called")
    ]


def test_an_order_that_is_not_there_is_refused(shop: Shop, order: WorkOrder) -> None:
    order.pk = 10**9
    assert _take(shop, _act(order, "depart")) == [("refused", "there is no work order 1000000000 here")]


def test_acts_are_append_only(shop: Shop, order: WorkOrder) -> None:
    _take(shop, _act(order, "depart", 5))
    with pytest.raises((IntegrityError, InternalError, ProgrammingError)), transaction.atomic():
        CapturedAct.objects.update(device="x")


@pytest.mark.parametrize(("device", "count"), [("", 1), ("x" * 65, 1), ("phone", 51)])
def test_a_device_has_a_name_and_sends_at_most_fifty(shop: Shop, order: WorkOrder, device: str, count: int) -> None:
    acts = [_act(order, "depart", place, key=f"key-number-{place}") for place in range(count)]
    with pytest.raises(BadInput):
        actions.take(acts=acts, device=device, sent_at=clock.now(), run=lambda act: None, by=shop.visitor)
    assert CapturedAct.objects.count() == 0


def test_an_agent_has_no_outbox(shop: Shop, order: WorkOrder) -> None:
    with pytest.raises(NotAllowed):
        _take(shop, _act(order, "depart"), by=shop.agent)


def test_another_company_sees_no_acts(
    shop: Shop, order: WorkOrder, other_company: Tenant, actor: Callable[..., Actor]
) -> None:
    _take(shop, _act(order, "depart", 5))
    stranger = actor(Role.TECHNICIAN, tenant=other_company)
    with in_tenant(other_company.pk):
        assert CapturedAct.objects.count() == 0
        assert _take(shop, _act(order, "arrive"), by=stranger)[0][0] == "refused"
