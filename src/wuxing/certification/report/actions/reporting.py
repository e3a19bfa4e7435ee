"""评价报告: generated from the case, never edited; handed over to the reviewer by the team leader."""

from datetime import timedelta
from io import BytesIO

from django.db import transaction

from wuxing.certification.cases import actions as moving
from wuxing.certification.cases import queries as cases
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Part, Stage
from wuxing.certification.programme import queries as programme
from wuxing.certification.report import queries
from wuxing.certification.report.actions import scoring
from wuxing.certification.report.drawing import draw
from wuxing.certification.report.drawing.pdf import PDF
from wuxing.certification.report.drawing.word import WORD
from wuxing.certification.report.facts import digest_of
from wuxing.certification.report.gathering import report_facts
from wuxing.certification.report.models import CaseReport
from wuxing.core import clock, files, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import RuleBroken
from wuxing.core.reasons import say

WRITTEN = frozenset({Stage.FINDINGS, Stage.REPORT, Stage.UNDER_REVIEW})


@transaction.atomic
def generate(*, case_id: int, by: Actor) -> CaseReport:
    """编制报告: keep the score as it stands and draw a version of the report from the case, as Word file and PDF.

    Raises NotAllowed (not the team leader), NotFound, RuleBroken (before the closing meeting, or decided).
    """
    by.require(Permission.CASE_EVALUATE)
    case = cases.lock(case_id)
    cases.require_part(case.pk, by, Part.LEAD)
    if Stage(case.stage) not in WRITTEN:
        raise RuleBroken(say("the report is written after the closing meeting and before the decision"))

    score = scoring.keep_score(case, scoring.REPORT, by)
    facts = report_facts(case)
    last = queries.last_report(case)
    made = CaseReport(
        tenant_id=by.tenant_id,
        case=case,
        version=(last.version if last else 0) + 1,
        language=case.language,
        score=score,
        facts=facts,
        digest=digest_of(facts),
        made_by_id=by.user_id,
        made_at=clock.now(),
    )
    _keep_papers(made, case, by)
    made.save(force_insert=True)
    ledger.record(
        "score.report", by=by, target=made, case=("case", case.pk), version=made.version, language=made.language,
        digest=made.digest, score=score.pk,
    )  # fmt: skip
    return made


def _keep_papers(made: CaseReport, case: Case, by: Actor) -> None:
    papers = draw(made.facts, digest=made.digest, version=made.version, made_at=made.made_at, zone=by.zone)
    name = f"{case.number}-{made.version}"
    about = ("case", case.pk)
    made.docx = files.keep(
        BytesIO(papers.docx), name=f"{name}.docx", target=case, by=by, accepted=frozenset({WORD}), kind=WORD, case=about
    )  # fmt: skip
    made.pdf = files.keep(BytesIO(papers.pdf), name=f"{name}.pdf", target=case, by=by, accepted=PDF, case=about)


@transaction.atomic
def hand_over(*, case_id: int, by: Actor) -> Case:
    """移交复核: the team leader hands the report over to the reviewer.

    Raises NotAllowed (not the team leader), NotFound, RuleBroken (something is missing: see gates).
    """
    by.require(Permission.CASE_EVALUATE)
    case = cases.lock(case_id)
    cases.require_part(case.pk, by, Part.LEAD)
    days = programme.for_case(case).windows.review
    report = queries.last_report(case)
    return moving.advance(
        case,
        Stage.UNDER_REVIEW,
        by=by,
        due_on=clock.today(by.zone) + timedelta(days=days),
        report=report.version if report else None,
    )
