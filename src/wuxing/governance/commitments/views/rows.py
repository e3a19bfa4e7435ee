"""What the pages of promises and calendars show, as plain rows."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from wuxing.core import clock, wording
from wuxing.governance.commitments import rules, subjects
from wuxing.governance.commitments.forms import DAYS
from wuxing.governance.commitments.models import CalendarVersion, Promise, PromiseContent, WorkCalendar
from wuxing.governance.commitments.queries import Share
from wuxing.governance.commitments.words import AREAS, CHANNELS, KINDS, RECIPIENTS

Hours = list[list[str]]


def scope_words(found: PromiseContent) -> str:
    """Return whom a promise is for."""
    parts = [found.product_line, found.tier, wording.text(AREAS[found.area])]
    return " · ".join(part for part in parts if part)


def content_row(found: PromiseContent) -> dict[str, Any]:
    """Return what a promise or a proposal says, as lists show it."""
    return {
        "pk": found.pk,
        "code": found.kind,
        "kind": wording.text(KINDS[found.kind]),
        "scope": scope_words(found),
        "text": found.text,
        "minutes": found.minutes,
        "lasting": timedelta(minutes=found.minutes),
        "calendar": found.calendar.name if found.calendar else "",
        "checked": found.legal_checked_on is not None,
    }


def promise_row(found: Promise) -> dict[str, Any]:
    """Return a promise as lists show it."""
    return content_row(found) | {"version": found.version, "starts_at": found.starts_at, "ends_at": found.ends_at}


def promise_facts(found: Promise, zone: str) -> list[tuple[Any, ...]]:
    """Return the wording, the scope and the period of a promise."""
    calendar = found.calendar
    counted = calendar.name if calendar else _("clock on the wall")
    url = reverse("governance:calendar", args=[calendar.pk]) if calendar else ""
    return [
        (_("As customers read it"), found.text),
        (_("Meant for"), scope_words(found)),
        (_("Counted in"), counted, url),
        (_("Told to customers by"), wording.text(CHANNELS[found.channel]) if found.channel else ""),
        (_("Published where"), found.published_where),
        (_("In force from"), _day(found.starts_at, zone)),
        (_("In force until"), _day(found.ends_at, zone) if found.ends_at else ""),
        (_("Why it changed"), found.reason),
        *([(_("Why the promise ended"), found.end_reason)] if found.end_reason else []),
    ]


def approval_facts(found: Promise, zone: str) -> list[tuple[Any, ...]]:
    """Return who proposed a version and who approved it; versions from before approvals were kept say so."""
    if found.approved_at is None:
        return []
    url = reverse("governance:proposal", args=[found.proposal_id]) if found.proposal_id else ""
    return [
        (_("Proposed by"), found.proposed_by.name if found.proposed_by else "", url),
        (_("Approved by"), found.approved_by.name if found.approved_by else ""),
        (_("Approved on"), _day(found.approved_at, zone)),
    ]


def legal_facts(found: PromiseContent) -> list[tuple[Any, ...]]:
    """Return who checked that a promise is lawful, when, and what; empty when nobody did."""
    if found.legal_checked_on is None:
        return []
    return [
        (_("Legal check by"), found.legal_checked_by),
        (_("Checked on"), found.legal_checked_on.isoformat()),
        (_("What was checked"), found.legal_check),
    ]


def _day(moment: datetime, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).date().isoformat()


def share_row(share: Share) -> dict[str, Any]:
    """Return a share as bar and words show it."""
    return {
        "title": "",
        "done": share.kept,
        "run": share.running,
        "risk": 0,
        "late": share.broken + share.late,
        "percent": "—" if share.percent is None else f"{share.percent}%",
        "judged": share.judged,
        "dropped": share.dropped,
    }


def step_rows(found: Promise) -> list[tuple[str, str]]:
    """Return the reminders and escalations of a promise."""
    steps = rules.steps_from(found.steps)
    return [(_("at %(percent)s%%") % {"percent": percent}, wording.text(RECIPIENTS[to.value])) for percent, to in steps]


def version_rows(found: Promise) -> list[dict[str, Any]]:
    """Return the versions of a promise, newest first: all that were in force for the same thing and scope."""
    scope = {name: getattr(found, name) for name in ("kind", "area", "product_line", "tier")}
    versions = Promise.objects.filter(**scope).select_related("calendar").order_by("-version", "-pk")[:50]
    return [promise_row(one) | {"here": one.pk == found.pk, "reason": one.reason} for one in versions]


def target_rows(rows: list[dict[str, Any]], zone: str) -> list[dict[str, Any]]:
    """Return the targets behind a share, each with its case and how it stands."""
    kinds = {row["subject_type"] for row in rows}
    cases = {
        kind: subjects.read(kind, [row["subject_id"] for row in rows if row["subject_type"] == kind]) for kind in kinds
    }
    now = clock.now()
    shown = []
    for row in rows:
        case = cases[row["subject_type"]].get(row["subject_id"])
        look, said = _standing(row, now)
        shown.append(
            {
                "number": case.number if case else f"{row['subject_type']} {row['subject_id']}",
                "title": case.title if case else "",
                "url": case.url if case else "",
                "state": look,
                "word": said,
                "starts_at": row["starts_at"],
                "due_at": row["due_at"],
                "counts": row["effective_due_at"] if row["effective_due_at"] != row["due_at"] else None,
                "stopped_at": row["stopped_at"],
                "own": _own(row),
            }
        )
    return shown


def _standing(row: dict[str, Any], now: datetime) -> tuple[str, str]:
    if row["stopped_at"]:
        if row["kept"] is None:
            return "excluded", _("without a verdict")
        return ("done", _("promise kept")) if row["kept"] else ("late", _("promise broken"))
    due = row["effective_due_at"]
    if due and due < now:
        return "late", _("overdue")
    return ("waiting", _("clock paused")) if row["paused_at"] else ("ontime", _("on time"))


def _own(row: dict[str, Any]) -> str:
    if row["own_kept"] is None or row["own_kept"] == row["kept"]:
        return ""
    return _("our own clock: kept") if row["own_kept"] else _("our own clock: broken")


def calendar_rows(calendars: Iterable[WorkCalendar]) -> list[dict[str, Any]]:
    """Return calendars with their newest week."""
    newest: dict[int, CalendarVersion] = {}
    for version in CalendarVersion.objects.filter(calendar__in=list(calendars)).order_by("version"):
        newest[version.calendar_id] = version
    return [
        {
            "pk": one.pk,
            "name": one.name,
            "zone": newest[one.pk].zone or one.zone,
            "version": newest[one.pk].version,
            "days": week(newest[one.pk].weekly),
            "exceptions": len(newest[one.pk].exceptions),
        }
        for one in calendars
        if one.pk in newest
    ]


def week(weekly: list[Hours]) -> list[tuple[str, str]]:
    """Return the hours of a week, days in a row with the same hours as one line."""
    runs = [(list(days), hours) for hours, days in groupby(range(7), key=lambda day: weekly[day])]
    return [(_days(days[0], days[-1]), hours_words(hours)) for days, hours in runs]


def _days(first: int, last: int) -> str:
    if first == last:
        return str(DAYS[first])
    return _("%(first)s to %(last)s") % {"first": DAYS[first], "last": DAYS[last]}


def hours_words(hours: Hours) -> str:
    """Return the hours of a day in words."""
    if hours == [["00:00", "24:00"]]:
        return _("round the clock")
    return wording.listed(f"{begins}–{ends}" for begins, ends in hours) or _("day off")


def months(version: CalendarVersion, year: int) -> list[dict[str, Any]]:
    """Return the months of a year, weeks from Monday: each day with how it differs from its week."""
    shown = []
    for month in range(1, 13):
        first = date(year, month, 1)
        days: list[dict[str, Any] | None] = [None] * first.weekday()
        day = first
        while day.month == month:
            days.append(_day_of_year(version, day))
            day += timedelta(days=1)
        days += [None] * (-len(days) % 7)
        shown.append({"month": first, "weeks": [days[at : at + 7] for at in range(0, len(days), 7)]})
    return shown


def _day_of_year(version: CalendarVersion, day: date) -> dict[str, Any]:
    usual = version.weekly[day.weekday()]
    hours = version.exceptions.get(day.isoformat(), usual)
    kind = "off" if not hours else "work"
    if day.isoformat() in version.exceptions:
        kind = (
            "taken" if usual and not hours else "added" if hours and not usual else "other" if hours != usual else kind
        )
    note = version.notes.get(day.isoformat(), "")
    said = " ".join(part for part in (day.isoformat(), hours_words(hours), note) if part)
    return {"day": day.day, "kind": kind, "said": said}
