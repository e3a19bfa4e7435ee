"""The papers under review of a case, one of them, two versions side by side."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from wuxing.certification.application.models import Paper
from wuxing.certification.cases import gates
from wuxing.certification.cases import queries as case_queries
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Stage
from wuxing.certification.cases.views import shell
from wuxing.certification.document_review import actions, queries, rules, words
from wuxing.certification.document_review.forms import NoteForm, PaperFindingForm, WhyForm
from wuxing.certification.document_review.queries import Line
from wuxing.certification.document_review.states import State, Verdict
from wuxing.certification.findings import queries as finding_queries
from wuxing.certification.findings import words as finding_words
from wuxing.certification.findings.views import shown
from wuxing.certification.findings.views.cases import why_not_here
from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.forms import Form
from wuxing.governance.documents.rules import compared
from wuxing.schemes.packs.structure import Pack

P = Permission


def case_papers(request: HttpRequest, case_id: int) -> HttpResponse:
    """List the papers under review, or say what begins the review."""
    by = acting(request, P.CASE_READ)
    case = case_queries.case(case_id)
    scheme, several = finding_queries.pack(case), queries.lines(case)
    named = queries.titles(case)
    return shell.page(
        request,
        "certification/document_review/case_papers.html",
        case,
        by,
        "case_papers",
        rows=[_row(case, line, scheme) for line in several],
        coming=[named.get(one.code, one.code) for one in queries.reviewed(case)] if not several else [],
        accepted=sum(1 for line in several if line.state in {State.ACCEPTED, State.NOT_NEEDED}),
        acts=_begin(case, by),
    )


def _row(case: Case, line: Line, scheme: Pack) -> dict[str, Any]:
    look, word = words.state(line)
    return {
        "line": line,
        "title": line.title,
        "url": reverse("certification:case_paper", args=[case.pk, line.review.code]),
        "leaves": ", ".join(line.review.leaves),
        "open": len(line.open),
        "due": min((one.due_on for one in line.open if one.due_on), default=None),
        "state": look,
        "word": word,
    }


def _begin(case: Case, by: Actor) -> list[dict[str, Any]]:
    if case.stage != Stage.CONTRACTED:
        return []
    blocks = gates.blocks([case], Stage.DOCUMENT_REVIEW).get(case.pk, [])
    refused = "" if actions.may_begin(case, by) else _("only the team or the officer of this case begins it")
    return [
        {
            "label": _("Begin the document review"),
            "url": reverse("certification:case_papers_begin_act", args=[case.pk]),
            "method": "post",
            "primary": True,
            "reason": refused or (wording.text(blocks[0]) if blocks else ""),
        }
    ]


@require_POST
def begin(request: HttpRequest, case_id: int) -> HttpResponse:
    """Begin the document review."""
    by = acting(request, P.CASE_EVALUATE, P.CASE_MANAGE)
    try:
        actions.begin(case_id=case_id, by=by)
    except RuleBroken as error:
        messages.error(request, wording.text(error.reason))
    else:
        messages.success(request, _("The document review has begun."))
    return redirect("certification:case_papers", case_id)


def case_paper(request: HttpRequest, case_id: int, code: str) -> HttpResponse:
    """Show one paper: versions, rounds, findings, and what may be done."""
    by = acting(request, P.CASE_READ)
    case = case_queries.case(case_id)
    return _page(request, by, case, queries.line(case, code))


@require_POST
def case_paper_act(request: HttpRequest, case_id: int, code: str, name: str) -> HttpResponse:
    """Raise a finding on a paper, or judge it."""
    by = acting(request, P.CASE_EVALUATE)
    case = case_queries.case(case_id)
    line = queries.line(case, code)
    form = _form(case, line, name, request.POST)
    if form is None:
        raise NotFound(_("there is no such step"))
    if form.is_valid():
        try:
            _run(name, form, case, code, by)
        except BadInput as error:
            form.blame(error.fields)
        except RuleBroken as error:
            messages.error(request, wording.text(error.reason))
        else:
            messages.success(request, _("Saved."))
    if form.errors:
        return _page(request, by, case, line, (name, form), 422)
    return redirect("certification:case_paper", case.pk, code)


def _run(name: str, form: Form, case: Case, code: str, by: Actor) -> object:
    if isinstance(form, PaperFindingForm):
        return actions.find(case_id=case.pk, code=code, seen=form.seen(), by=by)
    text = form.cleaned_data.get("text", "")
    return actions.judge(case_id=case.pk, code=code, verdict=Verdict(name), text=text, by=by)


def _form(case: Case, line: Line, name: str, data: Any = None) -> Form | None:
    """Return the form of a step; None when there is no such step."""
    scheme = finding_queries.pack(case)
    leaves = [leaf for leaf in scheme.leaves if not line.review.leaves or leaf.id in line.review.leaves]
    made: dict[str, Callable[[], Form]] = {
        "find": lambda: PaperFindingForm(
            data, leaves=[(leaf.id, finding_words.leaf(scheme, leaf.id)) for leaf in leaves], auto_id="find_%s"
        ),
        "accepted": lambda: NoteForm(data, auto_id="accepted_%s"),
        "findings": lambda: NoteForm(data, auto_id="findings_%s"),
        "not_needed": lambda: WhyForm(data, auto_id="not_needed_%s"),
    }
    return made[name]() if name in made else None


def _page(
    request: HttpRequest, by: Actor, case: Case, line: Line, refused: tuple[str, Form] | None = None, status: int = 200
) -> HttpResponse:
    scheme, today = finding_queries.pack(case), clock.today(by.zone)
    look, word = words.state(line)
    rounds = [
        {"round": one, "verdict": words.verdict(one.verdict), "version": _version(line, one.paper_id)}
        for one in reversed(line.rounds)
    ]
    return shell.page(
        request,
        "certification/document_review/case_paper.html",
        case,
        by,
        "case_papers",
        status=status,
        line=line,
        look=look,
        said=word,
        leaves=[finding_words.leaf(scheme, leaf) for leaf in line.review.leaves],
        findings=[
            shown.row(one, scheme, None, today) | {"version": _version(line, one.paper_id)} for one in line.findings
        ],
        rounds=rounds,
        steps=_steps(case, line, by, refused),
    )


def _version(line: Line, paper_id: int | None) -> int | None:
    return next((one.version for one in line.versions if one.pk == paper_id), None)


def _steps(case: Case, line: Line, by: Actor, refused: tuple[str, Form] | None) -> list[dict[str, Any]]:
    """Return what may be done, each with its form, or locked with the reason."""
    titles = {
        "find": _("Say what is to be put right"),
        "accepted": pgettext("document", "Accept"),
        "findings": _("Hand back with the findings"),
        "not_needed": _("Not needed"),
    }
    if case.stage != Stage.DOCUMENT_REVIEW:
        return []
    return [
        {
            "name": name,
            "label": label,
            "primary": name == "accepted",
            "reason": why_not_here(case, by) or _why_not(name, line),
            "form": refused[1] if refused and refused[0] == name else _form(case, line, name),
            "folded": name in {"not_needed", "find"} and not (refused and refused[0] == name),
            "url": reverse("certification:case_paper_act", args=[case.pk, line.review.code, name]),
        }
        for name, label in titles.items()
    ]


def _why_not(name: str, line: Line) -> str:
    newest = line.newest.pk if line.newest else None
    if name == "find":
        return "" if newest else _("the client has not handed it in yet")
    reason = rules.why_not_judge(
        Verdict(name),
        newest=newest,
        judged=line.judged,
        about_newest=len(line.about_newest),
        open_findings=len(line.open),
    )
    return wording.text(reason) if reason else ""


def paper_compare(request: HttpRequest, case_id: int, code: str) -> HttpResponse:
    """Show two versions of a paper side by side: the newest and the one before, unless others are asked for."""
    by = acting(request, P.CASE_READ)
    case = case_queries.case(case_id)
    line = queries.line(case, code)
    right = _chosen(line.versions, request.GET.get("right", ""), 0)
    left = _chosen(line.versions, request.GET.get("left", ""), 1)
    pair = [one for one in (left, right) if one]
    texts = queries.texts_of(pair)
    whole = request.GET.get("whole") == "1"
    old, new = (texts.get(one.pk, "") if one else "" for one in (left, right))
    return shell.page(
        request,
        "certification/document_review/compare.html",
        case,
        by,
        "case_papers",
        line=line,
        left=left,
        right=right,
        sides=[_side(case, one) for one in pair],
        versions=[(one.pk, one.version) for one in line.versions],
        rows=compared(old, new, whole=whole) if old and new else [],
        same=bool(old) and old == new,
        unread=any(one.pk not in texts and one.attachment.media_type in actions.READABLE for one in pair),
        whole=whole,
    )


def _chosen(versions: list[Paper], asked: str, otherwise: int) -> Paper | None:
    found = next((one for one in versions if str(one.pk) == asked), None)
    return found or (versions[otherwise] if len(versions) > otherwise else None)


def _side(case: Case, paper: Paper) -> dict[str, Any]:
    kind = paper.attachment.media_type
    return {
        "version": paper.version,
        "name": paper.attachment.name,
        "at": timezone.localtime(paper.uploaded_at),
        "url": reverse("certification:case_paper_file", args=[case.pk, paper.pk]),
        "picture": kind.startswith("image/"),
    }
