"""Quotes that customers accepted before anybody was sent, as the single actions leave them. Invented.

They are told of orders that are over, so the rows and their trace are written here; nobody is sent a message about the past.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from wuxing.core import clock, ledger, numbering
from wuxing.core.actors import Actor
from wuxing.customers.prices.queries import price_of
from wuxing.service.charges import queries
from wuxing.service.charges.models import Quote, QuoteLine
from wuxing.service.charges.states import VALID_DAYS, How, QuoteState
from wuxing.service.repair.models import WorkOrder, WorkOrderLine

_MINUTE = timedelta(minutes=1)
_NAMED = "按现场工时定价"


def agree(order: WorkOrder, by: Actor, customer: Actor) -> Quote | None:
    """Offer what the order came to, between its being written and the technician being sent; None where that was too quick."""
    lines = list(order.lines.filter(struck_at=None).order_by("pk"))
    sent_at, answered_at = order.written_at + 2 * _MINUTE, order.written_at + 9 * _MINUTE
    if not lines or order.dispatched_at is None or order.dispatched_at <= answered_at:
        return None
    name = order.request.contact.name if order.request.contact else "客户"
    with clock.telling(order.written_at + _MINUTE):
        quote = _written(order, lines, by)
        quote.save(force_insert=True)
        QuoteLine.objects.bulk_create(_line(quote, place, one, order) for place, one in enumerate(lines, 1))
    quote.state, quote.sent_at = QuoteState.SENT, sent_at
    quote.save(update_fields=["state", "sent_at"])
    quote.state, quote.answered_at, quote.answered_how, quote.answered_name = (
        QuoteState.ACCEPTED, answered_at, How.LINK, name,
    )  # fmt: skip
    quote.save(update_fields=["state", "answered_at", "answered_how", "answered_name"])
    offered = [
        {
            "kind": one.kind, "code": one.code, "text": one.name, "quantity": str(one.quantity),
            "unit_price": str(one.unit_price), "payer": one.payer,
        }
        for one in lines
    ]  # fmt: skip
    offer = {"replaces": None, "lines": offered}
    _leave("charges.quote_draft", quote, quote.written_at, by, **offer)
    _leave("charges.quote_send", quote, sent_at, by, **offer, valid_until=quote.valid_until)
    _leave("charges.quote_accept", quote, answered_at, customer, how=How.LINK, name=name)
    return quote


def _written(order: WorkOrder, lines: list[WorkOrderLine], by: Actor) -> Quote:
    today = clock.today(by.zone)
    sums = [(one.quantity * one.unit_price, one.payer) for one in lines]
    return Quote(
        tenant_id=by.tenant_id,
        number=numbering.next_number("QT", by=by, year=today.year),
        version=1,
        order=order,
        state=QuoteState.DRAFT,
        valid_until=today + timedelta(days=VALID_DAYS),
        decision=order.request.entitlement,
        total=sum((amount for amount, _payer in sums), Decimal("0.00")),
        customer_total=sum((amount for amount, payer in sums if payer == "customer"), Decimal("0.00")),
        written_by_id=by.user_id,
        written_at=clock.now(),
        sent_by_id=by.user_id,
    )


def _line(quote: Quote, place: int, one: WorkOrderLine, order: WorkOrder) -> QuoteLine:
    price = price_of(one.kind, one.code, queries.product_of(order), queries.place_of(order), clock.today())
    book = price if price and price.amount == one.unit_price else None
    return QuoteLine(
        tenant_id=quote.tenant_id,
        quote=quote,
        place=place,
        kind=one.kind,
        code=one.code,
        text=one.name,
        quantity=one.quantity,
        unit_price=one.unit_price,
        amount=one.quantity * one.unit_price,
        payer=one.payer,
        proposed_payer=one.payer,
        price=book,
        price_reason="" if book else _NAMED,
        tax_category=book.item.tax_category if book else "",
        tax_rate=book.item.tax_rate if book else Decimal(0),
    )


def _leave(event: str, quote: Quote, at: datetime, by: Actor, **payload: Any) -> None:
    with clock.telling(at):
        ledger.record(
            event, by=by, target=quote, case=("service_request", quote.order.request_id), number=quote.number,
            version=quote.version, item_id=None, total=quote.total, customer_total=quote.customer_total, **payload,
        )  # fmt: skip
