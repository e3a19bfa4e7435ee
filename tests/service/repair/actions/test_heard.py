"""客户有回音: what a customer does, by whatever channel, lets their clocks run; what answers the question ends the hold."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.service.repair.actions.conftest import Hands
from tests.service.repair.checking import leaves_nothing
from tests.service.repair.pages import signed_in
from tests.shop import Shop
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor, Channel, actor_for
from wuxing.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.governance.models import Target
from wuxing.service.doors import actions as doors
from wuxing.service.doors import queries as door_queries
from wuxing.service.doors import windows as door_windows
from wuxing.service.follow_up import actions as follow_up
from wuxing.service.repair import actions
from wuxing.service.repair.models import WorkOrder

WAITS = "waiting_customer"


@pytest.fixture
def held(hands: Hands, shop: Shop) -> WorkOrder:
    """An order that has a visit in three days, and waits for its customer since an hour."""
    order = shop.dispatched()
    begins = hands.at + timedelta(days=3)
    slot = (begins, begins + timedelta(hours=1))
    actions.agree_appointment(order_id=order.pk, slot=slot, warranty_explained=True, by=shop.visitor)
    actions.hold_order(order_id=order.pk, reason=WAITS, by=shop.dispatcher)
    assert waiting(order) == {"arrive", "resolve"}
    hands.forward(hours=1)
    return order


@pytest.fixture
def customer(shop: Shop) -> Actor:
    roles = frozenset({Role.CUSTOMER})
    zone = shop.tenant.zone
    return actor_for(
        tenant_id=shop.tenant.pk, user_id=None, name="customer", roles=roles, channel=Channel.PORTAL, zone=zone
    )


def waiting(order: WorkOrder) -> set[str]:
    """The promises whose clock stands."""
    rows = Target.objects.filter(subject_id=order.request_id, stopped_at=None, paused_at__isnull=False)
    return set(rows.values_list("kind", flat=True))


def heard(order: WorkOrder) -> list[str]:
    """The channels by which the customer was heard; the order itself waits on until a person decides."""
    order.refresh_from_db()
    assert (order.state, order.hold_reason, waiting(order)) == ("on_hold", WAITS, set())
    rows = Entry.objects.filter(event="repair.heard", case_id=order.request_id).order_by("pk")
    return [(entry.payload or {})["channel"] for entry in rows]


def went_on(order: WorkOrder) -> list[str]:
    """What the customer answered, as the entries say that ended the hold; no clock stands, and nothing is left to decide."""
    order.refresh_from_db()
    assert (order.state, order.hold_reason, order.held_at, waiting(order)) == ("dispatched", "", None, set())
    assert Entry.objects.filter(event="repair.heard", case_id=order.request_id).count() == 0
    rows = Entry.objects.filter(event="repair.resume", case_id=order.request_id).order_by("pk")
    return [f"{(one.payload or {})['answered']} {(one.payload or {})['channel']}" for one in rows]


def test_a_call_of_the_customer_is_noted_and_ends_the_waiting(shop: Shop, held: WorkOrder) -> None:
    actions.note_call(request_id=held.request_id, note=" 明天在家 ", by=shop.agent)
    assert heard(held) == ["hotline"]
    assert Entry.objects.get(event="repair.call").payload == {"note": "明天在家"}


def test_a_visit_moved_on_the_tracking_page_ends_the_waiting(shop: Shop, held: WorkOrder, customer: Actor) -> None:
    offered = door_windows.offered_windows(held, door_queries.visit_of(held.pk), clock.now(), shop.tenant.zone)
    doors.move_visit(order_id=held.pk, begins=offered[0][0], by=customer)
    assert went_on(held) == ["slot online"]


@pytest.mark.parametrize(("reason", "state"), [("access_refused", "dispatched"), ("waiting_quote_approval", "on_hold")])
def test_a_time_taken_ends_only_the_waiting_for_a_time(
    shop: Shop, held: WorkOrder, customer: Actor, reason: str, state: str
) -> None:
    WorkOrder.objects.filter(pk=held.pk).update(hold_reason=reason)
    offered = door_windows.offered_windows(held, door_queries.visit_of(held.pk), clock.now(), shop.tenant.zone)
    doors.move_visit(order_id=held.pk, begins=offered[0][0], by=customer)
    held.refresh_from_db()
    assert held.state == state


@pytest.mark.parametrize(("asked_by", "said"), [("customer", ["hotline"]), ("us", None)])
def test_a_visit_moved_by_the_desk_ends_it_only_when_the_customer_asked(
    hands: Hands, shop: Shop, held: WorkOrder, asked_by: str, said: list[str] | None
) -> None:
    begins = hands.at + timedelta(days=4)
    slot = (begins, begins + timedelta(hours=1))
    actions.reschedule_appointment(order_id=held.pk, slot=slot, asked_by=asked_by, reason="出差", by=shop.dispatcher)
    if said is None:
        assert (waiting(held), Entry.objects.filter(event="repair.heard").count()) == ({"arrive", "resolve"}, 0)
    else:
        assert went_on(held) == [f"slot {one}" for one in said]


def test_a_call_that_answers_the_question_ends_the_hold(shop: Shop, held: WorkOrder) -> None:
    actions.note_call(request_id=held.request_id, note="可以上门", answers=True, by=shop.agent)
    assert went_on(held) == ["question hotline"]
    page = signed_in(shop.agent).get(f"/requests/{held.request_id}/").content.decode()
    assert "The customer answered; the order goes on" in page


def test_the_same_unit_reported_again_ends_the_waiting(shop: Shop, held: WorkOrder, customer: Actor) -> None:
    said = doors.Reported(once="a" * 32, phone="13805912046", fault="还是不制冷", asset_id=held.asset_id)
    assert doors.report(said=said, by=customer).joined is True
    assert heard(held) == ["online"]


def test_a_complaint_ends_the_waiting_by_page_and_by_telephone(shop: Shop, held: WorkOrder, customer: Actor) -> None:
    follow_up.complain(order_id=held.pk, text="没人来", by=customer)
    assert heard(held) == ["online"]
    follow_up.take_complaint(order_id=held.pk, text="还是没人来", by=shop.agent)
    assert heard(held) == ["online", "hotline"]


def test_an_answered_survey_ends_the_waiting(hands: Hands, shop: Shop, customer: Actor) -> None:
    order = shop.closed()
    invitation = follow_up.invite(order_id=order.pk, by=shop.manager)
    assert invitation is not None
    hands.forward(hours=1)
    actions.reopen_order(order_id=order.pk, reason="又不制冷", by=shop.dispatcher)
    hands.forward(hours=1)
    WorkOrder.objects.filter(pk=order.pk).update(state="in_progress")
    actions.hold_order(order_id=order.pk, reason=WAITS, by=shop.dispatcher)
    assert waiting(order) == {"resolve"}
    follow_up.answer(invitation_id=invitation.pk, scores={"skill": 1}, wants_call=True, by=customer)
    assert heard(order) == ["online"]  # once, though it raised a problem too


def test_the_same_call_logged_twice_ends_the_waiting(shop: Shop, held: WorkOrder) -> None:
    again = actions.log_request(call=shop.call(channel="walk_in"), by=shop.agent)
    actions.merge_request(request_id=again.pk, into_id=held.request_id, by=shop.agent)
    assert heard(held) == ["walk_in"]


@pytest.mark.parametrize("reason", ["waiting_parts", "waiting_manufacturer", "force_majeure"])
def test_what_waits_for_something_else_waits_on(hands: Hands, shop: Shop, reason: str) -> None:
    order = shop.dispatched()
    actions.hold_order(order_id=order.pk, reason=reason, by=shop.dispatcher)
    before = waiting(order)
    actions.note_call(request_id=order.request_id, note="还没好吗", by=shop.agent)
    assert (waiting(order), Entry.objects.filter(event="repair.heard").count()) == (before, 0)


def test_who_may_note_a_call_and_when(shop: Shop, held: WorkOrder, other_company: Tenant) -> None:
    with leaves_nothing(NotAllowed):
        actions.note_call(request_id=held.request_id, note="x", by=shop.visitor)
    for note in (" ", "长" * 501):
        with leaves_nothing(BadInput):
            actions.note_call(request_id=held.request_id, note=note, by=shop.agent)
    with in_tenant(other_company.pk), pytest.raises(NotFound):
        actions.note_call(request_id=held.request_id, note="x", by=shop.agent)
    gone = actions.log_request(call=shop.call(), by=shop.agent)
    actions.reject_request(request_id=gone.pk, reason="不属于我们", by=shop.agent)
    with leaves_nothing(RuleBroken):
        actions.note_call(request_id=gone.pk, note="x", by=shop.agent)


def test_queue_and_order_page_say_that_the_customer_answered(
    hands: Hands, shop: Shop, held: WorkOrder, make_pages: Callable[[], tuple[bool, bool]]
) -> None:
    assert make_pages() == (False, False)
    actions.note_call(request_id=held.request_id, note="明天在家", by=shop.agent)
    assert make_pages() == (True, True)
    hands.forward(hours=1)
    actions.resume_order(order_id=held.pk, by=shop.dispatcher)
    assert make_pages() == (False, False)
    hands.forward(hours=1)
    actions.hold_order(order_id=held.pk, reason=WAITS, by=shop.dispatcher)
    assert make_pages() == (False, False)  # what was said before it was held again does not count


@pytest.fixture
def make_pages(shop: Shop, held: WorkOrder) -> Callable[[], tuple[bool, bool]]:
    """Read queue and order page: whether each says that the customer answered."""
    client = signed_in(shop.dispatcher)

    def read() -> tuple[bool, bool]:
        queue, page = (client.get(path).content.decode() for path in ("/queue/", f"/orders/{held.pk}/"))
        return ("the customer answered" in queue, "the customer answered: decide" in page)

    return read


def test_the_desk_notes_a_call_on_the_page(shop: Shop, held: WorkOrder) -> None:
    client = signed_in(shop.agent)
    path = f"/requests/{held.request_id}/"
    assert "What the customer said" in client.get(f"{path}?do=call").content.decode()
    assert client.post(f"{path}call/", {"note": "明天在家"}).status_code == 302
    assert heard(held) == ["hotline"]
    assert "The customer called" in client.get(path).content.decode()


def test_an_order_held_since_nobody_knows_when_is_shown_all_the_same(
    held: WorkOrder, shop: Shop, make_pages: Callable[[], tuple[bool, bool]]
) -> None:
    """Orders that were on hold before the time of holding was kept."""
    actions.note_call(request_id=held.request_id, note="周末可以", by=shop.agent)
    WorkOrder.objects.filter(pk=held.pk).update(held_at=None)
    assert make_pages() == (True, True)
