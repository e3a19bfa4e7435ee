"""What every step of a proposal shares: lock, refuse, leave a trace."""

from typing import Any

from wuxing.core import ledger
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.reasons import Reason, say
from wuxing.evidence.rulings import rules
from wuxing.evidence.rulings.models import EvidenceItem, Exclusion, Judged, Ruling, SpecialItem
from wuxing.evidence.rulings.rules import State

LONGEST = 2000
KINDS: dict[str, type[Judged]] = {
    "ruling": Ruling,
    "exclusion": Exclusion,
    "special_item": SpecialItem,
    "evidence_item": EvidenceItem,
}


def locked(what: str, row_id: int) -> Judged:
    """Return a row, locked. Raises NotFound."""
    model = KINDS.get(what)
    row = model.objects.select_for_update().filter(pk=row_id).first() if model else None
    if row is None:
        raise NotFound(say("there is no such proposal"))
    return row


def standing(row: Judged) -> State:
    """Return where a row stands."""
    return rules.state_of(row.confirmed_at, row.declined_at, row.withdrawn_at)


def need(**texts: str) -> None:
    """Refuse texts that are empty or too long. Raises BadInput."""
    faults = {}
    for name, text in texts.items():
        if not text.strip():
            faults[name] = say("write this; it stays beside the score")
        elif len(text) > LONGEST:
            faults[name] = say("shorten the text")
    if faults:
        raise BadInput(faults)


def refuse(reason: Reason | None) -> None:
    """Refuse where there is a reason. Raises RuleBroken."""
    if reason:
        raise RuleBroken(reason)


def leave(verb: str, row: Judged, by: Actor, **payload: Any) -> None:
    """Leave an entry in the ledger."""
    name = next(name for name, model in KINDS.items() if isinstance(row, model))
    ledger.record(f"{name}.{verb}", by=by, target=row, case=(name, row.pk), **payload)
