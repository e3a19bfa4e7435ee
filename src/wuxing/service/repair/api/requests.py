"""Requests by machine: log, list, complete, and the other ways on."""

from typing import Annotated, Any, Literal

from django.db import transaction
from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import AwareDatetime, Field

from wuxing.core.access import Permission
from wuxing.core.errors import BadInput
from wuxing.core.reasons import say
from wuxing.core.refusals import ANSWERS
from wuxing.service.repair import actions, queries
from wuxing.service.repair.actions import CallDetails
from wuxing.service.repair.api.shapes import (
    NEWEST,
    PAGE,
    CallIn,
    NewCallIn,
    RequestOut,
    StepOut,
    actor_of,
    matching,
    order_out,
    request_of,
    request_out,
)
from wuxing.service.repair.models import ServiceRequest

router = Router()


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
    return Status(201, request_out(made, order, queries.missing_in(made)))


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
        found = found.filter(pk__in=matching("matching_requests", q, before, [[state] if state else None]))
    return [request_out(row) for row in found.select_related("entitlement").order_by("-pk")[:PAGE]]


@router.get("/requests/{request_id}", response={200: RequestOut, **ANSWERS}, summary="one request")
def one_request(request: HttpRequest, request_id: int) -> RequestOut:
    """Return one request with what it lacks and its newest order."""
    actor_of(request).require(Permission.REPAIR_READ)
    found = request_of(request_id)
    return request_out(found, found.orders.order_by("-pk").first(), queries.missing_in(found))


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
    changes = CallIn.model_validate(body.changes).model_dump(include=set(body.changes))
    made = actions.complete_request(request_id=request_id, changes=changes, reason=body.reason, by=actor_of(request))
    return request_out(made, None, queries.missing_in(made))


class WordsIn(Schema):
    """A sentence: the answer given, or the reason."""

    text: str = Field(max_length=500)


class CalledIn(WordsIn):
    """What the customer said on the telephone; `answers`: it is what an order on hold waited to hear."""

    answers: bool = False


@router.post("/requests/{request_id}/answer", response={200: RequestOut, **ANSWERS}, summary="远程解决")
def answer_remotely(request: HttpRequest, request_id: int, body: WordsIn) -> RequestOut:
    """Close a request that was solved on the telephone."""
    return request_out(actions.answer_remotely(request_id=request_id, answer=body.text, by=actor_of(request)))


@router.post("/requests/{request_id}/reject", response={200: RequestOut, **ANSWERS}, summary="不予受理")
def reject_request(request: HttpRequest, request_id: int, body: WordsIn) -> RequestOut:
    """Reject a request with its reason."""
    return request_out(actions.reject_request(request_id=request_id, reason=body.text, by=actor_of(request)))


@router.post("/requests/{request_id}/take-up", response={200: RequestOut, **ANSWERS}, summary="重新受理")
def take_up_request(request: HttpRequest, request_id: int, body: WordsIn) -> RequestOut:
    """Take up an answered or rejected request again."""
    return request_out(actions.take_up_request(request_id=request_id, reason=body.text, by=actor_of(request)))


@router.post("/requests/{request_id}/call", response={200: RequestOut, **ANSWERS}, summary="客户来电")
def note_call(request: HttpRequest, request_id: int, body: CalledIn) -> RequestOut:
    """Note that the customer called about a request on record; their clocks go on, with `answers` an order on hold too."""
    by = actor_of(request)
    return request_out(actions.note_call(request_id=request_id, note=body.text, answers=body.answers, by=by))


class AnsweredIn(Schema):
    """How the customer was answered; without `at`, now."""

    how: Annotated[str, Field(max_length=20)]
    at: AwareDatetime | None = None
    note: Annotated[str, Field(max_length=500)] = ""


@router.post("/requests/{request_id}/answered", response={200: RequestOut, **ANSWERS}, summary="已答复客户")
def note_answer(request: HttpRequest, request_id: int, body: AnsweredIn) -> RequestOut:
    """Note that the customer was answered, how and when; the promise to answer is judged by that time."""
    return request_out(actions.note_answer(request_id=request_id, **body.dict(), by=actor_of(request)))


class MergeIn(Schema):
    """The request that stays."""

    into_id: int


@router.post("/requests/{request_id}/merge", response={200: RequestOut, **ANSWERS}, summary="合并")
def merge_request(request: HttpRequest, request_id: int, body: MergeIn) -> RequestOut:
    """Merge a request that was logged twice."""
    return request_out(actions.merge_request(request_id=request_id, into_id=body.into_id, by=actor_of(request)))


class OverrideIn(Schema):
    """Another outcome of the warranty decision, and why."""

    outcome: Literal["in_warranty", "out_of_warranty", "goodwill", "recall", "contract"]
    reason: str
    evidence_ids: list[int] = []


@router.post("/requests/{request_id}/warranty", response={200: RequestOut, **ANSWERS}, summary="改判保修")
def override_warranty(request: HttpRequest, request_id: int, body: OverrideIn) -> RequestOut:
    """Override the warranty decision; the rule's own outcome stays beside it."""
    by = actor_of(request)
    actions.override_warranty(request_id=request_id, by=by, **body.model_dump())
    return request_out(request_of(request_id))


@router.post("/requests/{request_id}/order", response={201: StepOut, **ANSWERS}, summary="开单: write the work order")
def write_order(request: HttpRequest, request_id: int) -> Status[StepOut]:
    """Write the work order of a request."""
    return Status(201, StepOut(order=order_out(actions.write_order(request_id=request_id, by=actor_of(request)))))
