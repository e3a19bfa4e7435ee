"""The list of invoices, with CSV; one invoice with what can be done."""

import csv
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from wuxing.certification.agreement import actions, queries, words
from wuxing.certification.agreement.forms import CancelForm, PayForm
from wuxing.certification.agreement.models import Invoice
from wuxing.certification.agreement.states import Fee
from wuxing.certification.agreement.views import shown
from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.escaping import cell

P = Permission
PAGE, FILE = 50, 5000
STATES = ("", "open", "overdue", "paid", "cancelled")


def invoices(request: HttpRequest) -> HttpResponse:
    """List the invoices, newest first; the same list as CSV."""
    by = acting(request, P.CASE_READ)
    state, before = request.GET.get("state", ""), request.GET.get("before", "")
    state = state if state in STATES else ""
    today = clock.today(by.zone)
    rows = queries.invoices(state=state, before=int(before) if before.isdecimal() else None, most=PAGE, today=today)
    base = reverse("certification:invoices")
    context = {
        "rows": [shown.invoice(row, by) for row in rows],
        "views": [
            {"title": words.invoice_state(one), "url": f"{base}?state={one}" if one else base, "here": one == state}
            for one in STATES
        ],
        "csv": f"{reverse('certification:invoices_csv')}?state={state}",
        "more": f"{base}?state={state}&before={rows[-1].pk}" if len(rows) == PAGE else "",
    }
    return render(request, "certification/agreement/invoices.html", context)


def invoices_csv(request: HttpRequest) -> HttpResponse:
    """Hand out the invoices as CSV."""
    by = acting(request, P.CASE_READ)
    rows = queries.invoices(state=request.GET.get("state", ""), most=FILE, today=clock.today(by.zone))
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="invoices.csv"'
    writer = csv.writer(response)
    writer.writerow(
        [
            _("Number"),
            _("Case"),
            _("Client"),
            _("Fee"),
            _("Amount (yuan)"),
            _("Issued on"),
            _("Due on"),
            _("Paid on"),
            _("State"),
        ]
    )
    for row in rows:
        writer.writerow(map(cell, [
            row.number, row.case.number, row.case.client.name, words.fee(Fee(row.kind)), f"{row.amount:.2f}",
            row.issued_on.isoformat(), row.due_on.isoformat(), row.paid_on.isoformat() if row.paid_on else "",
            shown.invoice(row, by)["word"],
        ]))  # fmt: skip
    return response


def invoice(request: HttpRequest, invoice_id: int) -> HttpResponse:
    """Show an invoice; note that it was paid, or cancel it."""
    by = acting(request, P.CASE_READ)
    found = Invoice.objects.select_related("case__client", "made_by").filter(pk=invoice_id).first()
    if found is None:
        raise NotFound(_("there is no such invoice here"))
    cancelling = request.POST.get("do") == "cancel"
    pay = PayForm(request.POST if request.method == "POST" and not cancelling else None,
                  initial={"paid_on": clock.today(by.zone)}, auto_id="pay_%s")  # fmt: skip
    cancel = CancelForm(request.POST if request.method == "POST" and cancelling else None, auto_id="cancel_%s")
    form: Any = cancel if cancelling else pay
    if request.method == "POST" and form.is_valid():
        try:
            _do(found, form, cancelling, by)
        except BadInput as error:
            form.blame(error.fields)
        except RuleBroken as error:
            form.add_error(None, wording.text(error.reason))
        else:
            messages.success(request, _("Saved."))
            return redirect("certification:invoice", found.pk)
    context = {
        **shown.invoice(found, by),
        "facts": _facts(found),
        "pay": pay,
        "cancel": cancel,
        "open": by.may(P.CASE_MANAGE) and not found.paid_on and not found.cancelled_at,
    }
    return render(request, "certification/agreement/invoice.html", context, status=422 if form.errors else 200)


def _do(found: Invoice, form: Any, cancelling: bool, by: Any) -> None:
    data = form.cleaned_data
    if cancelling:
        actions.cancel(invoice_id=found.pk, reason=data["reason"], by=by)
    else:
        actions.pay(invoice_id=found.pk, paid_on=data["paid_on"], note=data["note"], by=by)


def _facts(found: Invoice) -> list[tuple[Any, ...]]:
    return [
        (_("Case"), found.case.number, reverse("certification:case_agreement", args=[found.case_id])),
        (_("Client"), found.case.client.name),
        (_("Fee"), words.fee(Fee(found.kind))),
        (_("Amount (yuan)"), f"{found.amount:,.2f}"),
        (_("Issued on"), found.issued_on.isoformat()),
        (_("Due on"), found.due_on.isoformat()),
        (_("Paid on"), found.paid_on.isoformat() if found.paid_on else ""),
        (_("Remark"), found.note),
        (_("Why it is cancelled"), found.cancel_reason),
    ]
