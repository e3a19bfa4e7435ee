"""Calls by machine: whom to call, tries, taking one off the list; invitations to the survey."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import AwareDatetime, Field

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.refusals import ANSWERS
from wuxing.service.follow_up import actions, queries
from wuxing.service.follow_up.models import FollowUpCall
from wuxing.service.repair.api.shapes import actor_of

router = Router()


class CallOut(Schema):
    """A call, without a word of the customer."""

    id: int
    order_id: int
    order: str
    kind: str
    state: str
    due_at: datetime
    next_at: datetime | None
    tries: int


class CallsOut(Schema):
    """A page of calls; `next` is the cursor of the page after it, empty on the last."""

    calls: list[CallOut]
    next: str


def _out(call: FollowUpCall) -> CallOut:
    return CallOut(
        id=call.pk,
        order_id=call.order_id,
        order=call.order.number,
        kind=call.kind,
        state=call.state,
        due_at=call.due_at,
        next_at=call.next_at,
        tries=call.tries,
    )


@router.get("/calls", response={200: CallsOut, **ANSWERS}, summary="回访清单: whom to call, overdue first")
def list_calls(
    request: HttpRequest,
    view: Literal["now", "later", "ended"] = "now",
    cursor: Annotated[str, Field(max_length=40)] = "",
) -> CallsOut:
    """List calls, 50 a page; never those about one's own work."""
    by = actor_of(request)
    by.require(Permission.FOLLOW_UP)
    page = queries.calls(view, clock.now(), cursor, besides=by.user_id)
    names = ("order_id", "kind", "state", "due_at", "next_at", "tries")
    rows = [
        CallOut(id=row["pk"], order=row["order__number"], **{name: row[name] for name in names}) for row in page.rows
    ]
    return CallsOut(calls=rows, next=page.next)


class TryIn(Schema):
    """One try; `answers` by the codes of the script's questions."""

    result: Literal["reached", "refused", "no_answer", "busy", "wrong_number", "later"]
    note: str = Field("", max_length=500)
    later_at: AwareDatetime | None = None
    satisfied: bool | None = None
    answers: dict[str, Any] = {}


@router.post("/calls/{call_id}/try", response={200: CallOut, **ANSWERS}, summary="回访记录: one try")
def record_try(request: HttpRequest, call_id: int, body: TryIn) -> CallOut:
    """Write down a try; the plan says when the next one may be."""
    return _out(actions.record_try(call_id=call_id, by=actor_of(request), **body.model_dump()))


class NumberOut(Schema):
    """Whom to ask for, and the number in full; that it was shown stays on the timeline."""

    name: str
    phone: str


@router.post("/calls/{call_id}/number", response={200: NumberOut, **ANSWERS}, summary="查看电话")
def show_number(request: HttpRequest, call_id: int) -> NumberOut:
    """Show the number of a call when it is time."""
    shown = actions.show_number(call_id=call_id, by=actor_of(request))
    return NumberOut(name=shown.name, phone=shown.phone)


class FollowUpReasonIn(Schema):
    """Why."""

    reason: str = Field(max_length=300)


@router.post("/calls/{call_id}/cancel", response={200: CallOut, **ANSWERS}, summary="取消回访")
def cancel_call(request: HttpRequest, call_id: int, body: FollowUpReasonIn) -> CallOut:
    """Take a call off the list."""
    return _out(actions.cancel_call(call_id=call_id, reason=body.reason, by=actor_of(request)))


class PlannedOut(Schema):
    """The call that was planned; none when it is on the list already or was made."""

    call: CallOut | None


@router.post("/orders/{order_id}/plan", response={201: PlannedOut, **ANSWERS}, summary="计划回访")
def plan_call(request: HttpRequest, order_id: int) -> Status[PlannedOut]:
    """Put a closed order on the list."""
    made = actions.plan_call(order_id=order_id, by=actor_of(request))
    return Status(201, PlannedOut(call=_out(made) if made else None))


class InvitationOut(Schema):
    """An invitation; its word is sent to the customer only."""

    id: int
    state: str
    channel: str
    expires_at: datetime


class InvitedOut(Schema):
    """The invitation; none when the customer objected, or answered."""

    invitation: InvitationOut | None


@router.post("/orders/{order_id}/invite", response={201: InvitedOut, **ANSWERS}, summary="邀请评价")
def invite(request: HttpRequest, order_id: int) -> Status[InvitedOut]:
    """Invite the customer of an order to the survey."""
    made = actions.invite(order_id=order_id, by=actor_of(request))
    out = (
        InvitationOut(id=made.pk, state=made.state, channel=made.channel, expires_at=made.expires_at) if made else None
    )
    return Status(201, InvitedOut(invitation=out))
