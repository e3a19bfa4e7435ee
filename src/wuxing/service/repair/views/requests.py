"""Service requests: log the call, complete it, send it on its way."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.errors import NotFound
from wuxing.core.tenants import current_tenant
from wuxing.customers.customer_care.rules import masked_phone, phone_from
from wuxing.customers.entitlement import queries
from wuxing.customers.entitlement.actions import drafted
from wuxing.customers.models import Asset, Product
from wuxing.service.repair import actions, rules
from wuxing.service.repair.actions import CallDetails
from wuxing.service.repair.forms.call import CallForm, CorrectionForm, initial_of
from wuxing.service.repair.models import ServiceRequest
from wuxing.service.repair.queries import choices, open_requests_like, pages
from wuxing.service.repair.views import request_page
from wuxing.service.repair.views.facts import warranty_panel
from wuxing.service.repair.views.order import take
from wuxing.service.repair.views.order_page import is_shown
from wuxing.service.repair.views.request_page import REQUEST_ACTS
from wuxing.service.repair.views.words import near, word


def _typed(form: CallForm) -> dict[str, Any]:
    """Return what was typed, as far as it can be read."""
    form.is_valid()
    readable = ("purchased_on", "received_day", "received_time")
    return {
        name: form.cleaned_data[name]
        if name in form.cleaned_data
        else None
        if name in readable
        else form.data.get(name, "")
        for name in form.fields
    }


def _warranty_hint(
    product: dict[str, Any] | None, unit: dict[str, Any] | None, bought: date | None, zone: str
) -> dict[str, Any] | None:
    if product is None:
        return None
    asset = Asset.objects.filter(pk=unit["pk"]).first() if unit else None
    starts = queries.starts_of(asset) | ({"invoice": bought} if bought else {})
    decision = drafted(
        subject=("", 0),
        asset=asset,
        product=Product.objects.get(pk=product["pk"]),
        on=clock.today(zone),
        tenant_id=current_tenant(),
        starts=starts,
    )
    return warranty_panel(pages.as_row(decision), None, zone)


def _missing_hint(typed: dict[str, Any], known: dict[str, Any], model: str, bought: date | None) -> list[str]:
    names = [typed["customer_name"], typed["contact_name"]]
    missing = rules.missing_fields(
        work_type=typed["work_type"] or "onsite",
        customer=next((name for name in names if name), known.get("customer__name", "")),
        contact=next((name for name in reversed(names) if name), known.get("name", "")),
        phone=typed["phone"] or "",
        address=typed["address"] or "",
        product=model,
        serial=typed["serial"] or "",
        serial_unknown=bool(typed["serial_unknown"]),
        purchased=bool(bought),
        purchase_unknown=bool(typed["purchase_unknown"]),
        fault=typed["fault"] or "",
    )
    return [wording.text(rules.FIELDS[name]) for name in missing]


def hints(form: CallForm, zone: str) -> dict[str, Any]:
    """Return what is known about a call as far as it was typed: customer, units, warranty, duplicates, what is missing."""
    typed = _typed(form)
    phone, serial = phone_from(typed["phone"] or ""), (typed["serial"] or "").strip().upper()
    known = choices.customer_by_phone(phone) if len(phone) >= 7 else None
    product = form.product
    product_id = product["pk"] if product else None
    unit = choices.asset_by_serial(product_id, serial)
    bought = typed["purchased_on"] or (unit["purchased_on"] if unit else None)
    assets = [
        {**asset, "label": f"{asset['product__name']} {asset['product__model']} {asset['serial']}".strip()}
        for asset in (known or {}).get("assets", [])
    ]
    alike = [
        {
            **row,
            "url": reverse("repair:request", args=[row["pk"]]),
            "when": near(row["received_at"], zone),
            "word": word(rules.STATE_WORDS, row["state"]),
        }
        for row in open_requests_like(phone=phone, serial=serial, product_id=product_id)
    ]
    return {
        "known": known,
        "assets": assets,
        "warranty": _warranty_hint(product, unit, bought, zone),
        "alike": alike,
        "missing": _missing_hint(typed, known or {}, product["model"] if product else "", bought),
    }


def _with_asset(request: HttpRequest) -> QueryDict:
    """Return what was typed, filled up from the unit that was chosen among the customer's."""
    typed = request.POST.copy()
    chosen = typed.get("use_asset", "")
    known = choices.customer_by_phone(phone_from(typed.get("phone", "")))
    if known and (chosen or typed.get("use_customer")):
        typed["customer_id"] = str(known["customer_id"])
        typed["customer_name"] = known["customer__name"]
        typed["contact_name"] = typed.get("contact_name") or known["name"]
        asset = choices.asset(int(chosen), known["customer_id"]) if chosen.isdecimal() else None
        if asset:
            typed["product_id"], typed["serial"] = str(asset["product_id"]), asset["serial"]
            typed["purchased_on"] = asset["purchased_on"].isoformat() if asset["purchased_on"] else ""
            for name in ("city", "district", "address"):
                typed[name] = typed.get(name) or asset[f"site__{name}"] or ""
            if asset["site__rural"]:
                typed["rural"] = "on"
    return typed


