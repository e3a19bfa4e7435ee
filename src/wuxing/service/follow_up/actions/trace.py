"""How the actions of follow-up begin and end: what refuses, what is said, the trace. No customer's word goes into the ledger."""

from hashlib import sha256
from typing import Any

from django.db.models import Model

from wuxing.core import background, ledger
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.reasons import Reason, say
from wuxing.proof.canonical import canonical

CASE = "service_request"


def refuse(reason: Reason | None) -> None:
    """Raise RuleBroken when a rule gave a reason."""
    if reason:
        raise RuleBroken(reason)


def said(field: str, text: str, most: int, *, required: bool = True) -> str:
    """Return what somebody wrote, without spaces around it. Raises BadInput: nothing, or too long."""
    words = text.strip()
    if required and not words:
        raise BadInput({field: say("write a sentence that others understand")})
    if len(words) > most:
        raise BadInput({field: say("at most %(limit)s characters", limit=most)})
    return words


def leave(event: str, *, by: Actor, target: Model, case: tuple[str, int], **payload: Any) -> int:
    """Leave the trace of an action and tell the open pages."""
    entry = ledger.record(event, by=by, target=target, case=case, **payload)
    background.announce(by.tenant_id, "repair" if case[0] == CASE else case[0], case[1])
    return entry


def commitment_of(salt: bytes, said: dict[str, Any]) -> str:
    """Return the salted digest of an answer: it shows a change and tells nothing."""
    return sha256(salt + canonical(said)).hexdigest()
