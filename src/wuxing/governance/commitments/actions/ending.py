"""承诺终止: a promise ends without another in its place; as with a change, one person proposes it and another approves it.

An end is a proposal of no minutes: from its day on nothing is promised there. Running targets keep what they were promised.
"""

from datetime import date, datetime

from django.db import transaction

from wuxing.core import clock, ledger
from wuxing.core.access import Permission, Role
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.notices import actions as notices
from wuxing.core.notices.recipients import role
from wuxing.core.reasons import say
from wuxing.governance.commitments import rules
from wuxing.governance.commitments.actions.promises import FIELDS, Wording, wrong_end
from wuxing.governance.commitments.actions.proposing import CASE, alone, leave, put_forward, refuse, save
from wuxing.governance.commitments.models import Promise, PromiseProposal
from wuxing.governance.commitments.states import OPEN_PROPOSALS, ProposalState


@transaction.atomic
def propose_end(
    *, promise_id: int, reason: str, check: Wording, wished_from: date | None = None, by: Actor
) -> PromiseProposal:
    """提请终止: propose that a promise ends without another in its place; it binds until that is approved (procedure 2).

    `check` says who checked that it may end, when, and what. An end that came back is proposed anew in the same proposal.
    Raises NotAllowed, NotFound, BadInput (no reason, no legal check), RuleBroken (ended, not begun, a change is under way).
    """
    by.require(Permission.GOVERNANCE_WRITE)
    found = Promise.objects.select_for_update().filter(pk=promise_id).first()
    if found is None:
        raise NotFound(say("there is no such promise here"))
    if wrong := wrong_end(reason, check):
        raise BadInput(wrong)
    refuse(rules.why_not_end(begins=found.starts_at, ends=found.ends_at, now=clock.now()))
    scope = found.scope()
    alone(scope, by)
    under_way = PromiseProposal.objects.select_for_update().filter(**scope, state__in=OPEN_PROPOSALS).first()
    came_back = under_way is not None and under_way.ends and under_way.state == ProposalState.RETURNED
    refuse(rules.why_not_another(under_way is not None and not came_back))

    proposal = under_way or PromiseProposal(tenant_id=by.tenant_id)
    for name in FIELDS:
        setattr(proposal, name, getattr(found, name))
    proposal.minutes, proposal.running_too, proposal.wished_from = 0, False, wished_from
    proposal.reason, proposal.legal_checked_on = reason.strip(), check.legal_checked_on
    proposal.legal_checked_by, proposal.legal_check = check.legal_checked_by.strip(), check.legal_check.strip()
    put_forward(proposal, by)
    save(proposal)
    leave("promise.propose_end", proposal, by)
    facts = {"promise": proposal.text, "name": by.name, "reason": proposal.reason}
    to = [role(Role.GENERAL_MANAGER)]
    notices.send("promise.end_proposed", to=to, facts=facts, by=by, target=(CASE, proposal.pk))
    return proposal


def end(proposal: PromiseProposal, ends_at: datetime, by: Actor) -> Promise:
    """End the promise that an approved proposal names; called by the approval, which has decided it."""
    found = Promise.objects.select_for_update().filter(**proposal.scope(), ends_at=None).first()
    if found is None:
        raise RuleBroken(say("this promise has ended already"))
    refuse(rules.why_not_end(begins=found.starts_at, ends=found.ends_at, now=ends_at))

    found.ends_at, found.end_reason = ends_at, proposal.reason
    found.save(update_fields=["ends_at", "end_reason"])
    ledger.record(
        "promise.retire",
        by=by,
        target=found,
        case=(CASE, proposal.pk),
        kind=found.kind,
        area=found.area,
        product_line=found.product_line,
        tier=found.tier,
        version=found.version,
        legal_checked_by=proposal.legal_checked_by,
        ends_at=ends_at,
        reason=found.end_reason,
        note=proposal.decision,
    )
    return found
