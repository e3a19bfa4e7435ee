"""What stands on record of an application: data, papers, reviews, the snapshot."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import get_language

from wuxing.certification.application.models import Application, ApplicationReview, Paper, ReadinessSnapshot
from wuxing.certification.application.outlets import Outlet
from wuxing.certification.application.states import Outcome
from wuxing.certification.cases.models import Case, Site
from wuxing.certification.cases.states import Stage
from wuxing.certification.programme import queries as programmes
from wuxing.certification.programme.structure import Programme
from wuxing.core.errors import NotFound
from wuxing.core.reasons import say

MOST_SITES = 2001


@dataclass
class PaperLine:
    """A paper that the rule names, or another one handed in, with all its versions, newest first."""

    code: str
    title: str
    needed: bool
    versions: list[Paper] = field(default_factory=list)

    @property
    def last(self) -> Paper | None:
        """Return the version that counts."""
        return self.versions[0] if self.versions else None


def application_of(case: Case) -> Application | None:
    """Return how a case was applied for; None for one that the body began."""
    return Application.objects.filter(case=case).first()


def paper_lines(case: Case, programme: Programme | None = None) -> list[PaperLine]:
    """申请材料: return the papers of a case: those its rule names for this kind of case first, in the rule's order."""
    rule = programme or programmes.for_case(case)
    language = get_language() or "zh-hans"
    lines = {
        one.code: PaperLine(one.code, one.title.in_language(language), one.needed)
        for one in rule.papers
        if case.kind in one.kinds
    }
    for row in Paper.objects.filter(case=case).select_related("attachment").order_by("code", "-version"):
        line = lines.setdefault(row.code, PaperLine(row.code, row.title, False))
        line.versions.append(row)
    return list(lines.values())


def newest_papers(case_ids: Iterable[int]) -> dict[int, dict[str, Paper]]:
    """Return the newest version of every paper, by case and code, in one query."""
    found: dict[int, dict[str, Paper]] = defaultdict(dict)
    for row in Paper.objects.filter(case_id__in=case_ids).order_by("case_id", "code", "version"):
        found[row.case_id][row.code] = row
    return found


def paper(case: Case, paper_id: int) -> Paper:
    """Return one version of a paper of a case. Raises NotFound."""
    found = Paper.objects.filter(case=case, pk=paper_id).select_related("attachment").first()
    if found is None:
        raise NotFound(say("there is no such file here"))
    return found


def outlets_of(case: Case) -> list[Site]:
    """Return headquarters and outlets of a case, headquarters first."""
    return list(Site.objects.filter(case=case).order_by("pk")[:MOST_SITES])


def outlet_lines(case: Case) -> str:
    """Return the outlets of a case as the lines in which they are handed in."""
    rows = Site.objects.filter(case=case, kind=Site.Kind.OUTLET).order_by("pk")
    return "\n".join(Outlet(row.name, row.city, row.headcount, row.own).line for row in rows)


def reviews_of(case: Case) -> list[ApplicationReview]:
    """Return every review of an application, newest first, with the client's answers."""
    rows = ApplicationReview.objects.filter(case=case).select_related("reviewer", "answer").order_by("-pk")
    return list(rows)


def last_review(case: Case) -> ApplicationReview | None:
    """Return the review that counts."""
    return ApplicationReview.objects.filter(case=case).select_related("reviewer", "answer").order_by("-pk").first()


def open_question(case: Case) -> ApplicationReview | None:
    """Return the review whose questions the client has not answered yet."""
    if case.stage != Stage.SUBMITTED:
        return None
    found = last_review(case)
    if found is None or found.outcome != Outcome.RETURNED or hasattr(found, "answer"):
        return None
    return found


def is_open_to_client(case: Case) -> bool:
    """Say whether data and papers may still be changed: before submitting, and while questions are open."""
    return case.stage == Stage.DRAFT or open_question(case) is not None


def snapshot_of(case: Case) -> ReadinessSnapshot | None:
    """就绪快照: return what the company's own records said of it, as handed over last; None: nothing was."""
    return ReadinessSnapshot.objects.filter(case=case).order_by("-pk").first()


def snapshots_of(case_ids: Iterable[int]) -> dict[int, ReadinessSnapshot]:
    """Return the snapshot handed over last in each case, in one query."""
    rows = ReadinessSnapshot.objects.filter(case_id__in=case_ids).order_by("case_id", "-pk").distinct("case_id")
    return {row.case_id: row for row in rows.defer("text", "ratios")}


def ratios_of(snapshot: ReadinessSnapshot) -> dict[str, Decimal | None]:
    """Return by leaf to which share the records met it; None where they leave it open."""
    return {leaf: None if text is None else Decimal(text) for leaf, text in snapshot.ratios.items()}
