"""A story told at once gives the same facts as the single actions; a strict one must follow the state machines."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.shop import Shop
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor, Channel, system_actor
from wuxing.core.ledger.models import Entry
from wuxing.governance.commitments.actions import remind_due
from wuxing.governance.models import CalendarVersion, ClockEvent, Escalation, Promise, Target, WorkCalendar
from wuxing.resources.models import Outlet, Person
from wuxing.service.bench_repair import actions as bench
from wuxing.service.bench_repair.models import BenchItem
from wuxing.service.bench_repair.states import TESTS
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


HOURS = [["08:30", "12:00"], ["13:30", "18:00"]]
CLOCK = (
    "kind", "calendar_version_id", "hours_version_id", "starts_at", "due_at", "effective_due_at", "own_due_at", "paused_at",
    "own_paused_at", "stopped_at", "kept", "own_kept", "round", "step", "remind_at", "replaces__kind",
)  # fmt: skip


def clocks(request_id: int) -> list[tuple[Any, ...]]:
    """The targets of a case with their events."""
    found = Target.objects.filter(subject_type="service_request", subject_id=request_id).order_by(
        "starts_at", "kind", "pk"
    )
    events = [
        list(
            ClockEvent.objects.filter(target=one)
            .order_by("at", "pk")
            .values_list("kind", "at", "reason", "customer", "internal")
        )
        for one in found
    ]
    return list(zip(found.values_list(*CLOCK), events, strict=True))


TRACE = ("event", "target_type", "occurred_at", "payload")


def called(request_id: int) -> list[tuple[Any, ...]]:
    """Who was called up about a case, when."""
    rows = Escalation.objects.filter(target__subject_type="service_request", target__subject_id=request_id)
    return list(rows.order_by("at", "target__kind").values_list("target__kind", "percent", "names", "at", "recipient"))


def keep_hours(shop: Shop, name: str, since: datetime, weekly: list[Any]) -> WorkCalendar:
    calendar, _new = WorkCalendar.objects.get_or_create(tenant=shop.tenant, name=name, zone="Asia/Shanghai")
    CalendarVersion.objects.create(
        tenant=shop.tenant, calendar=calendar, version=calendar.versions.count() + 1, weekly=weekly, created_at=since
    )
    return calendar


def test_the_clocks_of_a_story_are_those_of_the_single_actions(shop: Shop, actor: Callable[..., Actor]) -> None:
    """Two clocks, every event, the calendar of the outlet as it was then, what is open reminded of; nothing of the past."""
    now = clock.now()
    monday = (now - timedelta(days=now.weekday() + 7)).replace(hour=1, minute=0, second=0, microsecond=0)  # 9:00 there
    house = keep_hours(shop, "house", monday - timedelta(days=90), [[["00:00", "24:00"]]] * 7)
    Promise.objects.exclude(kind="follow_up").update(calendar=house)
    outlet = keep_hours(shop, "outlet", monday - timedelta(days=60), [HOURS] * 5 + [[], []])
    Outlet.objects.update(calendar=outlet)
    at = {name: monday + timedelta(minutes=15 * place) for place, name in enumerate(("log", "write", "give", "agree"))}
    at |= {"hold": monday + timedelta(hours=2), "resume": monday + timedelta(hours=27)}
    at |= {"maker": monday + timedelta(hours=28), "told": monday + timedelta(hours=30)}
    slot = (monday + timedelta(days=2), monday + timedelta(days=2, hours=2))

    with clock.telling(at["log"]):
        request = actions.log_request(call=shop.call(), by=shop.agent)
    with clock.telling(at["write"]):
        order = actions.write_order(request_id=request.pk, by=shop.agent)
    with clock.telling(at["give"]):
        actions.dispatch_order(order_id=order.pk, technician_id=shop.technician.pk, by=shop.dispatcher)
    with clock.telling(at["agree"]):
        actions.agree_appointment(
            order_id=order.pk, slot=slot, warranty_explained=True, chosen_by="customer", by=shop.visitor
        )
    for moment, reason in ((at["hold"], "waiting_customer"), (at["maker"], "waiting_manufacturer")):
        with clock.telling(moment):
            actions.hold_order(order_id=order.pk, reason=reason, by=shop.visitor)
        if reason == "waiting_customer":
            with clock.telling(at["resume"]):
                actions.resume_order(order_id=order.pk, by=shop.visitor)
    keep_hours(shop, "outlet", monday + timedelta(days=3), [[["10:00", "11:00"]]] * 7)  # changed since
    story = draft(
        [
            Step("write_order", at["write"]),
            Step("dispatch", at["give"], {"technician": "陈伟"}),
            Step("agree_appointment", at["agree"], {"slot": slot, "warranty_explained": True, "chosen_by": "customer"}),
            Step("hold", at["hold"], {"reason": "waiting_customer"}),
            Step("resume", at["resume"]),
            Step("hold", at["maker"], {"reason": "waiting_manufacturer"}),
        ],
        received_at=at["log"],
    )
    owned = {"tenant": shop.tenant, "outlet": shop.technician.outlet, "name": "陈伟"}
    other = Person.objects.create(**owned, number="T03", user_id=actor(Role.TECHNICIAN, name="陈伟").user_id)
    told = []
    for person, moment in ((shop.novice, at["told"]), (other, monday + timedelta(days=16))):
        with clock.telling(moment):
            made = actions.record_cases([story], technicians={"陈伟": person.pk}, by=system_actor(shop.tenant.pk))
        told += made.request_ids

    single = clocks(request.pk)
    assert clocks(told[0]) == single
    assert len(single) == 5  # dispatch, contact, arrive and the time chosen instead, resolve
    assert [row[-2] is not None for row, _events in single].count(True) == 2
    by_then = Target.objects.filter(subject_id=told[1], stopped_at=None)
    left = [(one.kind, one.step, one.remind_at and one.remind_at > moment) for one in by_then.order_by("kind")]
    assert left == [("arrive", 3, None), ("resolve", 2, True)]

    gone = called(told[1])  # the worker calls the same people at the same times, and leaves the same traces
    for at_once in sorted({row[3] for row in gone}):
        with clock.telling(at_once):
            remind_due(by=system_actor(shop.tenant.pk))
    assert gone == called(request.pk)
    reached = [("arrive", "陈伟"), ("arrive", "吴岚"), ("arrive", "林可"), ("resolve", "陈伟"), ("resolve", "吴岚")]
    assert [(kind, names) for kind, _percent, names, *_when in gone] == reached
    traces = Entry.objects.filter(event__in=["promise.remind", "promise.escalate"])
    both = [
        list(traces.filter(case_id=one).order_by("occurred_at").values_list(*TRACE)) for one in (told[1], request.pk)
    ]
    assert both[0] == both[1]


def test_what_was_taken_back_is_told_like_the_single_actions(shop: Shop, actor: Callable[..., Actor]) -> None:
    """Receipt, item, its steps and hands, and the traces of procedure 5."""
    smith = actor(Role.WORKSHOP, name="郭志强")
    worker = Person.objects.create(
        tenant=shop.tenant, number="W01", name="郭志强", outlet=shop.technician.outlet, user_id=smith.user_id
    )
    single = shop.at_work()
    actions.diagnose(order_id=single.pk, cause="board", finding="控制板坏", branch="take_back", by=shop.visitor)
    signed, checks = bench.Signed(name="王丽华"), dict.fromkeys(TESTS, True)
    given = bench.Given(name="冰箱", look="完好", serial="518A-23-004417", accessories=("电源线",))
    item = bench.take_back(order_id=single.pk, items=[given], signed=signed, by=shop.visitor).items.get().pk
    bench.hand_over(item_id=item, to="bench", person_id=worker.pk, by=smith)
    bench.diagnose_item(item_id=item, cause="board", finding="电容鼓包", by=smith)
    bench.approve_item(item_id=item, by=smith)
    bench.start_repair(item_id=item, by=smith)
    bench.wait_for_parts(item_id=item, part="控制板", by=smith)
    bench.start_repair(item_id=item, note="到货", by=smith)
    bench.check_item(item_id=item, checks=checks, by=smith)
    bench.make_ready(item_id=item, shelf="A-1", by=smith)
    bench.return_item(item_id=item, signed=signed, accessories=["电源线"], warranty_days=90, by=smith)

    start, steps = clock.now(), steps_of(shop)[:7]
    listed = {"name": "冰箱", "look": "完好", "serial": "518A-23-004417", "accessories": ["电源线"]}
    told: list[tuple[str, dict[str, Any], str]] = [
        ("diagnose", {"cause": "board", "finding": "控制板坏", "branch": "take_back"}, "陈伟"),
        ("bench.take_back", {"items": [listed], "name": "王丽华"}, "陈伟"),
        ("bench.hand_over", {}, "郭志强"),
        ("bench.diagnose", {"cause": "board", "finding": "电容鼓包"}, "郭志强"),
        ("bench.approve", {}, "郭志强"),
        ("bench.start_repair", {}, "郭志强"),
        ("bench.wait_for_parts", {"part": "控制板"}, "郭志强"),
        ("bench.start_repair", {"note": "到货"}, "郭志强"),
        ("bench.test", {"checks": checks}, "郭志强"),
        ("bench.ready", {"shelf": "A-1"}, "郭志强"),
        ("bench.return", {"name": "王丽华", "on": clock.today(), "warranty_days": 90}, "郭志强"),
    ]
    steps += [Step(event, start + timedelta(minutes=n), data, who) for n, (event, data, who) in enumerate(told)]
    crew = {"陈伟": shop.technician.pk, "郭志强": worker.pk}
    with clock.telling(start + timedelta(hours=1)):
        made = actions.record_cases([draft(steps)], technicians=crew, by=system_actor(shop.tenant.pk))

    both = [BenchItem.objects.get(order__request_id=number) for number in (made.request_ids[0], single.request_id)]
    facts = (
        "state",
        "name",
        "look",
        "serial",
        "accessories",
        "cause",
        "finding",
        "repaired",
        "warranty_until",
        "signed_by",
    )
    more = ("product_id", "technician_id", "tested_by_id", "asset__serial", "order__outcome", "take_back__taken_by_id")
    row, same = (BenchItem.objects.filter(pk=one.pk).values_list(*facts, *more).get() for one in both)
    assert row == same
    kept = ("kind", "from_state", "to_state", "by_id", "by_name", "data")
    courses = [list(one.steps.order_by("pk").values_list(*kept)) for one in both]
    assert courses[0] == courses[1]
    held = (
        "sequence",
        "from_kind",
        "from_name",
        "to_kind",
        "to_person_id",
        "to_name",
        "handed_by_id",
        "confirmed_by_id",
    )
    chains = [list(one.custody.order_by("sequence").values_list(*held)) for one in both]
    assert chains[0] == chains[1]
    entries = Entry.objects.filter(event__startswith="bench.").order_by("occurred_at", "id")
    events = [list(entries.filter(case_id=one.order.request_id).values_list("event", flat=True)) for one in both]
    assert events[0] == events[1]
    resolved = Target.objects.filter(kind="resolve").order_by("pk").values_list("kept", flat=True)
    assert (list(resolved), [one.order.resolved_at is not None for one in both]) == ([True, True], [True, True])
