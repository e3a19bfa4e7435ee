"""What the pages of one request and of one order show. Each `_name` is a query of one shape (`reading.rows_by`)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.fields.json import KT

from wuxing.core.errors import NotFound
from wuxing.core.ledger import kind_of
from wuxing.core.ledger.models import Entry
from wuxing.core.ledger.queries import timeline
from wuxing.core.reading import rows_by
from wuxing.core.reasons import say
from wuxing.core.tenants import current_tenant
from wuxing.customers.models import Customer, EntitlementDecision
from wuxing.governance.handbook.rules import tag_of
from wuxing.governance.models import ClockEvent, DocumentVersion
from wuxing.service.repair.models import Appointment, Diagnosis, ServiceRequest, Signature, WorkOrder, WorkOrderLine
from wuxing.service.repair.queries.rows import CASE
from wuxing.service.repair.rules.persons import customers_in, names_of_organisations

Row = dict[str, Any]
_PARTY = {
    "customer_name": F("customer__name"),
    "customer_kind": F("customer__kind"),
    "customer_tier": F("customer__tier"),
    "product_name": F("product__name"),
    "product_model": F("product__model"),
    "serial": F("asset__serial"),
    "purchased_on": F("asset__purchased_on"),
}
_CALL = (
    "channel", "received_at", "urgent", "fault", "complete", "serial_unknown", "purchase_unknown", "contact_id", "site_id",
    "entitlement_id",
)  # fmt: skip
_CONTACT = ("contact__name", "contact__phone", "site__city", "site__district", "site__address", "site__rural")
_ORDER = (
    "pk", "number", "state", "label", "title", "trade", "skill_level", "hold_reason", "held_at", "symptom", "outcome", "work_type",
    "request_id", "asset_id", "product_id", "customer_id", "technician_id",
    "outlet_id", "accepted_at", "arrived_at", "work_started_at",
    "warranty_explained_at", "contacted_at", "checklist_complete", "signed_at", "closed_at", "reopened_at", "followed_up_at",
    "follow_up_satisfied", "visits", "written_at", "next_due_at", "next_due_kind", "broken",
)  # fmt: skip
_REQUEST = (
    "pk", "number", "state", "work_type", "symptom", "passed_on_by", "closing_note", "asset_id", "product_id", "customer_id",
    "merged_into_id",
)  # fmt: skip
_VISIT = (
    "pk", "sequence", "state", "slot", "agreed_at", "en_route_at", "arrived_at", "started_at", "ended_at", "checklist", "note",
    "technician_id", "reschedule_reason", "reschedule_asked_by",
)  # fmt: skip
_LINE = (
    "pk", "kind", "code", "name", "quantity", "unit_price", "payer", "old_serial", "new_serial", "struck_at", "strike_reason",
)  # fmt: skip
_DECISION = (
    "pk", "rule_set", "law", "reasons", "rules_hit", "exclusions_hit", "remedies", "proposed", "outcome", "until", "decided_at",
    "override_reason", "cause", "start_basis", "started_on", "covered_parts", "covered_labour", "covered_travel", "claim_count",
    "repeat_repair", "retell", "explained_at", "explained_how", "fee_told", "exception", "exception_reason", "exception_at",
)  # fmt: skip
_ENTRY = ("pk", "event", "actor__name", "channel", "source", "occurred_at", "recorded_at", "payload", "sealed")


def _order(pk: int) -> Any:
    return WorkOrder.objects.filter(pk=pk).values(
        *_ORDER,
        technician_name=F("technician__name"),
        technician_user=F("technician__user_id"),
        outlet_name=F("outlet__name"),
        request_number=F("request__number"),
        request_state=F("request__state"),
        retell=F("request__entitlement__retell"),
        told_at=F("request__entitlement__explained_at"),
        exception=F("request__entitlement__exception"),
        law=F("request__entitlement__law"),
        **_PARTY,
        **{name: F(f"request__{name}") for name in (*_CALL, *_CONTACT)},
    )


def order_facts(order_id: int) -> Row:
    """Return an order with its request, people and unit. Raises NotFound."""
    found = rows_by(_order, order_id)
    if not found:
        raise NotFound(say("there is no work order %(id)s here", id=order_id))
    return found[0]


def _rule(order_id: int) -> Any:
    written = Subquery(WorkOrder.objects.filter(pk=order_id).values("written_at")[:1])
    versions = DocumentVersion.objects.filter(document__tags__contains=[tag_of(4)], in_force_from__lte=written)
    then = versions.filter(Q(in_force_until=None) | Q(in_force_until__gt=written)).order_by("-in_force_from", "-pk")
    return then.values("document_id", "version", number=F("document__number"))[:1]


def rule_of(order_id: int) -> Row | None:
    """Return the version of this procedure's document that was in force when the order was written, if any."""
    return next(iter(rows_by(_rule, order_id)), None)


def _request(pk: int) -> Any:
    more = {
        "taken_by_name": F("taken_by__name"),
        "merged_number": F("merged_into__number"),
        "trade": F("product__trade"),
    }
    rows = ServiceRequest.objects.filter(pk=pk).annotate(**more, **_PARTY)
    return rows.values(*_REQUEST, *more, *_PARTY, *_CALL, *_CONTACT)


def request_facts(request_id: int) -> Row:
    """Return a request with its people and unit. Raises NotFound."""
    found = rows_by(_request, request_id)
    if not found:
        raise NotFound(say("there is no service request %(id)s here", id=request_id))
    return found[0]


