"""销毁审批: somebody other than the proposer approves or refuses."""

from django.db import transaction

from wuxing.core import background, clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.reasons import say
from wuxing.governance.records import rules
from wuxing.governance.records.actions.proposing import lock_destruction
from wuxing.governance.records.models import Destruction
from wuxing.governance.records.states import DestructionState


@transaction.atomic
def approve_destruction(*, destruction_id: int, note: str = "", by: Actor) -> Destruction:
    """批准销毁: let the listed records be destroyed; a job does it in batches, and asks once more whether each is due.

    Raises NotAllowed, NotFound, RuleBroken (decided already, or the decider proposed it).
    """
    by.require(Permission.RECORD_DESTROY)
    destruction = _decided(destruction_id, DestructionState.APPROVED, note, by)
    ledger.record("destruction.approve", by=by, target=destruction, number=destruction.number, note=note.strip())
    background.defer("records.destroy", by=by, destruction_id=destruction.pk)
    return destruction


@transaction.atomic
def refuse_destruction(*, destruction_id: int, note: str, by: Actor) -> Destruction:
    """不批准销毁: refuse the proposal, saying why; everything stays.

    Raises NotAllowed, NotFound, BadInput (no reason), RuleBroken (decided already, or the decider proposed it).
    """
    by.require(Permission.RECORD_DESTROY)
    if not note.strip():
        raise BadInput({"note": say("say why the records are to stay")})
    destruction = _decided(destruction_id, DestructionState.REFUSED, note, by)
    ledger.record("destruction.refuse", by=by, target=destruction, number=destruction.number, note=note.strip())
    return destruction


def _decided(destruction_id: int, state: DestructionState, note: str, by: Actor) -> Destruction:
    destruction = lock_destruction(destruction_id)
    if refusal := rules.why_not_decide(destruction.state, destruction.proposed_by_id, by.user_id):
        raise RuleBroken(refusal)
    now = clock.now()

    destruction.state, destruction.decided_at, destruction.decided_by_id = state, now, by.user_id
    destruction.decision_note = note.strip()[:500]
    destruction.ended_at = now if state == DestructionState.REFUSED else None
    destruction.save(update_fields=["state", "decided_at", "decided_by", "decision_note", "ended_at"])
    return destruction
