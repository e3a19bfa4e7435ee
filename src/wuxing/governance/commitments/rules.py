"""Rules of procedure 2: which promise binds a case, when it falls due, whether it was kept. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from wuxing.core.worktime import Calendar, calendar_from, deadline, moved_by_pauses

Pause = tuple[datetime, datetime | None]


@dataclass(frozen=True, slots=True)
class Terms:
    """A promise in force, with the calendar version it runs by."""

    promise_id: int
    kind: str
    area: str
    minutes: int
    calendar_version_id: int | None
    calendar: Calendar | None


def terms_for(kind: str, *, rural: bool, promises: Iterable[Terms]) -> Terms | None:
    """Return the promise of `kind` for the place: the one for its area, else the one for any area."""
    area = "rural" if rural else "urban"
    found = {terms.area: terms for terms in promises if terms.kind == kind}
    return found.get(area) or found.get("any")


def due_for(terms: Terms, start: datetime) -> datetime:
    """Return the promised instant of a case that starts at `start`."""
    return deadline(start, terms.minutes, terms.calendar)


def effective_due_for(
    *, start: datetime, due: datetime, calendar: Calendar | None, pauses: Sequence[Pause]
) -> datetime | None:
    """Return the instant that counts after pauses, or None while a pause is open; `due` is as promised or as chosen."""
    return moved_by_pauses(due, start, calendar, pauses)


def is_kept_in_pause(
    *, stopped_at: datetime, start: datetime, due: datetime, calendar: Calendar | None, pauses: Sequence[Pause]
) -> bool:
    """Say whether a promise whose clock stands still was kept: what was late before the pause stays late."""
    ended = [(begin, end or stopped_at) for begin, end in pauses]
    moved = moved_by_pauses(due, start, calendar, ended)
    return moved is None or stopped_at - moved < timedelta(minutes=1)  # pauses move by whole minutes


def is_kept(*, stopped_at: datetime, due_at: datetime) -> bool:
    """Say whether a promise was kept: at the promised instant is in time."""
    return stopped_at <= due_at


def calendar_from_input(zone: str, weekly: list[list[list[str]]], exceptions: dict[str, list[list[str]]]) -> Calendar:
    """Read a calendar as typed; seven days, intervals that end after they begin and do not overlap.

    Raises:
        ValueError: something cannot be read; the text names it.
    """
    if len(weekly) != 7:
        raise ValueError("7 days")
    calendar = calendar_from(zone, weekly, exceptions)
    for intervals in (*calendar.weekly, *calendar.exceptions.values()):
        last = None
        for opens, closes in intervals:
            if closes <= opens or (last is not None and opens < last):
                raise ValueError(f"{opens:%H:%M}-{closes:%H:%M}")
            last = closes
    return calendar