def _orders(request_id: int) -> Any:
    return WorkOrder.objects.filter(request_id=request_id).order_by("pk").values("pk", "number", "state", "title")


def orders_of(request_id: int) -> list[Row]:
    """Return the orders written for a request."""
    return rows_by(_orders, request_id)


def _merged(request_id: int) -> Any:
    return ServiceRequest.objects.filter(merged_into_id=request_id).order_by("pk").values("pk", "number")


def merged_into(request_id: int) -> list[Row]:
    """Return the requests that were merged into this one."""
    return rows_by(_merged, request_id)


def _decision(pk: int) -> Any:
    rows = EntitlementDecision.objects.filter(pk=pk)
    return rows.values(
        *_DECISION, overridden_by_name=F("overridden_by__name"), exception_by_name=F("exception_by__name")
    )


def warranty(decision_id: int | None) -> Row | None:
    """Return a warranty decision with what it was taken from."""
    return next(iter(rows_by(_decision, decision_id)), None) if decision_id else None


def as_row(decision: EntitlementDecision) -> Row:
    """Return a decision that is not kept as its row, for a hint while a call is written down."""
    return {name: getattr(decision, name) for name in _DECISION} | {
        "overridden_by_name": None,
        "exception_by_name": None,
    }


def _visits(order_id: int) -> Any:
    return Appointment.objects.filter(order_id=order_id).order_by("sequence").values(*_VISIT)


def visits_of(order_id: int) -> list[Row]:
    """Return the visits of an order, oldest first."""
    return rows_by(_visits, order_id)


def _diagnoses(order_id: int) -> Any:
    fields = ("pk", "symptom", "cause", "remedy", "finding", "branch", "corrects_id", "made_at")
    return Diagnosis.objects.filter(order_id=order_id).order_by("pk").values(*fields)


def diagnoses_of(order_id: int) -> list[Row]:
    """Return what was found, oldest first."""
    return rows_by(_diagnoses, order_id)


def _lines(order_id: int) -> Any:
    return WorkOrderLine.objects.filter(order_id=order_id).order_by("pk").values(*_LINE)


def lines_of(order_id: int) -> list[Row]:
    """Return parts and charges, struck ones too."""
    return rows_by(_lines, order_id)


def _signatures(order_id: int) -> Any:
    fields = ("pk", "name", "method", "satisfied", "comment", "signed_at", "image_id")
    told = Entry.objects.filter(target_type=kind_of(Signature), target_id=OuterRef("pk"), event="repair.sign")
    rows = Signature.objects.filter(order_id=order_id).order_by("pk").values(*fields)
    return rows.annotate(not_drawn=Subquery(told.values(why=KT("payload__not_drawn"))[:1]))


def signatures_of(order_id: int) -> list[Row]:
    """Return who signed, when, how (drawn, or why not), and whether they were content."""
    return rows_by(_signatures, order_id)


def _clock_events(request_id: int) -> Any:
    rows = ClockEvent.objects.filter(
        target__subject_type=CASE, target__subject_id=request_id, kind__in=("pause", "resume"), customer=True
    )
    return rows.order_by("at", "pk").values("target_id", "kind", "reason", "at")


def clock_events(request_id: int) -> dict[int, list[tuple[str, str, datetime]]]:
    """Return the pauses of a case's clocks by target: what, why, when."""
    events: dict[int, list[tuple[str, str, datetime]]] = {}
    for row in rows_by(_clock_events, request_id):
        events.setdefault(row["target_id"], []).append((row["kind"], row["reason"], row["at"]))
    return events


def _earlier(asset_id: int, besides: int, request_id: int) -> Any:
    rows = (
        WorkOrder.objects.filter(asset_id=asset_id).exclude(pk=besides).exclude(request_id=request_id).order_by("-pk")
    )
    fields = ("pk", "number", "symptom", "state", "resolved_at", "written_at", "title")
    return rows.values(*fields, technician_name=F("technician__name"))[:5]


def earlier_repairs(asset_id: int | None, *, besides: int | None, request: int | None = None) -> list[Row]:
    """Return the latest repairs of a unit (at most five), with who did them."""
    return rows_by(_earlier, asset_id, besides or 0, request or 0) if asset_id else []


def _entries(request_id: int) -> Any:
    rows: Any = timeline(current_tenant(), (CASE, request_id))
    return rows.values(*_ENTRY)


def entries_of(request_id: int) -> list[tuple[Any, ...]]:
    """Return a case's ledger entries as recorded."""
    return [tuple(row[name] for name in _ENTRY) for row in rows_by(_entries, request_id)]


def organisations_in(request_id: int, payloads: Sequence[Row | None]) -> frozenset[str]:
    """Return the names of a case's customers that are organisations, newest entries first: they are nobody's secret."""
    now = ServiceRequest.objects.filter(pk=request_id, customer__isnull=False).values_list("customer_id", flat=True)
    rows = Customer.objects.filter(pk__in={*now, *customers_in(payloads)}, kind=Customer.Kind.ORGANISATION)
    return names_of_organisations(rows.values_list("name", flat=True), payloads)


def request_to_merge(number: str, *, besides: int) -> int | None:
    """Return the request with a number, as typed."""
    rows = ServiceRequest.objects.filter(number__iexact=number.strip()).exclude(pk=besides)
    return rows.values_list("pk", flat=True).first()
