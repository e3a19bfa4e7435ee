"""How long each stage may take, and when it falls due: working days of the company's calendar. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from wuxing.core.reasons import Reason, say
from wuxing.core.worktime import Calendar
from wuxing.governance.nonconformity.states import Severity, Term, Unit

PRACTICE = say("common practice for this procedure; not law")
OWN = say("our own default")
CHANGED = say("decided by the company")
END_OF_DAY = time(23, 59)
_OFFICE = ((time(9), time(18)),)
_HORIZON_DAYS = 3660


@dataclass(frozen=True, slots=True)
class Length:
    """How long a stage may take; None: until the day that the plan sets."""

    count: int | None
    unit: Unit
    source: Reason


def _working(count: int, source: Reason = PRACTICE) -> Length:
    return Length(count, Unit.WORKING_DAYS, source)


def _days(count: int | None, source: Reason = PRACTICE) -> Length:
    return Length(count, Unit.DAYS, source)


_MINOR: Mapping[Term, Length] = {
    Term.CONTAIN: _working(3),
    Term.ANALYSE: _working(10),
    Term.PLAN: _working(10),
    Term.IMPLEMENT: _days(30),
    Term.EFFECT: _days(90),
    Term.VERIFY: _working(10, OWN),
}
_MAJOR: Mapping[Term, Length] = {**_MINOR, Term.IMPLEMENT: _days(None)}
DEFAULTS: Mapping[Severity, Mapping[Term, Length]] = {
    Severity.MINOR: _MINOR,
    Severity.MAJOR: _MAJOR,
    Severity.CRITICAL: {**_MAJOR, Term.CONTAIN: _working(1, OWN)},
}


def length_for(term: Term, severity: str, chosen: Mapping[tuple[str, str], tuple[int, str]]) -> Length:
    """Return how long a stage may take: as the company decided, else the default. `chosen` is by (term, severity)."""
    if found := chosen.get((term.value, severity)):
        return Length(found[0], Unit(found[1]), CHANGED)
    return DEFAULTS[Severity(severity)][term]


def office_calendar(zone: str) -> Calendar:
    """Return the calendar of a company that keeps none: Monday to Friday."""
    return Calendar(zone, (*(_OFFICE for _day in range(5)), (), ()))


def is_office(calendar: Calendar) -> bool:
    """Say whether a calendar knows days off: only such a one counts working days."""
    return any(not intervals for intervals in calendar.weekly)


def calendar_for(calendars: Iterable[tuple[int, Calendar]]) -> tuple[int, Calendar] | None:
    """Return the first calendar, with its version's number, that counts working days."""
    return next((found for found in calendars if is_office(found[1])), None)


def working_day_after(start: datetime, count: int, calendar: Calendar) -> datetime:
    """Return the end of the `count`-th working day after the day of `start` (调休 counts as the calendar says).

    Raises:
        ValueError: the calendar has too few working days within ten years.
    """
    zone = ZoneInfo(calendar.zone)
    first = start.astimezone(zone).date()
    left = count
    for offset in range(1, _HORIZON_DAYS):
        day = first + timedelta(days=offset)
        intervals = calendar.intervals_on(day)
        left -= bool(intervals)
        if left <= 0 and intervals:
            closes = max(closes for _opens, closes in intervals)
            return datetime.combine(day, min(closes, END_OF_DAY), zone)
    raise ValueError("the calendar has no working days")


def end_of(day: date, zone: str) -> datetime:
    """Return the last minute of a day at a zone."""
    return datetime.combine(day, END_OF_DAY, ZoneInfo(zone))


def due_for(length: Length, start: datetime, calendar: Calendar) -> datetime:
    """Return when a stage that begins at `start` falls due.

    Raises:
        ValueError: the length is the plan's to set.
    """
    if length.count is None:
        raise ValueError("the plan sets this day")
    if length.unit == Unit.WORKING_DAYS:
        return working_day_after(start, length.count, calendar)
    day = start.astimezone(ZoneInfo(calendar.zone)).date() + timedelta(days=length.count)
    return end_of(day, calendar.zone)


def due_of_work(length: Length, start: datetime, last_due: date, calendar: Calendar) -> datetime:
    """Return when the actions are due together: the term of the stage, or else the last of their own days."""
    return end_of(last_due, calendar.zone) if length.count is None else due_for(length, start, calendar)


def why_not_due_on(due_on: date, *, today: date, limit: datetime | None, zone: str) -> Reason | None:
    """Return why an action is not due on a day: past, or after the stage itself is due."""
    if due_on < today:
        return say("choose today or a later day")
    if limit is not None:
        last = limit.astimezone(ZoneInfo(zone)).date()
        if due_on > last:
            return say(
                "the actions of this one are due by %(day)s; choose that day or an earlier one", day=last.isoformat()
            )
    return None


def is_kept(*, ended_at: datetime, counts_until: datetime) -> bool:
    """Say whether a stage ended in time."""
    return ended_at <= counts_until
