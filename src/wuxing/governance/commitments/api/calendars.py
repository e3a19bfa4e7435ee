"""Calendars by machine: list, written, public holidays proposed and taken over, a deadline worked out."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import AwareDatetime, Field

from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, NotFound
from wuxing.core.reasons import say
from wuxing.core.refusals import ANSWERS
from wuxing.core.worktime import deadline
from wuxing.governance.commitments import actions, holidays, queries
from wuxing.governance.commitments.api.shapes import (
    CalendarIn,
    CalendarOut,
    DeadlineOut,
    HolidaysIn,
    HolidaysOut,
    ProposalOut,
)
from wuxing.governance.commitments.models import CalendarVersion

router = Router()


def out(version: CalendarVersion) -> CalendarOut:
    """Return a version of a calendar as it is given."""
    names = ("version", "weekly", "exceptions", "notes", "source", "reason", "created_at")
    calendar = version.calendar
    said = {name: getattr(version, name) for name in names}
    return CalendarOut(id=calendar.pk, name=calendar.name, zone=version.zone or calendar.zone, **said)


def newest(calendar_id: int) -> CalendarVersion:
    """Return the newest version of a calendar of the tenant. Raises NotFound."""
    pk = queries.newest_version(calendar_id) if 0 < calendar_id < 2**61 else None
    if pk is None:
        raise NotFound(say("there is no such calendar here"))
    return CalendarVersion.objects.select_related("calendar").get(pk=pk)


@router.get(
    "/calendars", response={200: list[CalendarOut], **ANSWERS}, summary="calendars, each with its newest version"
)
def list_calendars(request: HttpRequest) -> list[CalendarOut]:
    """List the calendars by name."""
    acting(request, Permission.GOVERNANCE_READ)
    found = (
        CalendarVersion.objects.select_related("calendar").order_by("calendar_id", "-version").distinct("calendar_id")
    )
    return sorted((out(version) for version in found), key=lambda one: (one.name, one.id))


@router.post("/calendars", response={201: CalendarOut, **ANSWERS}, summary="write the next version of a calendar")
def save_calendar(request: HttpRequest, given: CalendarIn) -> Status[CalendarOut]:
    """Write the next version of the calendar of that name; what was promised before keeps its own."""
    return Status(201, out(actions.save_calendar(**given.dict(), by=acting(request))))


@router.get(
    "/calendars/{calendar_id}/holidays", response={200: HolidaysOut, **ANSWERS}, summary="public holidays proposed"
)
def proposed_holidays(
    request: HttpRequest, calendar_id: int, year: Annotated[int, Field(ge=1, le=9999)]
) -> HolidaysOut:
    """Return the public holidays and make-up days of a year for this calendar; nothing changes by asking."""
    acting(request, Permission.GOVERNANCE_READ)
    version = newest(calendar_id)
    found = holidays.proposals(year, version.weekly, version.exceptions)
    names = ProposalOut.model_fields
    proposals = [ProposalOut(**{name: getattr(one, name) for name in names}) for one in found or ()]
    return HolidaysOut(year=year, known=found is not None, source=holidays.source(), proposals=proposals)


@router.post("/calendars/{calendar_id}/holidays", response={201: CalendarOut, **ANSWERS}, summary="take holidays over")
def take_holidays(request: HttpRequest, calendar_id: int, given: HolidaysIn) -> Status[CalendarOut]:
    """Take the chosen days into a new version."""
    made = actions.take_holidays(calendar_id=calendar_id, year=given.year, days=given.days, by=acting(request))
    return Status(201, out(made))


@router.get("/calendars/{calendar_id}/deadline", response={200: DeadlineOut, **ANSWERS}, summary="work a deadline out")
def work_out(
    request: HttpRequest,
    calendar_id: int,
    start: AwareDatetime,
    minutes: Annotated[int, Field(ge=0, le=525_600)],
) -> DeadlineOut:
    """Return when something that begins at `start` falls due after `minutes` of working time."""
    acting(request, Permission.GOVERNANCE_READ)
    version = newest(calendar_id)
    try:
        due = deadline(start, minutes, queries.calendar_of(version.pk))
    except (ValueError, OverflowError):
        raise BadInput({"minutes": say("this calendar has too little working time for that")}) from None
    return DeadlineOut(start=start, minutes=minutes, due=due, version=version.version)
