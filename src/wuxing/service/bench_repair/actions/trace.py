"""How the actions of procedure 5 end: the item moves, a step is kept, a trace is left on its case."""

from typing import Any

from django.db.models import Model

from wuxing.core import background, clock, ledger
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.reasons import Reason, say
from wuxing.service.bench_repair.models import BenchItem, ItemStep
from wuxing.service.bench_repair.queries.rows import KIND
from wuxing.service.bench_repair.rules import why_not_leave_quote
from wuxing.service.charges.queries import current_quote
from wuxing.service.repair.models import WorkOrder
from wuxing.service.repair.queries import CASE


def refuse(reason: Reason | str | None) -> None:
    """Raise RuleBroken when a rule gave a reason."""
    if reason:
        raise RuleBroken(reason)


def refuse_wrong(wrong: dict[str, Reason]) -> None:
    """Raise when a rule found fields wrong; what is no field but the state refuses as a whole."""
    if reason := wrong.get("state"):
        raise RuleBroken(reason)
    if wrong:
        raise BadInput(dict(wrong))


def refuse_quoted(item: BenchItem) -> None:
    """Raise RuleBroken when the repair is given up while the customer may still accept a quote for it."""
    quote = current_quote((KIND, item.pk))
    refuse(why_not_leave_quote(quote.state if quote else None))


def said(field: str, text: str, most: int, *, needed: bool = True) -> str:
    """Return what somebody wrote, without spaces around it. Raises BadInput: nothing, or too long."""
    words = text.strip()
    if needed and not words:
        raise BadInput({field: say("write a sentence that others understand")})
    if len(words) > most:
        raise BadInput({field: say("at most %(limit)s characters", limit=most)})
    return words


def move(item: BenchItem, to: str, kind: str, *fields: str, by: Actor, **data: Any) -> None:
    """Let an item take a step and save its changed fields."""
    was, now = item.state, clock.now()
    item.state, item.updated_at = to, now
    item.save(update_fields=sorted({*fields, "state", "updated_at"}))
    note_step(item, was, kind, by=by, **data)


def note_step(item: BenchItem, was: str, kind: str, *, by: Actor, **data: Any) -> None:
    """Keep a step of an item."""
    ItemStep.objects.create(
        tenant_id=by.tenant_id,
        item=item,
        kind=kind,
        from_state=was,
        to_state=item.state,
        at=clock.now(),
        by_id=by.user_id,
        by_name=by.name,
        data=data,
    )


def leave(event: str, *, by: Actor, target: Model, order: WorkOrder, **payload: Any) -> int:
    """Leave the trace of an action on the timeline of the case and tell the open pages."""
    entry = ledger.record(f"bench.{event}", by=by, target=target, case=(CASE, order.request_id), **payload)
    background.announce(by.tenant_id, "repair", order.request_id)
    return entry


def leave_of(event: str, item: BenchItem, *, by: Actor, **payload: Any) -> int:
    """Leave the trace of what happened to an item."""
    return leave(event, by=by, target=item, order=item.order, item_id=item.pk, item=item.number, **payload)
