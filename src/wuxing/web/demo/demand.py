"""When customers call: by season, day of the week, holiday and hour. Pure."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from random import Random
from zoneinfo import ZoneInfo

from wuxing.core.worktime import Calendar
from wuxing.web.demo.catalogue import CATEGORIES, Category
from wuxing.web.demo.company import ZONE

_WEEKDAY = (1.18, 1.05, 1.0, 0.98, 1.02, 1.08, 0.72)
_HOLIDAY = 0.45
_HOUR = (1, 1, 0, 0, 0, 1, 4, 14, 42, 66, 62, 44, 28, 34, 52, 54, 46, 38, 30, 34, 32, 20, 8, 3)
_HOURS = tuple(accumulate(_HOUR))
_GROWTH = 0.30  # more calls at the end than at the beginning, for the company sells more


def days_of(start: date, end: date, calendar: Calendar) -> tuple[list[date], list[float]]:
    """Return the days from `start` to `end` with the cumulated weight of their calls."""
    days = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    total = sum(category.share for category in CATEGORIES)
    weights = []
    for place, day in enumerate(days):
        season = sum(category.share * category.by_month[day.month - 1] for category in CATEGORIES) / total
        closed = _HOLIDAY if calendar.exceptions.get(day) == () else _WEEKDAY[day.weekday()]
        weights.append(season * closed * (1 + _GROWTH * place / len(days)))
    return days, list(accumulate(weights))


def call_times(count: int, start: date, now: datetime, calendar: Calendar, random: Random) -> list[datetime]:
    """Return `count` instants between `start` and `now`, in order, as calls come in."""
    days, weights = days_of(start, now.astimezone(ZoneInfo(ZONE)).date(), calendar)
    found: list[datetime] = []
    while len(found) < count:
        day = days[bisect_left(weights, random.random() * weights[-1])]
        at = instant(day, random)
        if at < now - timedelta(minutes=2):
            found.append(at)
    return sorted(found)


def instant(day: date, random: Random) -> datetime:
    """Return a moment of the day at which somebody calls."""
    hour = bisect_left(_HOURS, random.random() * _HOURS[-1])
    moment = time(min(hour, 23), random.randrange(60), random.randrange(60))
    return datetime.combine(day, moment, ZoneInfo(ZONE)).astimezone(UTC)


def category_at(month: int, random: Random, categories: Sequence[Category] = CATEGORIES) -> Category:
    """Return which kind of appliance breaks in a month."""
    return random.choices(categories, [category.share * category.by_month[month - 1] for category in categories])[0]
