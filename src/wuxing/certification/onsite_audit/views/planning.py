"""The plan in draft: head, lines, release."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from wuxing.certification.cases import gates
from wuxing.certification.cases import queries as cases
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Stage
from wuxing.certification.cases.views import shell
from wuxing.certification.onsite_audit import actions, queries
from wuxing.certification.onsite_audit.forms import HeadForm, LineForm, ProposeForm
from wuxing.certification.onsite_audit.models import Plan
from wuxing.certification.onsite_audit.rules import planning
from wuxing.certification.onsite_audit.states import PlanState, Remote
from wuxing.certification.onsite_audit.views import shown
from wuxing.certification.onsite_audit.views.taking import sent, taken, why_not_lead
from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.forms import Form


def audit_plan(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show the plan in draft with what it still lacks, and change it."""
    by = acting(request, Permission.CASE_READ)
    case = cases.case(case_id)
    plan = queries.plan_of(case.pk, PlanState.DRAFT)
    forms = _forms(request, case, plan)
    name = request.POST.get("do", "")
    if request.method == "POST" and name in forms and taken(forms[name], _step(request, case, name, by)):
        messages.success(
            request, _("The plan is released; the client has the letter.") if name == "release" else _("Saved.")
        )
        return redirect("certification:case_audit" if name == "release" else "certification:audit_plan", case.pk)
    pack = queries.pack(case)
    lines = queries.lines_of([plan.pk]).get(plan.pk, []) if plan else []
    reasons = gates.blocks([case], Stage.PLANNED).get(case.pk, [])
    return shell.page(
        request,
        "certification/audit/plan.html",
        case,
        by,
        "case_audit",
        422 if any(form.errors for form in forms.values()) else 200,
        plan=plan,
        days=shown.days(lines, pack),
        person_days=planning.person_days(map(queries.as_line, lines)),
        contracted=queries.contracted([case]).get(case.pk),
        forms=forms,
        errors=[error for form in forms.values() for error in form.non_field_errors()],
        gate=[{"state": "late", "text": wording.text(one)} for one in [*_every(case), *reasons]],
        reason=why_not_lead(case, by),
        release_reason=why_not_lead(case, by) or (wording.text(reasons[0]) if reasons else ""),
    )


def _every(case: Case) -> list[Any]:
    """Return what the plan lacks beside the first thing, which the gate says already."""
    held = queries.held_against([case]).get(case.pk)
    if held is None:
        return []
    plan, lines, demand = held
    unsaid = case.short_notice and not plan.short_notice_reason
    return planning.gaps(lines, demand, remote=Remote(plan.remote), short_notice_unsaid=unsaid)[1:]


def _forms(request: HttpRequest, case: Case, plan: Plan | None) -> dict[str, Any]:
    if plan is None:
        return {"start": Form(sent(request, "start"))}
    names = ("remote", "remote_reason", "short_notice_reason")
    return {
        "head": HeadForm(
            sent(request, "head"),
            short_notice=case.short_notice,
            initial={name: getattr(plan, name) for name in names},
        ),
        "propose": ProposeForm(sent(request, "propose"), initial={"first_day": case.evaluated_from}),
        "line": LineForm(
            sent(request, "line"),
            sites=[(one.pk, one.name) for one in queries.sites_of([case.pk]).get(case.pk, []) if one.chosen],
            team=[(one.certifier_id, one.certifier.name) for one in queries.team_of([case.pk]).get(case.pk, [])],
            pack=queries.pack(case),
            initial={"starts": "09:00", "ends": "12:00"},
        ),
        "remove": Form(sent(request, "remove")),
        "release": Form(sent(request, "release")),
    }


def _step(request: HttpRequest, case: Case, name: str, by: Actor) -> Callable[..., object]:
    """Return what a form of the page does."""
    line_id = request.POST.get("line_id", "")
    steps: dict[str, Callable[..., object]] = {
        "start": actions.start_plan,
        "head": actions.change_head,
        "propose": actions.propose_lines,
        "release": actions.release_plan,
        "line": lambda case_id, by, **data: actions.add_line(case_id=case_id, line=actions.NewLine(**data), by=by),
        "remove": lambda case_id, by: actions.remove_line(
            case_id=case_id, line_id=int(line_id) if line_id.isdecimal() else 0, by=by
        ),
    }
    return lambda **data: steps[name](case_id=case.pk, by=by, **data)
