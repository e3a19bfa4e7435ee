"""A story told at once gives the same facts as the single actions; a strict one must follow the state machines."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.shop import Shop
from wuxing.core import clock
from wuxing.core.actors import Channel, system_actor
from wuxing.core.ledger.models import Entry
from wuxing.governance.models import Target
from wuxing.service.repair import actions
from wuxing.service.repair.models import ServiceRequest, WorkOrder
from wuxing.service.repair.rules.history import CaseDraft, OutOfOrder, Step
from wuxing.service.repair.states import CONDUCT_CHECKS

FACTS = (
    "state",
    "outcome",
    "visits",
    "checklist_complete",
    "broken",
    "next_due_kind",
    "work_type",
    "title",
    "trade",
    "symptom",
)


def draft(steps: list[Step], **changes: Any) -> CaseDraft:
    said = {
        "key": "case-1", "received_at": clock.now() - timedelta(hours=3), "customer_name": "王丽华", "phone": "13805912046",
        "city": "福州市", "district": "鼓楼区", "address": "梅亭路88号3-502", "product": "YL-BCD518", "serial": "518A-23-004417",
        "purchased_on": date(2024, 5, 2), "symptom": "no_cooling", "fault": "冷藏室不制冷", "steps": steps,
    }  # fmt: skip
    return CaseDraft(**(said | changes))  # type: ignore[arg-type]


def steps_of(shop: Shop) -> list[Step]:
    """The story of Shop.closed(), ten minutes a step."""
    start = clock.now() - timedelta(hours=3)
    slot = (start + timedelta(minutes=40), start + timedelta(minutes=100))
    told: list[tuple[str, dict[str, Any]]] = [
        ("write_order", {}),
        ("dispatch", {"technician": "陈伟"}),
        ("agree_appointment", {"slot": slot, "warranty_explained": True}),
        ("depart", {}),
        ("arrive", {}),
        ("confirm_problem", {"checklist": dict.fromkeys(CONDUCT_CHECKS, True)}),
        ("start_work", {}),
        ("diagnose", {"cause": "fan", "finding": "风机卡滞", "branch": "fix_now", "symptom": "no_cooling"}),
        ("finish_visit", {"outcome": "completed"}),
        ("sign", {"name": "王丽华", "satisfied": True}),
        ("finish_work", {}),
        ("review", {}),
        ("close", {}),
    ]
    return [Step(event, start + timedelta(minutes=10 * i), payload) for i, (event, payload) in enumerate(told, 1)]


def test_a_story_gives_the_facts_of_the_single_actions(shop: Shop) -> None:
    single = shop.closed()
    single.refresh_from_db()
    by = system_actor(shop.tenant.pk, channel=Channel.COMMAND)

    actions.record_cases([draft(steps_of(shop))], technicians={"陈伟": shop.technician.pk}, by=by)

    told = WorkOrder.objects.latest("pk")
    assert [getattr(told, name) for name in FACTS] == [getattr(single, name) for name in FACTS]
    for name in (
        "dispatched_at",
        "contacted_at",
        "arrived_at",
        "work_started_at",
        "resolved_at",
        "signed_at",
        "closed_at",
    ):
        assert (getattr(told, name) is None) == (getattr(single, name) is None)
    kept = [
        dict(Target.objects.filter(subject_id=order.request_id).values_list("kind", "kept")) for order in (told, single)
    ]
    assert kept[0] == kept[1]
    events = [
        list(Entry.objects.filter(case_id=order.request_id).order_by("id").values_list("event", flat=True))
        for order in (told, single)
    ]
    assert events[0] == events[1]
    assert told.request.complete is single.request.complete is True
    assert told.request.entitlement is not None
    assert told.request.entitlement.outcome == "in_warranty"
    searched = [order.request.search.split()[1:-1] for order in (told, single)]  # but for the two numbers
    assert searched[0] == searched[1]


def test_a_strict_story_that_skips_a_state_is_refused_and_leaves_nothing(shop: Shop) -> None:
    before = Entry.objects.count()
    steps = [step for step in steps_of(shop) if step.event not in ("review",)]

    with pytest.raises(OutOfOrder):
        actions.record_cases([draft(steps)], technicians={"陈伟": shop.technician.pk}, by=system_actor(shop.tenant.pk))

    assert (ServiceRequest.objects.count(), Entry.objects.count()) == (0, before)


def test_a_foreign_story_may_skip_and_is_taken_once(shop: Shop) -> None:
    by = system_actor(shop.tenant.pk, channel=Channel.IMPORT, source="helpdesk")
    at = clock.now() - timedelta(days=2)
    story = draft(
        [Step("finish_work", at), Step("close", at + timedelta(hours=1))], received_at=at - timedelta(hours=4)
    )

    first = actions.record_cases([story], strict=False, by=by)
    second = actions.record_cases([story], strict=False, by=by)

    assert (len(first.request_ids), first.events, second.request_ids, second.known) == (1, 3, [], ["case-1"])
    order = WorkOrder.objects.get()
    assert (order.state, order.outcome, order.resolved_at) == ("closed", "fixed", at)
