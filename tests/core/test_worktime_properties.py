"""The calendar engine against a slow one that walks minute by minute, and the rules of states.md section 4."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wuxing.core.worktime import (
    Calendar,
    Interval,
    after,
    calendar_from,
    deadline,
    elapsed,
    is_worked,
    moved_by_pauses,
    next_worked,
)

ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC")
MINUTE = timedelta(minutes=1)
FIRST = date(2026, 2, 26)  # the days looked at hold a leap day's neighbour and both changes to summer time of 2026


def intervals() -> st.SearchStrategy[tuple[Interval, ...]]:
    """Days of none to three spans, on quarter hours, some until midnight."""
    edges = st.lists(st.integers(0, 96), min_size=0, max_size=6, unique=True).map(sorted)
    return edges.map(lambda found: tuple(_span(a, b) for a, b in zip(found[::2], found[1::2], strict=False)))


def _span(begin: int, end: int) -> Interval:
    def at(quarter: int) -> time:
        return time.max if quarter == 96 else time(quarter // 4, quarter % 4 * 15)

    return at(begin), at(end)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """A calendar of any zone with dates that take days off and add them; some hour of its week is worked."""
    weekly = tuple(draw(intervals()) for _day in range(7))
    if not any(weekly):
        weekly = ((_span(36, 48), _span(52, 72)), *weekly[1:])
    days = st.integers(0, 60).map(lambda offset: FIRST + timedelta(days=offset))
    return Calendar(draw(st.sampled_from(ZONES)), weekly, draw(st.dictionaries(days, intervals(), max_size=8)))


def instants() -> st.SearchStrategy[datetime]:
    minutes = st.integers(0, 50 * 24 * 60)
    return minutes.map(lambda count: datetime(2026, 2, 26, tzinfo=UTC) + count * MINUTE)


def walked(start: datetime, minutes: int, calendar: Calendar) -> datetime:
    """Walk on by minutes of absolute time and count those that the calendar works."""
    at, left = start, minutes
    while left or not minutes:
        if worked_at(at, calendar):
            if not minutes:
                return at
            left -= 1
        at += MINUTE
    return at


def worked_at(at: datetime, calendar: Calendar) -> bool:
    local = at.astimezone(ZoneInfo(calendar.zone))
    return any(begin <= local.time() < end for begin, end in calendar.intervals_on(local.date()))


@settings(max_examples=60)
@given(calendar=calendars(), start=instants(), minutes=st.integers(0, 1500))
def test_a_deadline_is_where_somebody_who_counts_minutes_arrives(
    calendar: Calendar, start: datetime, minutes: int
) -> None:
    assert deadline(start, minutes, calendar) == walked(start, minutes, calendar)


@given(calendar=calendars(), start=instants(), minutes=st.integers(0, 30_000))
def test_the_time_worked_until_a_deadline_is_the_promise(calendar: Calendar, start: datetime, minutes: int) -> None:
    assert elapsed(start, deadline(start, minutes, calendar), calendar) == minutes * MINUTE


@given(calendar=calendars(), start=instants(), one=st.integers(0, 5000), two=st.integers(0, 5000))
def test_two_promises_in_a_row_are_one_of_both_lengths(calendar: Calendar, start: datetime, one: int, two: int) -> None:
    if two:
        assert deadline(deadline(start, one, calendar), two, calendar) == deadline(start, one + two, calendar)


@given(calendar=calendars(), first=instants(), second=instants(), third=instants())
def test_time_worked_adds_up(calendar: Calendar, first: datetime, second: datetime, third: datetime) -> None:
    a, b, c = sorted((first, second, third))
    assert elapsed(a, b, calendar) + elapsed(b, c, calendar) == elapsed(a, c, calendar)


@given(calendar=calendars(), at=instants())
def test_the_next_worked_moment_is_worked_and_none_before_it_is(calendar: Calendar, at: datetime) -> None:
    found = next_worked(at, calendar)
    assert (is_worked(found, calendar), elapsed(at, found, calendar)) == (True, timedelta())
    assert is_worked(at, calendar) is worked_at(at, calendar)


@given(
    calendar=calendars() | st.none(),
    start=instants(),
    minutes=st.integers(1, 5000),
    lengths=st.lists(st.integers(0, 2000), min_size=1, max_size=6),
)
def test_pauses_take_out_what_was_worked_in_them(
    calendar: Calendar | None, start: datetime, minutes: int, lengths: list[int]
) -> None:
    """Running and standing by turns: what ran until the moved deadline is the promise, and nothing but that."""
    pauses, at = [], start
    for place, length in enumerate(lengths):
        until = at + length * MINUTE
        if place % 2:
            pauses.append((at, until))
        at = until
    due = moved_by_pauses(deadline(start, minutes, calendar), start, calendar, pauses)
    assert due is not None
    stood = sum((elapsed(begin, min(end, due), calendar) for begin, end in pauses if begin < due), timedelta())
    assert elapsed(start, due, calendar) - stood == minutes * MINUTE


@given(calendar=calendars() | st.none(), start=instants(), minutes=st.integers(1, 5000), at=st.integers(0, 5000))
def test_a_pause_without_length_moves_nothing(
    calendar: Calendar | None, start: datetime, minutes: int, at: int
) -> None:
    due, moment = deadline(start, minutes, calendar), start + at * MINUTE
    assert moved_by_pauses(due, start, calendar, [(moment, moment)]) == due


DAY = [["09:00", "12:00"], ["13:00", "18:00"]]
REST: dict[str, list[list[str]]] = {"2026-10-01": [], "2026-10-02": [], "2026-10-10": DAY}


@pytest.mark.parametrize(
    ("zone", "start", "minutes", "due"),
    [
        # 调休: the holiday is off, the Saturday after it is worked
        ("Asia/Shanghai", "2026-09-30 17:00", 120, "2026-10-05 10:00"),
        ("Asia/Shanghai", "2026-10-09 17:00", 120, "2026-10-10 10:00"),
        # summer time begins on Sunday 2026-03-29 at 02:00, ends on 2026-10-25 at 03:00
        ("Europe/Berlin", "2026-03-27 17:30", 60, "2026-03-30 09:30"),
        ("Europe/Berlin", "2026-10-23 17:30", 60, "2026-10-26 09:30"),
        # leap day, a Tuesday
        ("Asia/Shanghai", "2028-02-28 17:30", 60, "2028-02-29 09:30"),
        ("Asia/Shanghai", "2028-02-29 17:30", 60, "2028-03-01 09:30"),
        # over the year's end, created outside hours, over lunch
        ("Asia/Shanghai", "2026-12-31 17:30", 60, "2027-01-01 09:30"),
        ("Asia/Shanghai", "2026-11-21 23:00", 1, "2026-11-23 09:01"),
        ("Asia/Shanghai", "2026-11-18 12:30", 60, "2026-11-18 14:00"),
    ],
)
def test_special_days(zone: str, start: str, minutes: int, due: str) -> None:
    calendar = calendar_from(zone, [DAY] * 5 + [[], []], REST)
    begun = datetime.fromisoformat(start).replace(tzinfo=ZoneInfo(zone))
    assert f"{deadline(begun, minutes, calendar).astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" == due


@pytest.mark.parametrize(
    ("start", "minutes", "due"),
    [
        ("2026-03-28 23:00", 240, "2026-03-29 04:00"),  # one hour of the night does not exist
        ("2026-10-24 23:00", 240, "2026-10-25 02:00"),  # one happens twice
    ],
)
def test_round_the_clock_an_hour_stays_an_hour(start: str, minutes: int, due: str) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    always = calendar_from("Europe/Berlin", [[["00:00", "24:00"]]] * 7, {})
    begun = datetime.fromisoformat(start).replace(tzinfo=berlin)
    for calendar in (always, None):
        assert f"{deadline(begun, minutes, calendar).astimezone(berlin):%Y-%m-%d %H:%M}" == due


def test_seconds_count() -> None:
    calendar = calendar_from("Asia/Shanghai", [DAY] * 7, {})
    begun = datetime(2026, 11, 18, 11, 59, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert after(begun, timedelta(seconds=45), calendar) == begun.replace(hour=13, minute=0, second=15)
