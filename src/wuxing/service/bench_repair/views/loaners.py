"""备用机: lending, and what became of a lending."""

from datetime import date
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
from wuxing.core.errors import NotAllowed, NotFound
from wuxing.customers.customer_care import masking
from wuxing.service.bench_repair import actions, queries, rules
from wuxing.service.bench_repair.forms import LendForm, LoanBackForm, LostForm
from wuxing.service.bench_repair.queries import lists
from wuxing.service.bench_repair.rules.words import CONDITIONS, LOANS
from wuxing.service.bench_repair.views.words import signer
from wuxing.service.repair.queries import pages as repair_pages
from wuxing.service.repair.views.order import take
from wuxing.service.repair.views.words import at, word

LOOKS = {"available": "ontime", "lent": "waiting", "lost": "late", "retired": "excluded", "returned": "done"}
LOAN_FORMS: dict[str, Any] = {"back": LoanBackForm, "lost": LostForm}


def badge(state: str, due_on: date | None, today: date) -> tuple[str, str]:
    """Return look and word of a device or a lending; one that is out past its day is overdue."""
    if state == "lent" and due_on is not None and due_on < today:
        return "late", word(LOANS, "overdue")
    return LOOKS[state], word(LOANS, state)


def lend(request: HttpRequest, order_id: int) -> HttpResponse:
    """Lend a device to the customer of an order."""
    by = acting(request, Permission.WORKSHOP_WORK, Permission.REPAIR_VISIT)
    row = repair_pages.order_facts(order_id)
    if reason := actions.why_not_see_to_loan(order_id, by):
        raise NotAllowed(reason)
    form = LendForm(request.POST or None, zone=by.zone)
    status, made = 200, list[Any]()
    if request.method == "POST":
        refusal = take(form, lambda filled: made.append(_lend(order_id, filled, by)))
        if made:
            messages.success(request, _("Lent: %(number)s.") % {"number": made[0].number})
            return redirect("bench:loan", made[0].pk)
        status = refusal.status if refusal else 422
    suggested = masking.said_name(by, row["contact__name"])
    shown = {"form": form, "order": row, "free": bool(lists.free_loaners()), "suggested": suggested}
    return render(request, "service/bench_repair/lend.html", shown, status=status)


def _lend(order_id: int, form: LendForm, by: Any) -> Any:
    data = form.cleaned_data
    given = {name: data[name] for name in ("loaner_id", "due_on", "accessories", "look")}
    return actions.lend(order_id=order_id, signed=form.signed(), by=by, **given)


def loan(request: HttpRequest, loan_id: int, bound: Any = None, name: str = "", status: int = 200) -> HttpResponse:
    """Show a lending, with the forms that end it."""
    by = acting(request, Permission.REPAIR_READ)
    found, today = queries.loan(loan_id), clock.today(by.zone)
    look, text = badge(found.state, found.due_on, today)
    hands = by.may(Permission.WORKSHOP_WORK) or by.may(Permission.REPAIR_VISIT)
    ends = found.state == "lent" and hands and actions.why_not_see_to_loan(found.order_id, by) is None
    shown = {
        "loan": found,
        "look": look,
        "word": text,
        "facts": [
            (_("Order"), found.order.number, reverse("repair:order", args=[found.order_id])),
            (_("Device"), f"{found.loaner.code} {found.loaner.name}"),
            (_("Serial number"), found.loaner.serial),
            (_("Lent"), at(found.lent_at, by.zone)),
            (_("To be back on"), found.due_on.isoformat()),
            (_("Accessories"), found.accessories),
            (_("Look"), found.look),
            (_("Signed by"), signer(found, by)),
            *([(_("How it came back"), word(CONDITIONS, found.condition))] if found.condition else []),
            *([(_("Remark"), found.ending_note)] if found.ending_note else []),
        ],
        "forms": [
            {"name": key, "form": bound if key == name else form(zone=by.zone), "title": title}
            for key, form, title in (("back", LoanBackForm, _("It is back")), ("lost", LostForm, _("It is lost")))
        ]
        if ends
        else [],
    }
    return render(request, "service/bench_repair/loan.html", shown, status=status)


@require_POST
def loan_act(request: HttpRequest, loan_id: int, name: str) -> HttpResponse:
    """End a lending: back and inspected, or lost."""
    by = acting(request, Permission.WORKSHOP_WORK, Permission.REPAIR_VISIT)
    if name not in LOAN_FORMS:
        raise NotFound("")
    form = LOAN_FORMS[name](request.POST, zone=by.zone)
    action = actions.take_loaner_back if name == "back" else actions.report_lost
    refusal = take(form, lambda filled: action(loan_id=loan_id, by=by, **filled.cleaned_data))
    if form.errors and queries.loan(loan_id).state != "lent":  # over meanwhile: no form stands on the page
        messages.error(request, form.refusal() or wording.text(rules.why_not_end_loan("returned") or ""))
        return redirect("bench:loan", loan_id)
    if form.errors:
        return loan(request, loan_id, form, name, refusal.status if refusal else 422)
    messages.success(request, _("The lending is over."))
    if name == "back" and queries.loan(loan_id).loaner.state != "available":
        messages.warning(request, _("The device is out of lending until its page says that it may be lent again."))
    return redirect("bench:loan", loan_id)
