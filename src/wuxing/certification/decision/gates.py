"""What the review and the decision need before a case goes on."""

from collections.abc import Mapping, Sequence

from django.db.models import Count

from wuxing.certification.cases.gates import before
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Stage
from wuxing.certification.decision import queries
from wuxing.certification.decision.models import CaseReview, Decision, Proposal, Vote
from wuxing.certification.report.models import CaseReport
from wuxing.core.reasons import Reason, say


@before(Stage.DECISION)
def reviewed(cases: Sequence[Case]) -> Mapping[int, Reason]:
    """The newest report was reviewed, after the committee returned it if it did, and the reviewer recommends (7.5)."""
    ids = [case.pk for case in cases]
    rows = CaseReview.objects.filter(case_id__in=ids).order_by("case_id", "-pk").distinct("case_id")
    reviews = {row.case_id: row for row in rows}
    newest = CaseReport.objects.filter(case_id__in=ids).order_by("case_id", "-pk").distinct("case_id")
    reports = dict(newest.values_list("case_id", "pk"))
    returned = {
        pk: row.at for pk, row in queries.newest_decisions(ids).items() if row.outcome == Decision.Outcome.RETURNED
    }
    return {
        pk: say("the reviewer has not said anything to the newest report yet")
        for pk in ids
        if pk not in reviews
        or not reviews[pk].recommends
        or reviews[pk].report_id != reports.get(pk)
        or (pk in returned and reviews[pk].at <= returned[pk])
    }


@before(Stage.GRANTED)
def granted(cases: Sequence[Case]) -> Mapping[int, Reason]:
    """The committee has decided to grant."""
    return _decided(cases, Decision.Outcome.GRANTED)


@before(Stage.NOT_GRANTED)
def refused(cases: Sequence[Case]) -> Mapping[int, Reason]:
    """The committee has decided not to grant."""
    return _decided(cases, Decision.Outcome.NOT_GRANTED)


def _decided(cases: Sequence[Case], outcome: Decision.Outcome) -> Mapping[int, Reason]:
    ids = [case.pk for case in cases]
    decisions = queries.newest_decisions(ids)
    rows = Proposal.objects.filter(case_id__in=ids).order_by("case_id", "-pk").distinct("case_id")
    proposals = {row.case_id: row for row in rows}
    asked = [row.pk for row in proposals.values()]
    counted = Vote.objects.filter(proposal_id__in=asked).values_list("proposal_id").annotate(count=Count("pk"))
    votes: dict[int, int] = dict(counted.order_by("proposal_id"))
    found: dict[int, Reason] = {}
    for pk in ids:
        asked_for, decision = proposals.get(pk), decisions.get(pk)
        if decision and asked_for and decision.proposal_id == asked_for.pk:
            if decision.outcome != outcome:
                found[pk] = say("the committee has decided otherwise")
        elif asked_for is None or (decision and decision.proposal_id > asked_for.pk):
            found[pk] = say("no decision is proposed to the committee yet")
        elif votes.get(asked_for.pk, 0) < asked_for.quorum:
            found[pk] = say(
                "%(voters)s of at least %(quorum)s have voted",
                voters=votes.get(asked_for.pk, 0), quorum=asked_for.quorum,
            )  # fmt: skip
        else:
            found[pk] = say("the votes of the committee are not counted yet")
    return found
