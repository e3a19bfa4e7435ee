"""文件评审: begin, raise what is wrong, judge, hand in again; round after round until every paper is accepted."""

from dataclasses import replace
from typing import IO, Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from wuxing.certification.application import actions as application
from wuxing.certification.application.models import Paper
from wuxing.certification.cases import actions as cases
from wuxing.certification.cases import queries as case_queries
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Part, Stage
from wuxing.certification.document_review import queries, rules
from wuxing.certification.document_review.models import PaperReview, PaperRound, PaperText
from wuxing.certification.document_review.queries import Line
from wuxing.certification.document_review.states import State, Verdict
from wuxing.certification.findings.actions import raise_finding, trace
from wuxing.certification.findings.actions.filing import Upload
from wuxing.certification.findings.models import Finding
from wuxing.certification.findings.rules import Seen
from wuxing.certification.findings.states import Kind, Source, Step
from wuxing.certification.findings.states import State as Correction
from wuxing.certification.office.letters import actions as letters
from wuxing.certification.office.letters.kinds import Kind as Letter
from wuxing.core import background, clock, files, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from wuxing.core.reasons import say
from wuxing.governance.documents.files import inspection, reading

READABLE = frozenset({inspection.PDF, *inspection.OFFICE})


@transaction.atomic
def begin(*, case_id: int, by: Actor) -> Case:
    """开始文件评审: put every paper under review that the body's rule names. By the team, or the officer of the case.

    Raises NotAllowed, NotFound, RuleBroken (not contracted yet).
    """
    case = case_queries.lock(case_id)
    if not may_begin(case, by):
        raise NotAllowed(say("only the team or the officer of this case begins the document review"))
    cases.advance(case, Stage.DOCUMENT_REVIEW, by=by)
    now = clock.now()

    made = PaperReview.objects.bulk_create(
        PaperReview(tenant_id=by.tenant_id, case=case, code=one.code, leaves=list(one.leaves), begun_at=now)
        for one in queries.reviewed(case)
    )
    ledger.record("paper.begin", by=by, target=case, case=("case", case.pk), papers=[one.code for one in made])
    for one in queries.lines(case):
        if one.newest:
            background.defer("document_review.read", by=by, paper_id=one.newest.pk)
    return case


def may_begin(case: Case, by: Actor) -> bool:
    """Say whether somebody may begin the review: of the team, or the officer who runs the case."""
    if by.may(Permission.CASE_EVALUATE) and case_queries.parts_of(case.pk, by) & {Part.LEAD, Part.EVALUATOR}:
        return True
    return by.may(Permission.CASE_MANAGE) and by.user_id is not None and case.officer_id == by.user_id


@transaction.atomic
def find(*, case_id: int, code: str, seen: Seen, sent: tuple[Upload, ...] = (), by: Actor) -> Finding:
    """提出文件问题: say what is to be put right in the newest version; due within one to two weeks.

    Raises NotAllowed, NotFound, BadInput, RuleBroken (nothing handed in; not under review).
    """
    case, line = _locked(case_id, code, by)
    if line.newest is None:
        raise RuleBroken(say("the client has not handed it in yet"))
    about = replace(seen, kind=Kind.OBSERVATION, source=Source.DOCUMENT_REVIEW, paper_id=line.newest.pk)
    return raise_finding(case_id=case.pk, seen=about, sent=sent, by=by)


