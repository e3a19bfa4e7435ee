"""Targets and their two clocks: what is written once, what events do to it, and what changes policy (states.md section 4)."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import DatabaseError, transaction
from django.db.models import F

from tests.governance.commitments.conftest import WEEK, House
from wuxing.core.ledger.models import Entry
from wuxing.governance.commitments import actions, queries
from wuxing.governance.commitments.actions.clocks import recount
from wuxing.governance.commitments.models import ClockEvent, Target
from wuxing.governance.commitments.states import STOPS, PauseReason

HOUR = timedelta(hours=1)


def events(target: Target) -> list[tuple[str, str, bool, bool]]:
    rows = target.events.order_by("pk").values_list("kind", "reason", "customer", "internal")
    return list(rows)


def fresh(target: Target) -> Target:
    return Target.objects.get(pk=target.pk)


def agrees(target: Target) -> bool:
    """Say whether a target shows what its events say."""
    found, again = fresh(target), fresh(target)
    recount(again, queries.events_of(target.pk))
    return (found.effective_due_at, found.own_due_at, found.remind_at) == (
        again.effective_due_at,
        again.own_due_at,
        again.remind_at,
    )


def test_a_target_begins_with_both_clocks_and_a_start(house: House) -> None:
    house.promise(calendar_id=house.calendar())
    target = house.open()
    begun = house.hands.at
    assert (target.due_at, target.effective_due_at, target.own_due_at) == (begun + 9 * HOUR,) * 3
    assert events(target) == [("start", "", True, True)]
    assert (target.remind_at, target.step) == (begun + 7 * HOUR, 0)  # at 75 percent: six of eight working hours


@pytest.mark.parametrize("reason", PauseReason)
def test_each_reason_stops_its_clocks(house: House, reason: PauseReason) -> None:
    house.promise()
    target, stops = house.open(), STOPS[reason]
    begun = house.hands.at
    at = house.forward(hours=1)
    actions.pause([target], reason=reason.value, at=at)
    found = fresh(target)
    assert (found.paused_at, found.own_paused_at) == (at if stops.customer else None, at if stops.internal else None)
    assert found.remind_at == (None if stops.customer else begun + 6 * HOUR)

    at = house.forward(hours=2)
    actions.resume(actions.open_of(house.subject), at=at)
    found = fresh(target)
    moved = {True: begun + 10 * HOUR, False: begun + 8 * HOUR}
    assert found.due_at == begun + 8 * HOUR  # as promised, for good
    assert (found.effective_due_at, found.own_due_at) == (moved[stops.customer], moved[stops.internal])
    waited = [("pause", reason.value, stops.customer, stops.internal), ("resume", "", True, True)] if stops.any else []
    assert events(target) == [("start", "", True, True), *waited]
    assert agrees(target)


def test_a_reason_that_is_not_listed_pauses_nothing(house: House) -> None:
    house.promise()
    with pytest.raises(ValueError, match="lunch"):
        actions.pause([house.open()], reason="lunch", at=house.hands.at)


def test_the_two_clocks_are_judged_apart(house: House) -> None:
    house.promise()
    target = house.open()
    house.forward(hours=1)
    actions.pause([target], reason="waiting_manufacturer", at=house.hands.at)  # ours stands, the customer's runs
    house.forward(hours=8)
    actions.stop(actions.open_of(house.subject), "resolve", at=house.hands.at)
    found = fresh(target)
    assert (found.kept, found.own_kept, found.remind_at) == (False, True, None)
    assert events(target)[-1] == ("stop", "", True, True)


def test_two_pauses_across_a_weekend_worked_instead(house: House) -> None:
    """Saturday 21 November is worked, Thursday 19 is not; two waits of one working hour each."""
    house.promise(minutes=40 * 60, calendar_id=house.calendar(exceptions={"2026-11-21": WEEK[0], "2026-11-19": []}))
    target = house.open()
    assert f"{target.due_at.astimezone(house.hands.at.tzinfo):%Y-%m-%d %H:%M}" == "2026-11-21 18:00"
    for ran, waited in ((56, 40), (16, 9)):  # Wednesday 17:00 to Friday 09:00; then Saturday 01:00 to 10:00
        actions.pause(actions.open_of(house.subject), reason="waiting_customer", at=house.forward(hours=ran))
        actions.resume(actions.open_of(house.subject), at=house.forward(hours=waited))
    found = fresh(target)
    assert found.effective_due_at is not None
    due = f"{found.effective_due_at.astimezone(house.hands.at.tzinfo):%Y-%m-%d %H:%M}"
    assert (due, agrees(target)) == ("2026-11-23 11:00", True)


def test_a_version_written_later_moves_nothing_that_was_promised(house: House) -> None:
    calendar = house.calendar()
    house.promise(calendar_id=calendar)
    target = house.open()
    promised = target.due_at
    house.calendar(exceptions={"2026-11-16": []})
    house.forward(hours=1)
    actions.pause([target], reason="waiting_customer", at=house.hands.at)
    actions.resume(actions.open_of(house.subject), at=house.forward(hours=1))
    assert (fresh(target).due_at, fresh(target).effective_due_at) == (promised, promised + 16 * HOUR)
    assert house.open(start=house.hands.at + HOUR).calendar_version_id != target.calendar_version_id


def test_the_calendar_of_the_outlet_counts_where_it_has_one(house: House) -> None:
    house.promise(calendar_id=house.calendar())
    house.promise(kind="arrive")
    always = house.calendar("厦门", weekly=[[["00:00", "24:00"]]] * 7)
    begun = house.hands.at
    assert house.open(calendar_id=always).due_at == begun + 8 * HOUR  # no lunch there
    assert house.open("arrive", calendar_id=always).calendar_version_id is None  # what runs by the wall stays so


def test_what_is_promised_to_a_tier_and_a_line_binds_them_only(house: House) -> None:
    house.promise(minutes=480)
    house.promise(minutes=240, product_line="空调")
    house.promise(minutes=120, tier="VIP")
    begun = house.hands.at
    found = [
        house.open(start=begun + n * HOUR, **scope).minutes
        for n, scope in enumerate(
            [{}, {"product_line": "空调"}, {"product_line": "空调", "tier": "VIP"}, {"tier": "金"}]
        )
    ]
    assert found == [480, 240, 120, 480]


def test_the_customer_ends_the_waiting_by_any_channel(house: House) -> None:
    house.promise()
    target = house.open()
    actions.pause([target], reason="waiting_customer", at=house.hands.at)
    house.forward(hours=3)
    [found] = actions.customer_acted(house.subject, channel="online", by=house.manager)
    assert (found.paused_at, found.effective_due_at) == (None, target.due_at + 3 * HOUR)
    assert events(target)[-1] == ("resume", "online", True, True)
    entry = Entry.objects.latest("pk")
    assert (entry.event, entry.case_type, entry.case_id) == ("promise.resume", *house.subject)
    assert entry.payload == {"channel": "online", "kinds": ["resolve"]}


@pytest.mark.parametrize("reason", ["force_majeure", "waiting_manufacturer", None])
def test_the_customer_ends_no_other_waiting(house: House, reason: str | None) -> None:
    house.promise()
    target = house.open()
    if reason:
        actions.pause([target], reason=reason, at=house.hands.at)
    before, last = events(target), Entry.objects.count()
    house.forward(hours=3)
    actions.customer_acted(house.subject, channel="qr", by=house.manager)
    assert (events(target), Entry.objects.count()) == (before, last)


def test_another_policy_opens_a_new_target_and_keeps_the_old_one_and_its_pauses(house: House) -> None:
    house.promise(minutes=480)
    old = house.open()
    begun = house.hands.at
    house.forward(hours=1)
    actions.pause([old], reason="waiting_customer", at=house.hands.at)
    waits = house.hands.at
    house.forward(hours=1)
    house.promise(minutes=240, running_too=True)

    was, new = Target.objects.order_by("pk")
    assert (was.stopped_at, was.kept, was.due_at, was.minutes) == (house.hands.at, None, begun + 8 * HOUR, 480)
    assert (new.starts_at, new.due_at, new.minutes, new.round, new.replaces_id) == (
        begun,
        begun + 4 * HOUR,
        240,
        2,
        was.pk,
    )
    assert (new.paused_at, new.effective_due_at, new.own_due_at, new.remind_at) == (waits, None, None, None)
    assert events(was)[-1] == ("stop", "replaced", True, True)
    assert events(new) == [("start", "", True, True), ("pause", "waiting_customer", True, True)]

    actions.resume(actions.open_of(house.subject), at=house.forward(hours=2))
    assert (fresh(new).effective_due_at, agrees(new)) == (begun + 7 * HOUR, True)  # 3 hours of waiting


def test_a_broken_target_stays_the_one_that_counts(house: House) -> None:
    house.promise(minutes=60)
    target = house.open()
    house.forward(hours=2)
    house.promise(minutes=600, running_too=True)
    assert Target.objects.count() == 1
    assert fresh(target).stopped_at is None


def test_running_targets_keep_their_promise_unless_told(house: House) -> None:
    house.promise(minutes=480)
    target = house.open()
    house.forward(hours=1)
    house.promise(minutes=60)
    assert (Target.objects.count(), fresh(target).minutes) == (1, 480)


def test_a_case_whose_scope_changed_is_put_under_the_promise_that_binds_now(house: House) -> None:
    house.promise(minutes=480)
    vip = house.promise(minutes=60, tier="VIP")
    house.promise(kind="arrive", minutes=240)
    house.open()
    house.open("arrive")
    house.forward(minutes=30)
    targets = actions.open_of(house.subject)
    opened = actions.reassess(targets, rural=False, by=house.manager, tier="VIP")
    assert [(one.kind, one.promise_id, one.minutes) for one in opened] == [("resolve", vip.pk, 60)]
    assert [one.kind for one in targets if one.stopped_at is None] == ["arrive", "resolve"]
    assert actions.reassess(actions.open_of(house.subject), rural=False, by=house.manager, tier="VIP") == []


def test_a_time_that_the_customer_chose_is_not_reassessed(house: House) -> None:
    house.promise(kind="arrive", minutes=480)
    house.promise(kind="arrive", minutes=60, tier="VIP")
    targets = [house.open("arrive")]
    [chosen] = actions.choose_time(targets, due=house.hands.at + 30 * HOUR, at=house.forward(minutes=5))
    assert (chosen.due_at, chosen.replaces_id) == (house.hands.at + 30 * HOUR - timedelta(minutes=5), targets[0].pk)
    assert actions.reassess(actions.open_of(house.subject), rural=False, by=house.manager, tier="VIP") == []


def test_reopened_after_its_end_a_case_gets_a_new_target_and_the_verdict_stays(house: House) -> None:
    house.promise()
    first = house.open()
    actions.stop([first], "resolve", at=house.forward(hours=9))
    house.forward(hours=1)
    second = house.open()
    assert (fresh(first).kept, second.due_at, second.stopped_at) == (False, house.hands.at + 8 * HOUR, None)


def test_dropped_targets_have_no_verdict_unless_they_were_broken(house: House) -> None:
    house.promise()
    house.promise(kind="contact", minutes=60)
    targets = [house.open(), house.open("contact")]
    actions.drop(targets, at=house.forward(hours=2))
    assert [(one.kept, one.own_kept) for one in targets] == [(None, None), (False, False)]


def test_what_happened_to_a_clock_is_not_changed_or_removed(house: House) -> None:
    house.promise()
    house.open()
    for change in (partial(ClockEvent.objects.update, reason="x"), ClockEvent.objects.all().delete):
        with pytest.raises(DatabaseError, match=r"append-only|permission denied"), transaction.atomic():
            change()


def test_what_was_promised_stands_in_the_database_too(house: House) -> None:
    house.promise()
    house.open()
    for change in ({"due_at": F("due_at") + HOUR}, {"minutes": 1}, {"starts_at": F("starts_at") - HOUR}):
        with pytest.raises(DatabaseError, match="what was promised stands"), transaction.atomic():
            Target.objects.update(**change)
    assert Target.objects.update(step=0, due_at=F("due_at")) == 1
