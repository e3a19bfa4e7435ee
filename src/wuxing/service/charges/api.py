"""Quotes and settlement by machine: the same actions as the pages."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status

from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput
from wuxing.core.reasons import say
from wuxing.core.refusals import ANSWERS
from wuxing.service.charges import actions, drawing, exporting, queries, rules
from wuxing.service.charges.models import Quote, Settlement
from wuxing.service.charges.states import How
from wuxing.service.charges.views import panel
from wuxing.service.charges.views.sheets import month_of
from wuxing.service.repair.api.shapes import actor_of, order_of

router = Router()


class OfferIn(Schema):
    """A line: price left open, of the price book; payer left open, as the warranty proposes."""

    kind: Literal["labour", "part", "travel", "other"]
    code: str = ""
    text: str = ""
    quantity: Decimal = Decimal(1)
    unit_price: Decimal | None = None
    payer: Literal["", "customer", "us", "manufacturer", "insurer"] = ""
    price_reason: str = ""
    payer_reason: str = ""


class QuoteIn(Schema):
    """An offer for an order, or for an item in the workshop."""

    order_id: int | None = None
    item_id: int | None = None
    lines: list[OfferIn]
    valid_until: date | None = None
    note: str = ""


class ChangeIn(Schema):
    """Other lines; a reason where the customer was sent the quote."""

    lines: list[OfferIn]
    reason: str = ""
    valid_until: date | None = None
    note: str | None = None


class WordIn(Schema):
    """The customer's signature under a quote: a drawing as PNG data URL; or the typed name, and `not_drawn` says why."""

    name: str
    drawing: str = ""
    not_drawn: str = ""


class DeclineIn(Schema):
    """Who declined, and what they said."""

    name: str = ""
    reason: str = ""


class LineOut(Schema):
    """A line of a quote or a sheet."""

    place: int
    kind: str
    code: str
    text: str
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal
    payer: str
    tax_category: str
    tax_rate: Decimal
    price_id: int | None = None
    price_reason: str = ""
    proposed_payer: str = ""
    payer_reason: str = ""


class QuoteOut(Schema):
    """One version of a quote with its lines."""

    id: int
    number: str
    version: int
    order_id: int
    item_id: int | None
    replaces_id: int | None
    state: str
    valid_until: date
    note: str
    why_changed: str
    total: Decimal
    customer_total: Decimal
    sent_at: datetime | None
    answered_at: datetime | None
    answered_how: str
    answered_name: str
    answer: str
    signed: str = ""  # drawn, or typed: by name alone
    not_drawn: str = ""
    lines: list[LineOut]


class BuyerIn(Schema):
    """The buyer as the e-invoice shall name them."""

    buyer: str | None = None
    buyer_tax_number: str | None = None


class ChargeReasonIn(Schema):
    """Why."""

    reason: str


class PaidIn(Schema):
    """That it was paid elsewhere."""

    paid_on: date
    how: Literal["cash", "transfer", "wechat", "alipay", "card", "other"]
    note: str = ""


class SheetOut(Schema):
    """One version of a settlement sheet with its lines."""

    id: int
    number: str
    version: int
    order_id: int
    replaces_id: int | None
    state: str
    total: Decimal
    customer_total: Decimal
    buyer: str
    buyer_tax_number: str
    why_corrected: str
    quotes: list[list[Any]]
    issued_at: datetime | None
    paid_on: date | None
    paid_how: str
    paid_note: str
    payments: list[rules.Payment]
    balance: Decimal
    lines: list[LineOut]


def _quote(row: Quote, by: Actor) -> QuoteOut:
    more = ("id", "lines", "signed", "not_drawn")
    own = {name: getattr(row, name) for name in QuoteOut.model_fields if name not in more}
    signing = queries.signing_of(row)
    own |= {"signed": signing["method"], "not_drawn": signing["not_drawn"]}
    own["answered_name"] = panel.seen(row.answered_name, row.order, by)
    return QuoteOut(id=row.pk, lines=[LineOut(**line) for line in queries.lines_of_quote(row.pk)], **own)


def _sheet(row: Settlement, by: Actor) -> SheetOut:
    paid = queries.payments_of(row)
    more = ("id", "lines", "payments", "balance")
    own = {name: getattr(row, name) for name in SheetOut.model_fields if name not in more}
    own |= {"balance": rules.balance(row.customer_total, paid), "payments": list(paid)}
    own |= {"buyer": panel.buyer_of(row, by), "quotes": panel.accepted_by(row, by)}
    return SheetOut(id=row.pk, lines=[LineOut(**line) for line in queries.lines_of_sheet(row.pk)], **own)


@router.post("/quotes", response={201: QuoteOut, **ANSWERS}, summary="报价: write an offer")
def draft_quote(request: HttpRequest, body: QuoteIn) -> Status[QuoteOut]:
    """Write an offer for an order or an item in the workshop."""
    by = actor_of(request)
    return Status(201, _quote(actions.draft_quote(by=by, **body.model_dump()), by))


@router.get("/quotes/{quote_id}", response={200: QuoteOut, **ANSWERS}, summary="one version of a quote")
def one_quote(request: HttpRequest, quote_id: int) -> QuoteOut:
    """Return a quote with where its prices and payers come from."""
    by = acting(request, Permission.REPAIR_READ)
    return _quote(queries.quote_with_id(quote_id), by)


