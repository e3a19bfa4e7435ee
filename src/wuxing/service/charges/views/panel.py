"""Quote and settlement on the page of an order and of a visit."""

from typing import Any

from django.urls import reverse

from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.reasons import Reason
from wuxing.customers.customer_care import masking
from wuxing.service.charges import queries, rules
from wuxing.service.charges.models import Quote, Settlement
from wuxing.service.charges.views import words
from wuxing.service.repair.models import WorkOrder


def seen(name: str, order: WorkOrder, by: Actor) -> str:
    """Return a name on the customer's side of an order as this person may see it."""
    client = order.customer
    return masking.party_for(by, name, client.name if client else None, client.kind if client else None)


def buyer_of(sheet: Settlement, by: Actor) -> str:
    """Return the buyer of a sheet as this person may see it; who has a tax number is an organisation."""
    return sheet.buyer if sheet.buyer_tax_number else seen(sheet.buyer, sheet.order, by)


def accepted_by(sheet: Settlement, by: Actor) -> list[list[Any]]:
    """Return what was accepted: number, version, name as this person may see it, how, when."""
    return [[*one[:2], seen(one[2], sheet.order, by), *one[3:]] for one in sheet.quotes]


def quote_facts(quote: Quote, by: Actor | None = None) -> dict[str, Any]:
    """Return a quote in words, who answered it as that person may see it; without one, as the customer."""
    return {
        "pk": quote.pk,
        "number": quote.number,
        "version": quote.version,
        "look": words.QUOTE_LOOKS[quote.state],
        "word": words.word(words.QUOTE_WORDS, quote.state),
        "state": quote.state,
        "total": words.yuan(quote.total),
        "customer": words.yuan(quote.customer_total),
        "valid_until": quote.valid_until,
        "answered_at": quote.answered_at,
        "name": seen(quote.answered_name, quote.order, by) if by else quote.answered_name,
        "how": words.word(words.HOW_WORDS, quote.answered_how),
        "answer": quote.answer,
        "why": quote.why_changed,
        "url": reverse("charges:quote", args=[quote.pk]),
        "of_item": quote.item_id,
    }


def sheet_facts(sheet: Settlement) -> dict[str, Any]:
    """Return a settlement sheet in words."""
    return {
        "pk": sheet.pk,
        "number": sheet.number,
        "version": sheet.version,
        "look": words.SHEET_LOOKS[sheet.state],
        "word": words.word(words.SHEET_WORDS, sheet.state),
        "state": sheet.state,
        "total": words.yuan(sheet.total),
        "customer": words.yuan(sheet.customer_total),
        "issued_at": sheet.issued_at,
        "paid_on": sheet.paid_on,
        "paid": words.word(words.PAID_WORDS, sheet.paid_how),
        "url": reverse("charges:settlement", args=[sheet.pk]),
        "pdf": reverse("charges:settlement_pdf", args=[sheet.pk]),
    }


def settled_facts(sheet: Settlement) -> dict[str, Any]:
    """Return when and how the last payment came in, where all is paid by what was noted on the sheet and before it."""
    payments = queries.payments_of(sheet)
    done = bool(payments) and not rules.balance(sheet.customer_total, payments)
    return {
        "paid_on": payments[-1].on if done else None,
        "paid": words.word(words.PAID_WORDS, payments[-1].how) if done else "",
    }


def panel(order_id: int, state: str, by: Actor) -> dict[str, Any] | None:
    """Return what the order's page shows of quotes and settlement; None where there is nothing to see or to do."""
    quotes, sheet = queries.quotes_of(order_id), queries.sheet_of(order_id)
    may = by.may(Permission.QUOTE_MANAGE)
    over = state in ("cancelled", "draft")
    if not quotes and sheet is None and (not may or over):
        return None
    newest = next((one for one in quotes if one.item_id is None), None)
    open_now = state not in ("closed", "cancelled", "cannot_complete", "draft")
    write = may and open_now and (newest is None or newest.state in ("declined", "expired"))
    waits = queries.why_not_work((queries.ORDER, order_id)) if quotes else None
    return {
        "quotes": [quote_facts(one, by) for one in quotes],
        "sheet": sheet_facts(sheet) | settled_facts(sheet) if sheet else None,
        "new_url": reverse("charges:quote_new", args=[order_id]) if write else "",
        "settle_url": reverse("charges:settle", args=[order_id]) if may and sheet is None and not over else "",
        "settle_reason": wording.text(_unsettled(quotes)) if _unsettled(quotes) else "",
        "record_url": reverse("charges:record", args=[order_id])
        if open_now and _entering(order_id, quotes, by)
        else "",
        "waits": wording.text(waits) if waits else "",
    }


def _unsettled(quotes: list[Quote]) -> Reason | None:
    waiting = any(one.state == "sent" for one in quotes)
    return rules.why_not_settle(accepted=None, charged=(), waiting=waiting, names={})


def _entering(order_id: int, quotes: list[Quote], by: Actor) -> bool:
    """Say whether there is something accepted to be entered on the order, by somebody who may."""
    accepted = by.may(Permission.REPAIR_VISIT) and any(one.state == "accepted" for one in quotes)
    return accepted and bool(queries.unrecorded(order_id))
