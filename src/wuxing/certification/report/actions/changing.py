"""更正: a share is changed after the closing meeting by two persons, with the reason; both values stay."""

from decimal import Decimal

from django.db import transaction

from wuxing.certification.cases import queries as cases
from wuxing.certification.cases.actions import refuse
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Part, Stage
from wuxing.certification.report import queries, rules
from wuxing.certification.report.models import Override, OverrideProposal
from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.reasons import Reason, say


@transaction.atomic
def propose_override(*, case_id: int, leaf: str, after: Decimal, reason: str, by: Actor) -> OverrideProposal:
    """提出更正: propose another share of an indicator; it counts when somebody else confirms it.

    Raises NotAllowed (no part in the case), NotFound, BadInput (no reason), RuleBroken.
    """
    _require_judge(by)
    case = cases.lock(case_id)
    cases.require_part(case.pk, by, *rules.PROPOSERS)
    if faults := rules.faults_of(reason=reason):
        raise BadInput(faults)
    basis = queries.basis(case)
    before = basis.ratio(leaf) or Decimal(0)
    refuse(
        rules.why_not_override(
            stage=Stage(case.stage),
            closed=case.closing_at is not None,
            leaf_known=leaf in basis.in_use and leaf not in basis.excluded,
            before=before,
            after=after,
            waiting=OverrideProposal.objects.filter(case=case, leaf=leaf, answered_at=None).exists(),
        )
    )
    assert by.user_id is not None

    made = OverrideProposal.objects.create(
        tenant_id=by.tenant_id,
        case=case,
        leaf=leaf,
        before=before,
        after=after,
        reason=reason.strip(),
        source="review" if Part.REVIEWER in cases.parts_of(case.pk, by) else "team",
        proposed_by_id=by.user_id,
        proposed_at=clock.now(),
    )
    ledger.record(
        "score.propose_override", by=by, target=made, case=("case", case.pk), leaf=leaf, before=str(before),
        after=str(after), reason=made.reason, source=made.source,
    )  # fmt: skip
    return made


@transaction.atomic
def answer_override(*, case_id: int, proposal_id: int, accept: bool, answer: str = "", by: Actor) -> OverrideProposal:
    """确认更正: another person with a part in the case confirms a change, or refuses it with a reason.

    Raises NotAllowed, NotFound, BadInput (refused without a reason), RuleBroken (one's own; answered; too late).
    """
    _require_judge(by)
    case = cases.lock(case_id)
    found = _waiting(case, proposal_id)
    involved = bool(cases.parts_of(case.pk, by) & rules.PROPOSERS)
    refuse(rules.why_not_confirm(proposed_by=found.proposed_by_id, confirmer=by.user_id, involved=involved))
    if Stage(case.stage) not in rules.OVERRIDE:
        raise RuleBroken(say("a share is overridden after the closing meeting and before the decision only"))
    if not accept and (faults := rules.faults_of(answer=answer)):
        raise BadInput(faults)

    _answered(found, accept=accept, answer=answer, by=by)
    if accept:
        write_override(
            case, leaf=found.leaf, before=found.before, after=found.after, reason=found.reason, source=found.source,
            proposed_by_id=found.proposed_by_id, by=by,
        )  # fmt: skip
    else:
        ledger.record(
            "score.refuse_override", by=by, target=found, case=("case", case.pk), leaf=found.leaf, reason=found.answer
        )  # fmt: skip
    return found


@transaction.atomic
def take_back_override(*, case_id: int, proposal_id: int, by: Actor) -> OverrideProposal:
    """撤回更正申请: who proposed a change takes it back before it is confirmed. Raises NotAllowed, NotFound, RuleBroken."""
    _require_judge(by)
    case = cases.lock(case_id)
    found = _waiting(case, proposal_id)
    if found.proposed_by_id != by.user_id:
        raise RuleBroken(say("only who proposed a change takes it back"))
    _answered(found, accept=False, answer="", by=by)
    ledger.record("score.take_back_override", by=by, target=found, case=("case", case.pk), leaf=found.leaf)
    return found


def write_override(
    case: Case, *, leaf: str, before: Decimal, after: Decimal, reason: str, source: str, proposed_by_id: int, by: Actor
) -> Override:
    """Write an override; for actions of this context, which have asked both persons. `by` confirms."""
    if by.user_id is None or by.user_id == proposed_by_id:
        raise RuleBroken(say("who proposed a change does not confirm it; another person does"))
    made = Override.objects.create(
        tenant_id=by.tenant_id,
        case=case,
        leaf=leaf,
        before=before,
        after=after,
        reason=reason,
        source=source,
        proposed_by_id=proposed_by_id,
        confirmed_by_id=by.user_id,
        at=clock.now(),
    )
    ledger.record(
        "score.override", by=by, target=made, case=("case", case.pk), leaf=leaf, before=str(before), after=str(after),
        reason=reason, source=source, proposed_by=proposed_by_id,
    )  # fmt: skip
    return made


def _require_judge(by: Actor) -> None:
    """Ask for the right to evaluate or to review. Raises NotAllowed."""
    if not by.may(Permission.CASE_REVIEW):
        by.require(Permission.CASE_EVALUATE)


def _waiting(case: Case, proposal_id: int) -> OverrideProposal:
    found = queries.lock_override_proposal(proposal_id)
    answered: Reason = say("this change is answered already")
    if found.case_id != case.pk or found.answered_at is not None:
        raise RuleBroken(answered)
    return found


def _answered(found: OverrideProposal, *, accept: bool, answer: str, by: Actor) -> None:
    found.answered_by_id, found.answered_at, found.accepted = by.user_id, clock.now(), accept
    found.answer = answer.strip()
    found.save(update_fields=["answered_by", "answered_at", "accepted", "answer"])