@router.get("/orders/{order_id}/quotes", response={200: list[QuoteOut], **ANSWERS}, summary="the quotes of an order")
def quotes_of_order(request: HttpRequest, order_id: int) -> list[QuoteOut]:
    """List every version of an order's quotes, newest first."""
    by = acting(request, Permission.REPAIR_READ)
    return [_quote(row, by) for row in queries.quotes_of(order_of(order_id).pk)]


@router.post("/quotes/{quote_id}/change", response={200: QuoteOut, **ANSWERS}, summary="改报价")
def change(request: HttpRequest, quote_id: int, body: ChangeIn) -> QuoteOut:
    """Change a draft, or write the next version of what was sent."""
    by = actor_of(request)
    return _quote(actions.change(quote_id=quote_id, by=by, **body.model_dump()), by)


@router.post("/quotes/{quote_id}/send", response={200: QuoteOut, **ANSWERS}, summary="送出报价")
def send(request: HttpRequest, quote_id: int) -> QuoteOut:
    """Send a quote to the customer."""
    by = actor_of(request)
    return _quote(actions.send(quote_id=quote_id, by=by), by)


@router.post("/quotes/{quote_id}/accept", response={200: QuoteOut, **ANSWERS}, summary="客户签字接受报价")
def accept(request: HttpRequest, quote_id: int, body: WordIn) -> QuoteOut:
    """Take the customer's signature under a quote; by the link the customer accepts on their own page."""
    how = How.SIGNATURE
    by = actor_of(request)
    return _quote(actions.accept(quote_id=quote_id, how=how, by=by, **body.model_dump()), by)


@router.post("/quotes/{quote_id}/decline", response={200: QuoteOut, **ANSWERS}, summary="谢绝报价")
def decline(request: HttpRequest, quote_id: int, body: DeclineIn) -> QuoteOut:
    """Put on record that the customer declined."""
    by = actor_of(request)
    return _quote(actions.decline(quote_id=quote_id, how=How.SIGNATURE, by=by, **body.model_dump()), by)


@router.post("/quotes/{quote_id}/expire", response={200: QuoteOut, **ANSWERS}, summary="报价过期")
def expire(request: HttpRequest, quote_id: int) -> QuoteOut:
    """End an offer whose last day has passed."""
    by = actor_of(request)
    return _quote(actions.expire(quote_id=quote_id, by=by), by)


@router.post("/orders/{order_id}/record_quoted", response={200: list[int], **ANSWERS}, summary="按报价记录")
def record_quoted(request: HttpRequest, order_id: int) -> list[int]:
    """Enter what was accepted as lines of the order; the answer names the new lines."""
    return [line.pk for line in actions.record_quoted(order_id=order_id, by=actor_of(request))]


@router.post("/orders/{order_id}/settle", response={200: SheetOut, **ANSWERS}, summary="结算")
def settle(request: HttpRequest, order_id: int, body: BuyerIn) -> SheetOut:
    """Draw up the settlement sheet of an order."""
    by = actor_of(request)
    return _sheet(actions.settle(order_id=order_id, by=by, **body.model_dump()), by)


@router.get("/settlements/{sheet_id}", response={200: SheetOut, **ANSWERS}, summary="one settlement sheet")
def one_sheet(request: HttpRequest, sheet_id: int) -> SheetOut:
    """Return a settlement sheet."""
    by = acting(request, Permission.REPAIR_READ)
    return _sheet(queries.sheet_with_id(sheet_id), by)


@router.get("/settlements/{sheet_id}/sheet.pdf", summary="结算单 PDF")
def sheet_pdf(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Return a settlement sheet on paper."""
    by = acting(request, Permission.REPAIR_READ)
    return HttpResponse(drawing.pdf_of(queries.sheet_with_id(sheet_id), by), content_type="application/pdf")


@router.post("/settlements/{sheet_id}/issue", response={200: SheetOut, **ANSWERS}, summary="开出结算单")
def issue(request: HttpRequest, sheet_id: int) -> SheetOut:
    """Issue a settlement sheet."""
    by = actor_of(request)
    return _sheet(actions.issue(sheet_id=sheet_id, by=by), by)


@router.post("/settlements/{sheet_id}/correct", response={200: SheetOut, **ANSWERS}, summary="更正结算单")
def correct(request: HttpRequest, sheet_id: int, body: ChargeReasonIn) -> SheetOut:
    """Draw up the corrected version of an issued sheet; the answer is the new one."""
    by = actor_of(request)
    return _sheet(actions.correct(sheet_id=sheet_id, reason=body.reason, by=by), by)


@router.post("/settlements/{sheet_id}/pay", response={200: SheetOut, **ANSWERS}, summary="记录收款")
def pay(request: HttpRequest, sheet_id: int, body: PaidIn) -> SheetOut:
    """Note that the customer paid elsewhere."""
    by = actor_of(request)
    return _sheet(actions.note_payment(sheet_id=sheet_id, by=by, **body.model_dump()), by)


@router.get("/invoice-data/{month}", response={200: dict[str, Any], **ANSWERS}, summary="电子发票数据")
def invoice_data(request: HttpRequest, month: str) -> dict[str, Any]:
    """Return what an e-invoice system needs of the sheets issued in a month (2026-11); no official form was compared."""
    by = acting(request, Permission.QUOTE_MANAGE)
    first = month_of(month)
    if first is None:
        raise BadInput({"month": say("write the month as 2026-11")})
    rows = exporting.rows_of(queries.sheets_of_month(first), by)
    return {"about": exporting.ABOUT, "month": month, "currency": "CNY", "lines": rows}
