"""The API of procedure 4: the same actions as the pages, one POST an action, or several steps at once (the outbox)."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.db import transaction
from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field, TypeAdapter

from wuxing.core import searching
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound
from wuxing.core.ledger import queries as ledger_queries
from wuxing.core.reasons import say
from wuxing.customers.customer_care import rules as care_rules
from wuxing.customers.models import Product
from wuxing.governance.commitments import queries as promise_queries
from wuxing.resources.models import Person
from wuxing.service.repair import actions, queries
from wuxing.service.repair.actions import CallDetails
from wuxing.service.repair.models import ServiceRequest, WorkOrder

router = Router()
PAGE = 50
NEWEST = 2**62
Slot = tuple[datetime, datetime]


class Refusal(Schema):
    """Why something was not done; `fields` where a field is at fault."""

    reason: str
    fields: dict[str, str] | None = None


class CallIn(Schema):
    """A call to be logged. `write_order` writes the work order at once."""

    channel: str = "hotline"
    work_type: str = "onsite"
    received_at: datetime | None = None
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


ANSWERS: dict[Any, Any] = {400: Refusal, 401: Refusal, 403: Refusal, 404: Refusal, 409: Refusal, 422: Refusal}


def actor_of(request: HttpRequest) -> Actor:
    """Return who calls; the door has put it there."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _request_out(request: ServiceRequest, order: WorkOrder | None = None, missing: tuple[str, ...] = ()) -> RequestOut:
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


def _order_out(order: WorkOrder) -> OrderOut:
    return OrderOut(**{name: getattr(order, name) for name in OrderOut.model_fields if name != "id"}, id=order.pk)


# requests


@router.post("/requests", response={201: RequestOut, **ANSWERS}, summary="受理登记: log a call")
def log_request(request: HttpRequest, call: NewCallIn) -> Status[RequestOut]:
    """Log a call. Incomplete calls are taken; `missing` names what the dispatch will ask for."""
    by = actor_of(request)
    said = call.model_dump(exclude={"write_order"})
    with transaction.atomic():
        made = actions.log_request(call=CallDetails(**said), by=by)
        order = actions.write_order(request_id=made.pk, by=by) if call.write_order else None
    if order:
        made.state = "converted"
    return Status(201, _request_out(made, order, queries.missing_in(made)))


@router.get("/requests", response={200: list[RequestOut], **ANSWERS}, summary="newest requests, 50 a page")
def list_requests(
    request: HttpRequest,
    q: Annotated[str, Field(max_length=100)] = "",
    state: Annotated[str, Field(max_length=20)] = "",
    before: Annotated[int, Field(ge=1, le=NEWEST)] = NEWEST,
) -> list[RequestOut]:
    """List requests, newest first; `before` is the id of the last one seen; `q` searches, Chinese too."""
    actor_of(request).require(Permission.REPAIR_READ)
    found = ServiceRequest.objects.filter(pk__lt=before)
    if state:
        found = found.filter(state=state)
    if q:
        found = found.filter(pk__in=_matching("matching_requests", q, before, [[state] if state else None]))
    return [_request_out(row) for row in found.select_related("entitlement").order_by("-pk")[:PAGE]]


def _matching(function: str, typed: str, before: int, filters: list[Any]) -> list[int]:
    from django.db import connection

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


@router.get("/requests/{request_id}", response={200: RequestOut, **ANSWERS}, summary="one request")
def one_request(request: HttpRequest, request_id: int) -> RequestOut:
    """Return one request with what it lacks and its newest order."""
    actor_of(request).require(Permission.REPAIR_READ)
    found = _request(request_id)
    return _request_out(found, found.orders.order_by("-pk").first(), queries.missing_in(found))


def _request(request_id: int) -> ServiceRequest:
    found = ServiceRequest.objects.select_related("entitlement", "customer", "contact", "site", "product", "asset")
    one = found.filter(pk=request_id).first()
    if one is None:
        raise NotFound(say("there is no service request %(id)s here", id=request_id))
    return one


