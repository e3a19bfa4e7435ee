"""Which promise binds, when it falls due, whether it was kept, also while it waits."""

from datetime import UTC, datetime, timedelta

import pytest

from wuxing.core.worktime import calendar_from
from wuxing.governance.commitments.rules import (
    Terms,
    calendar_from_input,
    due_for,
    effective_due_for,
    is_kept,
    is_kept_in_pause,
    terms_for,
)

T = datetime(2026, 11, 16, 1, tzinfo=UTC)  # Monday, 09:00 in China
HOUR = timedelta(hours=1)
WEEK = [[["08:00", "12:00"], ["14:00", "18:00"]]] * 5 + [[], []]


def terms(area: str, kind: str = "arrive", minutes: int = 60) -> Terms:
    return Terms(hash(area), kind, area, minutes, None, None)


@pytest.mark.parametrize(
    ("areas", "rural", "found"),
    [
        (["any"], True, "any"),
        (["any"], False, "any"),
        (["any", "rural"], True, "rural"),
        (["any", "rural"], False, "any"),
        (["urban", "rural", "any"], False, "urban"),
        (["urban"], True, None),
        ([], False, None),
    ],
)
def test_the_promise_for_the_place_goes_before_the_one_for_any(
    areas: list[str], rural: bool, found: str | None
) -> None:
    bound = terms_for("arrive", rural=rural, promises=[terms(area) for area in areas] + [terms("any", "resolve")])
    assert (bound.area if bound else None) == found


def test_a_promise_falls_due_by_the_wall_or_by_its_calendar() -> None:
    calendar = calendar_from("Asia/Shanghai", WEEK, {})
    assert due_for(terms("any", minutes=240), T) == T + 4 * HOUR
    assert due_for(Terms(1, "arrive", "any", 240, 1, calendar), T) == T + 6 * HOUR  # two hours of noon


@pytest.mark.parametrize(("late", "kept"), [(timedelta(), True), (timedelta(microseconds=1), False), (-HOUR, True)])
def test_at_the_promised_instant_is_in_time(late: timedelta, kept: bool) -> None:
    assert is_kept(stopped_at=T + late, due_at=T) is kept


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        ([], T + 4 * HOUR),
        ([(T, T + HOUR)], T + 5 * HOUR),
        ([(T, T + HOUR), (T + 2 * HOUR, T + 4 * HOUR)], T + 7 * HOUR),
        ([(T + 4 * HOUR, T + 9 * HOUR)], T + 4 * HOUR),  # it was due when the wait began
        ([(T + HOUR, None)], None),
        ([(T + 5 * HOUR, None)], T + 4 * HOUR),
        ([(T, T)], T + 4 * HOUR),
    ],
)
def test_waits_move_what_counts(pauses: list[tuple[datetime, datetime | None]], due: datetime | None) -> None:
    assert effective_due_for(start=T, due=T + 4 * HOUR, calendar=None, pauses=pauses) == due


@pytest.mark.parametrize(
    ("pauses", "stopped", "kept"),
    [
        ([(T + HOUR, None)], T + 90 * HOUR, True),
        ([(T + 5 * HOUR, None)], T + 6 * HOUR, False),  # late before the wait
        ([(T + HOUR, None)], T + 90 * HOUR + timedelta(seconds=59), True),
        ([(T, T + HOUR), (T + 2 * HOUR, None)], T + 90 * HOUR, True),
        ([(T, T + HOUR), (T + 6 * HOUR, None)], T + 7 * HOUR, False),
    ],
)
def test_a_promise_that_ends_while_it_waits(
    pauses: list[tuple[datetime, datetime | None]], stopped: datetime, kept: bool
) -> None:
    judged = is_kept_in_pause(stopped_at=stopped, start=T, due=T + 4 * HOUR, calendar=None, pauses=pauses)
    assert judged is kept


@pytest.mark.parametrize(
    "weekly",
    [
        WEEK[:6],
        [*WEEK, []],
        [[["12:00", "08:00"]], *WEEK[1:]],
        [[["08:00", "08:00"]], *WEEK[1:]],
        [[["08:00", "12:00"], ["11:00", "18:00"]], *WEEK[1:]],
        [[["25:00", "26:00"]], *WEEK[1:]],
    ],
    ids=["six days", "eight days", "backwards", "empty", "overlapping", "no such hour"],
)
def test_a_calendar_that_cannot_be_is_refused(weekly: list[list[list[str]]]) -> None:
    with pytest.raises(ValueError, match=r"days|:|hour"):
        calendar_from_input("Asia/Shanghai", weekly, {})


def test_a_calendar_is_read_with_its_exceptions() -> None:
    calendar = calendar_from_input("Asia/Shanghai", WEEK, {"2026-11-21": [["08:00", "12:00"]], "2026-11-16": []})
    assert due_for(Terms(1, "arrive", "any", 60, 1, calendar), T) == T + timedelta(days=1)
