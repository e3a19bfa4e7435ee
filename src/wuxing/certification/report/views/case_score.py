"""The tab of a case with its score, exclusions, overrides and reports."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.certification.cases import queries as cases
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Stage
from wuxing.certification.cases.views import shell
from wuxing.certification.report import actions, queries
from wuxing.certification.report.forms import AnswerForm, DecideForm, ExclusionForm, OverrideForm, TakeBackForm
from wuxing.certification.report.models import CaseReport
from wuxing.certification.report.views import shown
from wuxing.core import files, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.forms import Form

P = Permission
ACTS: dict[str, Callable[..., object]] = {
    "exclude": actions.propose_exclusion,
    "decide": actions.decide_exclusion,
    "override": actions.propose_override,
    "answer": actions.answer_override,
    "take_back": actions.take_back_override,
    "write": actions.generate,
    "hand_over": actions.hand_over,
}


def case_score(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show the score as it stands, what may be done with it, and the reports."""
    by = acting(request, P.CASE_READ)
    return _page(request, by, cases.case(case_id))


@require_POST
def case_score_act(request: HttpRequest, case_id: int, name: str) -> HttpResponse:
    """Exclude, override, answer, write the report, hand it over."""
    by = acting(request, P.CASE_EVALUATE, P.CASE_REVIEW, P.CASE_MANAGE)
    case = cases.case(case_id)
    if name not in ACTS:
        raise NotFound(_("there is no such step"))
    form = _form(name, case, request.POST)
    if form.is_valid():
        try:
            ACTS[name](case_id=case.pk, by=by, **form.cleaned_data)
        except BadInput as error:
            form.blame(error.fields)
        except RuleBroken as error:
            messages.error(request, wording.text(error.reason))
        else:
            messages.success(request, _("Saved."))
    if form.errors and name in {"exclude", "override"}:
        return _page(request, by, case, (name, form), 422)
    if form.errors:
        messages.error(request, _("write the reason, in at most 1000 signs"))
    return redirect("certification:case_score", case.pk)


def _form(name: str, case: Case, data: Any = None) -> Form:
    if name in {"exclude", "override"}:
        made = {"exclude": ExclusionForm, "override": OverrideForm}[name]
        leaves = shown.leaf_choices(queries.basis(case), excludable=name == "exclude")
        return made(data, leaves=leaves, auto_id=f"{name}_%s")
    plain: dict[str, type[Form]] = {"decide": DecideForm, "answer": AnswerForm, "take_back": TakeBackForm}
    return plain.get(name, Form)(data)


def _page(
    request: HttpRequest, by: Actor, case: Case, refused: tuple[str, Form] | None = None, status: int = 200
) -> HttpResponse:
    context = shown.page_of(case, by)
    forms = {
        name: refused[1] if refused and refused[0] == name else _form(name, case)
        for name, may in (("exclude", context["may_exclude"]), ("override", context["may_override"]))
        if may
    }
    context |= {"forms": forms, "open": refused[0] if refused else "", "acts": _acts(case, context)}
    return shell.page(request, "certification/report/case_score.html", case, by, "case_score", status=status, **context)


def _acts(case: Case, context: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the buttons: write the report, hand it over; locked ones say why."""
    if not context["writes"]:
        return []
    who = "" if context["leads"] else _("the team leader of this case does this")
    blocked = next((row["text"] for row in context["gate"] if row["state"] != "done"), "")
    write = {
        "label": _("Write the report"), "url": reverse("certification:case_score_act", args=[case.pk, "write"]),
        "method": "post", "icon": "file-text", "reason": who, "primary": bool(blocked) or not context["reports"],
    }  # fmt: skip
    if Stage(case.stage) is not Stage.REPORT:
        return [write]
    hand_over = {
        "label": _("Hand over to the reviewer"),
        "url": reverse("certification:case_score_act", args=[case.pk, "hand_over"]),
        "method": "post", "icon": "send", "reason": who or blocked, "primary": not blocked,
    }  # fmt: skip
    return [write, hand_over]


def case_report(request: HttpRequest, case_id: int, version: int, kind: str) -> FileResponse:
    """Give a version of the report as Word file or PDF."""
    acting(request, P.CASE_READ)
    return paper(queries.report(cases.case(case_id), version), kind)


def paper(found: CaseReport, kind: str) -> FileResponse:
    """Return one paper of a report. Raises NotFound."""
    kept = {"docx": found.docx, "pdf": found.pdf}.get(kind)
    if kept is None:
        raise NotFound(_("there is no such file here"))
    attachment, content = files.opened(kept.pk)
    return FileResponse(content, filename=attachment.name, content_type=attachment.media_type, as_attachment=True)