class ChangesIn(Schema):
    """The fields that change, by the names of a call, and why."""

    changes: dict[str, Any]
    reason: str = ""


@router.post("/requests/{request_id}/complete", response={200: RequestOut, **ANSWERS}, summary="补全登记")
def complete_request(request: HttpRequest, request_id: int, body: ChangesIn) -> RequestOut:
    """Fill in or correct a request."""
    unknown = set(body.changes) - set(CallIn.model_fields)
    if unknown:
        raise BadInput({name: say("there is no such field") for name in sorted(unknown)})
    changes = TypeAdapter(CallIn).validate_python(body.changes).model_dump(include=set(body.changes))
    made = actions.complete_request(request_id=request_id, changes=changes, reason=body.reason, by=actor_of(request))
    return _request_out(made, None, queries.missing_in(made))


class WordsIn(Schema):
    """A sentence: the answer given, or the reason."""

    text: str = Field(max_length=500)


@router.post("/requests/{request_id}/answer", response={200: RequestOut, **ANSWERS}, summary="远程解决")
def answer_remotely(request: HttpRequest, request_id: int, body: WordsIn) -> RequestOut:
    """Close a request that was solved on the telephone."""
    return _request_out(actions.answer_remotely(request_id=request_id, answer=body.text, by=actor_of(request)))


@router.post("/requests/{request_id}/reject", response={200: RequestOut, **ANSWERS}, summary="不予受理")
def reject_request(request: HttpRequest, request_id: int, body: WordsIn) -> RequestOut:
    """Reject a request with its reason."""
    return _request_out(actions.reject_request(request_id=request_id, reason=body.text, by=actor_of(request)))


class MergeIn(Schema):
    """The request that stays."""

    into_id: int


@router.post("/requests/{request_id}/merge", response={200: RequestOut, **ANSWERS}, summary="合并")
def merge_request(request: HttpRequest, request_id: int, body: MergeIn) -> RequestOut:
    """Merge a request that was logged twice."""
    return _request_out(actions.merge_request(request_id=request_id, into_id=body.into_id, by=actor_of(request)))


class OverrideIn(Schema):
    """Another outcome of the warranty decision, and why."""

    outcome: Literal["in_warranty", "out_of_warranty", "goodwill"]
    reason: str


@router.post("/requests/{request_id}/warranty", response={200: RequestOut, **ANSWERS}, summary="改判保修")
def override_warranty(request: HttpRequest, request_id: int, body: OverrideIn) -> RequestOut:
    """Override the warranty decision; the rule's own outcome stays beside it."""
    by = actor_of(request)
    actions.override_warranty(request_id=request_id, outcome=body.outcome, reason=body.reason, by=by)
    return _request_out(_request(request_id))


@router.post("/requests/{request_id}/order", response={201: StepOut, **ANSWERS}, summary="开单: write the work order")
def write_order(request: HttpRequest, request_id: int) -> Status[StepOut]:
    """Write the work order of a request."""
    return Status(201, StepOut(order=_order_out(actions.write_order(request_id=request_id, by=actor_of(request)))))


# orders


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
        found = found.filter(pk__in=_matching("matching_orders", q, before, filters))
    return [_order_out(row) for row in found.order_by("-pk")[:PAGE]]


def _order(order_id: int) -> WorkOrder:
    found = WorkOrder.objects.filter(pk=order_id).first()
    if found is None:
        raise NotFound(say("there is no work order %(id)s here", id=order_id))
    return found


@router.get("/orders/{order_id}", response={200: OrderOut, **ANSWERS}, summary="one order")
def one_order(request: HttpRequest, order_id: int) -> OrderOut:
    """Return one order."""
    actor_of(request).require(Permission.REPAIR_READ)
    return _order_out(_order(order_id))


