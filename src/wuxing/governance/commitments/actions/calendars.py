"""Calendars: each change is a new version; targets already promised keep theirs."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db import transaction

from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound
from wuxing.core.reasons import say
from wuxing.governance.commitments import holidays, rules
from wuxing.governance.commitments.models import CalendarVersion, WorkCalendar

Hours = list[list[str]]
MOST_DATES = 2000


@transaction.atomic
def save_calendar(
    *,
    name: str,
    zone: str,
    weekly: Sequence[Hours],
    exceptions: Mapping[str, Hours],
    by: Actor,
    notes: Mapping[str, str] | None = None,
    reason: str = "",
    source: str = "",
) -> CalendarVersion:
    """工作日历: write a new version of a calendar; targets already promised keep theirs (procedure 2).

    Raises:
        NotAllowed: the actor may not change calendars.
        BadInput: the hours cannot be read, there is no such time zone, or no hour of the week is worked.
    """
    by.require(Permission.GOVERNANCE_WRITE)
    name = name.strip()
    _refuse(name, zone, weekly, exceptions)
    calendar, _made = WorkCalendar.objects.get_or_create(tenant_id=by.tenant_id, name=name, defaults={"zone": zone})
    calendar = WorkCalendar.objects.select_for_update().get(pk=calendar.pk)
    last = calendar.versions.order_by("-version").first()

    version = CalendarVersion.objects.create(
        tenant_id=by.tenant_id,
        calendar=calendar,
        version=last.version + 1 if last else 1,
        zone=zone,
        weekly=list(weekly),
        exceptions=dict(exceptions),
        notes={day: str(note)[:100] for day, note in (notes or {}).items() if day in exceptions and note},
        reason=reason.strip()[:300],
        source=source[:120],
        created_at=clock.now(),
    )
    ledger.record(
        "calendar.save",
        by=by,
        target=version,
        name=name,
        version=version.version,
        zone=zone,
        weekly=version.weekly,
        exceptions=len(exceptions),
        reason=version.reason,
        source=version.source,
    )
    return version


def _refuse(name: str, zone: str, weekly: Sequence[Hours], exceptions: Mapping[str, Hours]) -> None:
    """Raise BadInput for what cannot be a calendar."""
    if not 0 < len(name) <= 100:
        raise BadInput({"name": say("name the calendar, in at most 100 characters")})
    if why := rules.why_not_zone(zone):
        raise BadInput({"zone": why})
    if len(exceptions) > MOST_DATES:
        raise BadInput({"exceptions": say("at most %(limit)s dates that differ", limit=MOST_DATES)})
    try:
        read = rules.calendar_from_input(zone, weekly, exceptions)
    except (ValueError, KeyError, TypeError) as error:
        wrong = say("write hours as 08:00-12:00, days apart by lines (%(what)s)", what=str(error))
        raise BadInput({"weekly": wrong}) from None
    if not any(read.weekly):
        raise BadInput({"weekly": say("at least one day of the week must have working hours")})


@transaction.atomic
def take_holidays(*, calendar_id: int, year: int, days: Collection[date], by: Actor) -> CalendarVersion:
    """调休: take the proposed holidays and make-up days that a person chose into a new version (procedure 2).

    Raises NotAllowed, NotFound, BadInput (the year is not published yet, or nothing is chosen).
    """
    by.require(Permission.GOVERNANCE_WRITE)
    calendar = WorkCalendar.objects.select_for_update().filter(pk=calendar_id).first()
    if calendar is None:
        raise NotFound(say("there is no such calendar here"))
    version = calendar.versions.latest("version")
    found = holidays.proposals(year, version.weekly, version.exceptions)
    if found is None:
        raise BadInput({"year": say("the holidays of %(year)s are not known yet", year=year)})
    chosen = [one for one in found if one.day in set(days)]
    if not chosen:
        raise BadInput({"days": say("choose at least one day")})

    exceptions = version.exceptions | {one.day.isoformat(): one.hours for one in chosen}
    notes = version.notes | {one.day.isoformat(): one.name for one in chosen}
    return save_calendar(
        name=calendar.name,
        zone=version.zone or calendar.zone,
        weekly=version.weekly,
        exceptions=exceptions,
        notes=notes,
        source=f"{holidays.source()}: {year}",
        by=by,
    )
