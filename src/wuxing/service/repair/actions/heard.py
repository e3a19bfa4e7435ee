"""客户有回音: what a customer does on a case, by whatever channel, ends the waiting for them (states.md section 4)."""

from django.db import transaction

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.reasons import Reason, say
from wuxing.governance.commitments import actions as commitments
from wuxing.service.repair import queries, rules
from wuxing.service.repair.actions.trace import leave, refuse, refuse_long, subject
from wuxing.service.repair.actions.waiting import is_held_for, let_go_on
from wuxing.service.repair.models import ServiceRequest, WorkOrder
from wuxing.service.repair.states import ENDED_BY, UNTIL_CUSTOMER, Answer, OrderState, RequestState

PHONE, ONLINE = "hotline", "online"  # as the ways in which a request comes


def heard(*, request_id: int, channel: str, by: Actor, answers: Answer | None = None) -> None:
    """客户有回音: let the clocks that wait for the customer run again. A step of other actions.

    What they answer ends an order's waiting for it, as their own act. By any other word of theirs it stays on hold and says
    that they answered: a person decides whether it goes on.
    """
    rows = WorkOrder.objects.select_for_update().filter(request_id=request_id, state=OrderState.ON_HOLD)
    held = list(rows.filter(hold_reason__in=UNTIL_CUSTOMER).order_by("pk"))
    commitments.customer_acted(subject(request_id), channel=channel, by=by)
    for order in held:
        if answers and is_held_for(order, ENDED_BY[answers]):
            let_go_on(order, by, clock.now(), channel=channel, answered=answers)
        else:
            leave("repair.heard", by=by, target=order, request_id=request_id, channel=channel)


@transaction.atomic
def note_call(*, request_id: int, note: str, answers: bool = False, by: Actor) -> ServiceRequest:
    """客户来电: the customer called about a request that is on record; what they said stays on its timeline (step 1).

    `answers`: they said what an order waited to hear from them; it goes on.

    Raises NotAllowed, NotFound, BadInput (no words), RuleBroken (merged or rejected: take it up again, or log the call anew).
    """
    by.require(Permission.REPAIR_INTAKE)
    if not note.strip():
        raise BadInput({"note": say("write down what the customer said")})
    refuse_long(note=(note, 500))
    request = queries.lock_request(request_id)
    refuse(why_not_note_call(request.state))

    leave("repair.call", by=by, target=request, request_id=request.pk, note=note.strip())
    heard(request_id=request.pk, channel=PHONE, by=by, answers=Answer.QUESTION if answers else None)
    return request


def why_not_note_call(state: str) -> Reason | None:
    """Return why a call cannot be noted on a request, or None."""
    if state in (RequestState.MERGED, RequestState.REJECTED):
        return say("this request is %(state)s; take it up again first", state=rules.STATE_WORDS[state])
    return None
