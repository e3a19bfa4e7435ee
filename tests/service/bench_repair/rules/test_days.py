"""The days of the law: day 20, day 30 of our own, day 90 without parts."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuxing.service.bench_repair import rules, states
from wuxing.service.bench_repair.rules.days import RANKS
from wuxing.service.bench_repair.states import ItemState

BEGUN = date(2026, 1, 1)


def on(day: int) -> date:
    return BEGUN + timedelta(days=day)


@pytest.mark.parametrize(
    ("changes", "today", "days"),
    [
        ([(0, "received")], 0, rules.Days()),
        ([(0, "received")], 20, rules.Days(20)),
        ([(0, "received"), (3, "quoted"), (10, "approved")], 20, rules.Days(20, 7)),
        ([(0, "received"), (5, "waiting_parts")], 50, rules.Days(50, 0, 45, True)),
        ([(0, "received"), (5, "waiting_parts"), (25, "repairing")], 30, rules.Days(30, 0, 20)),
        ([(0, "received"), (9, "ready")], 60, rules.Days(9)),
        ([(0, "received"), (9, "ready"), (20, "repairing")], 25, rules.Days(14)),  # days on the shelf do not count
        ([(0, "received"), (4, "declined")], 60, rules.Days(4)),
    ],
)
def test_days_are_those_in_repair(changes: list[tuple[int, str]], today: int, days: rules.Days) -> None:
    assert rules.days_of([(on(day), state) for day, state in changes], on(today)) == days


@pytest.mark.parametrize(
    ("days", "level", "left", "limit", "own_fault"),
    [
        (rules.Days(19), "", 11, 30, False),
        (rules.Days(20), "alarm", 10, 30, False),
        (rules.Days(29), "alarm", 1, 30, False),
        (rules.Days(30), "breach", 0, 30, False),  # longer than 30 days: from the next day on
        (rules.Days(31), "breach", -1, 30, True),
        (rules.Days(31, 11), "alarm", 10, 30, False),  # eleven of them the customer's
        (rules.Days(80, 0, 70, True), "", 10, 90, False),
        (rules.Days(90, 0, 80, True), "parts", 0, 90, False),
        (rules.Days(120, 0, 80), "parts", -30, 90, True),
    ],
)
def test_alarms_are_of_day_20_30_and_90(days: rules.Days, level: str, left: int, limit: int, own_fault: bool) -> None:
    assert rules.alarm_for(days) == rules.Alarm(level, left, limit)
    assert rules.is_own_fault(days) is own_fault
    assert (rules.remedy_for(days) is not None) is (level == "parts" or own_fault)


def test_an_alarm_is_raised_once() -> None:
    higher = [(level, than) for level in RANKS for than in RANKS if rules.is_higher(level, than)]
    assert higher == [
        ("alarm", ""), ("breach", ""), ("breach", "alarm"), ("parts", ""), ("parts", "alarm"), ("parts", "breach"),
    ]  # fmt: skip


STEPS = st.lists(st.tuples(st.integers(0, 40), st.sampled_from(sorted(ItemState))), min_size=1, max_size=12)


@given(STEPS, st.integers(0, 60))
def test_the_shares_of_the_days_never_exceed_the_whole(steps: list[tuple[int, ItemState]], more: int) -> None:
    day, changes = 0, []
    for length, state in steps:
        changes.append((on(day), str(state)))
        day += length
    days = rules.days_of(changes, on(day + more))
    assert 0 <= days.customer + days.parts <= days.since <= day + more
    assert days.own == days.since - days.customer - days.parts
    if all(state in states.IN_REPAIR for _length, state in steps):
        assert days.since == day + more
