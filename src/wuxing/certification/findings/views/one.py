"""One finding: what it says, what it costs, what came of it, and the next step."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from wuxing.certification.cases.states import Stage
from wuxing.certification.cases.views import shell
from wuxing.certification.findings import actions, queries, rules, words
from wuxing.certification.findings.forms import ExtendForm, FilesForm, ReasonForm, SpotForm, VerifyForm
from wuxing.certification.findings.models import Finding
from wuxing.certification.findings.states import DONE, Kind, Source, State
from wuxing.certification.findings.views import shown
from wuxing.certification.findings.views.cases import why_not_here
from wuxing.core import clock, files, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.forms import Form

P = Permission
_FORMS: dict[str, type[Form]] = {
    "accept_plan": Form,
    "return_plan": ReasonForm,
    "verify": VerifyForm,
    "return_answer": ReasonForm,
    "on_the_spot": SpotForm,
    "attach": FilesForm,
    "extend": ExtendForm,
    "take_back": ReasonForm,
}
ACTS: dict[str, Callable[..., object]] = {
    "accept_plan": actions.accept_plan,
    "return_plan": actions.return_plan,
    "verify": actions.verify,
    "return_answer": actions.return_answer,
    "on_the_spot": actions.close_on_the_spot,
    "attach": actions.attach,
    "extend": actions.extend,
    "take_back": actions.take_back,
}


def finding(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Show a finding with the forms of what may come next."""
    by = acting(request, P.CASE_READ)
    return _page(request, by, queries.finding(finding_id))


@require_POST
def finding_act(request: HttpRequest, finding_id: int, name: str) -> HttpResponse:
    """Accept, return, verify, close, extend, take back."""
    by = acting(request, P.CASE_EVALUATE)
    found = queries.finding(finding_id)
    if name not in ACTS:
        raise NotFound(_("there is no such step"))
    form = _FORMS[name](request.POST, request.FILES, auto_id=f"{name}_%s")
    if form.is_valid():
        try:
            ACTS[name](finding_id=found.pk, by=by, **form.cleaned_data)
        except BadInput as error:
            form.blame(error.fields)
        except RuleBroken as error:
            messages.error(request, wording.text(error.reason))
        else:
            messages.success(request, _("Saved."))
    if form.errors:
        return _page(request, by, found, (name, form), 422)
    return redirect("certification:finding", found.pk)


def finding_file(request: HttpRequest, finding_id: int, finding_file_id: int) -> FileResponse:
    """Give a file of a finding."""
    acting(request, P.CASE_READ)
    return file_of(queries.finding(finding_id), finding_file_id)


def file_of(found: Finding, finding_file_id: int) -> FileResponse:
    """Return a file that belongs to a finding. Raises NotFound."""
    if finding_file_id not in {one.pk for group in queries.files_of(found).values() for one in group}:
        raise NotFound(_("there is no such file here"))
    kept, content = files.opened(finding_file_id)
    shown_ = kept.media_type.startswith("image/") or kept.media_type == "application/pdf"
    return FileResponse(content, filename=kept.name, content_type=kept.media_type, as_attachment=not shown_)


def _page(
    request: HttpRequest, by: Actor, found: Finding, refused: tuple[str, Form] | None = None, status: int = 200
) -> HttpResponse:
    case, today, scheme = found.case, clock.today(by.zone), queries.pack(found.case)
    cost, used = queries.costs(case).get(found.pk), queries.points_in_use(case)
    several = [one.pk for group in queries.files_of(found).values() for one in group]
    at = {pk: reverse("certification:finding_file", args=[found.pk, pk]) for pk in several}
    return shell.page(
        request,
        "certification/findings/finding.html",
        case,
        by,
        "case_findings",
        status=status,
        finding=found,
        row=shown.row(found, scheme, cost, today),
        facts=shown.facts(found, case, scheme, cost, used),
        files=shown.files(found, at),
        days=shown.days(found, at, provable=by.may(P.LEDGER_READ)),
        steps=_steps(found, by, refused),
        draft=used.draft and cost is not None,
        acts=_edit(found, by),
        beside=words.source(found.source) if found.source == Source.DOCUMENT_REVIEW else "",
    )


def _edit(found: Finding, by: Actor) -> list[dict[str, Any]]:
    reason, acts = why_not_here(found.case, by), []
    if found.source == Source.DOCUMENT_REVIEW and found.case.stage == Stage.ON_SITE:
        raising = reverse("certification:finding_new", args=[found.case_id])
        url = f"{raising}?from={found.pk}&leaf={found.leaf}"
        acts.append({"label": _("Raise as a deduction"), "url": url, "icon": "plus", "reason": reason})
    if rules.why_not_change(State(found.state), closed=found.case.closing_at is not None) is None:
        url = reverse("certification:finding_edit", args=[found.pk])
        acts.append({"label": _("Correct"), "url": url, "icon": "pencil", "reason": reason})
    return acts


def _steps(found: Finding, by: Actor, refused: tuple[str, Form] | None) -> list[dict[str, Any]]:
    """Return what may come next, each with its form, or locked with the reason."""
    titles = {
        "accept_plan": (_("Accept the plan"), True),
        "return_plan": (_("Return the plan"), False),
        "verify": (_("Verify and close"), True),
        "return_answer": (_("Return the evidence"), False),
        "on_the_spot": (_("Corrected on the spot"), False),
        "attach": (_("Add files"), False),
        "extend": (_("Give more time"), False),
        "take_back": (pgettext("finding", "Take back"), False),
    }
    reason = why_not_here(found.case, by)
    return [
        {
            "name": name,
            "label": titles[name][0],
            "primary": titles[name][1],
            "reason": reason,
            "form": refused[1] if refused and refused[0] == name else _FORMS[name](auto_id=f"{name}_%s"),
            "multipart": name in {"on_the_spot", "attach"},
            "folded": not titles[name][1] and not (refused and refused[0] == name),
            "url": reverse("certification:finding_act", args=[found.pk, name]),
        }
        for name in _fitting(found)
    ]


def _fitting(found: Finding) -> list[str]:
    """Return the steps that fit where a finding stands."""
    here, stage, closed = State(found.state), Stage(found.case.stage), found.case.closing_at is not None
    asked = rules.why_not_ask(Kind(found.kind), Source(found.source)) is None
    names: list[str] = []
    if here is State.PLANNED and stage is Stage.FINDINGS:
        names += ["accept_plan", "return_plan"]
    if here is State.ANSWERED and stage is Stage.FINDINGS:
        names += ["verify", "return_answer"]
    spot = rules.why_not_on_the_spot(Source(found.source), stage, closed=closed) is None
    if here is State.OPEN and asked and spot:
        names.append("on_the_spot")
    if here not in DONE and found.due_on is not None:
        names.append("extend")
    if rules.why_not_change(here, closed=closed) is None:
        names += ["attach", "take_back"]
    return names
