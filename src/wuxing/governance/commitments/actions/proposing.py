"""承诺变更申请: a promise is written down and proposed; it binds nobody before the general manager approves it."""

from django.db import connection, transaction

from wuxing.core import clock, ledger
from wuxing.core.access import Permission, Role
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.notices import actions as notices
from wuxing.core.notices.recipients import role
from wuxing.core.reasons import Reason, say
from wuxing.governance.commitments import rules
from wuxing.governance.commitments.actions.promises import FIELDS, Content, wrong_in
from wuxing.governance.commitments.models import PromiseProposal
from wuxing.governance.commitments.states import OPEN_PROPOSALS, ProposalState

CASE = "promise_proposal"
_MORE = (
    "state", "running_too", "wished_from", "proposed_by", "proposed_at", "decided_by", "decided_at", "decision", "changed_by",
    "changed_at",
)  # fmt: skip


@transaction.atomic
def draft_promise(*, content: Content, proposal_id: int | None = None, by: Actor) -> PromiseProposal:
    """承诺草案: write a promise down, or write it anew; nothing binds and nobody is called (procedure 2).

    Raises NotAllowed, NotFound, BadInput, RuleBroken (it waits for approval or is decided; another change is under way).
    """
    by.require(Permission.GOVERNANCE_WRITE)
    proposal = _written(content, proposal_id, by, proposing=False)
    if proposal.state != ProposalState.RETURNED:
        proposal.state = ProposalState.DRAFT
    save(proposal)
    leave("promise.draft", proposal, by)
    return proposal


@transaction.atomic
def propose_promise(*, content: Content, proposal_id: int | None = None, by: Actor) -> PromiseProposal:
    """提请批准: propose that a promise is published or changed; the general manager is called (procedure 2).

    Raises NotAllowed, NotFound, BadInput (no reason, no legal check), RuleBroken (decided; another change is under way).
    """
    by.require(Permission.GOVERNANCE_WRITE)
    proposal = _written(content, proposal_id, by, proposing=True)

    put_forward(proposal, by)
    save(proposal)
    leave("promise.propose", proposal, by)
    facts = {"promise": proposal.text, "name": by.name, "reason": proposal.reason}
    notices.send("promise.proposed", to=[role(Role.GENERAL_MANAGER)], facts=facts, by=by, target=(CASE, proposal.pk))
    return proposal


@transaction.atomic
def withdraw_proposal(*, proposal_id: int, by: Actor) -> PromiseProposal:
    """撤回申请: take a proposal back that is not decided yet. Raises NotAllowed, NotFound, RuleBroken (it is decided)."""
    by.require(Permission.GOVERNANCE_WRITE)
    proposal = lock_proposal(proposal_id)
    refuse(rules.why_not_move(proposal.state, ProposalState.WITHDRAWN))

    proposal.state = ProposalState.WITHDRAWN
    proposal.save(update_fields=["state"])
    leave("promise.withdraw", proposal, by)
    return proposal


def lock_proposal(proposal_id: int) -> PromiseProposal:
    """Return a proposal, locked. Raises NotFound."""
    found = PromiseProposal.objects.select_for_update().filter(pk=proposal_id).first()
    if found is None:
        raise NotFound(say("there is no such proposal here"))
    return found


def refuse(reason: Reason | None) -> None:
    """Raise what a rule found."""
    if reason:
        raise RuleBroken(reason)


def _written(content: Content, proposal_id: int | None, by: Actor, *, proposing: bool) -> PromiseProposal:
    """Return the proposal with this content, not saved yet."""
    proposal = PromiseProposal(tenant_id=by.tenant_id) if proposal_id is None else lock_proposal(proposal_id)
    if wrong := wrong_in(content, proposing=proposing, today=clock.today(by.zone)):
        raise BadInput(wrong)
    fields = content.fields()
    if proposal_id is not None:
        refuse(rules.why_not_write(proposal.state, ends=proposal.ends))
    scope = {name: fields[name] for name in ("kind", "area", "product_line", "tier")}
    alone(scope, by)
    others = PromiseProposal.objects.filter(**scope, state__in=OPEN_PROPOSALS).exclude(pk=proposal_id or 0)
    refuse(rules.why_not_another(others.exists()))
    for name, value in fields.items():
        setattr(proposal, name, value)
    proposal.running_too, proposal.wished_from = content.running_too, content.wished_from
    proposal.changed_by_id, proposal.changed_at = by.user_id, clock.now()
    return proposal


def put_forward(proposal: PromiseProposal, by: Actor) -> None:
    """Let a proposal wait for who approves, as this person's; what was decided before counts no more."""
    now = clock.now()
    proposal.state, proposal.proposed_by_id, proposal.proposed_at = ProposalState.PROPOSED, by.user_id, now
    proposal.decided_by, proposal.decided_at, proposal.decision = None, None, ""
    proposal.changed_by_id, proposal.changed_at = by.user_id, now


def save(proposal: PromiseProposal) -> None:
    """Write a proposal, new or known."""
    if proposal._state.adding:  # noqa: SLF001  # what Django itself asks
        proposal.save(force_insert=True)
    else:
        proposal.save(update_fields=[*FIELDS, *_MORE])


def alone(scope: dict[str, str], by: Actor) -> None:
    """Let one change of a promise be begun at a time, where no row can be locked yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [by.tenant_id % 2**31, "/".join(scope.values())]
        )


def leave(event: str, proposal: PromiseProposal, by: Actor) -> None:
    """Leave the trace of what happened to a proposal."""
    ledger.record(
        event,
        by=by,
        target=proposal,
        case=(CASE, proposal.pk),
        kind=proposal.kind,
        area=proposal.area,
        product_line=proposal.product_line,
        tier=proposal.tier,
        text=proposal.text,
        minutes=proposal.minutes,
        legal_checked_by=proposal.legal_checked_by,
        wished_from=proposal.wished_from,
        reason=proposal.reason,
    )
