"""What the pages of one request and of one order show."""

from datetime import datetime
from typing import Any

from django.db.models import F

from wuxing.core.errors import NotFound
from wuxing.core.ledger.queries import timeline
from wuxing.core.reasons import say
from wuxing.customers.models import EntitlementDecision
from wuxing.governance.models import ClockEvent
from wuxing.service.repair.models import Appointment, Diagnosis, ServiceRequest, Signature, WorkOrder, WorkOrderLine
from wuxing.service.repair.queries.reading import all_of, first_of
from wuxing.service.repair.queries.rows import CASE

_PARTY = {
    "customer_name": F("customer__name"),
    "customer_tier": F("customer__tier"),
    "product_name": F("product__name"),
    "product_model": F("product__model"),
    "serial": F("asset__serial"),
    "purchased_on": F("asset__purchased_on"),
}
_CALL = (
    "channel", "received_at", "urgent", "fault", "complete", "serial_unknown", "purchase_unknown", "contact_id",
    "site_id", "entitlement_id",
)  # fmt: skip
_CONTACT = ("contact__name", "contact__phone", "site__city", "site__district", "site__address", "site__rural")


def order_facts(order_id: int) -> dict[str, Any]:
    """Return an order with its request, people and unit. Raises NotFound."""
    found = first_of(
        WorkOrder.objects.filter(pk=order_id)
        .values(
            "pk", "number", "state", "label", "title", "trade", "skill_level", "hold_reason", "symptom", "outcome", "work_type",
            "request_id", "asset_id", "product_id", "customer_id", "technician_id", "outlet_id", "accepted_at", "arrived_at",
            "work_started_at", "warranty_explained_at", "contacted_at", "checklist_complete", "signed_at", "closed_at",
            "reopened_at", "followed_up_at", "follow_up_satisfied", "visits", "written_at", "next_due_at", "next_due_kind",
            "broken",
            technician_name=F("technician__name"),
            technician_user=F("technician__user_id"),
            outlet_name=F("outlet__name"),
            request_number=F("request__number"),
            request_state=F("request__state"),
            **_PARTY,
            **{name: F(f"request__{name}") for name in (*_CALL, *_CONTACT)},
        )
    )  # fmt: skip
    if found is None:
        raise NotFound(say("there is no work order %(id)s here", id=order_id))
    return found


def request_facts(request_id: int) -> dict[str, Any]:
    """Return a request with its people and unit. Raises NotFound."""
    found = first_of(
        ServiceRequest.objects.filter(pk=request_id)
        .annotate(
            taken_by_name=F("taken_by__name"), merged_number=F("merged_into__number"), trade=F("product__trade"), **_PARTY
        )
        .values(
            "pk", "number", "state", "work_type", "symptom", "passed_on_by", "closing_note", "asset_id", "product_id",
            "customer_id", "merged_into_id", "taken_by_name", "merged_number", "trade", *_PARTY, *_CALL, *_CONTACT,
        )
    )  # fmt: skip
    if found is None:
        raise NotFound(say("there is no service request %(id)s here", id=request_id))
    return found


def orders_of(request_id: int) -> list[dict[str, Any]]:
    """Return the orders written for a request."""
    return all_of(
        WorkOrder.objects.filter(request_id=request_id).order_by("pk").values("pk", "number", "state", "title")
    )


def merged_into(request_id: int) -> list[dict[str, Any]]:
    """Return the requests that were merged into this one."""
    return all_of(ServiceRequest.objects.filter(merged_into_id=request_id).order_by("pk").values("pk", "number"))


def warranty(decision_id: int | None) -> dict[str, Any] | None:
    """Return a warranty decision with what it was taken from."""
    if decision_id is None:
        return None
    return first_of(
        EntitlementDecision.objects.filter(pk=decision_id)
        .values(
            "rule_set", "reasons", "proposed", "outcome", "until", "decided_at", "override_reason",
            overridden_by_name=F("overridden_by__name"),
        )
    )  # fmt: skip


def visits_of(order_id: int) -> list[dict[str, Any]]:
    """Return the visits of an order, oldest first."""
    return all_of(
        Appointment.objects.filter(order_id=order_id)
        .order_by("sequence")
        .values(
            "pk", "sequence", "state", "slot", "agreed_at", "en_route_at", "arrived_at", "started_at", "ended_at", "checklist",
            "note", "technician_id", "reschedule_reason", "reschedule_asked_by",
        )
    )  # fmt: skip


def diagnoses_of(order_id: int) -> list[dict[str, Any]]:
    """Return what was found, oldest first."""
    fields = ("pk", "symptom", "cause", "remedy", "finding", "branch", "corrects_id", "made_at")
    return all_of(Diagnosis.objects.filter(order_id=order_id).order_by("pk").values(*fields))


def lines_of(order_id: int) -> list[dict[str, Any]]:
    """Return parts and charges, struck ones too."""
    fields = (
        "pk",
        "kind",
        "code",
        "name",
        "quantity",
        "unit_price",
        "payer",
        "old_serial",
        "new_serial",
        "struck_at",
        "strike_reason",
    )
    return all_of(WorkOrderLine.objects.filter(order_id=order_id).order_by("pk").values(*fields))


def signatures_of(order_id: int) -> list[dict[str, Any]]:
    """Return who signed, when, and whether they were content."""
    return all_of(
        Signature.objects.filter(order_id=order_id)
        .order_by("pk")
        .values("pk", "name", "method", "satisfied", "comment", "signed_at", "image_id")
    )


def clock_events(request_id: int) -> dict[int, list[tuple[str, str, datetime]]]:
    """Return the pauses of a case's clocks by target: what, why, when."""
    events: dict[int, list[tuple[str, str, datetime]]] = {}
    rows = ClockEvent.objects.filter(target__subject_type=CASE, target__subject_id=request_id).order_by("at", "pk")
    for target, kind, reason, at in rows.values_list("target_id", "kind", "reason", "at"):
        events.setdefault(target, []).append((kind, reason, at))
    return events


def earlier_repairs(asset_id: int | None, *, besides: int | None, request: int | None = None) -> list[dict[str, Any]]:
    """Return the latest repairs of a unit (at most five), with what was found."""
    if asset_id is None:
        return []
    rows = WorkOrder.objects.filter(asset_id=asset_id).exclude(pk=besides or 0).order_by("-pk")
    if request:
        rows = rows.exclude(request_id=request)
    return all_of(
        rows.values(
            "pk",
            "number",
            "symptom",
            "state",
            "resolved_at",
            "written_at",
            "title",
            technician_name=F("technician__name"),
        )[:5]
    )


def entries_of(tenant_id: int, request_id: int) -> list[tuple[Any, ...]]:
    """Return a case's ledger entries as recorded."""
    rows: Any = timeline(tenant_id, (CASE, request_id))
    fields = ("pk", "event", "actor__name", "channel", "source", "occurred_at", "recorded_at", "payload", "sealed")
    return list(rows.values_list(*fields))


def request_to_merge(number: str, *, besides: int) -> int | None:
    """Return the request with a number, as typed."""
    rows = ServiceRequest.objects.filter(number__iexact=number.strip()).exclude(pk=besides)
    return rows.values_list("pk", flat=True).first()
