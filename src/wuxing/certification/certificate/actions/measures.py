"""Suspension, resumption, withdrawal, cancellation: proposed by one person, decided by another (facts.md 2.6, 4.3 no. 8)."""

from datetime import date

from django.db import transaction

from wuxing.certification.cases import queries as cases
from wuxing.certification.cases.actions import refuse
from wuxing.certification.cases.models import Case
from wuxing.certification.certificate import queries, rules, words
from wuxing.certification.certificate.actions.happening import happen, tell
from wuxing.certification.certificate.models import Certificate, Measure
from wuxing.certification.certificate.rules import LEADS_TO, Step
from wuxing.certification.certificate.states import State
from wuxing.certification.office.letters.kinds import Kind
from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed, RuleBroken
from wuxing.core.reasons import Reason, say

LETTERS = {
    Step.SUSPEND: Kind.SUSPENSION,
    Step.RESUME: Kind.RESUMPTION,
    Step.WITHDRAW: Kind.WITHDRAWAL,
    Step.CANCEL: Kind.CANCELLATION,
}


def suspend(
    *, certificate_id: int, reason_code: str, reason: str, evidence: str = "", until: date | None, by: Actor
) -> Measure:
    """暂停: propose to suspend a certificate until a day. Raises as `propose`."""
    return propose(
        certificate_id=certificate_id, step=Step.SUSPEND, reason_code=reason_code, reason=reason, evidence=evidence,
        until=until, by=by,
    )  # fmt: skip


def resume(*, certificate_id: int, reason: str, evidence: str = "", by: Actor) -> Measure:
    """恢复: propose to end a suspension because its cause is removed. Raises as `propose`."""
    return propose(
        certificate_id=certificate_id, step=Step.RESUME, reason_code="cause_removed", reason=reason, evidence=evidence,
        by=by,
    )  # fmt: skip


def withdraw(*, certificate_id: int, reason_code: str, reason: str, evidence: str = "", by: Actor) -> Measure:
    """撤销: propose to withdraw a certificate. Raises as `propose`."""
    return propose(
        certificate_id=certificate_id, step=Step.WITHDRAW, reason_code=reason_code, reason=reason, evidence=evidence,
        by=by,
    )  # fmt: skip


def cancel(*, certificate_id: int, reason_code: str, reason: str, evidence: str = "", by: Actor) -> Measure:
    """注销: propose to cancel a certificate. Raises as `propose`."""
    return propose(
        certificate_id=certificate_id, step=Step.CANCEL, reason_code=reason_code, reason=reason, evidence=evidence,
        by=by,
    )  # fmt: skip


@transaction.atomic
def propose(
    *,
    certificate_id: int,
    step: Step,
    reason_code: str,
    reason: str,
    evidence: str = "",
    until: date | None = None,
    by: Actor,
) -> Measure:
    """提出处置: propose a step on a certificate, with reason and evidence; `confirm` by another person carries it out.

    Raises NotAllowed, NotFound, BadInput (reason, code, term), RuleBroken (does not follow; another waits).
    """
    if Permission.CASE_DECIDE not in by.permissions:
        by.require(Permission.CASE_MANAGE)
    if by.user_id is None:
        raise NotAllowed(say("a person proposes this"))
    found = queries.lock(certificate_id)
    today = clock.today(by.zone)
    refuse(why_not(found, step, today))
    if queries.waiting_measure(found.pk):
        raise RuleBroken(say("a proposal on this certificate waits for its decision already"))
    faults = _faults(step, reason_code, reason, until, today)
    if faults:
        raise BadInput(faults)

    made = Measure.objects.create(
        tenant_id=by.tenant_id, certificate=found, step=step.value, reason_code=reason_code,
        reason=reason.strip()[:2000], evidence=evidence.strip()[:2000],
        until=until if step is Step.SUSPEND else None, proposed_by_id=by.user_id, proposed_at=clock.now(),
    )  # fmt: skip
    ledger.record(
        "certificate.propose", by=by, target=made, case=("case", found.case_id), number=found.number, step=step,
        reason_code=reason_code, reason=made.reason, evidence=made.evidence, until=made.until,
    )  # fmt: skip
    return made


def why_not(found: Certificate, step: Step, today: date) -> Reason | None:
    """Return why a step is not taken on a certificate today, or None."""
    state = queries.state_on(found, today) if step is Step.RESUME else State(found.state)
    if reason := rules.why_not_step(step, state):
        return reason
    if step is Step.RESUME:
        return rules.why_not_resume(today, found.last_evaluated_on, found.surveillance_due_on, found.extended_until)
    return None


