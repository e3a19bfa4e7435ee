"""接下来: what a client has to do next in a case, and by when; or whom it waits for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from wuxing.certification.application import queries
from wuxing.certification.application.models import ApplicationReview
from wuxing.certification.application.states import Outcome
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Stage
from wuxing.certification.findings.models import Finding
from wuxing.certification.findings.states import MUST_CORRECT, State

_CORRECTED = frozenset({Stage.DOCUMENT_REVIEW, Stage.FINDINGS})
_WITH_CLIENT = (State.OPEN, State.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Step:
    """The next step of a case: whose it is, in words, by when, and on which page of the client."""

    yours: bool
    text: str
    due: date | None = None
    page: str = "portal_case"
    why: str = ""


def steps(cases: Sequence[Case]) -> dict[int, Step]:
    """Return the next step of each case, in as many queries for one as for many."""
    lacking = queries.lacks_of([case for case in cases if case.stage == Stage.DRAFT])
    asked = _asked([case for case in cases if case.stage == Stage.SUBMITTED])
    corrections = _corrections([case for case in cases if case.stage in _CORRECTED])
    return {
        case.pk: _step(case, len(lacking.get(case.pk, ())), case.pk in asked, corrections.get(case.pk))
        for case in cases
    }


def _step(case: Case, lacks: int, asked: bool, correction: tuple[int, date | None] | None) -> Step:
    if case.stage == Stage.DRAFT:
        why = _("%(count)s things are missing") % {"count": lacks} if lacks else _("nothing is missing")
        return Step(True, _("Complete the application and submit it"), page="portal_application", why=why)
    if asked:
        return Step(True, _("Answer the questions of the body"), case.due_on, "portal_application")
    if correction:
        open_, due = correction
        why = _("%(count)s findings wait for you") % {"count": open_}
        page = "portal_findings" if case.stage == Stage.FINDINGS else "portal_papers"
        return Step(True, _("Correct the findings and show how"), due, page, why)
    return _by_stage(case)


def _by_stage(case: Case) -> Step:
    first = case.evaluated_from
    return {
        Stage.SUBMITTED: Step(False, _("The body takes the application up"), case.due_on),
        Stage.APPLICATION_REVIEW: Step(False, _("The body reviews the application"), case.due_on),
        Stage.REFUSED: Step(False, _("The application was refused; the letter gives the reasons")),
        Stage.ACCEPTED: Step(True, _("Read the agreement and sign it"), case.due_on, "portal_agreement"),
        Stage.CONTRACTED: Step(False, _("The body begins to review the documents"), case.due_on, "portal_papers"),
        Stage.DOCUMENT_REVIEW: Step(False, _("The body reviews the documents"), case.due_on, "portal_papers"),
        Stage.PLANNED: Step(True, _("Prepare the evaluation on site and read its plan"), first, "portal_audit"),
        Stage.ON_SITE: Step(True, _("The team is on site"), case.evaluated_until, "portal_audit"),
        Stage.FINDINGS: Step(False, _("The body verifies the corrections"), case.due_on, "portal_findings"),
        Stage.REPORT: Step(False, _("The team writes its report"), case.due_on, "portal_report"),
        Stage.UNDER_REVIEW: Step(False, _("The case is reviewed"), case.due_on),
        Stage.DECISION: Step(False, _("The decision is prepared"), case.due_on),
        Stage.GRANTED: Step(False, _("The certificate is being issued"), case.due_on, "portal_certificate"),
        Stage.NOT_GRANTED: Step(False, _("The certificate was not granted; the letter gives the reasons"), None, "portal_appeals"),
        Stage.CERTIFIED: Step(False, _("The case is closed"), None, "portal_certificate"),
        Stage.WITHDRAWN: Step(False, _("The application was withdrawn")),
    }[Stage(case.stage)]  # fmt: skip


def _asked(cases: Sequence[Case]) -> set[int]:
    if not cases:
        return set()
    rows = ApplicationReview.objects.filter(case__in=cases).select_related("answer").order_by("case_id", "-pk")
    last = {row.case_id: row for row in rows.distinct("case_id")}
    return {pk for pk, row in last.items() if row.outcome == Outcome.RETURNED and not hasattr(row, "answer")}


def _corrections(cases: Sequence[Case]) -> dict[int, tuple[int, date | None]]:
    found: dict[int, tuple[int, date | None]] = {}
    if not cases:
        return found
    rows = Finding.objects.filter(case__in=cases, kind__in=MUST_CORRECT, state__in=_WITH_CLIENT)
    for case_id, due in rows.values_list("case_id", "due_on"):
        count, first = found.get(case_id, (0, None))
        found[case_id] = (count + 1, min(filter(None, (first, due)), default=None))
    return found
