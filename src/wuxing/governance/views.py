"""Pages of promises and calendars (procedure 2)."""

from datetime import timedelta
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput
from wuxing.governance.commitments import actions
from wuxing.governance.forms import AREAS, DAYS, KINDS, CalendarForm, PromiseForm, as_typed
from wuxing.governance.models import CalendarVersion, Promise, WorkCalendar


def promises(request: HttpRequest) -> HttpResponse:
    """List the promises in force and those before them, and the calendars."""
    by = acting(request, Permission.GOVERNANCE_READ)
    order = list(KINDS)
    found = list(Promise.objects.select_related("calendar").order_by("-starts_at")[:500])
    rows = [
        {
            "pk": row.pk,
            "kind": KINDS[row.kind],
            "area": AREAS[row.area],
            "text": row.text,
            "minutes": row.minutes,
            "lasting": timedelta(minutes=row.minutes),
            "calendar": row.calendar.name if row.calendar else "",
            "starts_at": row.starts_at,
            "ends_at": row.ends_at,
            "place": order.index(row.kind),
        }
        for row in found
    ]
    context = {
        "now": sorted((row for row in rows if row["ends_at"] is None), key=lambda row: int(str(row["place"]))),
        "past": [row for row in rows if row["ends_at"] is not None][:50],
        "calendars": _calendars(),
        "may_write": by.may(Permission.GOVERNANCE_WRITE),
    }
    return render(request, "governance/promises.html", context)


def _calendars() -> list[dict[str, Any]]:
    shown = []
    for calendar in WorkCalendar.objects.order_by("name"):
        version = calendar.versions.order_by("-version").first()
        if version:
            shown.append(
                {
                    "pk": calendar.pk,
                    "name": calendar.name,
                    "zone": calendar.zone,
                    "version": version.version,
                    "days": _week(version.weekly),
                    "exceptions": len(version.exceptions),
                }
            )
    return shown


def _week(weekly: list[list[list[str]]]) -> list[tuple[str, str]]:
    """Return the hours of a week, days in a row with the same hours as one line."""
    runs = [(list(days), hours) for hours, days in groupby(range(7), key=lambda day: weekly[day])]
    return [(_days(days[0], days[-1]), _hours(hours)) for days, hours in runs]


def _days(first: int, last: int) -> str:
    if first == last:
        return str(DAYS[first])
    return _("%(first)s to %(last)s") % {"first": DAYS[first], "last": DAYS[last]}


def _hours(hours: list[list[str]]) -> str:
    if hours == [["00:00", "24:00"]]:
        return _("round the clock")
    return wording.listed(f"{begins}–{ends}" for begins, ends in hours) or _("day off")


def promise(request: HttpRequest, promise_id: int | None = None) -> HttpResponse:
    """Change a promise: the old one ends, the new one begins; running orders keep theirs."""
    by = acting(request, Permission.GOVERNANCE_WRITE)
    found = get_object_or_404(Promise.objects, pk=promise_id) if promise_id else None
    names = ("kind", "area", "text", "minutes", "calendar_id")
    form = PromiseForm(request.POST or None, initial={name: getattr(found, name) for name in names} if found else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_promise(**form.cleaned_data, by=by)
            messages.success(request, _("The promise counts from now on; running orders keep the one they were given."))
            return redirect("governance:promises")
        except BadInput as error:
            form.blame(error.fields)
    context: dict[str, Any] = {"form": form, "promise": found}
    if found:
        context |= {"kind": KINDS[found.kind], "area": AREAS[found.area], "lasting": timedelta(minutes=found.minutes)}
    return render(request, "governance/promise.html", context)


def calendar(request: HttpRequest, calendar_id: int | None = None) -> HttpResponse:
    """Write a new version of a calendar."""
    by = acting(request, Permission.GOVERNANCE_WRITE)
    found = get_object_or_404(WorkCalendar.objects, pk=calendar_id) if calendar_id else None
    start: dict[str, Any] = {}
    if found:
        version = CalendarVersion.objects.filter(calendar=found).latest("version")
        lines = [f"{day} {as_typed(hours)}" for day, hours in sorted(version.exceptions.items())]
        start = {"name": found.name, "zone": found.zone, "exceptions": "\n".join(lines)}
        start["weekly"] = "\n".join(as_typed(hours) for hours in version.weekly)
    form = CalendarForm(request.POST or None, initial=start or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_calendar(**form.cleaned_data, by=by)
            messages.success(request, _("A new version of the calendar is in force for promises made from now on."))
            return redirect("governance:promises")
        except BadInput as error:
            form.blame(error.fields)
    return render(request, "governance/calendar.html", {"form": form, "calendar": found})
