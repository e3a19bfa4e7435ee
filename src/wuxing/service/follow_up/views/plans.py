"""回访计划与话术: the plan with its seeds, and the script."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BusinessError
from wuxing.customers.models import Product
from wuxing.service.follow_up import actions, queries
from wuxing.service.follow_up.forms.plans import (
    SPARE,
    WORK_TYPES,
    PlanForm,
    ScriptForm,
    first_of_plan,
    first_of_script,
)
from wuxing.service.follow_up.rules import rules_from
from wuxing.service.follow_up.rules.drawing import MOST_RULES
from wuxing.service.follow_up.rules.script import MOST, questions_from
from wuxing.service.repair.rules.words import WARRANTY
from wuxing.service.repair.views.order import take
from wuxing.service.repair.views.words import at, word


def _lines() -> list[str]:
    rows = Product.objects.exclude(category="").order_by("category").values_list("category", flat=True).distinct()
    return list(rows)


def plan(request: HttpRequest) -> HttpResponse:
    """Show the plan in force and those before it; who may, saves the next version."""
    by = acting(request, Permission.FOLLOW_UP, Permission.GOVERNANCE_WRITE)
    found = queries.plan_in_force()
    initial, rows = first_of_plan(found)
    may = by.may(Permission.GOVERNANCE_WRITE)
    form = PlanForm(initial=initial, rows=rows, lines=_lines(), zone=by.zone)
    status = 200
    if request.method == "POST":
        form = PlanForm(request.POST, rows=_rows(request, MOST_RULES), lines=_lines(), zone=by.zone)
        refusal = take(form, lambda filled: actions.save_plan(by=by, **filled.details()))
        if not form.errors:
            messages.success(request, _("The plan is saved; its seed draws from now on."))
            return redirect("repair:call_plan")
        status = _status(refusal)
    context = {
        "plan": found,
        "form": form if may else None,
        "row_count": len(form.places),
        "rules": [_rule(one) for one in rules_from(found.rules if found else ())],
        "saved": at(found.saved_at, by.zone) if found else "",
        "earlier": [
            {
                "version": one.version,
                "commitment": one.commitment,
                "seed": bytes(one.seed).hex(),
                "at": at(one.saved_at, by.zone),
            }
            for one in queries.earlier_plans()
        ],
        "terms": queries.terms_of(found),
    }
    return render(request, "service/follow_up/plan.html", context, status=status)


def _rows(request: HttpRequest, most: int) -> int:
    said = request.POST.get("rows", "")
    return min(int(said), most) if said.isdecimal() and len(said) < 4 else SPARE


def _status(refusal: BusinessError | None) -> int:
    return refusal.status if refusal else 422


def _rule(rule: Any) -> dict[str, Any]:
    fits = [
        rule.line,
        word(WORK_TYPES, rule.work_type),
        word(WARRANTY, rule.warranty),
        _("repeat repairs only") if rule.repeat else "",
        _("only where the customer complained") if rule.unhappy else "",
    ]
    return {"share": rule.share, "fits": [one for one in fits if one] or [_("every closed order")]}


def script(request: HttpRequest) -> HttpResponse:
    """Show the questions of a call; who may, saves the next version."""
    by: Actor = acting(request, Permission.FOLLOW_UP, Permission.GOVERNANCE_WRITE)
    found = queries.script_in_force()
    initial, rows = first_of_script(found)
    form, status = ScriptForm(initial=initial, rows=rows, zone=by.zone), 200
    if request.method == "POST":
        form = ScriptForm(request.POST, rows=_rows(request, MOST), zone=by.zone)
        refusal = take(form, lambda filled: actions.save_script(questions=filled.questions(), by=by))
        if not form.errors:
            messages.success(request, _("The script is saved; calls planned from now on use it."))
            return redirect("repair:call_script")
        status = _status(refusal)
    context = {
        "script": found,
        "form": form if by.may(Permission.GOVERNANCE_WRITE) else None,
        "row_count": len(form.places),
        "questions": questions_from(found.questions if found else None),
        "saved": at(found.saved_at, by.zone) if found else "",
    }
    return render(request, "service/follow_up/script.html", context, status=status)
