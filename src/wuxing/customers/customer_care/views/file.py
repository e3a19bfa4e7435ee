"""One customer's file: who they are, where, what they own, what was done, what they said, who looked."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.forms import Form
from wuxing.core.reasons import say
from wuxing.customers.customer_care import above, actions, forms, queries
from wuxing.customers.customer_care.models import Customer
from wuxing.customers.customer_care.queries import duplicates, requests, retention
from wuxing.customers.customer_care.queries.consents import consent_rows
from wuxing.customers.customer_care.queries.files import customer_of
from wuxing.customers.customer_care.queries.look_ups import look_ups
from wuxing.customers.customer_care.views import cards
from wuxing.customers.installed_base import actions as base
from wuxing.customers.products.models import Product
from wuxing.governance.records.queries.holds import holds_on_customer
from wuxing.governance.records.rules import why_not_erase

P = Permission
Act = tuple[str, type[Form], Permission, Callable[..., Any]]
ACTS: dict[str, Act] = {
    "change": ("form", forms.CustomerForm, P.CUSTOMER_WRITE, actions.change_customer),
    "contacts": ("contact_form", forms.ContactForm, P.CUSTOMER_WRITE, actions.add_contact),
    "sites": ("site_form", forms.SiteForm, P.CUSTOMER_WRITE, actions.add_site),
    "units": ("unit_form", forms.AddUnitForm, P.CUSTOMER_WRITE, base.add_unit),
    "consent": ("consent_form", forms.ConsentForm, P.CUSTOMER_WRITE, actions.record_consent),
    "withdraw": ("withdraw_form", forms.WithdrawConsentForm, P.CUSTOMER_WRITE, actions.record_consent),
    "restrict": ("restrict_form", forms.RestrictForm, P.CUSTOMER_RIGHTS, actions.restrict_customer),
    "request": ("request_form", forms.RequestForm, P.CUSTOMER_RIGHTS, actions.receive_request),
    "erase": ("erase_form", forms.EraseForm, P.CUSTOMER_ERASE, actions.erase_customer),
}


def customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Show one customer's file; a file that was merged leads to the one that stands."""
    acting(request, Permission.CUSTOMER_READ)
    standing = queries.standing_file(customer_id)
    if standing is None:
        raise NotFound(say("there is no customer %(id)s here", id=customer_id))
    if standing != customer_id:
        return redirect("customers:customer", standing)
    return page(request, customer_id)


def offers(customer_id: int) -> dict[str, Any]:
    """Return what the forms of a file offer."""
    found = customer_of(customer_id)
    sites = [(one.pk, cards.place(one)) for one in found.sites.order_by("pk")[:100]]
    products = (
        Product.objects.filter(active=True).order_by("category", "model").values_list("pk", "name", "model")[:1000]
    )
    units = cards.unit_choices(queries.family_of(customer_id))
    return {
        "site_id": sites,
        "outlet_id": above.outlets().items(),
        "product_id": [(pk, f"{name} {model}") for pk, name, model in products],
        "parent_id": units,
    }


def _empty_forms(found: Customer, offer: dict[str, Any]) -> dict[str, Form]:
    made: dict[str, Form] = {}
    for key, (name, shape, _needs, _action) in ACTS.items():
        start: dict[str, Any] = {"auto_id": f"{key}_%s"}
        if key == "change":
            start["initial"] = {"name": found.name, "kind": found.kind, "tier": found.tier}
        if issubclass(shape, forms.Offering):
            start["offer"] = offer
        made[name] = shape(**start)
    return made


