"""调度台 and the technician's day: what waits, and who is where."""

from datetime import date, datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Count, F, Q, QuerySet

from wuxing.core.reading import all_of, first_of
from wuxing.core.worktime import calendar_from
from wuxing.governance.models import CalendarVersion
from wuxing.resources.models import Outlet, Person
from wuxing.service.repair import states
from wuxing.service.repair.models import Appointment, WorkOrder
from wuxing.service.repair.queries.candidates import span_of
from wuxing.service.repair.queries.lists import ORDER_GROUPS
from wuxing.service.repair.rules.promises import SOON

WAITING = 60
LANES = 80
_ORDER = (
    "pk", "number", "title", "state", "trade", "skill_level", "next_due_at", "next_due_kind", "hold_reason",
)  # fmt: skip


def covered(rows: QuerySet[WorkOrder], outlet: int | None) -> QuerySet[WorkOrder]:
    """Leave the orders of an outlet: handed to it, or in one of its districts."""
    if outlet is None:
        return rows
    districts = Outlet.objects.filter(pk=outlet).values_list("districts", flat=True).first() or []
    return rows.filter(Q(outlet_id=outlet) | Q(outlet=None, request__site__district__in=districts))


def queue(outlet: int | None) -> list[dict[str, Any]]:
    """Return the orders nobody has, the most pressing first."""
    rows = covered(WorkOrder.objects.filter(state__in=sorted(ORDER_GROUPS["unassigned"])), outlet)
    return all_of(
        rows.order_by(F("next_due_at").asc(nulls_last=True), "pk").values(
            *_ORDER,
            urgent=F("request__urgent"),
            complete=F("request__complete"),
            district=F("request__site__district"),
            warranty=F("request__entitlement__outcome"),
        )[:WAITING]
    )


def tallies(outlet: int | None, now: datetime, day_start: datetime) -> dict[str, int]:
    """Return how many open orders are urgent, nearly due, late, unassigned, waiting for parts, or left over."""
    rows = covered(WorkOrder.objects.filter(state__in=sorted(states.OPEN_ORDERS)), outlet)
    found = rows.aggregate(
        urgent=Count("pk", filter=Q(request__urgent=True) & ~Q(state__in=["work_done", "reviewed"])),
        soon=Count("pk", filter=Q(next_due_at__gte=now, next_due_at__lte=now + SOON)),
        late=Count("pk", filter=Q(next_due_at__lt=now)),
        unassigned=Count("pk", filter=Q(state__in=sorted(ORDER_GROUPS["unassigned"]))),
        parts=Count("pk", filter=Q(state="on_hold", hold_reason="waiting_parts")),
    )
    left = Appointment.objects.filter(state__in=sorted(states.LIVE_VISITS), slot__endswith__lt=day_start)
    found["left_over"] = left.filter(order__outlet_id=outlet).count() if outlet else left.count()
    return found


def left_over(outlet: int | None, day_start: datetime) -> list[dict[str, Any]]:
    """Return visits of earlier days that were never ended (at most ten)."""
    rows = Appointment.objects.filter(state__in=sorted(states.LIVE_VISITS), slot__endswith__lt=day_start)
    if outlet:
        rows = rows.filter(order__outlet_id=outlet)
    return all_of(
        rows.order_by("slot").values(
            "slot", "order_id", number=F("order__number"), title=F("order__title"), who=F("technician__name")
        )[:10]
    )


def people(outlet: int | None) -> list[dict[str, Any]]:
    """Return the technicians of the board with outlet and skills."""
    rows = Person.objects.filter(active=True)
    if outlet:
        rows = rows.filter(outlet_id=outlet)
    found: dict[int, dict[str, Any]] = {
        row["pk"]: {**row, "skills": []}
        for row in rows.order_by("outlet__code", "number").values(
            "pk", "name", "outlet_id", outlet_name=F("outlet__name")
        )[:LANES]
    }
    skills = Person.objects.filter(pk__in=found, skills__isnull=False).values_list(
        "pk", "skills__trade", "skills__level"
    )
    for pk, trade, level in skills.order_by("skills__trade"):
        found[pk]["skills"].append((trade, level))
    return list(found.values())


def visits_on(day: date, zone: str, technicians: list[int]) -> list[dict[str, Any]]:
    """Return the visits of technicians on a day, in order of time."""
    return all_of(
        Appointment.objects.filter(
            technician_id__in=technicians, slot__overlap=DateTimeTZRange(*span_of(day, zone))
        )
        .exclude(state="declined")
        .order_by("slot")
        .values(
            "pk", "state", "slot", "technician_id", "order_id", "arrived_at", "started_at", "ended_at", "en_route_at",
            number=F("order__number"),
            title=F("order__title"),
            order_state=F("order__state"),
            district=F("order__request__site__district"),
        )
    )  # fmt: skip


def closed_hours(day: date, outlets: set[int]) -> dict[int, list[tuple[datetime, datetime]]]:
    """Return the hours of a day in which each outlet does not work, between its first and last hour."""
    rows = CalendarVersion.objects.filter(
        calendar__in=Outlet.objects.filter(pk__in=outlets).values("calendar")
    ).order_by("version")
    newest = {row[0]: row for row in rows.values_list("calendar_id", "weekly", "exceptions", "zone", "calendar__zone")}
    closed: dict[int, list[tuple[datetime, datetime]]] = {}
    for outlet, calendar in Outlet.objects.filter(pk__in=outlets, calendar__in=newest).values_list("pk", "calendar_id"):
        _pk, weekly, exceptions, own_zone, first_zone = newest[calendar]
        zone = own_zone or first_zone
        spans = calendar_from(zone, weekly, exceptions).intervals_on(day)
        breaks = pairwise(spans)
        zoned = ZoneInfo(zone)
        closed[outlet] = [
            (datetime.combine(day, before[1], zoned), datetime.combine(day, after[0], zoned))
            for before, after in breaks
        ]
    return closed


def person_of(user_id: int | None) -> dict[str, Any] | None:
    """Return the technician who signs in as this user."""
    return first_of(Person.objects.filter(user_id=user_id or 0, active=True).values("pk", "name", "outlet_id"))


def day_of(person: int, day: date, zone: str) -> list[dict[str, Any]]:
    """Return a technician's visits of a day with what the phone shows of each."""
    fields = ("customer__name", "symptom")
    return all_of(
        Appointment.objects.filter(technician_id=person, slot__overlap=DateTimeTZRange(*span_of(day, zone)))
        .exclude(state__in=["declined", "cancelled", "rescheduled"])
        .order_by("slot")
        .values(
            "pk", "state", "slot", "ended_at", "order_id", "technician_id",
            **{name: F(f"order__{name}") for name in (*_ORDER[1:], *fields) if name not in ("state",)},
            order_state=F("order__state"),
            asset_id=F("order__asset_id"),
            district=F("order__request__site__district"),
            address=F("order__request__site__address"),
            warranty=F("order__request__entitlement__outcome"),
            urgent=F("order__request__urgent"),
        )
    )  # fmt: skip


def without_time(person: int) -> list[dict[str, Any]]:
    """Return the orders that a technician has without an agreed visit, the most pressing first."""
    rows = WorkOrder.objects.filter(technician_id=person, state__in=["dispatched", "in_progress", "on_hold"]).exclude(
        pk__in=Appointment.objects.filter(technician_id=person, state__in=sorted(states.LIVE_VISITS)).values("order")
    )
    return all_of(
        rows.order_by(F("next_due_at").asc(nulls_last=True), "pk").values(
            *_ORDER,
            "accepted_at",
            "customer__name",
            district=F("request__site__district"),
        )[:30]
    )
