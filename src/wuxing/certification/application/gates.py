"""What stands before submitting, taking up and accepting an application."""

from collections.abc import Mapping, Sequence

from wuxing.certification.application import queries, rules
from wuxing.certification.application.models import ApplicationAnswer, ApplicationReview
from wuxing.certification.application.states import Outcome
from wuxing.certification.cases import gates
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Kind, Stage
from wuxing.core.reasons import Reason, say


@gates.before(Stage.SUBMITTED, Stage.APPLICATION_REVIEW)
def complete(cases: Sequence[Case]) -> Mapping[int, Reason]:
    """Ask for complete data and papers (7.2). One that goes back with questions may lack something."""
    found = queries.lacks_of([case for case in cases if case.stage in (Stage.DRAFT, Stage.SUBMITTED)])
    return {pk: reason for pk, lacks in found.items() if (reason := rules.why_not_go_on(lacks))}


@gates.before(Stage.APPLICATION_REVIEW)
def answered(cases: Sequence[Case]) -> Mapping[int, Reason]:
    """Ask that the client has answered the questions of the last review."""
    last = _last_reviews([case for case in cases if case.stage == Stage.SUBMITTED])
    asked = {review.pk: pk for pk, review in last.items() if review.outcome == Outcome.RETURNED}
    told = set(ApplicationAnswer.objects.filter(review_id__in=asked).values_list("review_id", flat=True))
    return {pk: say("the client has not answered the questions yet") for row, pk in asked.items() if row not in told}


@gates.before(Stage.ACCEPTED)
def reviewed(cases: Sequence[Case]) -> Mapping[int, Reason]:
    """Ask for an application review that accepts, with a yes to every point (7.3)."""
    wanted = [case for case in cases if Kind(case.kind) in rules.APPLIED_FOR]
    last = _last_reviews(wanted)
    found = {}
    for case in wanted:
        review = last.get(case.pk)
        reason = rules.why_not_accept(review.outcome if review else None, review.points if review else {})
        if reason:
            found[case.pk] = reason
    return found


@gates.before(Stage.ACCEPTED)
def offered(cases: Sequence[Case]) -> Mapping[int, Reason]:
    """Ask that the scheme may be applied for."""
    schemes = {scheme: queries.why_not_offered(scheme) for scheme in {case.scheme for case in cases}}
    return {case.pk: reason for case in cases if (reason := schemes[case.scheme])}


def _last_reviews(cases: Sequence[Case]) -> dict[int, ApplicationReview]:
    if not cases:
        return {}
    ids = [case.pk for case in cases]
    rows = ApplicationReview.objects.filter(case_id__in=ids).order_by("case_id", "-pk").distinct("case_id")
    return {row.case_id: row for row in rows}
