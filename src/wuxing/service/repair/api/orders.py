"""Orders by machine: list, one order, its promises and timeline; products and technicians to choose from."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.ledger import queries as ledger_queries
from wuxing.core.refusals import ANSWERS
from wuxing.customers.customer_care import rules as care_rules
from wuxing.customers.models import Product
from wuxing.governance.commitments import queries as promise_queries
from wuxing.resources.models import Person
from wuxing.service.repair import queries
from wuxing.service.repair.api.shapes import (
    NEWEST,
    PAGE,
    EntryOut,
    OrderOut,
    TargetOut,
    actor_of,
    matching,
    order_of,
    order_out,
)
from wuxing.service.repair.models import WorkOrder
from wuxing.service.repair.queries import pages
from wuxing.service.repair.rules.persons import without_names

router = Router()
HIDDEN = ("phone", "address")


@router.get("/orders", response={200: list[OrderOut], **ANSWERS}, summary="newest orders, 50 a page")
def list_orders(
    request: HttpRequest,
    q: Annotated[str, Field(max_length=100)] = "",
    state: Annotated[str, Field(max_length=20)] = "",
    technician_id: int | None = None,
    before: Annotated[int, Field(ge=1, le=NEWEST)] = NEWEST,
) -> list[OrderOut]:
    """List orders, newest first; `before` is the id of the last one seen; `q` searches, Chinese too."""
    actor_of(request).require(Permission.REPAIR_READ)
    found = WorkOrder.objects.filter(pk__lt=before)
    if state:
        found = found.filter(state=state)
    if technician_id:
        found = found.filter(technician_id=technician_id)
    if q:
        filters = [[state] if state else None, None, technician_id]
        found = found.filter(pk__in=matching("matching_orders", q, before, filters))
    return [order_out(row) for row in found.order_by("-pk")[:PAGE]]


@router.get("/orders/{order_id}", response={200: OrderOut, **ANSWERS}, summary="one order")
def one_order(request: HttpRequest, order_id: int) -> OrderOut:
    """Return one order."""
    actor_of(request).require(Permission.REPAIR_READ)
    return order_out(order_of(order_id))


@router.get("/orders/{order_id}/promises", response={200: list[TargetOut], **ANSWERS}, summary="its promises")
def promises_of_order(request: HttpRequest, order_id: int) -> list[dict[str, Any]]:
    """Return the promises on the order's case, with what became of them."""
    actor_of(request).require(Permission.REPAIR_READ)
    return promise_queries.targets_of(queries.CASE, order_of(order_id).request_id)


@router.get("/orders/{order_id}/timeline", response={200: list[EntryOut], **ANSWERS}, summary="its timeline")
def timeline_of_order(request: HttpRequest, order_id: int) -> list[EntryOut]:
    """Return everything that was recorded about the order's case. Numbers and addresses are masked, names for some."""
    by = actor_of(request)
    by.require(Permission.REPAIR_READ)
    request_id = order_of(order_id).request_id
    rows = list(ledger_queries.timeline(by.tenant_id, (queries.CASE, request_id)))
    whole = (
        frozenset() if by.may(Permission.CUSTOMER_REVEAL) else pages.organisations_in(request_id, _newest_first(rows))
    )
    return [
        EntryOut(
            id=row.pk,
            event=row.event,
            actor=row.actor.name if row.actor else "",
            occurred_at=row.occurred_at,
            recorded_at=row.recorded_at,
            sealed=row.sealed,  # type: ignore[attr-defined]  # annotated by the query
            payload=_masked(row.event, row.payload, by, whole),
        )
        for row in rows
    ]


def _newest_first(rows: list[Any]) -> list[dict[str, Any] | None]:
    return [row.payload for row in sorted(rows, key=lambda row: (row.occurred_at, row.pk), reverse=True)]


def _masked(event: str, payload: dict[str, Any] | None, by: Actor, whole: frozenset[str]) -> dict[str, Any] | None:
    """Return a payload with numbers and addresses hidden: to see them in full is an act of its own, and leaves a trace.

    Who may not see personal data in full gets the first sign of a person's name.
    """
    if payload is None:
        return None
    shown = dict(payload) if by.may(Permission.CUSTOMER_REVEAL) else without_names(event, payload, whole)
    if "call" in shown:
        call = dict(shown["call"])
        district = str(call.get("district", ""))
        shown["call"] = call | {name: _hidden(name, call[name], district) for name in HIDDEN if name in call}
    if isinstance(shown.get("changed"), dict):
        shown["changed"] = {
            name: {when: _hidden(name, value, "") for when, value in pair.items()} if name in HIDDEN else pair
            for name, pair in shown["changed"].items()
        }
    return shown


def _hidden(name: str, value: Any, district: str) -> str:
    text = str(value or "")
    if name == "phone":
        return care_rules.masked_phone(text) if text else ""
    return care_rules.masked_address(text, district)


class ProductOut(Schema):
    """A product that can be served."""

    id: int
    model: str
    name: str
    category: str
    trade: str
    warranty_months: int | None


@router.get("/products", response={200: list[ProductOut], **ANSWERS}, summary="products")
def list_products(request: HttpRequest, model: Annotated[str, Field(max_length=80)] = "") -> list[dict[str, Any]]:
    """List the products in use; `model` finds one."""
    actor_of(request).require(Permission.REPAIR_READ)
    found = Product.objects.filter(active=True)
    if model:
        found = found.filter(model=model)
    return list(found.order_by("model").values(*ProductOut.model_fields)[:500])


class TechnicianOut(Schema):
    """Somebody to whom orders can be handed."""

    id: int
    number: str
    name: str
    outlet_id: int


@router.get("/technicians", response={200: list[TechnicianOut], **ANSWERS}, summary="technicians")
def list_technicians(request: HttpRequest) -> list[dict[str, Any]]:
    """List the active technicians."""
    actor_of(request).require(Permission.RESOURCE_READ)
    return list(Person.objects.filter(active=True).order_by("number").values(*TechnicianOut.model_fields)[:1000])
