"""What the repair desk knows of a unit's past: its repairs, as the warranty decision counts them (三包)."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F

from wuxing.core.ledger.models import Entry
from wuxing.customers.entitlement import queries as entitlement
from wuxing.customers.entitlement.rules import Repair
from wuxing.service.bench_repair import queries as bench
from wuxing.service.bench_repair import rules as bench_rules
from wuxing.service.repair.models import ServiceRequest, WorkOrder
from wuxing.service.repair.queries.rows import CASE
from wuxing.service.repair.states import HoldReason, OrderState, Outcome

MOST = 50
LONG = 30  # days; only a long repair can have waited long for parts
FREE = ("in_warranty", "goodwill", "recall", "contract")


def repairs_of(request: ServiceRequest, today: date, zone: str) -> tuple[Repair, ...]:
    """Return the other repairs of the unit of a request, newest first: from the report of the fault to its repair."""
    if request.asset_id is None:
        return ()
    found = (
        WorkOrder.objects.filter(asset_id=request.asset_id, arrived_at__isnull=False)
        .exclude(request_id=request.pk)
        .exclude(state=OrderState.CANCELLED)
        .order_by("-pk")
        .values(
            "request_id",
            "symptom",
            "outcome",
            "resolved_at",
            "closed_at",
            "reopened_at",
            received_at=F("request__received_at"),
            warranty=F("request__entitlement__outcome"),
        )[:MOST]
    )
    return tuple(_repair(dict(row), request.symptom, today, zone) for row in found)


def is_told(order: WorkOrder) -> bool:
    """Say whether the customer knows the warranty decision that stands for an order (procedure 4, steps 3 and 4)."""
    return entitlement.is_told(order.request.entitlement, order.warranty_explained_at)


def _repair(row: dict[str, Any], symptom: str, today: date, name: str) -> Repair:
    zone = ZoneInfo(name)
    ended: datetime | None = row["resolved_at"] or row["closed_at"]
    begun_on, ended_on = row["received_at"].astimezone(zone).date(), ended.astimezone(zone).date() if ended else None
    days = ((ended_on or today) - begun_on).days
    waited, own_fault = 0, False
    if days > LONG:
        waited = waited_for_parts(row["request_id"], ended or None, today, zone)
        if spell := bench.spell_of(
            row["request_id"], today, name
        ):  # it lay in the workshop: its days say whose they are
            waited, own_fault = max(waited, spell[2].parts), bench_rules.is_own_fault(spell[2])
    return Repair(
        begun_on=begun_on,
        ended_on=ended_on,
        free=row["warranty"] in FREE,
        same_fault=bool(symptom) and row["symptom"] == symptom,
        waited_for_parts=waited,
        own_fault=own_fault,
        cured=row["outcome"] == Outcome.FIXED and row["reopened_at"] is None,
    )


def waited_for_parts(request_id: int, until: datetime | None, today: date, zone: ZoneInfo) -> int:
    """Return the days that a case lay on hold for parts, by its own timeline."""
    rows = Entry.objects.filter(case_type=CASE, case_id=request_id, event__in=("repair.hold", "repair.resume"))
    days, since = 0, None
    for event, payload, at in rows.order_by("pk").values_list("event", "payload", "occurred_at"):
        day = at.astimezone(zone).date()
        if event == "repair.hold" and (payload or {}).get("reason") == HoldReason.WAITING_PARTS:
            since = since or day
        elif since:
            days, since = days + (day - since).days, None
    if since:
        days += ((until.astimezone(zone).date() if until else today) - since).days
    return days
