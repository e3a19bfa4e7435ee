"""查看: show a number in full, once, with a trace; the list of who looked; the rule that says what is usual."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput
from wuxing.customers.customer_care import actions, queries
from wuxing.customers.customer_care.forms import CareRuleForm, RevealForm
from wuxing.customers.customer_care.queries import look_ups as found
from wuxing.customers.customer_care.views import cards
from wuxing.customers.customer_care.views.file import page, run
from wuxing.customers.customer_care.views.lists import before_of, tabs


@require_POST
def reveal(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Show a number in full, once, with a trace; without an open case the reason is asked for."""
    by = acting(request, Permission.CUSTOMER_REVEAL)
    customer_id = cards.customer_of_contact(contact_id)
    try:
        shown = actions.reveal_contact(contact_id=contact_id, reason=request.POST.get("reason", ""), by=by)
    except BadInput as error:
        form = RevealForm(request.POST, auto_id="reveal_%s")
        form.is_valid()
        form.blame(error.fields)
        messages.warning(request, wording.text(error.fields.get("reason", error.reason)))
        return page(request, customer_id, status=422, reveal_form=form, asked=contact_id)  # type: ignore[arg-type]
    said = _("%(name)s: %(phone)s. That you looked is on record.") % {"name": shown.name, "phone": shown.phone}
    messages.info(request, said)
    return redirect("customers:customer", customer_id)


def look_ups(request: HttpRequest) -> HttpResponse:
    """List who looked at whom and why; everybody sees their own, the others' who may manage records or customers' rights."""
    by = acting(request, Permission.CUSTOMER_READ)
    all_of_them = by.may(Permission.CUSTOMER_ERASE) or by.may(Permission.RECORD_MANAGE)
    only = request.GET.get("only", "") if all_of_them else "mine"
    rows = found.look_ups(
        person_id=by.user_id if only == "mine" else None, unusual=only == "unusual", before=before_of(request)
    )
    shown = [cards.looked(row, by) for row in rows[: queries.PAGE]]
    kept = {"only": only} if only else {}
    context: dict[str, Any] = {
        "rows": shown,
        "tabs": tabs("look_ups"),
        "all_of_them": all_of_them,
        "only": only,
        "limits": found.limits(),
        "may_rule": by.may(Permission.GOVERNANCE_WRITE),
        "form": _rule_form(),
        "next": f"?{urlencode(kept | {'before': shown[-1]['pk']})}" if len(rows) > queries.PAGE else "",
        "first": f"?{urlencode(kept)}" if request.GET.get("before") else "",
    }
    if request.method != "POST":
        return render(request, "customers/care/look_ups.html", context)
    by.require(Permission.GOVERNANCE_WRITE)
    form = CareRuleForm(request.POST)
    run(form, lambda: actions.change_care_rule(**form.cleaned_data, by=by))
    if form.errors:
        return render(request, "customers/care/look_ups.html", context | {"form": form}, status=422)
    messages.success(request, _("Saved."))
    return redirect("customers:look_ups")


def _rule_form() -> CareRuleForm:
    limits, rule = found.limits(), found.care_rule()
    return CareRuleForm(
        initial={
            "alert_an_hour": limits.alert_an_hour,
            "most_a_day": limits.most_a_day,
            "answer_days": limits.answer_days,
            "calendar_id": rule.calendar_id if rule else None,
        }
    )
