"""备件清单: the catalogue, one part, and a catalogue as a file."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, NotFound
from wuxing.core.reasons import say
from wuxing.core.tables import uploads
from wuxing.core.tables.rows import Unreadable
from wuxing.customers.prices import queries as prices
from wuxing.resources.spare_parts import actions, rules
from wuxing.resources.spare_parts.forms import ImportForm, PartForm, of_part
from wuxing.resources.spare_parts.queries import lists
from wuxing.resources.spare_parts.views import shell

P = Permission


def catalogue(request: HttpRequest) -> HttpResponse:
    """List the parts by number, with what lies of each."""
    by = acting(request, *shell.SEES)
    typed, low = request.GET.get("q", "").strip()[:60], request.GET.get("low") == "1"
    rows = lists.catalogue(typed=typed, after=request.GET.get("after", "")[:60], low=low)
    language = get_language() or "en"
    shown = [
        {
            **row,
            "name": rules.name_in(row["name"], row["names"], language),
            "low": row["active"] and rules.is_low(row["total"], row["low_mark"]),
            "total": rules.quantity_text(row["total"]),
            "low_mark": "—" if row["low_mark"] is None else rules.quantity_text(row["low_mark"]),
        }
        for row in rows[: lists.PAGE]
    ]
    asked = request.GET.copy()
    asked["after"] = rows[lists.PAGE - 1]["number"] if len(rows) > lists.PAGE else ""
    return shell.page(
        request,
        "catalogue",
        "catalogue",
        by,
        rows=shown,
        typed=typed,
        low=low,
        low_count=shell.has_low(),
        search={"value": typed, "label": _("Number or name")},
        next=f"?{asked.urlencode()}" if len(rows) > lists.PAGE else "",
        previous=reverse("parts:catalogue") if request.GET.get("after") else "",
    )


def part(request: HttpRequest, part_id: int | None = None) -> HttpResponse:
    """Show a part, with its price, where it lies and what moved; write it down, or change it."""
    by = acting(request, *shell.SEES)
    found = lists.part(part_id) if part_id else None
    if part_id and found is None:
        raise NotFound(say("there is no such part here"))
    if found is None or request.method == "POST":
        by.require(P.PARTS_MANAGE)
    form = PartForm(request.POST or None, initial=of_part(found) if found else {})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                saved = actions.save_part(part_id=part_id, details=form.details(), by=by)
                messages.success(request, _("The part is saved."))
                return redirect("parts:part", saved.pk)
            except BadInput as error:
                form.blame(error.fields)
    context: dict[str, Any] = {"part": found, "form": form}
    if found:
        price = prices.price_of("part", found.number, None, "", clock.today(by.zone))
        moved = lists.movements(part_id=found.pk)[:10]
        context |= {
            "price": f"¥{price.amount:,.2f}" if price else "",
            "name": rules.name_in(found.name, found.names, get_language() or "en"),
            "lies": [
                {**row, "quantity": rules.quantity_text(row["quantity"])} for row in lists.balances(part_id=found.pk)
            ],
            "moved": [movement_row(row, by.zone) for row in moved],
            "typed": request.GET.get("serial", "")[:80],
            "pieces": _pieces(found.pk, request.GET.get("serial", "")[:80], by.zone) if found.serial_tracked else [],
        }
    return shell.page(request, "part", "catalogue", by, status=status, **context)


def _pieces(part_id: int, typed: str, zone: str) -> list[dict[str, Any]]:
    """Return the pieces of a part with where each is, as its page shows them."""
    return [
        {
            **row,
            "word": row["place"] or wording.text(rules.PIECE_WORDS[row["state"]]),
            "when": shell.when(row["moved_at"], zone),
        }
        for row in lists.pieces(part_id=part_id, typed=typed)
    ]


def movement_row(row: dict[str, Any], zone: str) -> dict[str, Any]:
    """Return a movement as lists show it."""
    return {
        **row,
        "word": wording.text(rules.MOVEMENT_WORDS[row["kind"]]),
        "quantity": rules.quantity_text(row["quantity"]),
        "when": shell.when(row["moved_at"], zone),
        "way": " → ".join(name for name in (row["source_name"], row["target_name"]) if name),
    }


def importing(request: HttpRequest) -> HttpResponse:
    """Take a catalogue from a CSV or Excel file."""
    by = acting(request, P.PARTS_MANAGE)
    form = ImportForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = actions.import_parts(table=uploads.table_of(form.cleaned_data["file"].read()), by=by)
                added = ngettext("%(n)s part added", "%(n)s parts added", made.added) % {"n": made.added}
                changed = ngettext("%(n)s changed", "%(n)s changed", made.changed) % {"n": made.changed}
                messages.success(request, f"{added}, {changed}")
                return redirect("parts:catalogue")
            except BadInput as error:
                for reason in error.fields.values():
                    form.blame({"file": reason})
            except Unreadable as refusal:
                form.blame({"file": refusal.reason})
    return shell.page(request, "import", "catalogue", by, status=status, form=form)
