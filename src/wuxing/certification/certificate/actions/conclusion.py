"""Do with the certificate what the decision on a case says."""

from django.db import transaction

from wuxing.certification.cases import queries as cases
from wuxing.certification.cases.actions import advance, refuse
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Kind, Stage
from wuxing.certification.certificate import queries, rules, words
from wuxing.certification.certificate.actions import issuing, lasting, measures
from wuxing.certification.certificate.models import Certificate
from wuxing.certification.certificate.rules import Step
from wuxing.certification.certificate.states import State
from wuxing.certification.decision.models import Decision
from wuxing.certification.surveillance.queries import transferred_until
from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.reasons import Reason, say

OF_A_HELD_ONE = frozenset({Kind.SURVEILLANCE, Kind.SPECIAL})
CURED_BY_EVALUATION = frozenset({rules.SURVEILLANCE_OVERDUE, "findings_overdue", "not_fulfilled"})
"""Reasons of a suspension that a decision to keep the certificate removes."""


@transaction.atomic
def conclude(*, case_id: int, by: Actor) -> Certificate:
    """执行认证决定: issue, keep, change or end the certificate as decided; the case is certified by that.

    Raises NotAllowed, NotFound, RuleBroken (not granted; the certificate that is held has ended).
    """
    by.require(Permission.CASE_MANAGE)
    case = cases.lock(case_id)
    decision = issuing.granted(case)
    if Kind(case.kind) not in OF_A_HELD_ONE:
        return issuing.issue(case_id=case_id, by=by, until=transferred_until(case.pk))
    refuse(why_not_keep(case))
    held = queries.lock(case.certificate_id or 0)
    if decision.level != held.level:
        return issuing.issue(case_id=case_id, by=by)

    on = case.evaluated_until or (case.closing_at.date() if case.closing_at else clock.today(by.zone))
    kept = lasting.note_evaluation(certificate=held, on=on, by=by, case=case)
    if kept.state == State.SUSPENDED and queries.suspended_for(kept.pk) in CURED_BY_EVALUATION:
        reason = words.in_language_of(case, lambda: words.evaluated_by(case.number, on))
        measures.take(kept, Step.RESUME, by=by, reason_code="cause_removed", reason=reason, case=case)
    advance(case, Stage.CERTIFIED, by=by, certificate=kept.pk)
    return kept


def why_not_keep(case: Case) -> Reason | None:
    """Return why there is no certificate to keep in a case of a held one, or None."""
    held = queries.certificate(case.certificate_id) if case.certificate_id else None
    if held is None or held.state not in rules.LIVING:
        return say("the certificate that this case is about has ended; only a new certification leads to a new one")
    return None


def end_by(decision: Decision, *, by: Actor) -> None:
    """暂停或撤销: suspend or withdraw the held certificate as a decision not to keep it says, in its transaction."""
    asked = decision.proposal
    case = decision.case
    if not asked.measure or not case.certificate_id:
        return
    held = queries.lock(case.certificate_id)
    step = Step(asked.measure)
    if rules.why_not_step(step, State(held.state)):  # suspended already, or ended: nothing is left to do
        return
    today = clock.today(by.zone)
    measures.take(
        held, step, by=by, reason_code=asked.reason_code, reason=decision.reasons, evidence=case.number, case=case,
        until=(asked.until or queries.suspension_term(case, today)) if step is Step.SUSPEND else None,
    )  # fmt: skip
