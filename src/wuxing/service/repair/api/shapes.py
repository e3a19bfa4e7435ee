"""What the API of procedure 4 takes and gives in common."""

from datetime import date, datetime
from typing import Any

from django.db import connection
from django.http import HttpRequest
from ninja import Schema
from pydantic import AwareDatetime

from wuxing.core import searching
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, NotFound
from wuxing.core.reasons import say
from wuxing.service.repair.models import ServiceRequest, WorkOrder

PAGE = 50
NEWEST = 2**62
Slot = tuple[AwareDatetime, AwareDatetime]  # an instant names its zone


class CallIn(Schema):
    """A call to be logged. `write_order` writes the work order at once."""

    channel: str = "hotline"
    work_type: str = "onsite"
    received_at: AwareDatetime | None = None
    passed_on_by: str = ""
    customer_id: int | None = None
    customer_name: str = ""
    contact_name: str = ""
    phone: str = ""
    city: str = ""
    district: str = ""
    address: str = ""
    rural: bool = False
    product_id: int | None = None
    serial: str = ""
    serial_unknown: bool = False
    purchased_on: date | None = None
    purchase_unknown: bool = False
    symptom: str = ""
    fault: str = ""
    urgent: bool = False


class NewCallIn(CallIn):
    """A new call."""

    write_order: bool = False


class RequestOut(Schema):
    """A service request, as its list shows it."""

    id: int
    number: str
    state: str
    channel: str
    received_at: datetime
    fault: str
    complete: bool
    missing: list[str] = []
    warranty: str = "unknown"
    order_id: int | None = None
    order_number: str | None = None


class OrderOut(Schema):
    """A work order, as its list shows it."""

    id: int
    number: str
    state: str
    request_id: int
    title: str
    technician_id: int | None
    outcome: str
    next_due_at: datetime | None
    next_due_kind: str
    updated_at: datetime


class StepOut(Schema):
    """What an action made of the order; `made` is the number of the row it wrote."""

    order: OrderOut
    made: int | None = None


class EntryOut(Schema):
    """A row of the timeline."""

    id: int
    event: str
    actor: str
    occurred_at: datetime
    recorded_at: datetime
    sealed: bool
    payload: dict[str, Any] | None


class TargetOut(Schema):
    """A promise on the case."""

    kind: str
    text: str
    minutes: int
    starts_at: datetime
    due_at: datetime
    effective_due_at: datetime | None
    stopped_at: datetime | None
    kept: bool | None


def actor_of(request: HttpRequest) -> Actor:
    """Return who calls; the door has put it there."""
    return acting(request)


def request_out(request: ServiceRequest, order: WorkOrder | None = None, missing: tuple[str, ...] = ()) -> RequestOut:
    """Return a request as it is given."""
    return RequestOut(
        id=request.pk,
        number=request.number,
        state=request.state,
        channel=request.channel,
        received_at=request.received_at,
        fault=request.fault,
        complete=request.complete,
        missing=list(missing),
        warranty=request.entitlement.outcome if request.entitlement else "unknown",
        order_id=order.pk if order else None,
        order_number=order.number if order else None,
    )


def order_out(order: WorkOrder) -> OrderOut:
    """Return an order as it is given."""
    return OrderOut(**{name: getattr(order, name) for name in OrderOut.model_fields if name != "id"}, id=order.pk)


def matching(function: str, typed: str, before: int, filters: list[Any]) -> list[int]:
    """Return the numbers that a search function of the database finds. Raises BadInput (too short to search)."""
    search = searching.search_for(typed)
    if search is None:
        raise BadInput({"q": say("type at least two signs to search")})
    marks = ", ".join(["%s"] * len(filters))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM {function}(%s::tsquery, %s, %s, {marks}, %s)",  # noqa: S608  # names and marks of ours
            [search.query, search.likes, before, *filters, PAGE],
        )
        return [row[0] for row in cursor.fetchall()]


def request_of(request_id: int) -> ServiceRequest:
    """Return a request with its people and unit. Raises NotFound."""
    found = ServiceRequest.objects.select_related("entitlement", "customer", "contact", "site", "product", "asset")
    one = found.filter(pk=request_id).first()
    if one is None:
        raise NotFound(say("there is no service request %(id)s here", id=request_id))
    return one


def order_of(order_id: int) -> WorkOrder:
    """Return an order. Raises NotFound."""
    found = WorkOrder.objects.filter(pk=order_id).first()
    if found is None:
        raise NotFound(say("there is no work order %(id)s here", id=order_id))
    return found
