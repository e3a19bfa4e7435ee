"""Destruction: proposals, one proposal with its list, the certificate."""

import csv
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.forms import Form
from wuxing.governance.records import registry, rules, words
from wuxing.governance.records.actions.deciding import approve_destruction, refuse_destruction
from wuxing.governance.records.actions.proposing import propose_destruction, withdraw_destruction
from wuxing.governance.records.forms import DecisionForm, ProposeForm, WithdrawForm
from wuxing.governance.records.models import Destruction, DestructionItem, DestructionScope
from wuxing.governance.records.states import DestructionState
from wuxing.governance.records.views.tabs import tabs

PAGE = 50
COLUMNS = ("record_class", "record_id", "number", "started_on", "state", "spared", "entries", "digest")


def destructions(request: HttpRequest) -> HttpResponse:
    """List the proposals; make one of what is due."""
    by = acting(request, Permission.GOVERNANCE_READ)
    form, status = None, 200
    if request.method == "POST":
        by.require(Permission.RECORD_MANAGE)
        form, status = ProposeForm(request.POST), 422
        if form.is_valid():
            try:
                made = propose_destruction(**form.cleaned_data, by=by)
                messages.success(
                    request, _("%(number)s waits for somebody else to approve it.") % {"number": made.number}
                )
                return redirect("governance:destruction", made.pk)
            except BadInput as error:
                form.blame(error.fields)
            except RuleBroken as error:
                form.add_error(None, wording.text(error.reason))
                status = error.status
    rows = Destruction.objects.select_related("proposed_by", "decided_by").order_by("-pk")[:200]
    context = {
        "rows": [(row, *words.DESTRUCTIONS[row.state]) for row in rows],
        "may_manage": by.may(Permission.RECORD_MANAGE),
        "form": form or ProposeForm(),
        "tabs": tabs("destructions"),
    }
    return render(request, "governance/records/destructions.html", context, status=status)


def destruction(request: HttpRequest, destruction_id: int) -> HttpResponse:
    """Show a proposal: what is listed, who said what, and the certificate once it is done."""
    by = acting(request, Permission.GOVERNANCE_READ)
    return _page(request, destruction_id, by)


def _page(request: HttpRequest, destruction_id: int, by: Actor, status: int = 200, **bound: Form) -> HttpResponse:
    row = get_object_or_404(Destruction.objects.select_related("proposed_by", "decided_by"), pk=destruction_id)
    given = request.GET.get("after", "")
    after = int(given) if given.isdecimal() and len(given) < 18 else 0
    items = list(DestructionItem.objects.filter(destruction=row, pk__gt=after).order_by("pk")[: PAGE + 1])
    why_not = rules.why_not_decide(row.state, row.proposed_by_id, by.user_id)
    state, word = words.DESTRUCTIONS[row.state]
    context = {
        "row": row,
        "state": state,
        "word": word,
        "scopes": [_scope(one) for one in row.scopes.order_by("pk")],
        "items": [_item(one) for one in items[:PAGE]],
        "next": f"?after={items[PAGE - 1].pk}" if len(items) > PAGE else "",
        "first": bool(after),
        "is_open": row.state == DestructionState.PROPOSED,
        "may_decide": by.may(Permission.RECORD_DESTROY),
        "why_not": wording.text(why_not) if why_not else "",
        "may_withdraw": by.may(Permission.RECORD_MANAGE),
        "decision_form": DecisionForm(),
        "withdraw_form": WithdrawForm(),
    }
    return render(request, "governance/records/destruction.html", context | bound, status=status)


def _scope(one: DestructionScope) -> dict[str, Any]:
    found = registry.classes().get(one.record_class)
    policy = (
        _("version %(version)s of our period") % {"version": one.policy_version}
        if one.policy_version
        else _("the system's default")
    )
    return {
        "title": str(found.title) if found else one.record_class,
        "disposal": str(found.disposal) if found else "",
        "period": words.period(one.months),
        "policy": policy,
        "cut_off": one.cut_off,
        "listed": one.listed,
        "held": one.held,
        "left": one.left,
    }


def _item(one: DestructionItem) -> dict[str, Any]:
    found = registry.classes().get(one.record_class)
    state, word = words.ITEMS[one.state]
    return {
        "title": str(found.title) if found else one.record_class,
        "number": one.number,
        "started_on": one.started_on,
        "state": state,
        "word": words.SPARED[one.spared] if one.spared else word,
        "digest": one.digest,
        "entries": one.entries,
    }


@require_POST
def destruction_act(request: HttpRequest, destruction_id: int, decision: str) -> HttpResponse:
    """Approve, refuse or withdraw a proposal."""
    by = acting(request, Permission.RECORD_DESTROY, Permission.RECORD_MANAGE)
    acts: dict[str, tuple[type[Form], str, Callable[[str], Destruction]]] = {
        "approve": (DecisionForm, "decision_form", lambda n: approve_destruction(destruction_id=destruction_id, note=n, by=by)),
        "refuse": (DecisionForm, "decision_form", lambda n: refuse_destruction(destruction_id=destruction_id, note=n, by=by)),
        "withdraw": (WithdrawForm, "withdraw_form", lambda n: withdraw_destruction(destruction_id=destruction_id, reason=n, by=by)),
    }  # fmt: skip
    if decision not in acts:
        raise NotFound("")
    kind, name, act = acts[decision]
    form = kind(request.POST)
    if form.is_valid():
        try:
            act(form.cleaned_data["note"])
            messages.success(request, _("Saved."))
            return redirect("governance:destruction", destruction_id)
        except BadInput as error:
            form.blame(error.fields)
        except RuleBroken as error:
            form.add_error(None, wording.text(error.reason))
    return _page(request, destruction_id, by, status=422, **{name: form})


def certificate(request: HttpRequest, destruction_id: int) -> HttpResponse:
    """Download the list with its digests: each line can be checked against the published log."""
    acting(request, Permission.GOVERNANCE_READ)
    row = get_object_or_404(Destruction.objects, pk=destruction_id)
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{row.number}.csv"'
    out = csv.writer(answer)
    out.writerow(["certificate", *COLUMNS])
    found = DestructionItem.objects.filter(destruction=row).order_by("record_class", "record_id")
    for line in found.values_list(*COLUMNS):
        out.writerow([row.number, *line])
    out.writerow([row.number, "", "", "", "", row.state, "", "", row.digest])
    return answer
