"""Evaluate in another way than by a visit, with a reason."""

from django.db import transaction

from wuxing.certification.cases import queries as reading
from wuxing.certification.cases.actions import advance, refuse
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Stage
from wuxing.certification.report.models import CaseScore
from wuxing.certification.surveillance import queries
from wuxing.certification.surveillance.actions.carrying import carry_all
from wuxing.certification.surveillance.models import Alternative
from wuxing.certification.surveillance.rules import scope
from wuxing.certification.surveillance.states import Method
from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.reasons import Reason, say

BEFORE_EVALUATION = frozenset(
    {Stage.DRAFT, Stage.SUBMITTED, Stage.APPLICATION_REVIEW, Stage.ACCEPTED, Stage.CONTRACTED, Stage.DOCUMENT_REVIEW}
)


def why_not_settle(case: Case) -> Reason | None:
    """Return why the way of evaluation of a case is no longer settled, or None."""
    if case.stage in BEFORE_EVALUATION:
        return None
    return say("the evaluation is planned already; the way of it is settled before that")


@transaction.atomic
def set_alternative(*, case_id: int, method: Method, reason: str, by: Actor) -> Alternative:
    """另一种评价: evaluate a case at a distance or by documents, with the reason why no visit is possible.

    Raises NotAllowed, NotFound, BadInput (no reason), RuleBroken (planned already; not for this kind of case).
    """
    by.require(Permission.CASE_MANAGE)
    if not reason.strip():
        raise BadInput({"reason": say("fill this in")})
    if method is Method.WAIVED:
        raise BadInput({"method": say("choose one of the list")})
    case = reading.lock(case_id)
    refuse(why_not_settle(case) or scope.why_not_method(method, queries.what_of(case.pk)))
    return _settled(case, method, reason, by)


@transaction.atomic
def waive_evaluation(*, case_id: int, reason: str, by: Actor) -> Case:
    """免于评价: let a change of name go to its report without an evaluation; review and decision follow as ever.

    The score of the certificate is carried over as it is. Raises NotAllowed, NotFound, BadInput (no reason), RuleBroken
    (another kind of change; not at this stage; something blocks).
    """
    by.require(Permission.CASE_MANAGE)
    if not reason.strip():
        raise BadInput({"reason": say("fill this in")})
    case = reading.lock(case_id)
    occasion = queries.occasion_of(case.pk)
    refuse(scope.why_not_method(Method.WAIVED, queries.what_of(case.pk)))
    if case.stage != Stage.CONTRACTED or occasion is None or occasion.certificate is None:
        raise RuleBroken(say("the application is accepted and the agreement signed first"))

    last = queries.last_evaluated(occasion.certificate)
    if last is None or last.pack != case.pack:
        raise RuleBroken(say("the last evaluation followed another edition; nothing can be carried over from it"))

    _settled(case, Method.WAIVED, reason, by)
    carry_all(last, case)
    _carry_score(case, occasion.certificate.decision.score, by)
    return advance(case, Stage.REPORT, by=by, waived=True)


def _settled(case: Case, method: Method, reason: str, by: Actor) -> Alternative:
    made = Alternative.objects.create(
        tenant_id=by.tenant_id, case=case, method=method.value, reason=reason.strip()[:1000], by_user_id=by.user_id,
        at=clock.now(),
    )  # fmt: skip
    ledger.record(
        "surveillance.alternative", by=by, target=made, case=("case", case.pk), method=method, reason=made.reason
    )
    return made


def _carry_score(case: Case, score: CaseScore, by: Actor) -> None:
    made = CaseScore.objects.create(
        tenant_id=by.tenant_id, case=case, purpose="report", inputs=score.inputs, low=score.low, likely=score.likely,
        high=score.high, level=score.level, special_deductions=score.special_deductions,
        special_bonus=score.special_bonus, official=score.official, made_by_id=by.user_id, made_at=clock.now(),
    )  # fmt: skip
    ledger.record("score.carry", by=by, target=made, case=("case", case.pk), score=score.pk, of_case=score.case_id)
