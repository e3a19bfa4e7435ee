"""Pages of customers: the list and one customer's file."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.forms import Form
from wuxing.core.ledger.models import Entry
from wuxing.customers.customer_care import actions, queries
from wuxing.customers.customer_care.forms import KINDS, ContactForm, CustomerForm, EraseForm
from wuxing.customers.customer_care.rules import masked_address, masked_phone
from wuxing.customers.models import Asset, Customer
from wuxing.governance.records.queries.holds import holds_on_customer
from wuxing.governance.records.rules import why_not_erase


def customers(request: HttpRequest) -> HttpResponse:
    """List customers; search by name or phone."""
    acting(request, Permission.CUSTOMER_READ)
    typed = request.GET.get("q", "").strip()[:60]
    given = request.GET.get("before", "")
    before = int(given) if given.isdigit() and len(given) < 18 else queries.NEWEST
    too_short = len(typed) == 1
    rows = [] if too_short else queries.customers(typed, before)
    shown = rows[: queries.PAGE]
    for row in shown:
        row["kind_word"] = KINDS[row["kind"]]
        row["phone"] = masked_phone(row["contact"][1]) if row["contact"][1] else ""
    kept = {"q": typed} if typed else {}
    context = {
        "rows": shown,
        "typed": typed,
        "too_short": too_short,
        "search": {"value": typed, "label": _("Name or phone number")},
        "next": f"?{urlencode(kept | {'before': shown[-1]['pk']})}" if len(rows) > queries.PAGE else "",
        "first": f"?{urlencode(kept)}" if given else "",
    }
    return render(request, "customers/customers.html", context)


def customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Show one customer: contacts, places, equipment, and the work done for them."""
    acting(request, Permission.CUSTOMER_READ)
    return _page(request, customer_id)


def _page(request: HttpRequest, customer_id: int, status: int = 200, **forms: Form) -> HttpResponse:
    by = acting(request)
    found = get_object_or_404(Customer.objects, pk=customer_id)
    start = {"name": found.name, "kind": found.kind, "tier": found.tier}
    context: dict[str, Any] = {
        "customer": found,
        "kind": KINDS[Customer.Kind(found.kind)],
        "contacts": [(c.pk, c.name, masked_phone(c.phone) if c.phone else "") for c in found.contacts.order_by("pk")],
        "sites": [(s.city, masked_address(s.address, s.district), s.rural) for s in found.sites.order_by("pk")[:100]],
        "assets": Asset.objects.filter(customer=found).select_related("product").order_by("-pk")[:100],
        "may_write": by.may(Permission.CUSTOMER_WRITE) and not found.erased_at,
        "may_erase": by.may(Permission.CUSTOMER_ERASE) and not found.erased_at,
        "may_reveal": by.may(Permission.CUSTOMER_REVEAL) and not found.erased_at,
        "held": wording.text(why) if (why := why_not_erase(holds_on_customer(found.pk))) else "",
        "form": CustomerForm(initial=start),
        "contact_form": ContactForm(),
        "erase_form": EraseForm(),
        "looked": Entry.objects.filter(
            event="customer.reveal", target_type="contact", target_id__in=found.contacts.values("pk")
        )
        .select_related("actor")
        .order_by("-pk")[:10],
    }
    return render(request, "customers/customer.html", context | forms, status=status)


@require_POST
def change(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Save the head of a customer's file."""
    by = acting(request, Permission.CUSTOMER_WRITE)
    form = CustomerForm(request.POST)
    return _do(
        request,
        customer_id,
        form,
        "form",
        lambda: actions.change_customer(customer_id=customer_id, **form.cleaned_data, by=by),
    )


@require_POST
def add_contact(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Add a contact."""
    by = acting(request, Permission.CUSTOMER_WRITE)
    form = ContactForm(request.POST)
    return _do(
        request,
        customer_id,
        form,
        "contact_form",
        lambda: actions.add_contact(customer_id=customer_id, **form.cleaned_data, by=by),
    )


@require_POST
def erase(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Erase personal data."""
    by = acting(request, Permission.CUSTOMER_ERASE)
    form = EraseForm(request.POST)
    return _do(
        request,
        customer_id,
        form,
        "erase_form",
        lambda: actions.erase_customer(customer_id=customer_id, **form.cleaned_data, by=by),
    )


def _do(request: HttpRequest, customer_id: int, form: Form, name: str, action: Any) -> HttpResponse:
    if form.is_valid():
        try:
            action()
            messages.success(request, _("Saved."))
            return redirect("customers:customer", customer_id)
        except BadInput as error:
            form.blame(error.fields)
        except RuleBroken as error:
            form.add_error(None, wording.text(error.reason))
    return _page(request, customer_id, status=422, **{name: form})


@require_POST
def reveal(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Show a number in full, once, with a trace."""
    by = acting(request, Permission.CUSTOMER_REVEAL)
    shown = actions.reveal_contact(contact_id=contact_id, by=by)
    messages.info(
        request, _("%(name)s: %(phone)s. That you looked is on record.") % {"name": shown.name, "phone": shown.phone}
    )
    from wuxing.customers.models import Contact

    return redirect("customers:customer", Contact.objects.values_list("customer_id", flat=True).get(pk=contact_id))
