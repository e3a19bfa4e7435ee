"""Read reviews, proposals, votes and decisions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count as Counted
from django.db.models import F, Q
from django.db.models.functions import ExtractYear

from wuxing.certification.cases.models import Case, CaseRole
from wuxing.certification.cases.states import Part
from wuxing.certification.certificate.models import Certificate
from wuxing.certification.decision import rules
from wuxing.certification.decision.models import CaseReview, Decision, Proposal, Vote
from wuxing.certification.decision.rules import Count
from wuxing.certification.report.models import CaseReport, CaseScore
from wuxing.core.errors import NotFound
from wuxing.core.reasons import say
from wuxing.schemes.editions.queries import pack_of
from wuxing.schemes.packs.structure import Level, Pack


def pack(case: Case) -> Pack:
    """Return the edition by which a case is judged."""
    return pack_of(case.pack.rpartition("#")[2])


def level(case: Case, level_id: str) -> Level:
    """Return a level of the case's edition. Raises NotFound."""
    found = next((one for one in pack(case).levels if one.id == level_id), None)
    if found is None:
        raise NotFound(say("there is no such level in this edition"))
    return found


def last_report(case_id: int) -> CaseReport | None:
    """Return the newest report of a case with its score."""
    return CaseReport.objects.filter(case_id=case_id).select_related("score").order_by("-pk").first()


def reviews(case_id: int) -> list[CaseReview]:
    """Return the reviews of a case, newest first."""
    return list(CaseReview.objects.filter(case_id=case_id).select_related("reviewer", "report").order_by("-pk"))


def last_review(case_id: int) -> CaseReview | None:
    """Return the newest review of a case."""
    return next(iter(reviews(case_id)), None)


def members(case_id: int) -> list[CaseRole]:
    """Return the decision makers of a case now: its committee."""
    rows = CaseRole.objects.filter(case_id=case_id, part=Part.DECIDER, ended_at__isnull=True)
    return list(rows.select_related("certifier").order_by("pk"))


def proposals(case_id: int) -> list[Proposal]:
    """Return the proposals of a case with their votes, newest first."""
    rows = Proposal.objects.filter(case_id=case_id).select_related("score", "opened_by", "review__reviewer")
    return list(rows.prefetch_related("votes__certifier").order_by("-pk"))


def newest(case_id: int) -> Proposal | None:
    """Return the proposal of a case that votes are for, decided or not."""
    return Proposal.objects.filter(case_id=case_id).select_related("score", "review").order_by("-pk").first()


def proposal(proposal_id: int) -> Proposal:
    """Return a proposal with its case. Raises NotFound."""
    found = Proposal.objects.select_related("case", "score", "review").filter(pk=proposal_id).first()
    if found is None:
        raise NotFound(say("there is no such proposal here"))
    return found


def decision_on(proposal_id: int) -> Decision | None:
    """Return the decision on a proposal."""
    return Decision.objects.filter(proposal_id=proposal_id).first()


def decisions(case_id: int) -> list[Decision]:
    """Return the decisions on a case, newest first."""
    return list(Decision.objects.filter(case_id=case_id).select_related("proposal", "score").order_by("-pk"))


def count(asked: Proposal) -> Count:
    """Count the votes of a proposal."""
    counted = Vote.objects.filter(proposal=asked).aggregate(
        votes_for=Counted("pk", filter=Q(choice=Vote.Choice.FOR)),
        votes_against=Counted("pk", filter=Q(choice=Vote.Choice.AGAINST)),
        abstained=Counted("pk", filter=Q(choice=Vote.Choice.ABSTAIN)),
    )
    return Count(asked.quorum, len(members(asked.case_id)), **counted)


def open_count(case_id: int) -> Count | None:
    """Return the votes of the proposal that is being voted on; None when there is none."""
    found = newest(case_id)
    if found is None or decision_on(found.pk) or _is_stale(found):
        return None
    return count(found)


def _is_stale(found: Proposal) -> bool:
    review = last_review(found.case_id)
    return review is not None and review.pk != found.review_id


def reaches(case: Case, score: CaseScore) -> tuple[str, ...]:
    """Return the levels that a kept score reaches by what is certain, lowest first."""
    return rules.reached(pack(case).levels, score.low, score.special_deductions, score.level)


def held_since(case: Case) -> date | None:
    """Return since when the client has held a certificate of the scheme without a gap of its own making."""
    rows = Certificate.objects.filter(client_id=case.client_id, scheme=case.scheme)
    return (
        rows.exclude(state__in=["withdrawn", "cancelled"])
        .order_by("issued_on")
        .values_list("issued_on", flat=True)
        .first()
    )


def held_level(case: Case) -> str | None:
    """Return the level of the certificate that a case is about."""
    if not case.certificate_id:
        return None
    return Certificate.objects.filter(pk=case.certificate_id).values_list("level", flat=True).first()


@dataclass(frozen=True, slots=True)
class Year:
    """What was decided in a year."""

    year: int
    granted: int = 0
    lower: int = 0  # granted below the level aimed at
    not_granted: int = 0
    returned: int = 0

    @property
    def decided(self) -> int:
        """Return how many cases were granted or not."""
        return self.granted + self.not_granted

    @property
    def share(self) -> str:
        """Return the share of grants, in per cent."""
        return f"{100 * self.granted / self.decided:.1f}%" if self.decided else "—"


def years() -> list[Year]:
    """Return the decisions of each year by outcome, newest first: how lenient the body is. Exercises are left out."""
    outcomes = Decision.Outcome
    rows = (
        Decision.objects.filter(case__rehearsal=False)
        .annotate(year=ExtractYear("at"))
        .values("year")
        .annotate(
            granted=Counted("pk", filter=Q(outcome=outcomes.GRANTED)),
            same=Counted("pk", filter=Q(outcome=outcomes.GRANTED, level=F("case__target_level"))),
            not_granted=Counted("pk", filter=Q(outcome=outcomes.NOT_GRANTED)),
            returned=Counted("pk", filter=Q(outcome=outcomes.RETURNED)),
        )
        .order_by("-year")
    )
    return [
        Year(row["year"], row["granted"], row["granted"] - row["same"], row["not_granted"], row["returned"])
        for row in rows
    ]


def listed(before: int | None = None, outcome: str = "", size: int = 50) -> list[Decision]:
    """Return decisions, newest first, one more than a page holds; `before`: the last one of the page before."""
    rows = Decision.objects.select_related("case__client", "score").order_by("-pk")
    if outcome:
        rows = rows.filter(outcome=outcome)
    if before:
        rows = rows.filter(pk__lt=before)
    return list(rows[: size + 1])


def newest_decisions(case_ids: Sequence[int]) -> dict[int, Decision]:
    """Return the newest decision of each case."""
    rows = Decision.objects.filter(case_id__in=case_ids).order_by("case_id", "-pk").distinct("case_id")
    return {row.case_id: row for row in rows}
