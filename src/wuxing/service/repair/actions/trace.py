"""How the actions of procedure 4 end: save what changed, tell the board, leave a trace."""

from datetime import datetime
from typing import Any

from django.db.models import Model

from wuxing.core import background, clock, ledger
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.reasons import say
from wuxing.governance.commitments.models import Target
from wuxing.service.repair.models import ServiceRequest, WorkOrder
from wuxing.service.repair.queries import CASE
from wuxing.service.repair.states import OrderState


def refuse(reason: str | None) -> None:
    """Raise RuleBroken when a rule gave a reason."""
    if reason:
        raise RuleBroken(reason)


def refuse_long(**texts: tuple[str, int]) -> None:
    """Raise BadInput for each text, given as (text, limit), that is longer than what keeps it."""
    wrong = {
        name: say("at most %(limit)s characters", limit=limit)
        for name, (text, limit) in texts.items()
        if len(text.strip()) > limit
    }
    if wrong:
        raise BadInput(wrong)


def save_order(order: WorkOrder, *fields: str, targets: list[Target] | None = None) -> None:
    """Save the changed fields of an order, with its next promise when its targets are at hand."""
    names = {*fields, "updated_at"}
    order.updated_at = clock.now()
    if "state" in names:
        held = order.state == OrderState.ON_HOLD
        order.held_at = (order.held_at or order.updated_at) if held else None
        names.add("held_at")
    if targets is not None:
        note_promises(order, targets)
        names |= {"next_due_at", "next_due_kind", "broken"}
    order.save(update_fields=sorted(names))


def note_promises(order: WorkOrder, targets: list[Target]) -> None:
    """Note on an order, for lists, which of its promises falls due next and how many were broken."""
    running = [t for t in targets if t.stopped_at is None and t.effective_due_at is not None]
    following = min(running, key=lambda t: t.effective_due_at or t.due_at, default=None)
    order.next_due_at = following.effective_due_at if following else None
    order.next_due_kind = following.kind if following else ""
    order.broken += sum(1 for t in targets if t.kept is False)


def leave(
    event: str,
    *,
    by: Actor,
    target: Model,
    request_id: int,
    occurred_at: datetime | None = None,
    **payload: Any,
) -> int:
    """Leave the trace of an action on the case's timeline and tell the live board."""
    entry = ledger.record(event, by=by, target=target, case=(CASE, request_id), occurred_at=occurred_at, **payload)
    background.announce(by.tenant_id, "repair", request_id)
    return entry


def subject(request: ServiceRequest | int) -> tuple[str, int]:
    """Return the case whose promises run: the request, for the promise is to the customer."""
    return (CASE, request if isinstance(request, int) else request.pk)
