"""Promises, calendars and terms in words of a language."""

from collections.abc import Mapping
from itertools import groupby

from wuxing.core import clock
from wuxing.governance.commitments.queries import in_force as in_force_at
from wuxing.governance.models import CalendarVersion, Promise, WorkCalendar
from wuxing.governance.nonconformity.queries.terms import terms_in_force
from wuxing.governance.nonconformity.rules.terms import Length
from wuxing.governance.nonconformity.states import Unit
from wuxing.web.handbook.content import common
from wuxing.web.handbook.facts import Row


def length(minutes: int, language: str) -> str:
    """Return a time as people say it: 90 minutes, 24 hours, 3 days."""
    said = common("says", language)
    if minutes % 60:
        return said["minutes"].format(count=minutes)
    hours = minutes // 60
    return (
        said["days"].format(count=hours // 24) if hours > 72 and hours % 24 == 0 else said["hours"].format(count=hours)
    )


def months(count: int | None, language: str) -> str:
    """Return a retention period as people say it."""
    said = common("says", language)
    if count is None:
        return said["for_good"]
    return said["months"].format(count=count) if count % 12 else said["years"].format(count=count // 12)


def in_force() -> list[Promise]:
    """Return the promises in force, in the order of the work."""
    order = {kind: place for place, kind in enumerate(Promise.Kind.values)}
    found = in_force_at(clock.now()).select_related("calendar")
    areas = {area: place for place, area in enumerate(Promise.Area.values)}
    return sorted(found, key=lambda one: (order[one.kind], areas[one.area]))


def promise_values(promises: list[Promise], language: str) -> dict[str, str]:
    """Return, for each kind of promise, the words that a sentence takes: within how long, where, counted how."""
    said = common("says", language)
    values = {}
    for kind, group in groupby(promises, key=lambda one: one.kind):
        members = list(group)
        parts = [
            ("" if one.area == "any" else said[one.area]) + said["in_time"].format(time=length(one.minutes, language))
            for one in members
        ]
        calendars = {one.calendar.name if one.calendar else "" for one in members}
        name = next(iter(calendars))
        counted = said["by_calendar"].format(calendar=name) if name else said["by_wall"]
        values[f"promise.{kind}"] = "、".join(parts) + (counted if len(calendars) == 1 else "")
    return values


def promise_rows(promises: list[Promise], language: str) -> list[Row]:
    """Return the promises as a table."""
    said, names = common("says", language), common("promises", language)
    return [
        Row(
            f"{one.kind}.{one.area}",
            (
                names[one.kind],
                said[one.area],
                length(one.minutes, language),
                one.calendar.name if one.calendar else said["no_calendar"],
                one.text,
            ),
        )
        for one in promises
    ]


def calendar_rows(language: str) -> list[Row]:
    """Return the calendars as a table: hours of the week, and how many dates differ."""
    newest = CalendarVersion.objects.order_by("calendar_id", "-version").distinct("calendar_id")
    versions = {row.calendar_id: row for row in newest}
    return [
        Row(f"calendar.{one.pk}", (one.name, _week(versions[one.pk], language)))
        for one in WorkCalendar.objects.order_by("name")
        if one.pk in versions
    ]


def _week(version: CalendarVersion, language: str) -> str:
    said = common("says", language)
    names = said["weekdays"].split()
    lines = []
    for hours, days in groupby(range(7), key=lambda day: version.weekly[day]):
        members = list(days)
        first, last = names[members[0]], names[members[-1]]
        label = first if len(members) == 1 else said["to"].format(first=first, last=last)
        lines.append(f"{label} {_hours(hours, said)}")
    if version.exceptions:
        lines.append(said["different_days"].format(count=len(version.exceptions)))
    return "\n".join(lines)


def _hours(hours: list[list[str]], said: Mapping[str, str]) -> str:
    if hours == [["00:00", "24:00"]]:
        return said["round_the_clock"]
    return "、".join(f"{begins}–{ends}" for begins, ends in hours) or said["day_off"]


def stage_values(language: str) -> dict[str, str]:
    """Return how long each stage of a nonconformity may take, by severity."""
    return {
        f"term.{term.value}.{severity.value}": _term(found, language)
        for severity, lengths in terms_in_force().items()
        for term, found in lengths.items()
    }


def _term(found: Length, language: str) -> str:
    said = common("says", language)
    if found.count is None:
        return said["by_plan"]
    return said["working_days" if found.unit == Unit.WORKING_DAYS else "days"].format(count=found.count)
