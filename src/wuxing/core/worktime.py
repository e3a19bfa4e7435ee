"""Working time: when a promise falls due, counted in the hours that an outlet works. Pure.

A calendar is a weekly pattern (several intervals a day) with dated exceptions that remove and add days (调休). Its zone is
the outlet's. A deadline is a function of start, minutes, calendar and pauses; nothing else moves it (states.md section 4).
Instants are compared in UTC, so an hour stays an hour where clocks are put forward or back. A year's spans are laid out
once a process with the time worked up to each, and a deadline is then looked up in them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Interval = tuple[time, time]
Pauses = Sequence[tuple[datetime, datetime | None]]
_HORIZON_YEARS = 10  # a calendar that works on no day within ten years is refused
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Year:
    """A year's working spans in microseconds since the epoch, and the time worked in the year up to the end of each."""

    begins: tuple[int, ...]
    ends: tuple[int, ...]
    worked: tuple[int, ...]
    total: int

    def until(self, at: int) -> tuple[int, int]:
        """Return the first span that ends after `at`, and the time worked in the year before `at`."""
        place = bisect_right(self.ends, at)
        if place == len(self.ends):
            return place, self.total
        return place, self.worked[place] - (self.ends[place] - max(self.begins[place], at))


@dataclass(frozen=True)
class Calendar:
    """One version of a business calendar. `weekly[0]` is Monday; `exceptions` replace a date's intervals."""

    zone: str
    weekly: tuple[tuple[Interval, ...], ...]
    exceptions: dict[date, tuple[Interval, ...]] = field(default_factory=dict)
    _years: dict[int, _Year] = field(default_factory=dict, init=False, repr=False, compare=False)

    def intervals_on(self, day: date) -> tuple[Interval, ...]:
        """Return the working intervals of a date, in order."""
        found = self.exceptions.get(day)
        return self.weekly[day.weekday()] if found is None else found

    def year(self, year: int) -> _Year:
        """Return the working spans of a year of the calendar's zone."""
        found = self._years.get(year)
        if found is None:
            found = self._years[year] = _laid_out(self, year)
        return found


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


def _micros(moment: datetime) -> int:
    passed = moment - _EPOCH
    return (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds


def _length(span: timedelta) -> int:
    return (span.days * 86_400 + span.seconds) * 1_000_000 + span.microseconds


def _instant(micros: int, like: datetime) -> datetime:
    return (_EPOCH + timedelta(microseconds=micros)).astimezone(like.tzinfo)


def _laid_out(calendar: Calendar, year: int) -> _Year:
    zone, one_day = ZoneInfo(calendar.zone), timedelta(days=1)
    begins: list[int] = []
    ends: list[int] = []
    worked: list[int] = []
    total, day = 0, date(year, 1, 1)
    while day.year == year:
        for opens, closes in calendar.intervals_on(day):
            begin = _micros(datetime.combine(day, opens, zone))
            midnight = closes == time.max
            end = _micros(
                datetime.combine(day + one_day, time.min, zone) if midnight else datetime.combine(day, closes, zone)
            )
            if end > begin:  # an interval inside the hour that summer time takes away has no length
                total += end - begin
                begins.append(begin)
                ends.append(end)
                worked.append(total)
        day += one_day
    return _Year(tuple(begins), tuple(ends), tuple(worked), total)


def deadline(start: datetime, minutes: int, calendar: Calendar | None) -> datetime:
    """Return the instant `minutes` of working time after `start`; of the clock on the wall when there is no calendar.

    Raises:
        ValueError: the calendar has too little working time within ten years.
    """
    return after(start, timedelta(minutes=minutes), calendar)


def after(start: datetime, span: timedelta, calendar: Calendar | None) -> datetime:
    """Return the instant at which `span` of working time has passed since `start`. Raises ValueError as `deadline`."""
    at, need = _micros(start), _length(span)
    if calendar is None:
        return _instant(at + need, start)
    year = start.astimezone(ZoneInfo(calendar.zone)).year
    spans = calendar.year(year)
    place, before = spans.until(at)
    last = year + _HORIZON_YEARS
    if need == 0:  # the next moment that is worked, this one included
        while place == len(spans.ends):
            year, place = _next(year, last), 0
            spans = calendar.year(year)
        return _instant(max(spans.begins[place], at), start)
    need += before
    while need > spans.total:
        need -= spans.total
        year = _next(year, last)
        spans = calendar.year(year)
    place = bisect_left(spans.worked, need)
    return _instant(spans.ends[place] - (spans.worked[place] - need), start)


def _next(year: int, last: int) -> int:
    if year >= last:
        raise ValueError("the calendar has no working time")
    return year + 1


def elapsed(start: datetime, end: datetime, calendar: Calendar | None) -> timedelta:
    """Return the working time between two instants; zero when `end` is not after `start`."""
    begin, stop = _micros(start), _micros(end)
    if stop <= begin:
        return timedelta()
    if calendar is None:
        return timedelta(microseconds=stop - begin)
    zone = ZoneInfo(calendar.zone)
    first, last = start.astimezone(zone).year, end.astimezone(zone).year
    worked = calendar.year(last).until(stop)[1] - calendar.year(first).until(begin)[1]
    return timedelta(microseconds=worked + sum(calendar.year(year).total for year in range(first, last)))


def is_worked(at: datetime, calendar: Calendar | None) -> bool:
    """Say whether an instant is in working time; the end of an interval no longer is."""
    if calendar is None:
        return True
    spans, moment = calendar.year(at.astimezone(ZoneInfo(calendar.zone)).year), _micros(at)
    place = bisect_right(spans.ends, moment)
    return place < len(spans.ends) and spans.begins[place] <= moment


def next_worked(at: datetime, calendar: Calendar | None) -> datetime:
    """Return the instant itself when it is in working time, else when working time begins next. Raises ValueError."""
    return after(at, timedelta(), calendar)


def deadline_with_pauses(start: datetime, minutes: int, calendar: Calendar | None, pauses: Pauses) -> datetime | None:
    """Return the deadline moved by the working time of the pauses, or None while a pause is open.

    `pauses` are disjoint and in order. The promised deadline itself is stored once; this is the one that counts.
    """
    return moved_by_pauses(deadline(start, minutes, calendar), start, calendar, pauses)


def moved_by_pauses(due: datetime, start: datetime, calendar: Calendar | None, pauses: Pauses) -> datetime | None:
    """Return a deadline moved by the working time of the pauses since `start`, or None while a pause is open."""
    for begin, end in pauses:
        if begin >= due:
            break
        if end is None:
            return None
        if lost := elapsed(max(begin, start), end, calendar):
            due = after(due, lost, calendar)
    return due
