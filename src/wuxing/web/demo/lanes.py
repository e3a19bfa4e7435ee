"""The technicians' days: who is free when, so that nobody is promised to two customers at once. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from random import Random

from wuxing.core.worktime import Calendar
from wuxing.web.demo.company import TechnicianPlan

CHINA = timezone(timedelta(hours=8))  # without summer time, and much faster to reckon with than its zone
WINDOWS = ((510, 600), (600, 690), (810, 900), (900, 990), (990, 1080))  # minutes of the day
Window = tuple[datetime, datetime]
_FULL = 5


def local_day(at: datetime) -> date:
    """Return the date in China at an instant."""
    return at.astimezone(CHINA).date()


def window_of(day: date, place: int) -> Window:
    """Return a window of a day as instants."""
    midnight = datetime.combine(day, time(), CHINA).astimezone(UTC)
    opens, closes = WINDOWS[place]
    return midnight + timedelta(minutes=opens), midnight + timedelta(minutes=closes)


class Lanes:
    """What is booked, window by window."""

    def __init__(self, crew: Sequence[TechnicianPlan], working: Calendar) -> None:
        self.crew = crew
        self._working = working
        self._booked: dict[tuple[str, date], int] = defaultdict(int)
        self._able: dict[tuple[str, str, int], list[TechnicianPlan]] = {}

    def able(self, outlet: str, trade: str, level: int) -> list[TechnicianPlan]:
        """Return who may be sent: the outlet's own people of that skill, else those of the first outlet."""
        key = (outlet, trade, level)
        if key not in self._able:
            skilled = [person for person in self.crew if person.can(trade, level)]
            self._able[key] = [person for person in skilled if person.outlet == outlet] or skilled
        return self._able[key]

    def choose(self, outlet: str, trade: str, level: int, day: date, random: Random) -> TechnicianPlan:
        """Return the one with the least on that day and the next."""
        following = day + timedelta(days=1)

        def load(person: TechnicianPlan) -> float:
            return (
                self._booked[person.number, day].bit_count()
                + self._booked[person.number, following].bit_count()
                + random.random()
            )

        return min(self.able(outlet, trade, level), key=load)

    def works(self, person: TechnicianPlan, day: date) -> bool:
        """Say whether somebody is on duty: every second Saturday, no Sunday, no holiday."""
        if not self._working.intervals_on(day):
            return False
        return day.weekday() != 5 or (int(person.number[1:]) + day.isocalendar().week) % 2 == 0

    def book(self, person: TechnicianPlan, after: datetime, *, skip: int = 0) -> Window:
        """Book the first free window that begins after an instant, `skip` days later at the earliest."""
        day = local_day(after) + timedelta(days=skip)
        while True:
            if self.works(person, day):
                for place in range(_FULL):
                    window = window_of(day, place)
                    if window[0] > after and self.take(person, day, place):
                        return window
            day += timedelta(days=1)

    def take(self, person: TechnicianPlan, day: date, place: int) -> bool:
        """Book a window if it is free; say whether it was."""
        key = (person.number, day)
        if self._booked[key] & (1 << place):
            return False
        self._booked[key] |= 1 << place
        return True

    def take_span(self, person: TechnicianPlan, span: Window) -> bool:
        """Book all windows that a span of time touches, if they are free; say whether they were."""
        touched = [
            (day, place)
            for day in {local_day(span[0]), local_day(span[1])}
            for place in range(_FULL)
            if window_of(day, place)[0] < span[1] and span[0] < window_of(day, place)[1]
        ]
        if any(self._booked[person.number, day] & (1 << place) for day, place in touched):
            return False
        for day, place in touched:
            self._booked[person.number, day] |= 1 << place
        return True
