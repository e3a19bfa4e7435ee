"""Questions about promises and targets."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import F, OuterRef, Subquery

from wuxing.core.reading import rows_by
from wuxing.core.worktime import Calendar, calendar_from
from wuxing.governance.commitments.models import CalendarVersion, Promise, Target
from wuxing.governance.commitments.rules import Terms

_CALENDARS: dict[int, Calendar] = {}  # versions never change, so they are read once a process


def calendar_of(version_id: int | None) -> Calendar | None:
    """Return a calendar version, or None for promises by the clock on the wall."""
    if version_id is None:
        return None
    if version_id not in _CALENDARS:
        row = CalendarVersion.objects.select_related("calendar").get(pk=version_id)
        _CALENDARS[version_id] = calendar_from(row.calendar.zone, row.weekly, row.exceptions)
    return _CALENDARS[version_id]


def _promises() -> Any:
    newest = CalendarVersion.objects.filter(calendar=OuterRef("calendar")).order_by("-version").values("pk")[:1]
    return Promise.objects.annotate(version_id=Subquery(newest)).values(
        "pk", "kind", "area", "minutes", "starts_at", "ends_at", "version_id"
    )


def promises_in_force(at: datetime) -> list[Terms]:
    """Return the promises in force at an instant, each with the newest version of its calendar."""
    return [
        Terms(row["pk"], row["kind"], row["area"], row["minutes"], row["version_id"], calendar_of(row["version_id"]))
        for row in rows_by(_promises)
        if row["starts_at"] <= at and (row["ends_at"] is None or row["ends_at"] > at)
    ]


@cache
def _targets_on(subject_type: str) -> Callable[[int], Any]:
    """Return the query of a kind of case's targets; one a kind, so that its SQL is made once a process."""

    def targets(subject_id: int) -> Any:
        return (
            Target.objects.filter(subject_type=subject_type, subject_id=subject_id)
            .order_by("starts_at", "pk")
            .values(
                "pk", "kind", "minutes", "starts_at", "due_at", "effective_due_at", "paused_at", "stopped_at", "kept",
                text=F("promise__text"), calendar=F("calendar_version__calendar__name"), version=F("calendar_version__version"),
            )
        )  # fmt: skip

    return targets


def targets_of(subject_type: str, subject_id: int) -> list[dict[str, Any]]:
    """Return the targets of a case with promise text and calendar version, oldest first."""
    return rows_by(_targets_on(subject_type), subject_id)


def pauses_of(target_id: int) -> list[tuple[datetime, datetime | None]]:
    """Return the pauses of a target's clock in order; the last one may be open."""
    return _pauses(list(Target.objects.get(pk=target_id).events.order_by("at", "pk").values_list("kind", "at")))


def _pauses(events: list[tuple[str, datetime]]) -> list[tuple[datetime, datetime | None]]:
    pauses: list[tuple[datetime, datetime | None]] = []
    for kind, at in events:
        if kind == "pause":
            pauses.append((at, None))
        elif pauses and pauses[-1][1] is None:
            pauses[-1] = (pauses[-1][0], at)
    return pauses
