"""What may be done with a key. Pure."""

from datetime import datetime

from wuxing.core.reasons import Reason, say

ACTIVE, RETIRED, REVOKED = "active", "retired", "revoked"


def why_not_revoke(state: str, waits: bool) -> Reason | None:
    """Return why nobody proposes to revoke a key, or None; retired keys are revoked too."""
    if state == REVOKED:
        return say("this key is revoked already")
    return say("a proposal on this key waits for its decision already") if waits else None


def why_not_revoke_from(since: datetime | None, now: datetime) -> Reason | None:
    """Return why a key is not revoked from a moment on, or None."""
    if since is None:
        return say("fill this in")
    return say("this lies in the future") if since > now else None


def why_not_second(proposed_by: int, user_id: int | None) -> Reason | None:
    """Return why this person does not decide on a proposal, or None."""
    if user_id is None or user_id == proposed_by:
        return say("somebody else decides on what you proposed")
    return None


def is_believed(signed_at: datetime, revoked_from: datetime | None) -> bool:
    """Say whether what a key signed at a moment is still believed."""
    return revoked_from is None or signed_at < revoked_from


def why_not_reseal(state: str, affected: int) -> Reason | None:
    """Return why nothing is sealed anew because of a key, or None."""
    if state != REVOKED:
        return say("the key is not revoked: what it signed stays good")
    return None if affected else say("no certificate in force is touched by this key")