def page(request: HttpRequest, customer_id: int, status: int = 200, **bound: Form) -> HttpResponse:
    """Draw a file, with the form that was sent and not taken."""
    by = acting(request, Permission.CUSTOMER_READ)
    found = customer_of(customer_id)
    family = queries.family_of(customer_id)
    offer = offers(customer_id)
    open_file = not found.erased_at and not found.merged_into_id
    context: dict[str, Any] = {
        "customer": found,
        **_rights(by, open_file),
        **_empty_forms(found, offer),
        **cards.head(found, by),
        **cards.people(found, by, offer),
        **cards.base_of(family),
        "history": above.history(family),
        "consent": cards.consent(customer_id),
        "said": cards.said_rows(consent_rows(customer_id)),
        "looked": [cards.looked(row, by) for row in look_ups(customer_id=customer_id, most=10)],
        "keeping": cards.keeping(retention.keeping_of(found, by.zone)),
        "requests": [
            cards.request_row(row, by) for row in requests.request_rows(customers=family, today=clock.today(by.zone))
        ],
        "alike": [cards.pair(one, customer_id, by) for one in duplicates.proposals_for(customer_id)]
        if open_file
        else [],
        "merges": [cards.merge(row, by) for row in duplicates.merges(customer_id=customer_id)],
        "held": wording.text(why) if (why := why_not_erase(holds_on_customer(found.pk))) else "",
        "reveal_form": forms.RevealForm(auto_id="reveal_%s"),
        "serving": cards.serving(family) if open_file and by.may(P.CUSTOMER_ERASE) else "",
        "has_case": above.open_case(family) is not None,
    }
    return render(request, "customers/customer.html", context | bound, status=status)


def _rights(by: Actor, open_file: bool) -> dict[str, bool]:
    return {
        "may_write": by.may(P.CUSTOMER_WRITE) and open_file,
        "may_erase": by.may(P.CUSTOMER_ERASE) and open_file,
        "may_reveal": by.may(P.CUSTOMER_REVEAL) and open_file,
        "may_answer": by.may(P.CUSTOMER_RIGHTS) and open_file,
    }


@require_POST
def act(request: HttpRequest, customer_id: int, name: str) -> HttpResponse:
    """Do one thing with a file."""
    if name not in ACTS:
        raise NotFound(say("there is no such step here"))
    key, shape, needs, action = ACTS[name]
    by = acting(request, needs)
    start = {"offer": offers(customer_id)} if issubclass(shape, forms.Offering) else {}
    form = shape(request.POST, auto_id=f"{name}_%s", **start)
    more: dict[str, Any] = {}
    if name in ("consent", "withdraw"):
        more["given"] = name == "consent"
    if name == "withdraw":
        more["language"] = get_language() or "zh-hans"
    if name == "restrict":
        more["restricted"] = request.POST.get("restricted") == "1"
    made = run(form, lambda: action(customer_id=customer_id, **form.cleaned_data, **more, by=by))
    if not form.errors:
        messages.success(request, _("Saved."))
        if name == "request":
            return redirect("customers:right", made.pk)
        return redirect("customers:customer", customer_id)
    return page(request, customer_id, status=422, **{key: form})


def run(form: Form, action: Callable[[], Any]) -> Any:
    """Run an action with a form; hang a refusal on it. Return what was made."""
    if form.is_valid():
        try:
            return action()
        except BadInput as error:
            form.blame(error.fields)
        except RuleBroken as error:
            form.add_error(None, wording.text(error.reason))
    return None


@require_POST
def contact(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Correct a contact."""
    by = acting(request, P.CUSTOMER_WRITE)
    return _correct(
        request,
        cards.customer_of_contact(contact_id),
        forms.ContactEditForm,
        lambda said: actions.change_contact(contact_id=contact_id, **said, by=by),
    )


@require_POST
def site(request: HttpRequest, site_id: int) -> HttpResponse:
    """Correct a place."""
    by = acting(request, P.CUSTOMER_WRITE)
    return _correct(
        request,
        cards.customer_of_site(site_id),
        forms.SiteEditForm,
        lambda said: actions.change_site(site_id=site_id, **said, by=by),
    )


def _correct(
    request: HttpRequest, customer_id: int, shape: type[forms.Offering], action: Callable[[dict[str, Any]], Any]
) -> HttpResponse:
    form = shape(request.POST, auto_id="edit_%s", offer=offers(customer_id))
    run(form, lambda: action(form.cleaned_data))
    if form.errors:
        return page(request, customer_id, status=422, edit_form=form)
    messages.success(request, _("Saved."))
    return redirect("customers:customer", customer_id)
