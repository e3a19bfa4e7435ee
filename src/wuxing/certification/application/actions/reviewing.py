"""The review of an application (ISO/IEC 17065 7.3): taken up by somebody by name, and recorded."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction

from wuxing.certification.application import queries, rules
from wuxing.certification.application.models import ApplicationReview
from wuxing.certification.application.rules import Answer
from wuxing.certification.application.states import Outcome, Point
from wuxing.certification.cases import actions as cases
from wuxing.certification.cases import queries as found_cases
from wuxing.certification.cases.models import Case, CaseRole
from wuxing.certification.cases.states import Part, Stage
from wuxing.certification.office.letters import actions as letters
from wuxing.certification.office.letters.kinds import Kind as Letter
from wuxing.certification.people import queries as people
from wuxing.certification.people.models import Certifier
from wuxing.certification.programme import queries as programmes
from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed
from wuxing.core.reasons import Reason, say


@transaction.atomic
def take_up(*, case_id: int, by: Actor) -> Case:
    """受理评审: take up an application that was submitted; who has no part in the case becomes its reviewer.

    Raises NotAllowed (no certifier), NotFound, RuleBroken (not submitted; somebody else reviews it; not impartial).
    """
    by.require(Permission.CASE_ACCEPT)
    case = found_cases.lock(case_id)
    certifier = found_cases.certifier_of(by)
    if certifier is None:
        raise NotAllowed(say("only certification personnel on record review applications"))
    if Part.APPLICATION_REVIEWER not in found_cases.parts_of(case.pk, by):
        cases.refuse(why_not_reviewer(case, certifier))
        _assign(case, certifier, by)
    days = programmes.for_case(case).windows.application_review
    return cases.advance(case, Stage.APPLICATION_REVIEW, by=by, due_on=clock.today(by.zone) + timedelta(days=days))


def why_not_reviewer(case: Case, certifier: Certifier) -> Reason | None:
    """Return why somebody cannot become the reviewer of an application, or None; a full calendar is no hindrance."""
    there = CaseRole.objects.filter(case=case, part=Part.APPLICATION_REVIEWER.value, ended_at__isnull=True)
    other = there.select_related("certifier").first()
    if other is not None and other.certifier_id != certifier.pk:
        return say("%(name)s reviews this application", name=other.certifier.name)
    found = people.judged(people.bench(case, only=certifier.pk), Part.APPLICATION_REVIEWER)[0]
    return next((one.reason for one in found.obstacles if not one.overridable), None)


def _assign(case: Case, certifier: Certifier, by: Actor) -> None:
    made = CaseRole.objects.create(
        tenant_id=by.tenant_id,
        case=case,
        certifier=certifier,
        part=Part.APPLICATION_REVIEWER.value,
        assigned_by_id=by.user_id,
        assigned_at=clock.now(),
    )
    ledger.record(
        "case.assign", by=by, target=made, case=("case", case.pk), certifier=certifier.pk, part=made.part, leaves=[]
    )


@transaction.atomic
def record_review(
    *, case_id: int, outcome: Outcome, points: Mapping[Point, Answer], reasons: str = "", by: Actor
) -> ApplicationReview:
    """申请评审: record what was asked and how it ends: accepted, returned with questions, refused with reasons.

    The client is told by letter. Raises NotAllowed (not its reviewer), NotFound, BadInput (a point, the reasons),
    RuleBroken (not under review; something stands against accepting).
    """
    by.require(Permission.CASE_ACCEPT)
    case = found_cases.lock(case_id)
    reviewer = found_cases.require_part(case.pk, by, Part.APPLICATION_REVIEWER)
    if faults := rules.why_not_record(outcome, points, queries.computed(case), reasons):
        raise BadInput(faults)
    text = reasons.strip()[:8000]

    made = ApplicationReview.objects.create(
        tenant_id=by.tenant_id,
        case=case,
        reviewer=reviewer,
        points={point.value: {"yes": one.yes, "note": one.note.strip()[:500]} for point, one in points.items()},
        outcome=outcome.value,
        reasons=text,
        reviewed_at=clock.now(),
    )
    ledger.record(
        "application.review", by=by, target=made, case=("case", case.pk), outcome=outcome,
        points={point.value: one.yes for point, one in points.items()}, reasons=text,
    )  # fmt: skip
    _go_on(case, outcome, text, by)
    return made


def _go_on(case: Case, outcome: Outcome, reasons: str, by: Actor) -> None:
    again = clock.today(by.zone) + timedelta(days=programmes.for_case(case).windows.contact_again)
    if outcome is Outcome.ACCEPTED:
        cases.advance(case, Stage.ACCEPTED, by=by, due_on=again)
        letters.write(Letter.APPLICATION_ACCEPTED, by=by, case=case, reasons=reasons)
    elif outcome is Outcome.RETURNED:
        cases.advance(case, Stage.SUBMITTED, by=by, due_on=again)
        letters.write(Letter.APPLICATION_QUESTIONS, by=by, case=case, reasons=reasons, due=again.isoformat())
    else:
        case.end_reason = reasons[:1000]
        case.save(update_fields=["end_reason"])
        cases.advance(case, Stage.REFUSED, by=by)
        letters.write(Letter.APPLICATION_REFUSED, by=by, case=case, reasons=reasons)
