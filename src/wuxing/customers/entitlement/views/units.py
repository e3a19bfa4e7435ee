"""One unit: its days, contracts, exchange and decisions; and the list of contracts."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.errors import NotFound
from wuxing.core.forms import Form
from wuxing.customers.entitlement import actions, queries
from wuxing.customers.entitlement.forms import ContractForm, EndForm, ExchangeForm, UnitForm
from wuxing.customers.entitlement.models import EntitlementDecision
from wuxing.customers.entitlement.rules import words
from wuxing.customers.entitlement.views.panel import panel, reason_of, word
from wuxing.customers.entitlement.views.terms import run
from wuxing.customers.installed_base.views import ties_card
from wuxing.customers.products.models import Asset

DAYS = ("purchased_on", "delivered_on", "installed_on", "produced_on")


def _contract(row: dict[str, Any], today: Any) -> dict[str, Any]:
    last = row["ended_on"] or row["ends_on"]
    looks = ("waiting", _("to come")) if row["starts_on"] > today else ("done", _("running"))
    return row | {
        "kind_word": word(words.CONTRACTS, row["kind"]),
        "last": last,
        "look": looks if last >= today else ("excluded", _("over")),
        "shares": f"{row['parts_share']}% / {row['labour_share']}% / {row['travel_share']}%",
        "unit": " ".join(part for part in (row["product_name"], row["model"], row["serial"]) if part),
        "open": row["ended_on"] is None and row["ends_on"] >= today,
    }


def _with_end(row: dict[str, Any], today: Any, bound: dict[str, Form]) -> dict[str, Any]:
    fresh = EndForm(initial={"ended_on": today}, auto_id=f"end{row['pk']}_%s")
    return row | {"end_form": bound.get(f"end_{row['pk']}", fresh)}


def contracts(request: HttpRequest) -> HttpResponse:
    """List the contracts of units, newest first; search by number of the contract or serial number."""
    by = acting(request, Permission.CUSTOMER_READ)
    typed = request.GET.get("q", "").strip()[:80]
    given = request.GET.get("before", "")
    before = int(given) if given.isdecimal() and len(given) < 18 else queries.NEWEST
    rows = queries.contract_rows(before=before, typed=typed)
    shown = [_contract(row, clock.today(by.zone)) for row in rows[: queries.PAGE]]
    kept = {"q": typed} if typed else {}
    context = {
        "rows": shown,
        "typed": typed,
        "search": {"value": typed, "label": _("Number of the contract or serial number")},
        "next": f"?{urlencode(kept | {'before': shown[-1]['pk']})}" if len(rows) > queries.PAGE else "",
        "first": f"?{urlencode(kept)}" if given else "",
    }
    return render(request, "customers/entitlement/contracts.html", context)


def unit(request: HttpRequest, asset_id: int) -> HttpResponse:
    """Show a unit with its days, contracts and the decisions about it."""
    acting(request, Permission.CUSTOMER_READ)
    return unit_page(request, asset_id)


def unit_page(request: HttpRequest, asset_id: int, status: int = 200, **bound: Any) -> HttpResponse:
    """Draw a unit's page, with the form that was sent and not taken."""
    by = acting(request)
    asset = queries.asset_of(asset_id)
    today = clock.today(by.zone)
    hint = actions.drafted(subject=("", 0), asset=asset, product=asset.product, on=today, tenant_id=by.tenant_id)
    context: dict[str, Any] = {
        "asset": asset,
        "days": _days(asset),
        "before": Asset.objects.filter(replaced_by=asset).first(),
        "base": ties_card(asset, by),
        "warranty": panel(_as_row(hint)),
        "contracts": [_with_end(_contract(row, today), today, bound) for row in queries.contract_rows(asset.pk)],
        "decisions": [_decision(one) for one in queries.decisions_of(asset.pk)],
        "may_write": by.may(Permission.CUSTOMER_WRITE),
        "form": UnitForm(initial={name: getattr(asset, name) for name in DAYS}),
        "contract_form": ContractForm(initial={"kind": "extended"}),
        "exchange_form": ExchangeForm(initial={"exchanged_on": today}),
    }
    return render(request, "customers/entitlement/unit.html", context | bound, status=status)


def _days(asset: Asset) -> list[tuple[str, str]]:
    rows = (
        (_("Day of the invoice"), asset.purchased_on),
        (_("Day of the delivery"), asset.delivered_on),
        (_("End of the installation"), asset.installed_on),
        (_("Day of production"), asset.produced_on),
        (_("Day of the exchange"), asset.exchanged_on),
    )
    return [(label, day.isoformat() if day else "") for label, day in rows]


def _as_row(decision: EntitlementDecision) -> dict[str, Any]:
    names = [field.attname for field in decision._meta.concrete_fields]  # noqa: SLF001  # documented
    row = {name: getattr(decision, name) for name in names}
    return row | {"overridden_by_name": None, "exception_by_name": None}


def _decision(decision: EntitlementDecision) -> dict[str, Any]:
    reasons = [reason_of(code, values) for code, values in decision.reasons]
    return {
        "at": decision.decided_at,
        "look": words.LOOKS[decision.outcome],
        "word": word(words.OUTCOMES, decision.outcome),
        "cause": word(words.CAUSES, decision.cause) if decision.cause else "",
        "text": " · ".join(text for _state, text in reasons[:2]),
        "told_at": decision.explained_at,
        "how": word(words.HOWS, decision.explained_how) if decision.explained_how else "",
        "proposed": word(words.OUTCOMES, decision.proposed) if decision.overridden_by_id else "",
        "reason": decision.override_reason,
    }


@require_POST
def unit_act(request: HttpRequest, asset_id: int, name: str) -> HttpResponse:
    """Do one thing to a unit: keep its days, add a contract, end one, exchange it."""
    by = acting(request, Permission.CUSTOMER_WRITE)
    made: Form
    if name == "date":
        made, key, said = UnitForm(request.POST), "form", _("Saved.")
        done = run(made, lambda: actions.date_unit(asset_id=asset_id, by=by, **made.cleaned_data))
    elif name == "contract":
        contract = ContractForm(request.POST)
        made, key, said = contract, "contract_form", _("The contract is kept.")
        done = run(made, lambda: actions.add_contract(asset_id=asset_id, by=by, **contract.details()))
    elif name == "exchange":
        made, key, said = ExchangeForm(request.POST), "exchange_form", _("Exchanged; the warranty begins anew.")
        done = run(made, lambda: actions.exchange_unit(asset_id=asset_id, by=by, **made.cleaned_data))
    else:
        raise NotFound("")
    if done:
        messages.success(request, said)
        return redirect(reverse("customers:unit", args=[asset_id]))
    return unit_page(request, asset_id, 422, **{key: made})


@require_POST
def contract_end(request: HttpRequest, asset_id: int, contract_id: int) -> HttpResponse:
    """End a contract early."""
    by = acting(request, Permission.CUSTOMER_WRITE)
    form = EndForm(request.POST, auto_id=f"end{contract_id}_%s")
    if run(form, lambda: actions.end_contract(contract_id=contract_id, by=by, **form.cleaned_data)):
        messages.success(request, _("The contract is ended."))
        return redirect(reverse("customers:unit", args=[asset_id]))
    return unit_page(request, asset_id, 422, **{f"end_{contract_id}": form})
