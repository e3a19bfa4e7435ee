"""One quote: what is offered, its versions, and the customer's word; the form in which it is written."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, BusinessError, NotAllowed, NotFound, RuleBroken
from wuxing.customers.customer_care import masking
from wuxing.customers.prices.queries import offered
from wuxing.service.charges import actions, queries, rules
from wuxing.service.charges.forms import AcceptForm, DeclineForm, QuoteForm, SpeakingForm
from wuxing.service.charges.models import Quote
from wuxing.service.charges.states import VALID_DAYS, How
from wuxing.service.charges.views import words
from wuxing.service.charges.views.panel import quote_facts
from wuxing.service.repair.models import WorkOrder
from wuxing.service.repair.views.saying import by_name


def take(form: SpeakingForm, run: Any) -> bool:
    """Run an action with a form; hang a refusal on it. Return whether it was done."""
    if not form.is_valid():
        return False
    try:
        run()
    except (NotAllowed, NotFound):
        raise
    except BusinessError as refusal:
        form.refuse(refusal)
        return False
    return True


def quote(request: HttpRequest, quote_id: int) -> HttpResponse:
    """Show a quote."""
    acting(request, Permission.REPAIR_READ)
    return _page(request, quote_id)


def _page(request: HttpRequest, quote_id: int, status: int = 200, **bound: SpeakingForm) -> HttpResponse:
    by = acting(request)
    found = queries.quote_with_id(quote_id)
    rows = queries.lines_of_quote(quote_id)
    versions = Quote.objects.filter(number=found.number).select_related("order__customer").order_by("-version")
    newest, may = versions[0].pk == found.pk, by.may(Permission.QUOTE_MANAGE)
    today = clock.today(by.zone)
    answerable = may and found.state == "sent" and newest
    unsent = rules.why_not_send(found.state, lines=len(rows), valid_until=found.valid_until, today=today)
    context = {
        "quote": found,
        "facts": quote_facts(found, by),
        "lines": words.line_rows(rows),
        "sums": words.sums(rows),
        "versions": [quote_facts(one, by) for one in versions],
        "may": may,
        "newest": newest,
        "send_reason": wording.text(unsent) if unsent else "",
        "sendable": may and found.state == "draft",
        "editable": may and newest,
        "accept_form": bound.get("accept_form", AcceptForm()) if answerable else None,
        "suggested": masking.said_name(by, _contact(found.order)) if answerable else "",
        "by_name": by_name(queries.signing_of(found)),
        "decline_form": bound.get("decline_form", DeclineForm()) if answerable else None,
        "visit_url": _visit(found.order, by),
    }
    return render(request, "service/charges/quote.html", context, status=status)


def _visit(order: WorkOrder, by: Actor) -> str:
    """Return where the technician goes on with the visit; nothing for others."""
    own = order.technician is not None and by.user_id is not None and order.technician.user_id == by.user_id
    return reverse("repair:visit", args=[order.pk]) if own and order.state in ("dispatched", "in_progress") else ""


def _contact(order: WorkOrder) -> str:
    contact = order.request.contact
    return contact.name if contact else ""


def quote_new(request: HttpRequest, order_id: int) -> HttpResponse:
    """Write an offer for an order."""
    by = acting(request, Permission.QUOTE_MANAGE)
    order = WorkOrder.objects.filter(pk=order_id).first()
    if order is None:
        raise NotFound("")
    form = _form(request, order, [], newer=False)
    made: list[Quote] = []

    def write() -> None:
        made.append(actions.draft_quote(order_id=order_id, by=by, lines=form.offers(), **_head(form)))

    if request.method == "POST" and take(form, write):
        messages.success(request, _("The quote is written. Look at it, then send it."))
        return redirect("charges:quote", made[0].pk)
    return _edit(request, order, form, None)


def quote_edit(request: HttpRequest, quote_id: int) -> HttpResponse:
    """Change a quote's lines: a draft itself, what was sent or answered as a new version."""
    by = acting(request, Permission.QUOTE_MANAGE)
    found = queries.quote_with_id(quote_id)
    rows = initials(queries.lines_of_quote(quote_id))
    form = _form(request, found.order, rows, newer=found.state != "draft", quote=found)
    made: list[Quote] = []

    def write() -> None:
        reason = form.cleaned_data.get("reason", "")
        made.append(actions.change(quote_id=quote_id, by=by, lines=form.offers(), reason=reason, **_head(form)))

    if request.method == "POST" and take(form, write):
        messages.success(request, _("The quote is changed. Look at it, then send it."))
        return redirect("charges:quote", made[0].pk)
    return _edit(request, found.order, form, found)