def new(request: HttpRequest) -> HttpResponse:
    """Log a call. "Look up" and a chosen unit fill the form without saving."""
    by = acting(request, Permission.REPAIR_INTAKE)
    if request.method != "POST":
        start = initial_of(CallDetails(phone=request.GET.get("phone", "")[:40]), by.zone)
        form = CallForm(initial=start, zone=by.zone)
        return render(request, "service/repair/request_new.html", {"form": form, "hints": None})
    looks = "look" in request.POST or "use_asset" in request.POST or "use_customer" in request.POST
    form = CallForm(_with_asset(request) if looks else request.POST, zone=by.zone)
    made: list[ServiceRequest] = []
    if looks:
        context = {
            "form": CallForm(initial=dict(form.data.items()), zone=by.zone),
            "hints": hints(form, by.zone),
        }
        return render(request, "service/repair/request_new.html", context)
    refusal = take(form, lambda filled: made.append(actions.log_request(call=filled.call(), by=by)))
    if form.errors:
        context = {"form": form, "hints": hints(CallForm(request.POST, zone=by.zone), by.zone)}
        return render(request, "service/repair/request_new.html", context, status=refusal.status if refusal else 422)
    saved = made[0]
    messages.success(request, _("%(number)s is logged.") % {"number": saved.number})
    return redirect("repair:request", saved.pk)


@require_POST
def hint_panel(request: HttpRequest) -> HttpResponse:
    """Return the panel beside the form (htmx), from what is typed so far; nothing is saved."""
    by = acting(request, Permission.REPAIR_INTAKE)
    form = CallForm(request.POST, zone=by.zone)
    return render(request, "service/repair/hints.html", {"form": form, "hints": hints(form, by.zone), "live": True})


def request_view(request: HttpRequest, request_id: int) -> HttpResponse:
    """Show a request; `?do=merge` opens that form on it."""
    by = acting(request, Permission.REPAIR_READ)
    context = request_page.context(request, request_id, by, do=request.GET.get("do", ""))
    return render(request, "service/repair/request.html", context)


@require_POST
def request_act(request: HttpRequest, request_id: int, name: str) -> HttpResponse:
    """Do one thing to a request, then show it, or the order that was written."""
    by = acting(request, Permission.REPAIR_READ)
    act = REQUEST_ACTS.get(name)
    if act is None:
        raise NotFound("")
    form = act.form(request.POST, zone=by.zone)
    made: list[Any] = []
    refusal = take(form, lambda filled: made.append(act.run(request_id, filled, by)))
    if not form.errors:
        messages.success(request, str(act.said))
        return redirect("repair:order", made[0].pk) if name == "write_order" else redirect("repair:request", request_id)
    if not act.asks:
        messages.error(request, form.refusal())
        return redirect("repair:request", request_id)
    context = request_page.context(request, request_id, by, do=name, bound=form)
    return render(request, "service/repair/request.html", context, status=refusal.status if refusal else 422)


def edit(request: HttpRequest, request_id: int) -> HttpResponse:
    """Complete or correct a request; the old values stay on the timeline."""
    by = acting(request, Permission.REPAIR_INTAKE)
    found = (
        ServiceRequest.objects.select_related("customer", "contact", "site", "asset", "product")
        .filter(pk=request_id)
        .first()
    )
    if found is None:
        raise NotFound(_("there is no service request %s here") % request_id)
    start = initial_of(actions.details_of(found), by.zone)
    hidden = () if is_shown(request, request_id) else ("phone", "address")
    keep = {
        "phone": masked_phone(start["phone"]) if start["phone"] else "",
        "address": "****" if start["address"] else "",
    }
    known = hints(CallForm(_as_typed(start), zone=by.zone), by.zone) if request.method != "POST" else None
    context: dict[str, Any] = {"request_row": found, "hints": {**known, "known": None, "alike": []} if known else None}
    if request.method != "POST":
        form = CorrectionForm(initial={**start, **dict.fromkeys(hidden, "")}, zone=by.zone)
        _keep_hidden(form, hidden, keep)
        return render(request, "service/repair/request_edit.html", {**context, "form": form})
    form = CorrectionForm(request.POST, zone=by.zone)
    _keep_hidden(form, hidden, keep)

    def save(filled: CorrectionForm) -> None:
        changes = filled.changes()
        reason = changes.pop("reason")
        changes.pop("customer_id")
        for name in hidden:
            if not changes[name]:
                changes.pop(name)
        actions.complete_request(
            request_id=request_id, changes={**changes, "received_at": filled.received_at()}, reason=reason, by=by
        )

    refusal = take(form, save)
    if not form.errors:
        messages.success(request, _("Saved; the old values stay on the timeline."))
        order = found.orders.order_by("-pk").values_list("pk", flat=True).first()
        return redirect("repair:order", order) if order else redirect("repair:request", request_id)
    return render(
        request,
        "service/repair/request_edit.html",
        {**context, "form": form},
        status=refusal.status if refusal else 422,
    )


def _keep_hidden(form: CorrectionForm, hidden: tuple[str, ...], keep: dict[str, str]) -> None:
    """Leave hidden values out of the form: what stays empty is kept."""
    for name in hidden:
        if keep[name]:
            form.fields[name].widget.attrs["placeholder"] = keep[name]
            form.fields[name].help_text = _("on record and hidden; leave empty to keep it")


def _as_typed(values: dict[str, Any]) -> dict[str, Any]:
    """Return a form's first values as if they had been typed."""
    return {name: str(value) for name, value in values.items() if value not in (None, False, "")}
