"""The quote on the customer's page: what it costs, until when it stands, and the word that they give on it."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from wuxing.core import clock, wording
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.reasons import Reason, say
from wuxing.service.charges import actions, queries, rules
from wuxing.service.charges.models import Quote
from wuxing.service.charges.states import How, QuoteState
from wuxing.service.charges.views import words
from wuxing.service.charges.views.panel import quote_facts, settled_facts, sheet_facts
from wuxing.service.doors.blocks import block, door_act
from wuxing.service.doors.door import Door
from wuxing.service.repair.models import WorkOrder

TO_CUSTOMER: dict[str, Reason] = words.QUOTE_WORDS | {
    "sent": say("waits for your answer"),
    "accepted": say("you accepted it"),
    "declined": say("you declined it"),
}


def _payer(row: dict[str, Any]) -> str:
    return wording.text(say("you pay")) if row["payer"] == "customer" else str(row["payer_word"])


def _shown(quote: Quote, door: Door, *, open_now: bool) -> dict[str, Any]:
    lines = queries.lines_of_quote(quote.pk) if door.verified else []
    return quote_facts(quote) | {
        "word": words.word(TO_CUSTOMER, quote.state),
        "lines": [row | {"payer_word": _payer(row)} for row in words.line_rows(_plain(lines))],
        "sums": words.sums(lines),
        "note": quote.note,
        "costs": quote.customer_total > 0,
        "open": open_now and quote.valid_until >= clock.today(door.actor.zone),
    }


def _plain(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return lines as the customer sees them: not where our price comes from, nor who else was proposed to pay."""
    ours = ("book", "price_reason", "proposed_payer", "payer_reason")
    return [{name: value for name, value in row.items() if name not in ours} for row in lines]


@block("quote", order=30, reads=lambda order: [(queries.all_quotes, order.pk), (queries.standing_sheet, order.pk)])
def quote(order: WorkOrder, door: Door) -> dict[str, Any] | None:
    """Tell what waits for the customer's word, what they accepted, and the issued sheet; prices after the four digits."""
    newest: dict[int | None, Quote] = {}
    for one in queries.quotes_of(order.pk):
        if one.state != QuoteState.DRAFT:
            newest.setdefault(one.item_id, one)
    sheet = queries.sheet_of(order.pk)
    issued = sheet if sheet and sheet.state == "issued" else None
    if not newest and issued is None:
        return None
    return {
        "quotes": [_shown(one, door, open_now=one.state == QuoteState.SENT) for one in newest.values()],
        "sheet": sheet_facts(issued) | settled_facts(issued) if issued else None,
        "accept_url": door.url("quote", "accept"),
        "decline_url": door.url("quote", "decline"),
        "name": order.request.contact.name if door.verified and order.request.contact else "",
    }


def _asked(request: HttpRequest, order: WorkOrder) -> Quote:
    """Return the quote that was answered: one of this order, in the very version that was looked at."""
    typed = request.POST.get("quote", "")
    found = queries.quote_with_id(int(typed)) if typed.isdecimal() and len(typed) < 18 else None
    if found is None or found.order_id != order.pk:
        raise RuleBroken(say("this quote is not there any more; look at the page again"))
    return found


@door_act("quote", "accept")
def accept(request: HttpRequest, order: WorkOrder, door: Door) -> str:
    """Take the customer's yes to the version that they were shown."""
    found = _asked(request, order)
    if request.POST.get("agreed") != "yes":
        raise BadInput({"agreed": say("tick that you agree to the amount that you pay")})
    if reason := rules.why_not_change_quote(found.state, QuoteState.ACCEPTED):
        raise RuleBroken(reason)
    actions.accept(quote_id=found.pk, how=How.LINK, name=request.POST.get("name", ""), by=door.actor)
    return _("Thank you: you have accepted the quote.")


@door_act("quote", "decline")
def decline(request: HttpRequest, order: WorkOrder, door: Door) -> str:
    """Take the customer's no."""
    found = _asked(request, order)
    name, reason = request.POST.get("name", ""), request.POST.get("reason", "")
    actions.decline(quote_id=found.pk, how=How.LINK, name=name, reason=reason, by=door.actor)
    return _("You have declined the quote. Nothing that costs you money is done.")
