"""认证决定: count the votes and let the case be granted, not granted or returned (ISO/IEC 17065 7.6)."""

from django.db import transaction
from django.utils import translation

from wuxing.certification.cases import queries as cases
from wuxing.certification.cases import words as case_words
from wuxing.certification.cases.actions import advance, refuse
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Part, Stage
from wuxing.certification.certificate.actions import end_by
from wuxing.certification.decision import checking, queries, rules, words
from wuxing.certification.decision.actions import apart, proposing
from wuxing.certification.decision.models import Decision, Proposal
from wuxing.certification.office.letters import actions as letters
from wuxing.certification.office.letters.kinds import Kind
from wuxing.core import clock, ledger
from wuxing.core.actors import Actor
from wuxing.core.errors import RuleBroken
from wuxing.core.reasons import Reason, say
from wuxing.schemes.licensing.queries import why_not_certify

STAGES = {
    Decision.Outcome.GRANTED: Stage.GRANTED,
    Decision.Outcome.NOT_GRANTED: Stage.NOT_GRANTED,
    Decision.Outcome.RETURNED: Stage.REPORT,
}


def outcome_of(asked: Proposal) -> Decision.Outcome:
    """Return what a proposal leads to when it is carried."""
    if asked.grant:
        return Decision.Outcome.GRANTED
    return Decision.Outcome.RETURNED if asked.returns else Decision.Outcome.NOT_GRANTED


def why_not_decide(asked: Proposal) -> Reason | None:
    """Return why a proposal is not decided now, or None: votes, official points, corrections, the level."""
    case = asked.case
    if queries.decision_on(asked.pk):
        return say("this proposal is decided")
    newest = queries.newest(asked.case_id)
    if newest is None or newest.pk != asked.pk:
        return say("another proposal stands in its place")
    if reason := rules.why_not_decide(queries.count(asked)):
        return reason
    if not case.rehearsal and (reason := _why_not_official(case, asked)):
        return reason
    return _why_not_grant(case, asked) if asked.grant else None


def _why_not_official(case: Case, asked: Proposal) -> Reason | None:
    if not asked.score.official:
        return say("the score rests on points that are not official")
    return why_not_certify(case.tenant_id, queries.pack(case), checking.excluded(case.pk))


def _why_not_grant(case: Case, asked: Proposal) -> Reason | None:
    if waiting := checking.open_corrections(case.pk):
        return say("%(count)s corrections are not verified", count=waiting)
    return proposing.why_not_grant(case, asked.level, asked.score, clock.today())


@transaction.atomic
def decide(*, proposal_id: int, by: Actor) -> Decision:
    """作出认证决定: count the votes; the case goes on, and the client is told with reasons (7.6.6).

    Raises NotAllowed, NotFound, RuleBroken (no quorum, no majority, a tie; something the decision needs is missing).
    """
    found = queries.proposal(proposal_id)
    case = cases.lock(found.case_id)
    apart.require(case, by, Part.DECIDER)
    found.case = case
    refuse(why_not_decide(found))
    if case.stage != Stage.DECISION:
        raise RuleBroken(say("this case does not wait for a decision"))
    outcome = outcome_of(found)
    count = queries.count(found)

    made = Decision.objects.create(
        tenant_id=by.tenant_id, case=case, proposal=found, score=found.score, outcome=outcome.value,
        level=found.level if found.grant else "", reasons=_reasons(case, found), at=clock.now(),
    )  # fmt: skip
    ledger.record(
        "decision.decide", by=by, target=made, case=("case", case.pk), outcome=outcome.value, level=made.level,
        aimed_at=case.target_level, score=str(found.score.likely), reasons=made.reasons, votes_for=count.votes_for,
        votes_against=count.votes_against, abstained=count.abstained, quorum=count.quorum,
    )  # fmt: skip
    advance(case, STAGES[outcome], by=by)
    _tell(case, made, by)
    if outcome is Decision.Outcome.NOT_GRANTED:
        end_by(made, by=by)
    return made


def _reasons(case: Case, found: Proposal) -> str:
    """Return the reasons; where a lower level is granted than was aimed at, they name both."""
    if not found.grant or found.level == case.target_level:
        return found.text
    with translation.override(case.language):
        both = words.lower(
            case_words.level(case.pack, case.target_level), case_words.level(case.pack, found.level), found.score.likely
        )
    return f"{both}\n{found.text}"[:4000]


def _tell(case: Case, made: Decision, by: Actor) -> None:
    if made.outcome == Decision.Outcome.RETURNED:  # between the body and its team
        return
    with translation.override(case.language):
        aimed = case_words.level(case.pack, case.target_level)
        granted = case_words.level(case.pack, made.level) if made.level else ""
    granting = made.outcome == Decision.Outcome.GRANTED
    facts = {"score": str(made.score.likely), "aimed_at": aimed} | ({"level": granted} if granted else {})
    letters.write(
        Kind.DECISION_GRANTED if granting else Kind.DECISION_NOT_GRANTED,
        by=by,
        case=case,
        reasons=made.reasons,
        **facts,  # type: ignore[arg-type]
    )
