"""Read the papers under review, their rounds and texts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import get_language

from wuxing.certification.application.models import Paper
from wuxing.certification.application.queries import newest_papers
from wuxing.certification.cases.models import Case
from wuxing.certification.document_review import rules
from wuxing.certification.document_review.models import PaperReview, PaperRound, PaperText
from wuxing.certification.document_review.states import State
from wuxing.certification.findings.models import Finding
from wuxing.certification.findings.states import DONE, Source
from wuxing.certification.findings.states import State as Correction
from wuxing.certification.programme import queries as programmes
from wuxing.certification.programme.structure import Paper as Rule
from wuxing.core.errors import NotFound
from wuxing.core.reasons import say


@dataclass(frozen=True, slots=True)
class Line:
    """A paper under review with everything that its page shows."""

    review: PaperReview
    title: str
    versions: list[Paper]  # newest first
    rounds: list[PaperRound] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def newest(self) -> Paper | None:
        """Return the newest version."""
        return self.versions[0] if self.versions else None

    @property
    def judged(self) -> int | None:
        """Return the version that was judged last."""
        return next((one.paper_id for one in reversed(self.rounds) if one.paper_id), None)

    @property
    def state(self) -> State:
        """Return where the review stands."""
        newest = self.newest.pk if self.newest else None
        return rules.state_of(State(self.review.state), newest=newest, judged=self.judged)

    @property
    def open(self) -> list[Finding]:
        """Return the findings that are not closed."""
        return [one for one in self.findings if Correction(one.state) not in DONE]

    @property
    def about_newest(self) -> list[Finding]:
        """Return the open findings about the newest version."""
        return [one for one in self.open if self.newest and one.paper_id == self.newest.pk]


def reviewed(case: Case) -> list[Rule]:
    """Return the papers of the body's rule that are reviewed in this kind of case."""
    given = newest_papers([case.pk]).get(case.pk, {})
    return [
        one
        for one in programmes.for_case(case).papers
        if one.reviewed and case.kind in one.kinds and (one.needed or one.code in given)
    ]


def titles(case: Case) -> dict[str, str]:
    """Return what the papers of the rule are called, in the reader's language."""
    language = get_language() or "zh-hans"
    return {one.code: one.title.in_language(language) for one in programmes.for_case(case).papers}


def lines(case: Case) -> list[Line]:
    """Return the papers under review of a case, in as many queries for one as for many."""
    reviews = list(PaperReview.objects.filter(case=case).order_by("pk"))
    named = titles(case)
    versions: dict[str, list[Paper]] = defaultdict(list)
    for paper in Paper.objects.filter(case=case).select_related("attachment").order_by("-version"):
        versions[paper.code].append(paper)
    rounds: dict[int, list[PaperRound]] = defaultdict(list)
    for one in PaperRound.objects.filter(review__case=case).select_related("certifier").order_by("number"):
        rounds[one.review_id].append(one)
    findings: dict[str, list[Finding]] = defaultdict(list)
    codes = {paper.pk: code for code, several in versions.items() for paper in several}
    for found in Finding.objects.filter(case=case, source=Source.DOCUMENT_REVIEW).order_by("number"):
        if found.paper_id in codes:
            findings[codes[found.paper_id]].append(found)
    return [
        Line(
            review,
            named.get(review.code) or next((one.title for one in versions[review.code]), review.code),
            versions[review.code],
            rounds[review.pk],
            findings[review.code],
        )
        for review in reviews
    ]


def line(case: Case, code: str) -> Line:
    """Return one paper under review. Raises NotFound."""
    found = next((one for one in lines(case) if one.review.code == code), None)
    if found is None:
        raise NotFound(say("this document is not under review in this case"))
    return found


def unaccepted(cases: Sequence[Case]) -> dict[int, int]:
    """Return how many papers are not accepted in their newest version, by case; in three queries."""
    ids = [case.pk for case in cases]
    newest = newest_papers(ids)
    rounds = PaperRound.objects.filter(review__case__in=ids, paper__isnull=False).order_by("number")
    judged = dict(rounds.values_list("review_id", "paper_id"))
    found: dict[int, int] = defaultdict(int)
    for review in PaperReview.objects.filter(case__in=ids).exclude(state=State.NOT_NEEDED):
        paper = newest.get(review.case_id, {}).get(review.code)
        here = rules.state_of(State(review.state), newest=paper.pk if paper else None, judged=judged.get(review.pk))
        if here is not State.ACCEPTED:
            found[review.case_id] += 1
    return dict(found)


def texts_of(papers: Iterable[Paper]) -> dict[int, str]:
    """Return the texts of versions that were read, by paper."""
    rows = PaperText.objects.filter(paper__in=[paper.pk for paper in papers])
    return dict(rows.values_list("paper_id", "text"))