def _head(form: QuoteForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("valid_until", "note")}


def _form(
    request: HttpRequest, order: WorkOrder, rows: list[dict[str, Any]], *, newer: bool, quote: Quote | None = None
) -> QuoteForm:
    today = clock.today(acting(request).zone)
    books = offered(queries.product_of(order), queries.place_of(order), today)
    until = max(quote.valid_until, today) if quote else today + timedelta(days=VALID_DAYS)
    initial = {"valid_until": until, "note": quote.note if quote else ""}
    return QuoteForm(
        request.POST if request.method == "POST" else None, rows=rows, books=books, newer=newer, initial=initial
    )


def initials(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the lines of a quote as the form takes them; what the warranty shared out between two payers is one line."""
    found: list[dict[str, Any]] = []
    last: dict[str, Any] = {}
    for row in rows:
        if last and _is_shared(last, row):
            whole = last["unit_price"] + row["unit_price"]
            found[-1] |= {"unit_price": None if whole == row["book"] else whole, "payer": ""}
            last = {}
            continue
        found.append(_initial(row))
        last = row
    return found


_SAME = ("kind", "code", "text", "quantity", "price_id", "price_reason")


def _is_shared(one: dict[str, Any], other: dict[str, Any]) -> bool:
    proposed = all(row["payer"] == row["proposed_payer"] for row in (one, other))
    return proposed and one["payer"] != other["payer"] and all(one[name] == other[name] for name in _SAME)


def _initial(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "book": f"{row['kind']}:{row['code']}" if row["price_id"] else "",
        "kind": row["kind"],
        "text": row["text"],
        "quantity": words.plain(row["quantity"]),
        "unit_price": row["unit_price"],
        "price_reason": row["price_reason"],
        "payer": row["payer"],
        "payer_reason": row["payer_reason"],
    }


def _edit(request: HttpRequest, order: WorkOrder, form: QuoteForm, quote: Quote | None) -> HttpResponse:
    context = {
        "order": order,
        "form": form,
        "quote": quote,
        "cancel": reverse("charges:quote", args=[quote.pk]) if quote else reverse("repair:order", args=[order.pk]),
    }
    return render(request, "service/charges/quote_edit.html", context, status=422 if form.is_bound else 200)


@require_POST
def quote_act(request: HttpRequest, quote_id: int, name: str) -> HttpResponse:
    """Send a quote, or take the customer's word on it."""
    by = acting(request, Permission.QUOTE_MANAGE)
    if name == "send":
        return _send(request, quote_id)
    if name == "accept":
        form: SpeakingForm = AcceptForm(request.POST)
        said, kept = _("Accepted, with the customer's signature."), "accept_form"
    elif name == "decline":
        form, said, kept = DeclineForm(request.POST), _("On record: the customer does not want it."), "decline_form"
    else:
        raise NotFound("")

    def run() -> None:
        data = dict(form.cleaned_data)
        if name == "accept":
            given = {"name": data["name"], "drawing": data["signature"], "not_drawn": data["not_drawn"]}
            actions.accept(quote_id=quote_id, how=How.SIGNATURE, by=by, **given)
        else:
            actions.decline(quote_id=quote_id, how=How.SIGNATURE, by=by, **data)

    if take(form, run):
        messages.success(request, said)
        return redirect("charges:quote", quote_id)
    return _page(request, quote_id, 422, **{kept: form})


def _send(request: HttpRequest, quote_id: int) -> HttpResponse:
    try:
        actions.send(quote_id=quote_id, by=acting(request))
        messages.success(request, _("Sent: the customer sees it on the page of their link."))
    except (RuleBroken, BadInput) as refusal:
        messages.error(request, wording.text(refusal.reason))
    return redirect("charges:quote", quote_id)


@require_POST
def record(request: HttpRequest, order_id: int) -> HttpResponse:
    """Enter what was accepted as lines of the order."""
    by = acting(request, Permission.REPAIR_VISIT)
    try:
        made = actions.record_quoted(order_id=order_id, by=by)
        messages.success(request, _("%(count)s lines entered from the quote.") % {"count": len(made)})
    except (RuleBroken, BadInput) as refusal:
        messages.error(request, wording.text(refusal.reason))
    return redirect("repair:order", order_id)
