"""Revoke keys: proposed by one person, decided by another. What a key signed from then on is not believed any more."""

from datetime import datetime

from django.db import transaction

from wuxing.certification.cases.actions import refuse
from wuxing.certification.keys import queries, rules
from wuxing.certification.keys.actions import renewing
from wuxing.certification.keys.models import KeyRevocation, SigningKey
from wuxing.certification.keys.queries import Purpose, State
from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed
from wuxing.core.reasons import Reason, say


@transaction.atomic
def propose_revoke(*, key_id: int, revoked_from: datetime | None, reason: str, by: Actor) -> KeyRevocation:
    """提出作废密钥: propose to revoke a key from a second on; `confirm_revoke` by another person carries it out.

    Raises NotAllowed, NotFound, BadInput (moment, reason), RuleBroken (revoked already; another proposal waits).
    """
    by.require(Permission.KEY_MANAGE)
    if by.user_id is None:
        raise NotAllowed(say("a person proposes this"))
    key = queries.lock(key_id)
    refuse(rules.why_not_revoke(key.state, queries.waiting(key.pk) is not None))
    faults = {} if reason.strip() else {"reason": say("fill this in")}
    if fault := rules.why_not_revoke_from(revoked_from, clock.now()):
        faults["revoked_from"] = fault
    if faults or revoked_from is None:
        raise BadInput(faults)

    since = max(revoked_from, key.made_at).replace(microsecond=0)
    made = KeyRevocation.objects.create(
        tenant_id=by.tenant_id, key=key, revoked_from=since, reason=reason.strip()[:1000], proposed_by_id=by.user_id,
        proposed_at=clock.now(),
    )  # fmt: skip
    ledger.record(
        "key.propose_revoke", by=by, target=made, case=("signing_key", key.pk), kid=key.kid,
        revoked_from=made.revoked_from, reason=made.reason,
    )  # fmt: skip
    return made


@transaction.atomic
def confirm_revoke(*, revocation_id: int, by: Actor) -> SigningKey:
    """作废密钥: revoke the key that somebody else proposed to revoke; lists are signed anew by the next one.

    Raises NotAllowed, NotFound, RuleBroken (one's own proposal; decided already).
    """
    _permit(by)
    asked = queries.lock_revocation(revocation_id)
    refuse(rules.why_not_second(asked.proposed_by_id, by.user_id))
    key = queries.lock(asked.key_id)
    refuse(rules.why_not_revoke(key.state, waits=False))

    _answer(asked, by, accepted=True)
    was_active, now = key.state == State.ACTIVE, clock.now()
    if was_active:
        renewing.retire_active(key.purpose, asked.reason, by)
        key.refresh_from_db()
    key.state, key.revoked_at, key.revoked_from, key.reason = State.REVOKED, now, asked.revoked_from, asked.reason
    key.save(update_fields=["state", "revoked_at", "revoked_from", "reason"])
    ledger.record(
        "key.revoke", by=by, target=key, case=("signing_key", key.pk), purpose=key.purpose, kid=key.kid,
        revoked_from=key.revoked_from, reason=key.reason, proposed_by=asked.proposed_by_id,
    )  # fmt: skip
    if was_active:
        renewing.follow_change(Purpose(key.purpose), by)
    return key


@transaction.atomic
def decline_revoke(*, revocation_id: int, answer: str, by: Actor) -> KeyRevocation:
    """不予作废: turn down a proposal to revoke a key, or take back one's own; with the reason.

    Raises NotAllowed, NotFound, BadInput (no reason), RuleBroken (decided already).
    """
    _permit(by)
    asked = queries.lock_revocation(revocation_id)
    if not answer.strip():
        raise BadInput({"answer": say("fill this in")})
    _answer(asked, by, accepted=False, answer=answer)
    ledger.record("key.decline_revoke", by=by, target=asked, case=("signing_key", asked.key_id), answer=asked.answer)
    return asked


def why_not_confirm(asked: KeyRevocation, by: Actor) -> Reason | None:
    """Return why this person does not decide on a proposal, or None."""
    if not {Permission.KEY_MANAGE, Permission.CASE_DECIDE} & by.permissions:
        return say("this is decided by the head of certification or a decision maker")
    return rules.why_not_second(asked.proposed_by_id, by.user_id)


def _permit(by: Actor) -> None:
    if Permission.CASE_DECIDE not in by.permissions:
        by.require(Permission.KEY_MANAGE)


def _answer(asked: KeyRevocation, by: Actor, *, accepted: bool, answer: str = "") -> None:
    asked.decided_by_id, asked.decided_at = by.user_id, clock.now()
    asked.accepted, asked.answer = accepted, answer.strip()[:1000]
    asked.save(update_fields=["decided_by", "decided_at", "accepted", "answer"])
