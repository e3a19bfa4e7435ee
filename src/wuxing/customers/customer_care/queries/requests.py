"""个人信息权利请求: open and overdue ones, one with its way, and the working days that their deadline counts."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F

from wuxing.core.actors import Actor
from wuxing.core.errors import NotFound
from wuxing.core.reasons import say
from wuxing.customers.customer_care.models import RightsRequest
from wuxing.customers.customer_care.queries.lists import NEWEST, PAGE
from wuxing.customers.customer_care.queries.look_ups import care_rule
from wuxing.governance.commitments.models import CalendarVersion
from wuxing.governance.commitments.queries import calendar_of
from wuxing.governance.nonconformity.queries.terms import working_calendar


def lock_request(request_id: int) -> RightsRequest:
    """Return a request, locked. Raises NotFound."""
    found = (
        RightsRequest.objects.select_for_update(of=("self",)).select_related("customer").filter(pk=request_id).first()
    )
    if found is None:
        raise NotFound(say("there is no such request here"))
    return found


def working_days(by: Actor) -> tuple[int | None, Callable[[date], bool]]:
    """Return the calendar version that deadlines count by, and which days it works.

    That of the rule; else the first one that knows days off, as everywhere (调休 included); else Monday to Friday.
    """
    rule = care_rule()
    chosen = rule.calendar_id if rule else None
    version = CalendarVersion.objects.filter(calendar_id=chosen).order_by("-version").first() if chosen else None
    calendar = calendar_of(version.pk) if version else None
    number = version.pk if version else None
    if calendar is None:
        number, calendar = working_calendar(by)
    return number, lambda day: bool(calendar.intervals_on(day))


def noon(day: date, zone: str) -> datetime:
    """Return the middle of a day, for what is known by its day only."""
    return datetime.combine(day, time(12), ZoneInfo(zone))


def request_rows(
    *, only: str = "", customers: list[int] | None = None, today: date, before: int = NEWEST
) -> list[dict[str, Any]]:
    """Return requests, one more than a page: open ones by their day, overdue ones, or all newest first."""
    rows = RightsRequest.objects.all()
    if customers is not None:
        rows = rows.filter(customer_id__in=customers)
    if only in ("open", "overdue"):
        rows = rows.filter(ended_at=None)
        rows = rows.filter(due_on__lt=today) if only == "overdue" else rows
    else:
        rows = rows.filter(pk__lt=before)
    order = ("due_on", "pk") if only else ("-pk",)
    named = {"whom": F("customer__name"), "whom_kind": F("customer__kind")}
    fields = (
        "pk",
        "number",
        "customer_id",
        "kind",
        "channel",
        "state",
        "asked_at",
        "promised_on",
        "due_on",
        "ended_at",
    )
    return list(rows.order_by(*order).values(*fields, **named)[: PAGE + 1])


def overdue_count(today: date) -> int:
    """Return how many requests are past their day."""
    return RightsRequest.objects.filter(ended_at=None, due_on__lt=today).count()