@router.get("/orders/{order_id}/promises", response={200: list[TargetOut], **ANSWERS}, summary="its promises")
def promises_of_order(request: HttpRequest, order_id: int) -> list[dict[str, Any]]:
    """Return the promises on the order's case, with what became of them."""
    actor_of(request).require(Permission.REPAIR_READ)
    return promise_queries.targets_of(queries.CASE, _order(order_id).request_id)


@router.get("/orders/{order_id}/timeline", response={200: list[EntryOut], **ANSWERS}, summary="its timeline")
def timeline_of_order(request: HttpRequest, order_id: int) -> list[EntryOut]:
    """Return everything that was recorded about the order's case. Personal data needs CUSTOMER_REVEAL, else it is masked."""
    by = actor_of(request)
    by.require(Permission.REPAIR_READ)
    rows = ledger_queries.timeline(by.tenant_id, (queries.CASE, _order(order_id).request_id))
    return [
        EntryOut(
            id=row.pk,
            event=row.event,
            actor=row.actor.name if row.actor else "",
            occurred_at=row.occurred_at,
            recorded_at=row.recorded_at,
            sealed=row.sealed,  # type: ignore[attr-defined]  # annotated by the query
            payload=row.payload if by.may(Permission.CUSTOMER_REVEAL) else _masked(row.payload),
        )
        for row in rows
    ]


def _masked(payload: dict[str, Any] | None) -> dict[str, Any] | None:
    if payload is None or "call" not in payload:
        return payload
    call = dict(payload["call"])
    call["phone"] = care_rules.masked_phone(str(call.get("phone", "")))
    call["address"] = care_rules.masked_address(str(call.get("address", "")), str(call.get("district", "")))
    return payload | {"call": call}


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


# steps: one schema and one action each


class NothingIn(Schema):
    """No details."""


class DispatchIn(Schema):
    """To whom, and a proposed window."""

    technician_id: int
    planned: Slot | None = None
    parts_expected: str = ""
    override_reason: str = ""


class ReasonIn(Schema):
    """Why."""

    reason: str


class ContactIn(Schema):
    """A call to the customer."""

    reached: bool
    note: str = ""


class AppointmentIn(Schema):
    """A window agreed with the customer."""

    slot: Slot
    warranty_explained: bool
    chosen_by: Literal["customer", "us"] = "us"
    note: str = ""


class RescheduleIn(Schema):
    """Another window, who asked and why."""

    slot: Slot
    asked_by: Literal["customer", "us"]
    reason: str


class ChecklistIn(Schema):
    """The conduct checklist."""

    checklist: dict[str, bool]
    note: str = ""


class FeeIn(Schema):
    """What the customer was told about the fee."""

    fee_told: str = ""


class DiagnosisIn(Schema):
    """The finding and the way on."""

    cause: str
    finding: str
    branch: Literal["fix_now", "take_back", "another_visit", "advise_replacing"]
    symptom: str = ""
    remedy: str = ""
    items_taken: str = ""


class CorrectionIn(Schema):
    """A corrected finding."""

    cause: str
    finding: str
    remedy: str = ""
    reason: str


class LineIn(Schema):
    """A part or charge; money in yuan."""

    kind: Literal["part", "labour", "travel", "other"]
    name: str
    quantity: Decimal
    unit_price: Decimal
    payer: Literal["customer", "us", "manufacturer", "insurer"]
    code: str = ""
    old_serial: str = ""
    new_serial: str = ""


class StrikeIn(Schema):
    """A line to be struck."""

    line_id: int
    reason: str


class VisitEndIn(Schema):
    """How the visit ended."""

    outcome: Literal["completed", "partial"]
    note: str = ""


class NoteIn(Schema):
    """A note."""

    note: str = ""


class SignatureIn(Schema):
    """The customer's signature by typed name."""

    name: str
    satisfied: bool | None = None
    comment: str = ""


