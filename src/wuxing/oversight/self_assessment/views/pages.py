"""List, plan and show self-assessments; evaluate an indicator."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.forms import Form
from wuxing.evidence.bundles.exporting import report_of
from wuxing.evidence.readiness import documents, words
from wuxing.evidence.readiness.queries import DEFAULT_SCHEME
from wuxing.oversight.self_assessment import actions, queries, rules
from wuxing.oversight.self_assessment.forms import EvaluateForm, FindingForm, PlanForm
from wuxing.oversight.self_assessment.models import Part
from wuxing.oversight.self_assessment.states import State
from wuxing.oversight.self_assessment.views import shown
from wuxing.schemes.editions.queries import pack_of

P = Permission


def self_assessments(request: HttpRequest) -> HttpResponse:
    """List the self-assessments; say when the next one is due."""
    by = acting(request, P.EVIDENCE_READ)
    rows = queries.listed(by)
    last = queries.last_reviewed(DEFAULT_SCHEME)
    context = {
        "rows": [{"row": row, **shown.state(row), "score": shown.score(row)} for row in rows],
        "due": rules.is_due(last, clock.today(by.zone)),
        "last": last,
        "acts": [
            {
                "label": _("Plan a self-assessment"),
                "url": reverse("oversight:self_assessment_new"),
                "icon": "plus",
                "primary": True,
                "reason": "" if by.may(P.SELF_ASSESSMENT_PLAN) else _("your role does not allow this"),
            }
        ],
    }
    return render(request, "oversight/self_assessments.html", context)


def self_assessment_new(request: HttpRequest) -> HttpResponse:
    """Plan one."""
    by = acting(request, P.SELF_ASSESSMENT_PLAN)
    today = clock.today(by.zone)
    first = {"starts_on": today, "leader_id": by.user_id, "title": _("Self-assessment %s") % today.year}
    form = PlanForm(request.POST or None, people=queries.people(), initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.plan(**form.cleaned_data, by=by)
        except BadInput as error:
            form.blame(error.fields)
        else:
            messages.success(request, _("Planned. Say next who evaluates which indicator."))
            return redirect("oversight:self_assessment", made.pk)
    return render(request, "oversight/self_assessment_new.html", {"form": form}, status=422 if form.errors else 200)


def self_assessment(request: HttpRequest, self_assessment_id: int) -> HttpResponse:
    """Show one: where it stands, what is next, every indicator."""
    by = acting(request, P.EVIDENCE_READ)
    return shown.page(request, by, queries.one(self_assessment_id))


def _steps(request: HttpRequest) -> dict[str, Callable[..., object]]:
    """Return what each step's form does."""

    def assign(**data: Any) -> object:
        leaves = request.POST.getlist("leaf")
        if not leaves:
            raise RuleBroken(_("tick the indicators first"))
        return actions.assign(leaves=leaves, **data)

    return {
        "assign": assign,
        "begin": actions.begin,
        "report": actions.report,
        "review": actions.review,
        "cancel": actions.cancel,
    }


@require_POST
def self_assessment_act(request: HttpRequest, self_assessment_id: int, name: str) -> HttpResponse:
    """Assign, begin, report, review, cancel."""
    by = acting(request, P.SELF_ASSESSMENT_PLAN)
    found = queries.one(self_assessment_id)
    step = _steps(request).get(name)
    if step is None:
        raise NotFound(_("there is no such step"))
    form = shown.form_for(name, request.POST) or Form(request.POST)
    if form.is_valid():
        try:
            step(self_assessment_id=found.pk, by=by, **form.cleaned_data)
        except BadInput as error:
            form.blame(error.fields)
        except RuleBroken as error:
            messages.error(request, wording.text(error.reason))
        else:
            messages.success(request, _("Saved."))
    if form.errors:
        return shown.page(request, by, found, (name, form), 422)
    return redirect("oversight:self_assessment", found.pk)


def part(request: HttpRequest, self_assessment_id: int, indicator_id: str) -> HttpResponse:
    """Show one indicator to its evaluator, and take what they saw."""
    by = acting(request, P.EVIDENCE_READ)
    found = queries.one(self_assessment_id)
    row = queries.part(found, indicator_id)
    pack = pack_of(found.pack.rpartition("#")[2])
    leaf = pack.by_id[row.leaf]
    first = {"share": None if row.ratio is None else row.ratio * 100, "text": row.text}
    form = EvaluateForm(request.POST if "share" in request.POST else None, initial=first)
    finding = FindingForm(request.POST if "severity" in request.POST else None, auto_id="finding_%s")
    if request.method == "POST" and (answer := _taken(request, found.pk, row, form, finding, by)):
        return answer
    wrong = form.errors or finding.errors
    context = {
        "found": found,
        "row": row,
        "leaf": leaf,
        "title": words.text(leaf.title),
        "summary": words.text(leaf.summary) if leaf.summary else "",
        "checks": [words.text(check) for check in leaf.checks],
        "form": form,
        "finding": finding,
        "reason": _why_not(found.state, row, by),
        "automatic": words.percent(row.automatic) if row.automatic is not None else "",
        "may_raise": row.ratio is not None and row.nonconformity_id is None and by.may(P.SELF_ASSESSMENT_EVALUATE),
        "following": _following(queries.parts_of(found), row, by.user_id),
    }
    return render(request, "oversight/part.html", context, status=422 if wrong else 200)


def _why_not(state: str, row: Part, by: Any) -> str:
    """Return why this person may not evaluate now, in words; nothing when they may."""
    if state != State.EVALUATING:
        return _("only a self-assessment that is under way is evaluated")
    reason = rules.why_not_evaluate(is_evaluator=row.evaluator_id == by.user_id)
    return wording.text(reason) if reason else ""


def _taken(
    request: HttpRequest, found_id: int, row: Part, form: EvaluateForm, finding: FindingForm, by: Any
) -> HttpResponse | None:
    """Do what was sent; return where to go, or None where something is wrong with it."""
    chosen: Form = finding if finding.is_bound else form
    if not chosen.is_valid():
        return None
    data = chosen.cleaned_data
    try:
        if finding.is_bound:
            actions.raise_finding(self_assessment_id=found_id, leaf=row.leaf, by=by, **data)
        else:
            ratio = (data["share"] / 100).quantize(Decimal("0.0001"))
            actions.evaluate(self_assessment_id=found_id, leaf=row.leaf, ratio=ratio, text=data["text"], by=by)
    except BadInput as error:
        chosen.blame(error.fields)
        return None
    except RuleBroken as error:
        chosen.add_error(None, wording.text(error.reason))
        return None
    messages.success(request, _("Saved."))
    return redirect("oversight:part", found_id, row.leaf)


def _following(parts: list[Part], row: Part, user_id: int | None) -> str:
    """Return the next indicator that this evaluator has not seen yet."""
    later = [part for part in parts if part.pk > row.pk] + [part for part in parts if part.pk < row.pk]
    return next((part.leaf for part in later if part.evaluator_id == user_id and part.ratio is None), "")


def report_pdf(request: HttpRequest, self_assessment_id: int) -> HttpResponse:
    """Hand out the report as PDF."""
    by = acting(request, P.EVIDENCE_READ)
    found = queries.one(self_assessment_id)
    if found.assessment is None:
        raise NotFound(_("there is no report yet"))
    pack = pack_of(found.pack.rpartition("#")[2])
    content = documents.pdf_of(report_of(found.assessment, pack), by)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{found.number}.pdf"'
    return response
