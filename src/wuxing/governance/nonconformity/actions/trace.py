"""How the actions of procedure 22 begin and end: what was said, what refuses, what is saved, the trace."""

from typing import Any

from wuxing.core import background, clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed, RuleBroken
from wuxing.core.reasons import Reason, say
from wuxing.governance.nonconformity import rules
from wuxing.governance.nonconformity.models import Nonconformity
from wuxing.governance.nonconformity.queries import CASE


def refuse(reason: Reason | None) -> None:
    """Raise RuleBroken when a rule gave a reason."""
    if reason:
        raise RuleBroken(reason)


def refuse_person(reason: Reason | None) -> None:
    """Raise NotAllowed when a rule refuses the person rather than the step."""
    if reason:
        raise NotAllowed(reason)


def said(field: str, text: str, most: int) -> str:
    """Return what somebody wrote, without spaces around it. Raises BadInput: nothing, or too long."""
    words = text.strip()
    if not words:
        raise BadInput({field: say("write a sentence that others understand")})
    if len(words) > most:
        raise BadInput({field: say("at most %(limit)s characters", limit=most)})
    return words


def may_treat(found: Nonconformity, by: Actor) -> None:
    """Raise NotAllowed unless the actor owns the nonconformity or manages all of them."""
    owner = by.user_id is not None and by.user_id == found.owner_id
    refuse_person(rules.why_not_treat(may_manage=by.may(Permission.NONCONFORMITY_MANAGE), is_owner=owner))


def save(found: Nonconformity, *fields: str) -> None:
    """Save the changed fields of a nonconformity."""
    found.updated_at = clock.now()
    found.save(update_fields=sorted({*fields, "updated_at", "next_due_at", "late_stages"}))


def leave(event: str, *, by: Actor, found: Nonconformity, **payload: Any) -> int:
    """Leave the trace of an action on the timeline and tell the open pages."""
    entry = ledger.record(f"nonconformity.{event}", by=by, target=found, case=(CASE, found.pk), **payload)
    background.announce(by.tenant_id, CASE, found.pk)
    return entry
