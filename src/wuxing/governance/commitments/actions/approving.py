"""批准承诺: who approves is not who proposed; from its day on the promise binds, and until then the one before stands."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.notices import actions as notices
from wuxing.core.notices.recipients import member
from wuxing.core.reasons import say
from wuxing.governance.commitments import queries, rules, subjects
from wuxing.governance.commitments.actions.clocks import would_be_kept
from wuxing.governance.commitments.actions.ending import end
from wuxing.governance.commitments.actions.promises import FIELDS
from wuxing.governance.commitments.actions.proposing import CASE, lock_proposal, refuse
from wuxing.governance.commitments.actions.replacing import put_under
from wuxing.governance.commitments.models import Promise, PromiseProposal, Target
from wuxing.governance.commitments.states import ProposalState

_TOLD = {
    ProposalState.APPROVED: ("promise.approved", "promise.end_approved"),
    ProposalState.RETURNED: ("promise.returned", "promise.end_returned"),
}


@transaction.atomic
def approve_promise(*, proposal_id: int, note: str = "", by: Actor) -> Promise:
    """批准承诺: put a proposed promise in force from its day; the version before stands until then (procedure 2).

    The end of a promise is approved the same way: it binds until its day, and is what is returned.

    With `running_too` running targets that are not broken end with their result so far, and new ones open under the new
    version, from the same beginning and with the same pauses.

    Raises NotAllowed, NotFound, RuleBroken (not proposed; proposed by the same person; a later version begins after it).
    """
    by.require(Permission.PROMISE_APPROVE)
    proposal = lock_proposal(proposal_id)
    refuse(rules.why_not_decide(proposal.state, proposer=proposal.proposed_by_id, decider=by.user_id))
    starts_at = _begins(proposal, by.zone)
    if proposal.ends:
        _decide(proposal, ProposalState.APPROVED, note, by)
        return end(proposal, starts_at, by)
    standing = Promise.objects.select_for_update().filter(
        Q(ends_at=None) | Q(ends_at__gt=starts_at), **proposal.scope()
    )
    old = standing.order_by("-version").first()
    refuse(rules.why_not_begin(starts_at, before=old.starts_at if old else None))

    _decide(proposal, ProposalState.APPROVED, note, by)
    new = _put_in_force(proposal, old, starts_at, by)
    if old and proposal.running_too and starts_at <= clock.now():
        _put_running_under(old, new, by)
    return new


@transaction.atomic
def return_promise(*, proposal_id: int, reason: str, by: Actor) -> PromiseProposal:
    """退回: send a proposed promise back with a reason; who proposed it may write it anew (procedure 2).

    Raises NotAllowed, NotFound, BadInput (no reason), RuleBroken (not proposed; proposed by the same person).
    """
    by.require(Permission.PROMISE_APPROVE)
    proposal = lock_proposal(proposal_id)
    if not reason.strip():
        raise BadInput({"reason": say("say what has to change before it can be approved")})
    refuse(rules.why_not_decide(proposal.state, proposer=proposal.proposed_by_id, decider=by.user_id))

    _decide(proposal, ProposalState.RETURNED, reason, by)
    ledger.record(
        "promise.return", by=by, target=proposal, case=(CASE, proposal.pk), kind=proposal.kind, reason=proposal.decision
    )
    return proposal


def _begins(proposal: PromiseProposal, zone: str) -> datetime:
    """Return from when it counts: its wished day, or the approval where that comes later."""
    now = clock.now()
    if proposal.wished_from is None:
        return now
    return max(now, datetime.combine(proposal.wished_from, time.min, ZoneInfo(zone)))


def _decide(proposal: PromiseProposal, state: ProposalState, words: str, by: Actor) -> None:
    proposal.state, proposal.decision = state, words.strip()[:300]
    proposal.decided_by_id, proposal.decided_at = by.user_id, clock.now()
    proposal.save(update_fields=["state", "decision", "decided_by", "decided_at"])
    if proposal.proposed_by_id:
        facts = {"promise": proposal.text, "name": by.name, "reason": proposal.decision}
        to = [member(proposal.proposed_by_id)]
        notices.send(_TOLD[state][proposal.ends], to=to, facts=facts, by=by, target=(CASE, proposal.pk))


def _put_in_force(proposal: PromiseProposal, old: Promise | None, starts_at: datetime, by: Actor) -> Promise:
    """End the version before when this one begins, write this one, and leave the trace."""
    scope = proposal.scope()
    before = old or Promise.objects.filter(**scope).order_by("-version").first()
    if old:
        old.ends_at, old.end_reason = starts_at, proposal.reason
        old.save(update_fields=["ends_at", "end_reason"])
    new = Promise.objects.create(
        tenant_id=by.tenant_id,
        **{name: getattr(proposal, name) for name in FIELDS},
        version=before.version + 1 if before else 1,
        replaces=before,
        starts_at=starts_at,
        proposal=proposal,
        proposed_by_id=proposal.proposed_by_id,
        approved_by_id=by.user_id,
        approved_at=proposal.decided_at,
    )
    ledger.record(
        "promise.approve",
        by=by,
        target=new,
        case=(CASE, proposal.pk),
        kind=new.kind,
        area=new.area,
        product_line=new.product_line,
        tier=new.tier,
        version=new.version,
        before=old.minutes if old else None,
        after=new.minutes,
        text=new.text,
        legal_checked_by=new.legal_checked_by,
        starts_at=starts_at,
        reason=new.reason,
        note=proposal.decision,
    )
    return new


def _put_running_under(old: Promise, new: Promise, by: Actor) -> None:
    """Open new targets for the running ones of the old version; what is broken already stays the one that counts."""
    now = clock.now()
    terms = next(one for one in queries.promises_in_force(now) if one.promise_id == new.pk)
    running = Target.objects.select_for_update().filter(promise=old, stopped_at=None).order_by("pk")
    moved = {
        (target.subject_type, target.subject_id)
        for target in running
        if would_be_kept(target, now) and not rules.is_chosen(target.starts_at, target.due_at, queries.terms_of(target))
        if put_under(target, terms, at=now)
    }
    for subject in sorted(moved):
        subjects.changed(subject, by)
