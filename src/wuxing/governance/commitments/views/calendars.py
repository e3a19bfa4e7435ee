"""Pages of calendars: the week and the year as they are worked, a deadline tried out, the form, the public holidays."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput
from wuxing.core.worktime import deadline
from wuxing.governance.commitments import actions, holidays, queries
from wuxing.governance.commitments.forms import SPARE_ROWS, CalendarForm, as_fields, as_typed
from wuxing.governance.commitments.views import rows
from wuxing.governance.models import CalendarVersion, WorkCalendar

USUAL_WEEK = [[["08:30", "12:00"], ["13:30", "18:00"]]] * 5 + [[], []]
TRIED_MINUTES = 480
MOST_MINUTES = 525_600
YEARS = 10  # that can be looked at, to either side


def calendar(request: HttpRequest, calendar_id: int) -> HttpResponse:
    """Show a calendar: its week, the year as it is worked, its versions, and when a promise would fall due."""
    by = acting(request, Permission.GOVERNANCE_READ)
    found = get_object_or_404(WorkCalendar.objects, pk=calendar_id)
    versions = list(found.versions.order_by("-version")[:30])
    version = versions[0]
    this_year = clock.today(version.zone or found.zone).year
    year = _year(request.GET.get("year", ""), this_year)
    here = reverse("governance:calendar", args=[calendar_id])
    first, last = holidays.known_years()
    context = {
        "calendar": found,
        "version": version,
        "zone": version.zone or found.zone,
        "week": rows.week(version.weekly),
        "months": rows.months(version, year),
        "heads": [date(2026, 11, 16 + place) for place in range(7)],  # any Monday, and the days after it
        "year": year,
        "known": first <= year <= last,
        "last_known": last,
        "before": f"{here}?year={year - 1}",
        "later": f"{here}?year={year + 1}",
        "dates": _dates(version, year),
        "versions": versions,
        "tried": _tried(request, found, version),
        "may_write": by.may(Permission.GOVERNANCE_WRITE),
    }
    return render(request, "governance/calendar.html", context)


def _year(asked: str, this_year: int) -> int:
    wanted = int(asked) if asked.isdecimal() and len(asked) == 4 else this_year
    return min(max(wanted, this_year - YEARS), this_year + YEARS)


def _dates(version: CalendarVersion, year: int) -> list[dict[str, Any]]:
    """Return the dates of a year that differ, with their note."""
    found = sorted((day, hours) for day, hours in version.exceptions.items() if day.startswith(f"{year}-"))
    return [
        {
            "day": date.fromisoformat(day),
            "hours": rows.hours_words(hours),
            "off": not hours,
            "note": version.notes.get(day, ""),
        }
        for day, hours in found
    ]


def _tried(request: HttpRequest, found: WorkCalendar, version: CalendarVersion) -> dict[str, Any]:
    """Work out when a promise would fall due, from what the page was asked."""
    zone = ZoneInfo(version.zone or found.zone)
    now = clock.now().astimezone(zone).replace(second=0, microsecond=0)
    minutes = request.GET.get("minutes", "")
    count = min(int(minutes), MOST_MINUTES) if minutes.isdecimal() and len(minutes) < 9 else TRIED_MINUTES
    try:
        start = datetime.fromisoformat(request.GET.get("start", "")).replace(tzinfo=zone)
    except ValueError:
        start = now
    try:
        due = deadline(start, count, queries.calendar_of(version.pk))
    except (ValueError, OverflowError):  # so far away that no calendar reaches it
        return {"start": f"{start:%Y-%m-%dT%H:%M}", "minutes": count, "due": ""}
    return {"start": f"{start:%Y-%m-%dT%H:%M}", "minutes": count, "due": f"{due.astimezone(zone):%Y-%m-%d %H:%M}"}


def calendar_form(request: HttpRequest, calendar_id: int | None = None) -> HttpResponse:
    """Write a new version of a calendar; two buttons of the form only help with typing."""
    by = acting(request, Permission.GOVERNANCE_WRITE)
    found = get_object_or_404(WorkCalendar.objects, pk=calendar_id) if calendar_id else None
    if request.method == "POST" and ("copy" in request.POST or "more" in request.POST):
        form = CalendarForm(initial=_helped(request.POST))
    else:
        form = CalendarForm(request.POST or None, initial=_start(found))
    if request.method == "POST" and form.is_bound and form.is_valid():
        try:
            given = form.given() | ({"name": found.name} if found else {})
            made = actions.save_calendar(**given, by=by)
            messages.success(request, _("A new version of the calendar is in force for promises made from now on."))
            return redirect("governance:calendar", made.calendar_id)
        except BadInput as error:
            form.blame(error.fields)
    return render(request, "governance/calendar_form.html", {"form": form, "calendar": found})


def _start(found: WorkCalendar | None) -> dict[str, Any]:
    if found is None:
        return as_fields("", "Asia/Shanghai", USUAL_WEEK, {}, {})
    version = found.versions.latest("version")
    return as_fields(found.name, version.zone or found.zone, version.weekly, version.exceptions, version.notes)


def _helped(typed: QueryDict) -> dict[str, Any]:
    """Return what was typed with Monday's hours on the next four days, or with more empty rows."""
    fields: dict[str, Any] = {name: value for name, value in typed.items() if name not in ("copy", "more")}
    if "copy" in typed:
        fields |= {f"day_{day}": typed.get("day_0", "") for day in range(1, 5)}
    rows_there = sum(1 for name in typed if name.startswith("date_"))
    fields["rows"] = rows_there + (5 if "more" in typed else 0) or SPARE_ROWS
    return fields


def calendar_holidays(request: HttpRequest, calendar_id: int) -> HttpResponse:
    """Propose the public holidays and make-up days of a year; what a person ticks becomes a new version."""
    by = acting(request, Permission.GOVERNANCE_WRITE)
    found = get_object_or_404(WorkCalendar.objects, pk=calendar_id)
    version = found.versions.latest("version")
    this_year = clock.today(version.zone or found.zone).year
    year = _year(request.POST.get("year", "") or request.GET.get("year", ""), this_year)
    if request.method == "POST":
        try:
            actions.take_holidays(calendar_id=calendar_id, year=year, days=_days(request.POST.getlist("day")), by=by)
            messages.success(request, _("A new version of the calendar is in force for promises made from now on."))
            return redirect(f"{reverse('governance:calendar', args=[calendar_id])}?year={year}")
        except BadInput as error:
            for reason in error.fields.values():
                messages.error(request, wording.text(reason))
    proposed = holidays.proposals(year, version.weekly, version.exceptions)
    here = reverse("governance:calendar_holidays", args=[calendar_id])
    context = {
        "calendar": found,
        "version": version,
        "year": year,
        "known": proposed is not None,
        "last_known": holidays.known_years()[1],
        "source": holidays.source(),
        "before": f"{here}?year={year - 1}",
        "later": f"{here}?year={year + 1}",
        "proposed": [_proposal(one) for one in proposed or ()],
        "open": any(one.is_new for one in proposed or ()),
    }
    return render(request, "governance/calendar_holidays.html", context)


def _days(typed: list[str]) -> list[date]:
    days = []
    for one in typed[:400]:
        try:
            days.append(date.fromisoformat(one))
        except ValueError:
            continue
    return days


def _proposal(one: holidays.Proposal) -> dict[str, Any]:
    return {
        "day": one.day,
        "name": one.name,
        "worked": one.worked,
        "hours": as_typed(one.hours) if one.worked else "",
        "now": rows.hours_words(one.now),
        "is_new": one.is_new,
    }
