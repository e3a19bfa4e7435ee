"""The two clocks of a target as functions of its events, and the reminders planned by them (states.md sections 2 and 4)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuxing.core.worktime import Calendar, calendar_from, deadline, elapsed, is_worked, next_worked
from wuxing.governance.commitments.rules import (
    USUAL_STEPS,
    Event,
    Terms,
    counted_due,
    is_chosen,
    is_kept_in_pause,
    pauses_on,
    step_at,
    steps_from,
    terms_for,
    waits_for_customer,
    why_not_pause,
    why_not_steps,
    why_not_zone,
)
from wuxing.governance.commitments.states import STOPS, Clock, ClockMove, PauseReason, Recipient

T = datetime(2026, 11, 16, 1, tzinfo=UTC)  # Monday, 09:00 in China
HOUR = timedelta(hours=1)
DAY = [["09:00", "12:00"], ["13:00", "18:00"]]
WEEK = calendar_from("Asia/Shanghai", [DAY] * 5 + [[], []], {"2026-11-21": DAY, "2026-11-19": []})
MOVES = (ClockMove.PAUSE, ClockMove.RESUME)


def test_each_listed_reason_says_which_clock_it_stops() -> None:
    said = {reason.value: (stops.customer, stops.internal, stops.until_customer) for reason, stops in STOPS.items()}
    assert said == {
        "waiting_customer": (True, True, True),
        "waiting_parts": (False, False, False),
        "waiting_quote_approval": (True, True, True),
        "waiting_manufacturer": (False, True, False),
        "access_refused": (True, True, True),
        "force_majeure": (True, True, False),
    }
    assert set(STOPS) == set(PauseReason)
    assert {reason for reason in said if STOPS[PauseReason(reason)].any} == set(said) - {"waiting_parts"}


@pytest.mark.parametrize(("reason", "ends"), [("waiting_customer", True), ("force_majeure", False), ("lunch", False)])
def test_the_customer_ends_only_the_waiting_for_them(reason: str, ends: bool) -> None:
    assert waits_for_customer(reason) is ends


def test_only_listed_reasons_pause() -> None:
    assert [why_not_pause(reason) for reason in ("waiting_parts", "lunch")] == [None, "choose why the order waits"]


EVENTS = st.lists(st.tuples(st.integers(0, 600), st.sampled_from(MOVES), st.booleans(), st.booleans()), max_size=8).map(
    lambda rows: sorted(rows, key=lambda row: row[0])
)


def events_from(rows: list[tuple[int, ClockMove, bool, bool]]) -> list[Event]:
    """Events as the actions write them: a resumption is for both clocks."""
    return [
        Event(
            kind,
            T + timedelta(minutes=10 * at),
            "x",
            *((customer, internal) if kind == ClockMove.PAUSE else (True, True)),
        )
        for at, kind, customer, internal in rows
    ]


@given(rows=EVENTS, which=st.sampled_from(Clock), minutes=st.integers(1, 3000), by=st.sampled_from([WEEK, None]))
def test_what_counts_is_a_function_of_the_events_of_that_clock(
    rows: list[tuple[int, ClockMove, bool, bool]], which: Clock, minutes: int, by: Calendar | None
) -> None:
    events = events_from(rows)
    due = deadline(T, minutes, by)
    pauses = pauses_on(which, events)
    counted = counted_due(which, start=T, due=due, calendar=by, events=events)
    again = counted_due(which, start=T, due=due, calendar=by, events=list(events))
    others = [event for event in events if not (event.customer if which == Clock.CUSTOMER else event.internal)]
    without = counted_due(which, start=T, due=due, calendar=by, events=[e for e in events if e not in others])
    assert counted == again == without
    assert [end for _begin, end in pauses[:-1] if end is None] == []  # only the last one may be open
    assert all(end is None or begin <= end for begin, end in pauses)
    if counted is not None:
        assert counted >= due  # nothing brings a deadline forward
        stood = sum((elapsed(a, b, by) for a, b in pauses if b is not None and a < counted), timedelta())
        assert elapsed(T, counted, by) - stood == timedelta(minutes=minutes)


@given(rows=EVENTS, minutes=st.integers(1, 3000))
def test_without_pauses_of_its_own_a_clock_keeps_its_promise(
    rows: list[tuple[int, ClockMove, bool, bool]], minutes: int
) -> None:
    events = [Event(event.kind, event.at, "x", False, True) for event in events_from(rows)]
    due = deadline(T, minutes, WEEK)
    assert counted_due(Clock.CUSTOMER, start=T, due=due, calendar=WEEK, events=events) == due


@given(wait=st.integers(0, 20_000), minutes=st.integers(1, 3000), since=st.integers(0, 3000))
def test_a_clock_that_stands_is_broken_only_by_what_came_before(wait: int, minutes: int, since: int) -> None:
    due, begun = deadline(T, minutes, WEEK), T + timedelta(minutes=since)
    kept = is_kept_in_pause(
        stopped_at=begun + timedelta(minutes=wait), start=T, due=due, calendar=WEEK, pauses=[(begun, None)]
    )
    assert kept is (begun < due or begun + timedelta(minutes=wait) <= due)


@pytest.mark.parametrize(
    ("percent", "safety", "told"),
    [
        (50, False, "2026-11-17T01:00+00:00"),  # 8 of 16 hours are over on Monday at 18:00, which is no working time
        (75, False, "2026-11-17T06:00+00:00"),
        (100, False, "2026-11-18T01:00+00:00"),  # due at 18:00 on Tuesday: nobody is there any more
        (100, True, "2026-11-17T10:00+00:00"),
        (150, False, "2026-11-19T01:00+00:00"),
    ],
)
def test_a_reminder_goes_out_at_its_share_in_working_time(percent: int, safety: bool, told: str) -> None:
    plain = calendar_from("Asia/Shanghai", [DAY] * 5 + [[], []], {})
    due = deadline(T, 960, plain)
    at = step_at(percent, start=T, due=due, calendar=plain, pauses=[], hours=plain, safety=safety)
    assert at is not None
    assert at.isoformat(timespec="minutes") == told


@given(
    percent=st.integers(1, 300),
    minutes=st.integers(1, 5000),
    start=st.integers(0, 20_000),
    by=st.sampled_from([WEEK, None]),
)
def test_no_reminder_goes_out_outside_working_time(percent: int, minutes: int, start: int, by: Calendar | None) -> None:
    begun = T + timedelta(minutes=start)
    due = deadline(begun, minutes, by)
    at, urgent = (
        step_at(percent, start=begun, due=due, calendar=by, pauses=[], hours=WEEK, safety=safety)
        for safety in (False, True)
    )
    assert at is not None
    assert (is_worked(at, WEEK), at >= begun) == (True, True)
    assert urgent is not None  # about safety: at its share of the time, at any hour; the others wait for a worked one
    assert (begun <= urgent <= at, next_worked(urgent, WEEK)) == (True, at)


def test_no_reminder_is_planned_while_the_clock_stands() -> None:
    due = deadline(T, 960, WEEK)
    for pauses in ([(T + HOUR, None)], [(T + HOUR, T + 2 * HOUR), (T + 3 * HOUR, None)]):
        assert step_at(75, start=T, due=due, calendar=WEEK, pauses=pauses, hours=WEEK, safety=False) is None


def test_a_time_outside_all_hours_is_reminded_of_by_the_wall() -> None:
    saturday = datetime(2026, 11, 28, 2, tzinfo=UTC)
    due = saturday + 4 * HOUR
    at = step_at(75, start=saturday, due=due, calendar=WEEK, pauses=[], hours=None, safety=False)
    assert at == saturday + 3 * HOUR


def terms(pk: int, *, area: str = "any", line: str = "", tier: str = "") -> Terms:
    return Terms(pk, "arrive", area, 60, None, None, line, tier)


@pytest.mark.parametrize(
    ("line", "tier", "rural", "found"),
    [("", "", False, 1), ("", "", True, 2), ("空调", "", True, 3), ("空调", "VIP", True, 4), ("冰箱", "VIP", False, 4)],
)
def test_what_is_for_this_customer_goes_before_what_is_for_all(line: str, tier: str, rural: bool, found: int) -> None:
    promises = [terms(1), terms(2, area="rural"), terms(3, line="空调"), terms(4, tier="VIP")]
    bound = terms_for("arrive", rural=rural, promises=promises, product_line=line, tier=tier)
    assert (bound.promise_id if bound else None) == found


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        ([], None),
        ([(75, "assignee"), (100, "manager")], None),
        ([(0, "assignee")], "give each step between 1 and 1000 percent of the promised time"),
        ([(50, "nobody")], "choose whom each step reaches"),
        ([(100, "manager"), (75, "assignee")], "give the steps in order, each later than the one before"),
        ([(75, "assignee"), (75, "manager")], "give the steps in order, each later than the one before"),
        ([(n, "manager") for n in range(1, 8)], "at most 6 reminders and escalations"),
    ],
)
def test_steps_that_cannot_be_are_refused(steps: list[tuple[int, str]], reason: str | None) -> None:
    assert why_not_steps(steps) == reason


def test_steps_are_the_usual_ones_unless_a_promise_names_its_own() -> None:
    assert steps_from(None) == USUAL_STEPS
    assert steps_from([[80, "manager"]]) == ((80, Recipient.MANAGER),)
    assert steps_from([]) == ()


def test_a_zone_is_one_that_exists() -> None:
    reason = "choose a time zone by its name, such as Asia/Shanghai"
    assert [why_not_zone(zone) for zone in ("Asia/Shanghai", "Mars", "../etc/passwd", "")] == [
        None,
        reason,
        reason,
        reason,
    ]


def test_a_chosen_time_is_told_from_the_promised_one() -> None:
    assert [is_chosen(T, T + HOUR, terms(1)), is_chosen(T, T + 2 * HOUR, terms(1))] == [False, True]


def test_the_clock_moves_have_their_words() -> None:
    assert [move.value for move in ClockMove] == ["start", "pause", "resume", "stop"]