@transaction.atomic
def judge(*, case_id: int, code: str, verdict: Verdict, text: str = "", by: Actor) -> PaperRound:
    """评审结论: accept the newest version, hand it back with its findings, or say why the paper is not needed.

    Acceptance closes the findings about earlier versions; handing back tells the client by letter. Raises NotAllowed,
    NotFound, BadInput (no reason), RuleBroken.
    """
    case, line = _locked(case_id, code, by)
    certifier = trace.of_team(case.pk, by)
    newest = line.newest
    if verdict is Verdict.NOT_NEEDED and not text.strip():
        raise BadInput({"text": say("fill this in")})
    trace.refuse(
        rules.why_not_judge(
            verdict,
            newest=newest.pk if newest else None,
            judged=line.judged,
            about_newest=len(line.about_newest),
            open_findings=len(line.open),
        )
    )

    made = PaperRound.objects.create(
        tenant_id=by.tenant_id, review=line.review, number=len(line.rounds) + 1, verdict=verdict.value,
        paper=None if verdict is Verdict.NOT_NEEDED else newest, text=text.strip()[:2000], certifier=certifier,
        at=clock.now(),
    )  # fmt: skip
    line.review.state = State(verdict.value).value
    line.review.save(update_fields=["state"])
    ledger.record(
        "paper.judge", by=by, target=line.review, case=("case", case.pk), code=code, verdict=verdict,
        version=newest.version if newest else None, text=made.text,
    )  # fmt: skip
    if verdict is Verdict.ACCEPTED:
        _close(line, made, by)
    elif verdict is Verdict.FINDINGS:
        _tell(case, line, by)
    return made


@transaction.atomic
def hand_in_again(*, case_id: int, client_id: int, code: str, content: IO[bytes], name: str, by: Actor) -> Paper:
    """重新提交: the client hands in the next version of a paper under review; what came before stays.

    Raises NotAllowed, NotFound, BadInput (file), RuleBroken (not under review; not needed).
    """
    by.require(Permission.CASE_CLIENT)
    case = case_queries.lock(case_id)
    if case.client_id != client_id:
        raise NotFound(say("there is no such case here"))
    trace.refuse(rules.why_not_review(Stage(case.stage)))
    line = queries.line(case, code)
    if line.state is State.NOT_NEEDED:
        raise RuleBroken(say("this document is not needed any more"))
    made = application.hand_in(case_id=case.pk, code=code, content=content, name=name, by=by)
    background.defer("document_review.read", by=by, paper_id=made.pk)
    return made


@transaction.atomic
def read(*, paper_id: int, by: Actor) -> None:
    """读取文本: read the text of a version once, for comparing; a file without text leaves none. Safe to repeat."""
    paper = Paper.objects.select_related("attachment").filter(pk=paper_id).first()
    if paper is None or PaperText.objects.filter(paper=paper).exists():
        return
    text = ""
    if paper.attachment.media_type in READABLE:
        data = files.bytes_of(by.tenant_id, paper.attachment.sha256)
        try:
            found = reading.preview_of(data, paper.attachment.media_type, title="", notice="", language="zh-hans")
            text = found.text.replace("\x00", "")
        except reading.NoPreview:
            text = ""
    kept = PaperText(tenant_id=by.tenant_id, paper=paper, text=text, read_at=clock.now())
    PaperText.objects.bulk_create([kept], ignore_conflicts=True)  # another job may have been quicker


def _locked(case_id: int, code: str, by: Actor) -> tuple[Case, Line]:
    """Return a case under document review, locked, and one of its papers, for somebody of the team."""
    case = case_queries.lock(case_id)
    trace.of_team(case.pk, by)
    trace.refuse(rules.why_not_review(Stage(case.stage)))
    return case, queries.line(case, code)


def _close(line: Line, made: PaperRound, by: Actor) -> None:
    for one in line.open:
        trace.step(one, Step.ACCEPT_PAPER, Correction.CLOSED, by=by, text=made.text, version=line.versions[0].version)


def _tell(case: Case, line: Line, by: Actor) -> None:
    due = min((one.due_on for one in line.about_newest if one.due_on), default=None)
    with translation.override(case.language):
        label = _("Finding %(number)s")
        title = queries.titles(case).get(line.review.code, line.title)
        facts: dict[str, Any] = {_("Document"): title} | {
            label % {"number": one.number}: one.text for one in line.about_newest
        }
    letters.write(
        Letter.DOCUMENT_FINDINGS, by=by, case=case, due=due.isoformat() if due else "", **facts
    )  # fmt: skip
