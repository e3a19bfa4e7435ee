"""Working time: deadlines over nights, lunch, weekends, 调休 and pauses (states.md section 4)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuxing.core.worktime import Calendar, calendar_from, deadline, deadline_with_pauses, elapsed

DAY = [["09:00", "12:00"], ["13:00", "18:00"]]
WEEK = calendar_from("Asia/Shanghai", [DAY] * 5 + [[], []], {"2026-10-01": [], "2026-10-10": [["09:00", "12:00"]]})
BERLIN = calendar_from("Europe/Berlin", [DAY] * 7, {})
SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("start", "minutes", "due"),
    [
        ("2026-11-18 09:00", 60, "2026-11-18 10:00"),
        ("2026-11-18 11:30", 60, "2026-11-18 13:30"),  # over lunch
        ("2026-11-18 17:30", 60, "2026-11-19 09:30"),  # over night
        ("2026-11-20 17:30", 60, "2026-11-23 09:30"),  # over the weekend
        ("2026-11-21 10:00", 30, "2026-11-23 09:30"),  # begun outside hours
        ("2026-09-30 17:00", 120, "2026-10-02 10:00"),  # over a holiday
        ("2026-10-09 17:30", 60, "2026-10-10 09:30"),  # a Saturday worked instead
        ("2028-02-29 09:00", 480, "2028-02-29 18:00"),  # leap day, to the minute
        ("2026-11-18 10:00", 0, "2026-11-18 10:00"),
    ],
)
def test_a_deadline_counts_working_time_only(start: str, minutes: int, due: str) -> None:
    assert deadline(at(start), minutes, WEEK) == at(due)


def test_without_a_calendar_the_clock_on_the_wall_counts() -> None:
    assert deadline(at("2026-11-21 23:00"), 120, None) == at("2026-11-22 01:00")


def test_summer_time_does_not_shift_working_hours() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert deadline(at("2026-10-24 17:00", berlin), 120, BERLIN) == at("2026-10-25 10:00", berlin)


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        ([("2026-11-18 10:00", "2026-11-18 11:00")], "2026-11-18 16:00"),
        ([("2026-11-18 10:00", "2026-11-18 10:00")], "2026-11-18 15:00"),  # no length
        ([("2026-11-18 11:30", "2026-11-18 13:30")], "2026-11-18 16:00"),  # over lunch one hour is lost
        ([("2026-11-18 10:00", "2026-11-18 11:00"), ("2026-11-18 14:00", "2026-11-18 15:00")], "2026-11-18 17:00"),
        ([("2026-11-18 17:00", "2026-11-18 18:00")], "2026-11-18 15:00"),  # after it fell due
        ([("2026-11-18 14:00", "2026-11-23 09:00")], "2026-11-23 10:00"),  # over the weekend
        ([("2026-11-18 10:00", None)], None),
    ],
)
def test_pauses_move_the_deadline_by_working_time(pauses: list[tuple[str, str | None]], due: str | None) -> None:
    spans = [(at(begin), at(end) if end else None) for begin, end in pauses]
    assert deadline_with_pauses(at("2026-11-18 09:00"), 300, WEEK, spans) == (at(due) if due else None)


@given(
    start=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)),
    minutes=st.integers(0, 5000),
)
def test_elapsed_to_a_deadline_is_the_promise(start: datetime, minutes: int) -> None:
    assert elapsed(start, deadline(start, minutes, WEEK), WEEK) == timedelta(minutes=minutes)


@given(
    start=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)),
    minutes=st.integers(1, 3000),
    more=st.integers(1, 600),
)
def test_a_longer_promise_falls_due_later(start: datetime, minutes: int, more: int) -> None:
    assert deadline(start, minutes, WEEK) < deadline(start, minutes + more, WEEK)


def test_a_calendar_without_working_time_is_an_error() -> None:
    with pytest.raises(ValueError, match="no working time"):
        deadline(at("2026-11-18 09:00"), 1, Calendar("Asia/Shanghai", ((),) * 7, {date(2026, 1, 1): ()}))
