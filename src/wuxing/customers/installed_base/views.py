"""A unit's ties on its page: what stands, what was; changes from a day on."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import NotFound
from wuxing.core.forms import Form
from wuxing.core.reasons import say
from wuxing.customers.customer_care import masking, queries
from wuxing.customers.customer_care.models import ServiceSite
from wuxing.customers.customer_care.rules import words
from wuxing.customers.customer_care.views import cards
from wuxing.customers.customer_care.views.file import run
from wuxing.customers.installed_base import actions
from wuxing.customers.installed_base import queries as base
from wuxing.customers.installed_base.forms import RetireForm, TieForm
from wuxing.customers.products.models import Asset


def offer(asset: Asset) -> dict[str, Any]:
    """Return the places and units that a unit can be tied to."""
    family = queries.family_of(asset.customer_id)
    sites = ServiceSite.objects.filter(customer_id__in=family).order_by("pk")[:100]
    wholes = [(pk, name) for pk, name in cards.unit_choices(family) if pk != asset.pk]
    return {"site": [(one.pk, cards.place(one)) for one in sites], "whole": wholes}


def ties_card(asset: Asset, by: Actor, **bound: Form) -> dict[str, Any]:
    """Return the card of a unit's ties with its forms."""
    today = clock.today(by.zone)
    start = {"on": today}
    card: dict[str, Any] = {
        "asset": asset,
        "rows": [_row(row, asset.pk, by) for row in base.ties_of(asset.pk)],
        "may_write": by.may(Permission.CUSTOMER_WRITE) and not asset.retired_on,
        "tie_form": TieForm(initial=start, offer=offer(asset), auto_id="tie_%s"),
        "retire_form": RetireForm(initial=start, auto_id="retire_%s"),
    }
    return card | bound


def _row(row: dict[str, Any], asset_id: int, by: Actor) -> dict[str, Any]:
    """Return a tie in words: from this unit's side, or from the other's."""
    inward = row["asset_id"] != asset_id
    name, serial = (row["asset_name"], row["asset_serial"]) if inward else (row["other_name"], row["other_serial"])
    unit = row["asset_id"] if inward else row["other_id"]
    if row["kind"] == "located_at":
        text = " ".join(part for part in (row["place_label"], row["place_city"], row["place_district"]) if part)
    elif row["customer_id"]:
        text = masking.name_for(by, row["customer_name"], row["customer_kind"])
    else:
        text = " ".join(part for part in (name, serial) if part)
    url = reverse("customers:unit", args=[unit]) if unit else ""
    if row["customer_id"]:
        url = reverse("customers:customer", args=[row["customer_id"]])
    inverse = {"parent": _("has the part"), "replaced_by": _("replaces")}
    word = inverse[row["kind"]] if inward else cards.word(words.TIES, row["kind"])
    return row | {"word": word, "text": text, "to": url}


def _asset(asset_id: int) -> Asset:
    found = Asset.objects.filter(pk=asset_id).first()
    if found is None:
        raise NotFound(say("there is no equipment %(id)s here", id=asset_id))
    return found


@require_POST
def tie(request: HttpRequest, asset_id: int) -> HttpResponse:
    """Change one tie of a unit."""
    by = acting(request, Permission.CUSTOMER_WRITE)
    asset = _asset(asset_id)
    form = TieForm(request.POST, offer=offer(asset), auto_id="tie_%s")

    def change() -> Any:
        said = form.cleaned_data
        return actions.tie_unit(
            asset_id=asset_id, kind=said["kind"], to=form.to(), on=said["on"], reason=said["reason"], by=by
        )

    run(form, change)
    return _answer(request, asset, form, "tie_form")


@require_POST
def retire(request: HttpRequest, asset_id: int) -> HttpResponse:
    """Take a unit out of use."""
    by = acting(request, Permission.CUSTOMER_WRITE)
    form = RetireForm(request.POST, auto_id="retire_%s")
    run(form, lambda: actions.retire_unit(asset_id=asset_id, **form.cleaned_data, by=by))
    return _answer(request, _asset(asset_id), form, "retire_form")


def _answer(request: HttpRequest, asset: Asset, form: Form, name: str) -> HttpResponse:
    if form.errors:
        from wuxing.customers.entitlement.views.units import unit_page  # it draws this card, so it stands above

        return unit_page(request, asset.pk, 422, base=ties_card(asset, acting(request), **{name: form}))
    messages.success(request, _("Saved."))
    return redirect("customers:unit", asset.pk)
