"""Legal holds: those that stand, those lifted; place one, lift one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.governance.records import registry, words
from wuxing.governance.records.actions.holding import lift_hold, place_hold
from wuxing.governance.records.forms import HoldForm, LiftForm
from wuxing.governance.records.models import LegalHold
from wuxing.governance.records.queries import holds as queries
from wuxing.governance.records.states import Scope
from wuxing.governance.records.views.tabs import tabs


def holds(request: HttpRequest) -> HttpResponse:
    """List the holds; place a new one."""
    by = acting(request, Permission.GOVERNANCE_READ)
    if request.method != "POST":
        return _page(request)
    by.require(Permission.RECORD_MANAGE)
    form = HoldForm(request.POST)
    if form.is_valid():
        try:
            hold = place_hold(**form.cleaned_data, by=by)
            messages.success(
                request, _("%(number)s stands: nothing that it covers is destroyed.") % {"number": hold.number}
            )
            return redirect("governance:holds")
        except BadInput as error:
            form.blame(error.fields)
    return _page(request, form=form, status=422)


@require_POST
def lift(request: HttpRequest, hold_id: int) -> HttpResponse:
    """Lift a hold, with the reason."""
    by = acting(request, Permission.RECORD_MANAGE)
    get_object_or_404(LegalHold.objects, pk=hold_id)
    form = LiftForm(request.POST)
    if form.is_valid():
        try:
            hold = lift_hold(hold_id=hold_id, **form.cleaned_data, by=by)
            messages.success(request, _("%(number)s is lifted.") % {"number": hold.number})
            return redirect("governance:holds")
        except BadInput as error:
            form.blame(error.fields)
        except RuleBroken as error:
            form.add_error(None, wording.text(error.reason))
    return _page(request, lifting=(hold_id, form), status=422)


def _page(
    request: HttpRequest,
    *,
    form: HoldForm | None = None,
    lifting: tuple[int, LiftForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    by = acting(request)
    chosen, bound = lifting or (0, None)
    asked = {name: request.GET[name] for name in ("scope", "customer_id", "record_class") if name in request.GET}
    context = {
        "standing": [
            (_row(row), bound if row.pk == chosen else LiftForm(auto_id=f"lift{row.pk}_%s"))
            for row in queries.standing()
        ],
        "lifted": [_row(row) for row in queries.lifted()],
        "may_manage": by.may(Permission.RECORD_MANAGE),
        "form": form or HoldForm(initial=asked),
        "chosen": chosen,
        "tabs": tabs("holds"),
    }
    return render(request, "governance/records/holds.html", context, status=status)


def _row(row: LegalHold) -> dict[str, Any]:
    found = registry.classes().get(row.record_class)
    covers = {
        Scope.RECORD_CLASS: str(found.title) if found else row.record_class,
        Scope.CUSTOMER: _("customer %(number)s") % {"number": row.customer_id},
        Scope.CASE: row.label,
    }[Scope(row.scope)]
    return {
        "pk": row.pk,
        "number": row.number,
        "scope": words.SCOPES[row.scope],
        "covers": covers,
        "reason": row.reason,
        "placed_by": row.placed_by.name if row.placed_by else "",
        "placed_at": row.placed_at,
        "lifted_by": row.lifted_by.name if row.lifted_by_id and row.lifted_by else "",
        "lifted_at": row.lifted_at,
        "lift_reason": row.lift_reason,
        "customer_id": row.customer_id if row.scope == Scope.CUSTOMER else None,
    }
