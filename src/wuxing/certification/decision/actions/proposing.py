"""提案: put a decision to the committee (ISO/IEC 17065 7.6)."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from wuxing.certification.cases import queries as cases
from wuxing.certification.cases.actions import refuse
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Kind, Part, Stage
from wuxing.certification.certificate import rules as certificates
from wuxing.certification.certificate.rules import Step
from wuxing.certification.decision import queries, rules
from wuxing.certification.decision.actions import apart
from wuxing.certification.decision.models import Proposal
from wuxing.certification.programme.queries import for_case
from wuxing.certification.report.models import CaseScore
from wuxing.core import clock, ledger
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.reasons import Reason, say


@dataclass(frozen=True, slots=True)
class Asked:
    """What the committee is asked: grant a level, do not grant, or return the case to the team.

    Of a case about a held certificate that is not kept: `measure` suspends or withdraws it, for a reason.
    """

    text: str
    grant: bool = True
    level: str = ""
    returns: bool = False
    measure: str = ""
    reason_code: str = ""
    until: date | None = None


def why_not(case: Case) -> Reason | None:
    """Return why nothing is proposed on a case now, or None."""
    programme, review = for_case(case), queries.last_review(case.pk)
    return rules.why_not_propose(
        Stage(case.stage),
        reviewed=review is not None and review.recommends,
        members=len(queries.members(case.pk)),
        quorum=programme.quorum,
        members_least=programme.members_least,
        open_count=queries.open_count(case.pk),
    )


@transaction.atomic
def propose(*, case_id: int, asked: Asked, by: Actor) -> Proposal:
    """提出决定: put a decision to the vote; one at a time. A lower level than the one aimed at is granted by one proposal.

    Raises NotAllowed, NotFound, BadInput (level, reasons, measure), RuleBroken (not reviewed; too few; another open).
    """
    case = cases.lock(case_id)
    apart.require(case, by, Part.DECIDER)
    refuse(why_not(case))
    review = queries.last_review(case_id)
    assert review is not None
    score = CaseScore.objects.get(pk=review.report.score_id)
    today = clock.today(by.zone)
    if faults := faults_of(case, asked, score, today):
        raise BadInput(faults)

    held = asked.measure if not asked.grant and not asked.returns else ""
    made = Proposal.objects.create(
        tenant_id=by.tenant_id,
        case=case,
        review=review,
        score=score,
        grant=asked.grant,
        returns=asked.returns,
        level=asked.level if asked.grant else "",
        measure=held,
        reason_code=asked.reason_code if held else "",
        until=asked.until if held == Step.SUSPEND else None,
        text=asked.text.strip()[:4000],
        quorum=for_case(case).quorum,
        opened_by_id=by.user_id,
        opened_at=clock.now(),
    )
    ledger.record(
        "decision.propose", by=by, target=made, case=("case", case.pk), grant=made.grant, level=made.level,
        returns=made.returns, measure=made.measure, reason_code=made.reason_code, until=made.until, text=made.text,
        quorum=made.quorum,
    )  # fmt: skip
    return made


def faults_of(case: Case, asked: Asked, score: CaseScore, today: date) -> dict[str, Reason]:
    """Return what is missing or wrong in what the committee is asked, by field."""
    found: dict[str, Reason] = {}
    if not asked.text.strip():
        found["text"] = say("write the reasons; they stand in the letter to the client")
    if asked.grant:
        if reason := why_not_grant(case, asked.level, score, today):
            found["level"] = reason
    elif not asked.returns and Kind(case.kind) in rules.OF_A_HELD_ONE:
        found |= _measure_faults(asked, today)
    return found


def why_not_grant(case: Case, level_id: str, score: CaseScore, today: date) -> Reason | None:
    """Return why a level is not granted on a score, or None."""
    if not level_id:
        return say("choose the level")
    if reason := rules.why_not_level(level_id, queries.reaches(case, score), score.low):
        return reason
    level, levels = queries.level(case, level_id), queries.pack(case).levels
    return rules.why_not_above_held(Kind(case.kind), level_id, queries.held_level(case), levels) or rules.why_not_star(
        level,
        at_once=for_case(case).stars_at_once,
        held_since=queries.held_since(case),
        day=today,
        outstanding=score.special_bonus > 0,
    )


def _measure_faults(asked: Asked, today: date) -> dict[str, Reason]:
    if asked.measure not in rules.MEASURES:
        return {"measure": say("say what happens to the certificate that is held")}
    found: dict[str, Reason] = {}
    if reason := certificates.why_not_reason(Step(asked.measure), asked.reason_code):
        found["reason_code"] = reason
    if asked.measure == Step.SUSPEND and (fault := certificates.why_not_suspend_until(asked.until, today)):
        found["until"] = fault
    return found
