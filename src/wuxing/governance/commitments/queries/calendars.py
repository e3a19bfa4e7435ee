"""Calendars as the rules read them, by version."""

from typing import Any

from wuxing.core.reading import rows_by
from wuxing.core.worktime import Calendar, calendar_from
from wuxing.governance.commitments.models import CalendarVersion

_CALENDARS: dict[int, Calendar] = {}  # versions never change, so they are read once a process


def calendar_of(version_id: int | None) -> Calendar | None:
    """Return a calendar version, or None for promises by the clock on the wall."""
    if version_id is None:
        return None
    if version_id not in _CALENDARS:
        row = CalendarVersion.objects.select_related("calendar").get(pk=version_id)
        _CALENDARS[version_id] = calendar_from(row.zone or row.calendar.zone, row.weekly, row.exceptions)
    return _CALENDARS[version_id]


def newest(calendar_id: int) -> Any:
    """The newest version of a calendar: to be read by `reading`."""
    return CalendarVersion.objects.filter(calendar_id=calendar_id).order_by("-version").values("pk")[:1]


def newest_version(calendar_id: int | None) -> int | None:
    """Return the newest version of a calendar; None where there is none."""
    rows = rows_by(newest, calendar_id) if calendar_id else []
    return int(rows[0]["pk"]) if rows else None