def _faults(step: Step, code: str, reason: str, until: date | None, today: date) -> dict[str, Reason]:
    found: dict[str, Reason] = {}
    if not reason.strip():
        found["reason"] = say("fill this in")
    if fault := rules.why_not_reason(step, code):
        found["reason_code"] = fault
    if step is Step.SUSPEND and (fault := rules.why_not_suspend_until(until, today)):
        found["until"] = fault
    return found


def why_not_confirm(measure: Measure, found: Certificate, by: Actor) -> Reason | None:
    """Return why this person does not decide on a proposal, or None: neither who proposed nor who evaluated."""
    if Permission.CASE_DECIDE not in by.permissions:
        return say("this is decided by a decision maker")
    if reason := rules.why_not_second(measure.proposed_by_id, by.user_id):
        return reason
    if cases.evaluated(found.case_id, by):
        return say("you evaluated the case of this certificate; somebody else decides")
    return None


@transaction.atomic
def confirm(*, measure_id: int, by: Actor) -> Certificate:
    """决定处置: carry out what somebody else proposed; the holder is told in writing.

    Raises NotAllowed, NotFound, RuleBroken (one's own proposal; does not follow any more).
    """
    by.require(Permission.CASE_DECIDE)
    measure = queries.lock_measure(measure_id)
    found = queries.lock(measure.certificate_id)
    refuse(why_not_confirm(measure, found, by))
    step = Step(measure.step)
    refuse(why_not(found, step, clock.today(by.zone)))

    _answer(measure, by, accepted=True)
    take(
        found, step, by=by, reason_code=measure.reason_code, reason=measure.reason, evidence=measure.evidence,
        until=measure.until, proposed_by=measure.proposed_by_id,
    )  # fmt: skip
    return found


@transaction.atomic
def decline(*, measure_id: int, answer: str, by: Actor) -> Measure:
    """不予处置: turn down what somebody else proposed, or take back one's own; with the reason.

    Raises NotAllowed, NotFound, BadInput (no reason).
    """
    measure = queries.lock_measure(measure_id)
    own = by.user_id is not None and measure.proposed_by_id == by.user_id
    if not own:
        by.require(Permission.CASE_DECIDE)
    if not answer.strip():
        raise BadInput({"answer": say("fill this in")})
    if own:  # two persons decide; taking back is no decision
        measure.decided_at, measure.accepted, measure.answer = clock.now(), False, answer.strip()[:1000]
        measure.save(update_fields=["decided_at", "accepted", "answer"])
    else:
        _answer(measure, by, accepted=False, answer=answer)
    ledger.record(
        "certificate.decline", by=by, target=measure, case=("case", measure.certificate.case_id), step=measure.step,
        answer=measure.answer, own=own,
    )  # fmt: skip
    return measure


def take(
    found: Certificate,
    step: Step,
    *,
    by: Actor,
    reason_code: str,
    reason: str,
    evidence: str = "",
    until: date | None = None,
    proposed_by: int | None = None,
    case: Case | None = None,
) -> None:
    """Take a step on a locked certificate and write to the holder. For actions that have asked the rules."""
    happen(
        found, step.value, by=by, after=LEADS_TO[step], reason_code=reason_code, reason=reason, evidence=evidence,
        until=until, proposed_by=proposed_by, case=case,
    )  # fmt: skip
    said = words.in_language_of(found.case, lambda: words.reason(reason_code))
    tell(found, LETTERS[step], by=by, reasons=f"{said}\n{reason}" if said else reason, due=until)


@transaction.atomic
def suspend_overdue(*, certificate: Certificate, by: Actor) -> Certificate:
    """逾期暂停: suspend a certificate whose surveillance is overdue; the system may, for nothing is weighed.

    Raises NotAllowed, NotFound, RuleBroken (there is time yet; not in force).
    """
    by.require(Permission.CASE_DECIDE)
    found = queries.lock(certificate.pk)
    today = clock.today(by.zone)
    refuse(rules.why_not_overdue(State(found.state), found.surveillance_due_on, found.extended_until, today))
    last = rules.latest_evaluation(found.surveillance_due_on, found.extended_until)
    reason = words.in_language_of(found.case, lambda: words.overdue(found.last_evaluated_on, last))
    take(
        found, Step.SUSPEND, by=by, reason_code=rules.SURVEILLANCE_OVERDUE, reason=reason,
        until=queries.suspension_term(found.case, today),
    )  # fmt: skip
    return found


def _answer(measure: Measure, by: Actor, *, accepted: bool, answer: str = "") -> None:
    measure.decided_by_id, measure.decided_at = by.user_id, clock.now()
    measure.accepted, measure.answer = accepted, answer.strip()[:1000]
    measure.save(update_fields=["decided_by", "decided_at", "accepted", "answer"])
