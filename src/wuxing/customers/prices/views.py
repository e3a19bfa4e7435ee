"""Pages of the price book: the list, one item with its history, a new price, a table taken in."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from wuxing.core import clock, files, wording
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.tables.rows import Unreadable
from wuxing.customers.entitlement.views.terms import run
from wuxing.customers.prices import actions, queries, reading, rules
from wuxing.customers.prices.forms import ChangeForm, EndForm, ImportForm, PriceForm

KEPT = "price_table"
SHOWN = 100


def shown(row: dict[str, Any]) -> dict[str, Any]:
    """Return an item's row in words."""
    return row | {
        "kind_word": wording.text(rules.KINDS[row["kind"]]),
        "mode_word": wording.text(rules.MODES[row["mode"]]),
        "about": row["model"] or row["category"] or _("every product"),
        "where": row["area"] or _("everywhere"),
    }


def prices(request: HttpRequest) -> HttpResponse:
    """List the price book with today's prices; search by code, name, product line or model."""
    by = acting(request, Permission.CUSTOMER_READ)
    typed, kind = request.GET.get("q", "").strip()[:60], request.GET.get("kind", "")
    kind = kind if kind in rules.KINDS else ""
    given = request.GET.get("before", "")
    before = int(given) if given.isdecimal() and len(given) < 18 else queries.NEWEST
    rows = queries.item_rows(clock.today(by.zone), typed=typed, kind=kind, before=before)
    page = [shown(row) for row in rows[: queries.PAGE]]
    kept = {name: value for name, value in (("q", typed), ("kind", kind)) if value}
    hidden = [("kind", kind)] if kind else []
    context = {
        "rows": page,
        "typed": typed or kind,
        "search": {"value": typed, "label": _("Code, name, product line or model"), "hidden": hidden},
        "menus": [{"label": _("Kind of charge"), "options": _kinds(typed, kind)}],
        "next": f"?{urlencode(kept | {'before': page[-1]['pk']})}" if len(rows) > queries.PAGE else "",
        "first": f"?{urlencode(kept)}" if given else "",
        "may_write": by.may(Permission.PRICE_MANAGE),
    }
    return render(request, "customers/prices/prices.html", context)


def _kinds(typed: str, chosen: str) -> list[tuple[str, str, bool]]:
    kept = {"q": typed} if typed else {}
    options = [("", _("every kind")), *((code, wording.text(text)) for code, text in rules.KINDS.items())]
    return [(word, f"?{urlencode(kept | ({'kind': code} if code else {}))}", code == chosen) for code, word in options]


def price_new(request: HttpRequest) -> HttpResponse:
    """Add an item with its price."""
    by = acting(request, Permission.PRICE_MANAGE)
    start = {"kind": "part", "mode": "each", "valid_from": clock.today(by.zone)}
    form = PriceForm(request.POST or None, initial=start)
    if request.method == "POST" and run(form, lambda: actions.save_price(by=by, **form.details())):
        messages.success(request, _("The price is kept."))
        return redirect("customers:prices")
    status = 422 if request.method == "POST" else 200
    return render(request, "customers/prices/price_new.html", {"form": form}, status=status)


def price(request: HttpRequest, price_item_id: int) -> HttpResponse:
    """Show an item with the history of its price; change it, or end it."""
    by = acting(request, Permission.CUSTOMER_READ)
    item, today = queries.item_with_id(price_item_id), clock.today(by.zone)
    versions = queries.history(price_item_id)
    posted = request.method == "POST"
    ending = posted and "end" in request.POST
    if posted:
        by.require(Permission.PRICE_MANAGE)
    standing = next((row for row in versions if _holds(row, today)), None)
    coming = [row for row in versions if row["withdrawn_at"] is None and row["valid_from"] > today]
    changing = ChangeForm(request.POST if posted and not ending else None, initial={"valid_from": today})
    end_form = EndForm(request.POST if ending else None, initial={"last_day": today})
    about = {name: getattr(item, name) for name in queries.ITEM if name != "pk"}
    if posted and not ending and run(changing, lambda: actions.save_price(by=by, **about, **changing.cleaned_data)):
        messages.success(request, _("The new price is kept; the old one stays in the history."))
        return redirect("customers:price", price_item_id)
    last = coming[0] if coming else standing
    if ending and last and run(
        end_form, lambda: actions.end_price(price_id=last["pk"], by=by, **end_form.cleaned_data)
    ):  # fmt: skip
        messages.success(request, _("The price ends; what was charged by it stands."))
        return redirect("customers:price", price_item_id)
    row = shown(about | {"model": item.product.model if item.product else ""})
    context = {
        "item": item, "row": row, "standing": standing, "versions": [_version(one, today) for one in versions],
        "form": changing, "end_form": end_form, "may_write": by.may(Permission.PRICE_MANAGE), "ends": last,
    }  # fmt: skip
    return render(request, "customers/prices/price.html", context, status=422 if posted else 200)


def _holds(row: dict[str, Any], day: date) -> bool:
    return (
        row["withdrawn_at"] is None and row["valid_from"] <= day and (row["valid_to"] is None or day <= row["valid_to"])
    )


def _version(row: dict[str, Any], today: date) -> dict[str, Any]:
    if row["withdrawn_at"]:
        look = ("excluded", _("withdrawn"))
    elif row["valid_from"] > today:
        look = ("waiting", _("to come"))
    else:
        look = ("done", _("now in force")) if _holds(row, today) else ("excluded", _("over"))
    return row | {"look": look[0], "word": look[1]}


def price_import(request: HttpRequest) -> HttpResponse:
    """Take a table in: looked at first, row by row; kept when the person says so, all or nothing."""
    by = acting(request, Permission.PRICE_MANAGE)
    if request.method == "POST" and "keep" in request.POST:
        return _keep(request)
    form = ImportForm(request.POST or None, request.FILES or None)
    lines: list[reading.Line] = []
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["file"].read(reading.LIMIT_BYTES + 1)
        try:
            lines = actions.import_prices(data=data, keep=False, by=by)
        except Unreadable as error:
            form.add_error("file", error.reason)
        else:
            request.session[KEPT] = files.put(data, tenant_id=by.tenant_id)
    status = 422 if form.errors else 200
    return render(request, "customers/prices/import.html", {"form": form, **_preview(lines)}, status=status)


def _preview(lines: list[reading.Line]) -> dict[str, Any]:
    bad = [line for line in lines if line.faults]
    rows = [
        {
            "line": line.line,
            "faults": line.faults,
            "kind": wording.text(rules.KINDS.get(line.details.get("kind", ""), line.details.get("kind", ""))),
            **{
                name: line.details.get(name, "")
                for name in ("code", "name", "amount", "valid_from", "area", "category")
            },
        }
        for line in (*bad, *(line for line in lines if not line.faults))
    ]
    return {"lines": rows[:SHOWN], "count": len(lines), "bad": len(bad), "more": max(0, len(rows) - SHOWN)}


def _keep(request: HttpRequest) -> HttpResponse:
    by = acting(request, Permission.PRICE_MANAGE)
    digest = request.session.pop(KEPT, "")
    if not digest:
        messages.error(request, _("Choose the file again: what was looked at is not at hand any more."))
        return redirect("customers:price_import")
    try:
        lines = actions.import_prices(data=files.bytes_of(by.tenant_id, digest), keep=True, by=by)
    except actions.BadTable as error:
        context = {"form": ImportForm(), **_preview(error.lines)}
        return render(request, "customers/prices/import.html", context, status=422)
    messages.success(request, _("%(count)s prices are kept.") % {"count": len(lines)})
    return redirect("customers:prices")
