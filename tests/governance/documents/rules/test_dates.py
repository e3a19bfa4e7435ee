"""When reading and reviews fall due, and what numbers look like."""

from datetime import UTC, date, datetime

import pytest

from wuxing.core.worktime import calendar_from
from wuxing.governance.documents import rules

WEEK = [[["08:30", "12:00"], ["13:30", "18:00"]]] * 5 + [[], []]
CALENDAR = calendar_from("Asia/Shanghai", WEEK, {"2026-11-23": [], "2026-11-28": [["09:00", "24:00"]]})
FRIDAY = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "due"),
    [(1, "2026-11-24T18:00+08:00"), (4, "2026-11-27T18:00+08:00"), (5, "2026-11-29T00:00+08:00")],
)
def test_reading_is_due_at_the_end_of_a_working_day(days: int, due: str) -> None:
    assert rules.due_after(days, FRIDAY, CALENDAR, "Asia/Shanghai") == datetime.fromisoformat(due)


def test_without_a_calendar_weekends_do_not_count() -> None:
    assert rules.due_after(1, FRIDAY, None, "Asia/Shanghai") == datetime.fromisoformat("2026-11-24T00:00+08:00")


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 21), 12, date(2027, 11, 21)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_months_later(day: date, months: int, later: date) -> None:
    assert rules.months_after(day, months) == later


def test_a_version_counts_at_once_on_its_day_and_else_from_midnight() -> None:
    assert rules.starts_at(date(2026, 11, 20), FRIDAY, "Asia/Shanghai") == FRIDAY
    assert rules.starts_at(date(2026, 12, 1), FRIDAY, "Asia/Shanghai") == datetime.fromisoformat(
        "2026-12-01T00:00+08:00"
    )


@pytest.mark.parametrize(
    ("pattern", "number"), [("QP-{nn}", "QP-07"), ("{year}-{n}", "2026-7"), ("海岚/QP{nnn}", "海岚/QP007")]
)
def test_numbers(pattern: str, number: str) -> None:
    assert (rules.number_from(pattern, 7, 2026), rules.why_not_pattern(pattern)) == (number, None)


@pytest.mark.parametrize("pattern", ["QP", "{n}{n}", "<{n}>", "{n}" + "x" * 40])
def test_patterns_that_make_no_numbers(pattern: str) -> None:
    assert rules.why_not_pattern(pattern) is not None
