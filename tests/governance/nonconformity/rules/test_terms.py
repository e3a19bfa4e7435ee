"""When stages fall due: working days by the calendar, days by the date, and days that the plan sets."""

from datetime import UTC, date, datetime, time

import pytest

from wuxing.core.worktime import Calendar
from wuxing.governance.nonconformity.rules import terms
from wuxing.governance.nonconformity.states import Severity, Term, Unit

ZONE = "Asia/Shanghai"
DAY = ((time(8, 30), time(12)), (time(13, 30), time(17, 30)))
WEEK = Calendar(
    ZONE,
    (DAY, DAY, DAY, DAY, DAY, (), ()),
    {date(2026, 10, 1): (), date(2026, 10, 10): ((time(9), time(12)),)},  # a day off, and a Saturday worked instead
)
ALWAYS = Calendar(ZONE, (((time(0), time.max),),) * 7)


def at(day: int, hour: int = 10, month: int = 10) -> datetime:
    """An instant of 2026 in Shanghai."""
    return datetime(2026, month, day, hour - 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        (at(5), 1, datetime(2026, 10, 6, 9, 30, tzinfo=UTC)),  # Monday: the end of Tuesday, 17:30
        (at(5, 23), 1, datetime(2026, 10, 6, 9, 30, tzinfo=UTC)),  # late in the evening: the same
        (at(9), 1, datetime(2026, 10, 10, 4, 0, tzinfo=UTC)),  # Friday: the Saturday worked instead, until noon
        (at(9), 2, datetime(2026, 10, 12, 9, 30, tzinfo=UTC)),
        (at(30, month=9), 1, datetime(2026, 10, 2, 9, 30, tzinfo=UTC)),  # the first of October is off
        (at(10), 1, datetime(2026, 10, 12, 9, 30, tzinfo=UTC)),  # from a Saturday: Monday
        (at(5), 10, datetime(2026, 10, 16, 9, 30, tzinfo=UTC)),
    ],
)
def test_working_days_end_with_the_last_hour_of_the_nth_day(start: datetime, count: int, due: datetime) -> None:
    assert terms.working_day_after(start, count, WEEK) == due


def test_a_day_worked_round_the_clock_ends_with_its_last_minute() -> None:
    assert terms.working_day_after(at(5), 1, ALWAYS) == datetime(2026, 10, 6, 15, 59, tzinfo=UTC)


def test_a_calendar_without_working_days_is_refused() -> None:
    with pytest.raises(ValueError, match="the calendar has no working days"):
        terms.working_day_after(at(5), 1, Calendar(ZONE, ((),) * 7))


def test_plain_days_end_with_the_day() -> None:
    length = terms.Length(30, Unit.DAYS, terms.PRACTICE)
    assert terms.due_for(length, at(5), WEEK) == datetime(2026, 11, 4, 15, 59, tzinfo=UTC)


def test_a_day_that_the_plan_sets_has_no_term() -> None:
    open_end = terms.DEFAULTS[Severity.MAJOR][Term.IMPLEMENT]
    with pytest.raises(ValueError, match="the plan sets this day"):
        terms.due_for(open_end, at(5), WEEK)
    assert terms.due_of_work(open_end, at(5), date(2026, 12, 1), WEEK) == datetime(2026, 12, 1, 15, 59, tzinfo=UTC)
    minor = terms.DEFAULTS[Severity.MINOR][Term.IMPLEMENT]
    assert terms.due_of_work(minor, at(5), date(2026, 12, 1), WEEK) == terms.due_for(minor, at(5), WEEK)


def test_the_defaults_are_those_of_the_procedure() -> None:
    shown = {
        severity: [(length.count, str(length.unit)) for length in found.values()]
        for severity, found in terms.DEFAULTS.items()
    }
    ten, days = (10, "working_days"), (90, "days")
    assert shown == {
        "minor": [(3, "working_days"), ten, ten, (30, "days"), days, ten],
        "major": [(3, "working_days"), ten, ten, (None, "days"), days, ten],
        "critical": [(1, "working_days"), ten, ten, (None, "days"), days, ten],
    }


def test_what_the_company_decided_stands_before_the_default() -> None:
    chosen = {("contain", "minor"): (5, "days")}
    assert terms.length_for(Term.CONTAIN, "minor", chosen) == terms.Length(5, Unit.DAYS, terms.CHANGED)
    assert terms.length_for(Term.CONTAIN, "major", chosen) == terms.DEFAULTS[Severity.MAJOR][Term.CONTAIN]


def test_the_first_calendar_with_days_off_counts_working_days() -> None:
    assert terms.calendar_for([(1, ALWAYS), (2, WEEK), (3, WEEK)]) == (2, WEEK)
    assert terms.calendar_for([(1, ALWAYS)]) is None
    assert terms.is_office(terms.office_calendar(ZONE))


@pytest.mark.parametrize(
    ("due_on", "limit", "reason"),
    [
        (date(2026, 10, 5), None, None),
        (date(2026, 10, 4), None, "choose today or a later day"),
        (date(2026, 11, 4), at(4, 23, month=11), None),
        (
            date(2026, 11, 5),
            at(4, 23, month=11),
            "the actions of this one are due by 2026-11-04; choose that day or an earlier one",
        ),
    ],
)
def test_an_action_is_due_between_today_and_the_end_of_its_stage(
    due_on: date, limit: datetime | None, reason: str | None
) -> None:
    assert terms.why_not_due_on(due_on, today=date(2026, 10, 5), limit=limit, zone=ZONE) == reason


def test_at_the_last_instant_is_in_time() -> None:
    assert terms.is_kept(ended_at=at(5), counts_until=at(5))
    assert not terms.is_kept(ended_at=at(6), counts_until=at(5))
