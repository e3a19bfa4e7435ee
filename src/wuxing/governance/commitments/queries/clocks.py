"""Promises in force, and the targets of a case with what happened to their clocks."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import F, OuterRef, Subquery

from wuxing.core.reading import rows_by
from wuxing.governance.commitments.models import CalendarVersion, ClockEvent, Escalation, Promise, Target
from wuxing.governance.commitments.queries.calendars import calendar_of, newest_version
from wuxing.governance.commitments.rules import Event, Pause, Terms, pauses_on, steps_from
from wuxing.governance.commitments.states import Clock


def _promises() -> Any:
    newest = CalendarVersion.objects.filter(calendar=OuterRef("calendar")).order_by("-version").values("pk")[:1]
    house = CalendarVersion.objects.order_by("calendar_id", "-version").values("pk")[:1]  # its first calendar
    return Promise.objects.annotate(version_id=Subquery(newest), house_id=Subquery(house)).values(
        "pk", "kind", "area", "product_line", "tier", "minutes", "starts_at", "ends_at", "steps", "safety",
        "version_id", "house_id",
    )  # fmt: skip


def promises_in_force(at: datetime, calendar_id: int | None = None) -> list[Terms]:
    """Return the promises in force at an instant, each with the newest version of its calendar.

    Those that count working time count it in the calendar of the outlet, where that has one (`calendar_id`).
    """
    outlet = newest_version(calendar_id)
    found = []
    for row in rows_by(_promises):
        if row["starts_at"] <= at and (row["ends_at"] is None or row["ends_at"] > at):
            version = outlet if outlet and row["version_id"] else row["version_id"]
            hours = version or outlet or row["house_id"]
            found.append(
                Terms(
                    row["pk"], row["kind"], row["area"], row["minutes"], version, calendar_of(version),
                    row["product_line"], row["tier"], steps_from(row["steps"]), row["safety"], hours, calendar_of(hours),
                )
            )  # fmt: skip
    return found


def terms_of(target: Target) -> Terms:
    """Return the terms under which a target was promised: those of its promise, by its own frozen calendar."""
    promise = target.promise
    return Terms(
        promise.pk, target.kind, promise.area, target.minutes,
        target.calendar_version_id, calendar_of(target.calendar_version_id),
        promise.product_line, promise.tier, steps_from(promise.steps), target.safety,
        target.hours_version_id, calendar_of(target.hours_version_id),
    )  # fmt: skip


@cache
def _targets_on(subject_type: str) -> Callable[[int], Any]:
    """Return the query of a kind of case's targets; one a kind, so that its SQL is made once a process."""

    def targets(subject_id: int) -> Any:
        return (
            Target.objects.filter(subject_type=subject_type, subject_id=subject_id)
            .order_by("starts_at", "pk")
            .values(
                "pk", "kind", "minutes", "starts_at", "due_at", "effective_due_at", "paused_at", "stopped_at", "kept",
                "own_paused_at", "own_due_at", "own_kept", "remind_at", "promise_id",
                "step", text=F("promise__text"), steps=F("promise__steps"),
                calendar=F("calendar_version__calendar__name"), version=F("calendar_version__version"),
            )
        )  # fmt: skip

    return targets


def targets_of(subject_type: str, subject_id: int) -> list[dict[str, Any]]:
    """Return the targets of a case with promise text and calendar version, oldest first."""
    return rows_by(_targets_on(subject_type), subject_id)


def events_of(target_id: int) -> list[Event]:
    """Return what happened to the clocks of a target, in order."""
    rows = ClockEvent.objects.filter(target_id=target_id).order_by("at", "pk")
    return [Event(*row) for row in rows.values_list("kind", "at", "reason", "customer", "internal")]


def pauses_of(target_id: int, clock: Clock = Clock.CUSTOMER) -> list[Pause]:
    """Return the pauses of one of a target's clocks in order; the last one may be open."""
    return pauses_on(clock, events_of(target_id))


@cache
def _escalations_on(subject_type: str) -> Callable[[int], Any]:
    def escalations(subject_id: int) -> Any:
        rows = Escalation.objects.filter(target__subject_type=subject_type, target__subject_id=subject_id)
        return rows.order_by("at", "pk").values(
            "pk", "target_id", "percent", "recipient", "names", "planned_at", "at", kind=F("target__kind")
        )

    return escalations


def escalations_of(subject_type: str, subject_id: int) -> list[dict[str, Any]]:
    """Return the reminders and escalations that went out for a case, oldest first."""
    return rows_by(_escalations_on(subject_type), subject_id)