class FollowUpIn(Schema):
    """The call after the repair."""

    reached: bool
    satisfied: bool | None = None
    note: str = ""


STEPS: dict[str, tuple[Callable[..., Any], type[Schema]]] = {
    "dispatch": (actions.dispatch_order, DispatchIn),
    "accept": (actions.accept_order, NothingIn),
    "decline": (actions.decline_order, ReasonIn),
    "contact": (actions.record_contact, ContactIn),
    "agree_appointment": (actions.agree_appointment, AppointmentIn),
    "reschedule": (actions.reschedule_appointment, RescheduleIn),
    "depart": (actions.depart, NothingIn),
    "arrive": (actions.arrive, NothingIn),
    "confirm_problem": (actions.confirm_problem, ChecklistIn),
    "explain_warranty": (actions.explain_warranty, FeeIn),
    "start_work": (actions.start_work, NothingIn),
    "diagnose": (actions.diagnose, DiagnosisIn),
    "correct_diagnosis": (actions.correct_diagnosis, CorrectionIn),
    "add_line": (actions.add_line, LineIn),
    "strike_line": (actions.strike_line, StrikeIn),
    "finish_visit": (actions.finish_visit, VisitEndIn),
    "no_access": (actions.report_no_access, NoteIn),
    "sign": (actions.sign_order, SignatureIn),
    "finish_work": (actions.finish_work, NothingIn),
    "review": (actions.review_order, NoteIn),
    "close": (actions.close_order, NothingIn),
    "follow_up": (actions.record_follow_up, FollowUpIn),
    "hold": (actions.hold_order, ReasonIn),
    "resume": (actions.resume_order, NoteIn),
    "cancel": (actions.cancel_order, ReasonIn),
    "give_up": (actions.give_up_order, ReasonIn),
    "reopen": (actions.reopen_order, ReasonIn),
}


def _take(order_id: int, step: str, details: Schema, by: Actor) -> Any:
    action, _schema = STEPS[step]
    return action(order_id=order_id, by=by, **details.dict())


def _door(step: str, details: type[Schema]) -> Callable[..., StepOut]:
    def door(request: HttpRequest, order_id: int, body: Any) -> StepOut:
        made = _take(order_id, step, body, actor_of(request))
        order = made if isinstance(made, WorkOrder) else _order(order_id)
        return StepOut(order=_order_out(order), made=None if made is order else made.pk)

    door.__annotations__["body"] = details
    door.__name__ = step
    door.__doc__ = STEPS[step][0].__doc__
    return door


for _step, (_action, _schema) in STEPS.items():
    router.post(
        f"/orders/{{order_id}}/{_step}",
        response={200: StepOut, **ANSWERS},
        summary=(_action.__doc__ or "").partition(".")[0],
        operation_id=f"repair_{_step}",
    )(_door(_step, _schema))


class StepIn(Schema):
    """One step of several: its name, as in the paths, and its details."""

    step: str
    details: dict[str, Any] = {}


class StepsIn(Schema):
    """Steps to be taken in order; all of them or none."""

    steps: list[StepIn] = Field(min_length=1, max_length=50)


@router.post("/orders/{order_id}/steps", response={200: StepOut, **ANSWERS}, summary="several steps at once (outbox)")
def take_steps(request: HttpRequest, order_id: int, body: StepsIn) -> StepOut:
    """Take several steps in one transaction: what a technician's phone kept while it had no network."""
    by = actor_of(request)
    made: Any = None
    with transaction.atomic():
        for place, one in enumerate(body.steps):
            if one.step not in STEPS:
                raise BadInput({f"steps.{place}.step": say("there is no step %(name)s", name=one.step)})
            made = _take(order_id, one.step, TypeAdapter(STEPS[one.step][1]).validate_python(one.details), by)
    order = made if isinstance(made, WorkOrder) else _order(order_id)
    return StepOut(order=_order_out(order), made=None if made is order else made.pk)
