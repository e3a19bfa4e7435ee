"""Working time: when a promise falls due, counted in the hours that an outlet works. Pure.

A calendar is a weekly pattern (several intervals a day) with dated exceptions that remove and add days (调休). Its zone is
the outlet's. A deadline is a function of start, minutes, calendar and pauses; nothing else moves it (states.md section 4).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Interval = tuple[time, time]
_HORIZON_DAYS = 3660  # a calendar that works on no day within ten years is refused


@dataclass(frozen=True)
class Calendar:
    """One version of a business calendar. `weekly[0]` is Monday; `exceptions` replace a date's intervals."""

    zone: str
    weekly: tuple[tuple[Interval, ...], ...]
    exceptions: dict[date, tuple[Interval, ...]] = field(default_factory=dict)

    def intervals_on(self, day: date) -> tuple[Interval, ...]:
        """Return the working intervals of a date, in order."""
        found = self.exceptions.get(day)
        return self.weekly[day.weekday()] if found is None else found


def calendar_from(
    zone: str, weekly: Sequence[Sequence[Sequence[str]]], exceptions: dict[str, list[list[str]]]
) -> Calendar:
    """Build a calendar from its stored JSON form; times are HH:MM, and 24:00 means the end of the day."""

    def intervals(rows: Sequence[Sequence[str]]) -> tuple[Interval, ...]:
        return tuple(
            sorted((time.fromisoformat(a), time.max if b == "24:00" else time.fromisoformat(b)) for a, b in rows)
        )

    return Calendar(
        zone,
        tuple(intervals(day) for day in weekly),
        {date.fromisoformat(day): intervals(rows) for day, rows in exceptions.items()},
    )


def _spans(calendar: Calendar, start: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Yield the working spans that end after `start`, the first one cut at `start`; instants are aware."""
    zone = ZoneInfo(calendar.zone)
    local = start.astimezone(zone)
    for offset in range(_HORIZON_DAYS):
        day = local.date() + timedelta(days=offset)
        for opens, closes in calendar.intervals_on(day):
            end_day = day + timedelta(days=1) if closes == time.max else day
            end = datetime.combine(end_day, time.min if closes == time.max else closes, zone)
            begin = max(datetime.combine(day, opens, zone), local)
            if end > begin:
                yield begin.astimezone(start.tzinfo), end.astimezone(start.tzinfo)


def deadline(start: datetime, minutes: int, calendar: Calendar | None) -> datetime:
    """Return the instant `minutes` of working time after `start`; of the clock on the wall when there is no calendar.

    Raises:
        ValueError: the calendar has too little working time within ten years.
    """
    if calendar is None:
        return start + timedelta(minutes=minutes)
    left = timedelta(minutes=minutes)
    for begin, end in _spans(calendar, start):
        if left <= end - begin:
            return begin + left
        left -= end - begin
    raise ValueError("the calendar has no working time")


def elapsed(start: datetime, end: datetime, calendar: Calendar | None) -> timedelta:
    """Return the working time between two instants; zero when `end` is not after `start`."""
    if end <= start:
        return timedelta()
    if calendar is None:
        return end - start
    total = timedelta()
    for begin, stop in _spans(calendar, start):
        if begin >= end:
            break
        total += min(stop, end) - begin
    return total


def deadline_with_pauses(
    start: datetime, minutes: int, calendar: Calendar | None, pauses: Sequence[tuple[datetime, datetime | None]]
) -> datetime | None:
    """Return the deadline moved by the working time of the pauses, or None while a pause is open.

    `pauses` are disjoint and in order. The promised deadline itself is stored once; this is the one that counts.
    """
    return moved_by_pauses(deadline(start, minutes, calendar), start, calendar, pauses)


def moved_by_pauses(
    due: datetime, start: datetime, calendar: Calendar | None, pauses: Sequence[tuple[datetime, datetime | None]]
) -> datetime | None:
    """Return a deadline moved by the working time of the pauses since `start`, or None while a pause is open."""
    for begin, end in pauses:
        if begin >= due:
            break
        if end is None:
            return None
        lost = elapsed(max(begin, start), end, calendar)
        due = deadline(due, int(lost.total_seconds() // 60), calendar) if lost else due
    return due
