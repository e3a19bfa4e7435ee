"""Public holidays and the days made up for them (调休), as the library of the State Council's notices knows them.

What a year's notice says is not known before it is published: such a year is unknown here, never guessed.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.metadata import version

import chinese_calendar

Hours = list[list[str]]
LIBRARY = "chinesecalendar"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A date on which the calendar would differ: worked or not, why, and what the calendar says today."""

    day: date
    worked: bool
    name: str
    hours: Hours
    now: Hours

    @property
    def is_new(self) -> bool:
        """Say whether taking it would change anything."""
        return self.hours != self.now


def source() -> str:
    """Return the library with its version."""
    return f"{LIBRARY} {version(LIBRARY)}"


def known_years() -> tuple[int, int]:
    """Return the first and the last year that the library knows."""
    return min(chinese_calendar.holidays).year, max(chinese_calendar.holidays).year


def proposals(year: int, weekly: Sequence[Hours], exceptions: Mapping[str, Hours]) -> list[Proposal] | None:
    """Return the dates of a year on which the week does not hold; None when the year is not known.

    A holiday is proposed where the week would work; a make-up day where it would not, with the hours of a usual day.
    """
    first, last = known_years()
    if not first <= year <= last:
        return None
    usual = usual_hours(weekly)
    found = []
    day = date(year, 1, 1)
    while day.year == year:
        week, stands = weekly[day.weekday()], exceptions.get(day.isoformat())
        now = week if stands is None else stands
        if day in chinese_calendar.holidays and week:
            found.append(Proposal(day, False, _name(chinese_calendar.holidays[day]), [], now))
        elif day in chinese_calendar.workdays and not week:
            found.append(Proposal(day, True, _name(chinese_calendar.workdays[day]), usual, now))
        day += timedelta(days=1)
    return found


def usual_hours(weekly: Sequence[Hours]) -> Hours:
    """Return the hours of most working days of the week, the earlier day where two are as frequent."""
    worked = [tuple(tuple(span) for span in hours) for hours in weekly if hours]
    if not worked:
        return []
    return [list(span) for span in Counter(worked).most_common(1)[0][0]]


def _name(english: str) -> str:
    return next((one.chinese for one in chinese_calendar.Holiday if one.value == english), english)
