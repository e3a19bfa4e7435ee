"""Reminders and escalations: whom they reach, when, once, and what stays of them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from tests.governance.commitments.conftest import WEEK, House
from tests.service.repair.actions.conftest import Hands
from tests.shop import Shop
from wuxing.core import background
from wuxing.core.access import Role
from wuxing.core.actors import Actor, system_actor
from wuxing.core.ledger.models import Entry
from wuxing.core.notices.models import Notice
from wuxing.governance.commitments import actions, queries, tasks
from wuxing.governance.commitments.models import Escalation, Promise, Target

HOUR = timedelta(hours=1)
SENT = ("promise.remind", "promise.escalate")


def remind(house: House) -> int:
    return actions.remind_due(by=system_actor(house.tenant.pk))


def gone_out() -> list[tuple[int, str, str]]:
    return list(Escalation.objects.order_by("pk").values_list("percent", "recipient", "names"))


def test_each_step_goes_out_once_at_its_time(house: House, actor: Callable[..., Actor]) -> None:
    actor(Role.DISPATCHER, name="吴岚")
    house.promise(minutes=480)
    target = house.open()
    seen = []
    for _hour in range(14):
        seen.append(remind(house))
        assert remind(house) == 0
        house.forward(hours=1)
    assert [hour for hour, count in enumerate(seen) if count] == [6, 8, 12]
    # nobody has the case in hand, so the first reminder reaches the dispatchers
    assert gone_out() == [(75, "assignee", "吴岚"), (100, "dispatcher", "吴岚"), (150, "manager", "林可")]
    found = Target.objects.get(pk=target.pk)
    assert (found.step, found.remind_at, found.due_at) == (3, None, target.due_at)


def test_it_waits_for_working_time_unless_it_is_about_safety(house: House) -> None:
    house.calendar()
    for kind, safety in (("resolve", False), ("arrive", True)):
        house.promise(kind=kind, minutes=12 * 60, safety=safety, steps=[(100, "manager")])
        house.open(kind)  # by the wall due on Monday at 21:00
    counted = {}
    for hour in range(48):
        counted[hour] = remind(house)
        house.forward(hours=1)
    assert [hour for hour, count in counted.items() if count] == [12, 24]  # at once; on Tuesday at 09:00
    order = list(Escalation.objects.order_by("pk").values_list("target__kind", flat=True))
    assert order == ["arrive", "resolve"]
    assert [one.urgent for one in Notice.objects.filter(event__in=SENT).order_by("pk")] == [True, False]


def test_what_the_worker_was_late_for_waits_for_the_morning(house: House) -> None:
    house.promise(minutes=480, calendar_id=house.calendar(), steps=[(75, "manager")])
    target = house.open()
    house.forward(hours=12)  # nobody asked until 21:00
    assert remind(house) == 0
    assert Target.objects.get(pk=target.pk).remind_at == house.hands.at + 12 * HOUR
    house.forward(hours=12)
    assert remind(house) == 1


def test_nothing_goes_out_while_the_clock_stands_or_when_it_is_over(house: House) -> None:
    house.promise(minutes=480)
    target = house.open()
    house.forward(hours=5)
    actions.pause([target], reason="waiting_customer", at=house.hands.at)
    house.forward(hours=10)
    assert remind(house) == 0
    actions.resume(actions.open_of(house.subject), at=house.hands.at)
    house.forward(minutes=59)
    assert remind(house) == 0
    house.forward(minutes=1)
    assert remind(house) == 1
    actions.stop(actions.open_of(house.subject), "resolve", at=house.hands.at)
    house.forward(hours=50)
    assert (remind(house), Escalation.objects.count()) == (0, 1)


def test_a_promise_without_steps_reminds_nobody(house: House) -> None:
    house.promise(steps=[])
    assert house.open().remind_at is None


def test_it_reaches_who_has_the_order_and_stands_on_its_timeline(hands: Hands, shop: Shop) -> None:
    Promise.objects.exclude(kind="contact").update(steps=[])
    order = shop.dispatched()
    hands.forward(hours=1)
    assert actions.remind_due(by=system_actor(shop.tenant.pk)) == 1

    entry = Entry.objects.latest("pk")
    assert (entry.event, entry.case_type, entry.case_id) == ("promise.remind", "service_request", order.request_id)
    said = {"kind": "contact", "percent": 75, "to": "assignee", "names": "陈伟"}
    assert {name: entry.payload[name] for name in said} == said
    made = Escalation.objects.get()
    assert made.user_ids == [shop.visitor.user_id]
    told = queries.escalations_of("service_request", order.request_id)
    assert [(one["kind"], one["percent"], one["names"]) for one in told] == [("contact", 75, "陈伟")]
    notice = Notice.objects.filter(event="promise.remind").get()
    facts = {"number": order.number, "title": order.title, "promise": "承诺 contact", "percent": "75"}
    assert {name: notice.facts[name] for name in facts} == facts
    assert (notice.recipient_id, notice.case_type, notice.case_id) == (
        shop.visitor.user_id,
        *entry_case(order.request_id),
    )


def entry_case(request_id: int) -> tuple[str, int]:
    return ("service_request", request_id)


def test_what_went_out_is_not_changed(house: House) -> None:
    house.promise(minutes=60, steps=[(100, "manager")])
    house.open()
    house.forward(hours=1)
    remind(house)
    with pytest.raises(DatabaseError, match=r"append-only|permission denied"), transaction.atomic():
        Escalation.objects.update(percent=1)


def test_reminders_skip_a_calendar_without_hours_for_weeks(house: House) -> None:
    off = {f"2026-11-{day}": [] for day in range(16, 31)} | {f"2026-12-{day:02}": [] for day in range(1, 15)}
    house.promise(minutes=60, calendar_id=house.calendar(exceptions=off, weekly=WEEK))
    target = house.open()
    assert f"{target.due_at:%Y-%m-%d}" == "2026-12-15"


def test_the_worker_reminds_every_organisation(house: House) -> None:
    house.promise(minutes=60, steps=[(100, "manager")])
    house.open()
    house.forward(hours=1)
    assert "governance.commitments.tasks.remind" in {one.name for one in background.registered_pulses()}
    tasks.remind()
    assert Escalation.objects.count() == 1
