"""When a review falls due, when reading does, and from which instant a version counts."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from wuxing.core.worktime import Calendar

_HORIZON = 400  # days looked through for a working day


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of that month."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def due_after(days: int, start: datetime, calendar: Calendar | None, zone: str) -> datetime:
    """Return the end of the `days`-th working day after the day of `start`; of the calendar's days where there is one."""
    local = start.astimezone(ZoneInfo(calendar.zone if calendar else zone))
    left = days
    for offset in range(1, _HORIZON):
        day = local.date() + timedelta(days=offset)
        spans = calendar.intervals_on(day) if calendar else (((time(0), time.max),) if day.weekday() < 5 else ())
        if not spans:
            continue
        left -= 1
        if left <= 0:
            return _end_of(day, spans[-1][1], local)
    return local + timedelta(days=days)


def _end_of(day: date, closes: time, local: datetime) -> datetime:
    if closes == time.max:
        day, closes = day + timedelta(days=1), time.min
    return datetime.combine(day, closes, local.tzinfo)


def midnight(day: date, zone: str) -> datetime:
    """Return the beginning of a day at a place."""
    return datetime.combine(day, time.min, ZoneInfo(zone))


def starts_at(effective_on: date, now: datetime, zone: str) -> datetime:
    """Return from which instant a version counts: at once on the day itself, else from midnight of its day."""
    local = now.astimezone(ZoneInfo(zone))
    return now if effective_on == local.date() else midnight(effective_on, zone)
