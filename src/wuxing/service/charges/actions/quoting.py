"""报价: an offer written, changed and sent. What the customer was sent stays; a change is a new version (states.md 2)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import transaction

from wuxing.core import clock, numbering
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.reasons import Reason, say
from wuxing.customers.models import Price
from wuxing.customers.prices.queries import price_of
from wuxing.customers.prices.rules import amount_of
from wuxing.service.bench_repair.actions.quoted import follow
from wuxing.service.charges import queries, rules
from wuxing.service.charges.actions.saying import tell_sent
from wuxing.service.charges.actions.waiting import wait_for_word
from wuxing.service.charges.models import Quote, QuoteLine
from wuxing.service.charges.rules.refusals import MOST_LINES
from wuxing.service.charges.states import VALID_DAYS, QuoteState
from wuxing.service.repair import queries as repairs
from wuxing.service.repair import states as repair_states
from wuxing.service.repair.actions.trace import leave, refuse
from wuxing.service.repair.models import WorkOrder

LONGEST = {"text": 200, "code": 60, "price_reason": 300, "payer_reason": 300}


@dataclass(frozen=True, slots=True)
class Offer:
    """One line as a person gives it. Price left open: of the price book. Payer left open: as the warranty proposes."""

    kind: str
    code: str = ""
    text: str = ""
    quantity: Decimal = Decimal(1)
    unit_price: Decimal | None = None
    payer: str = ""
    price_reason: str = ""
    payer_reason: str = ""


Lines = Iterable[Offer | Mapping[str, Any]]


def lock_order_of(quote_id: int) -> None:
    """Lock the order of a quote before the quote: whoever holds both took them in one order."""
    orders = Quote.objects.filter(pk=quote_id).values("order_id")
    list(WorkOrder.objects.select_for_update().filter(pk__in=orders).values_list("pk"))


def lock_order(order_id: int, by: Actor) -> WorkOrder:
    """Return an order, locked: any one for the desk and the workshop, one's own for a technician on the road."""
    if by.may(Permission.REPAIR_VISIT) and not by.may(Permission.REPAIR_DISPATCH):
        return repairs.lock_order_of_technician(order_id, by)
    return repairs.lock_order(order_id)


@transaction.atomic
def draft_quote(
    *,
    order_id: int | None = None,
    item_id: int | None = None,
    lines: Lines = (),
    valid_until: date | None = None,
    note: str = "",
    by: Actor,
) -> Quote:
    """报价: write an offer for an order, or for one of its items in the workshop; prices and payers are proposed.

    Raises NotAllowed, NotFound, BadInput (what is wrong, by line and field), RuleBroken (one is there already; order over).
    """
    by.require(Permission.QUOTE_MANAGE)
    order = lock_order(_order_of(order_id, item_id), by)
    if order.state not in repair_states.OPEN_ORDERS:
        raise RuleBroken(say("this order is over; nothing more is offered on it"))
    last = queries.current_quote((queries.ORDER, order.pk) if item_id is None else ("bench_item", item_id))
    if last is not None and last.state in (QuoteState.DRAFT, QuoteState.SENT, QuoteState.ACCEPTED):
        raise RuleBroken(say("quote %(number)s is there already; change that one", number=last.number))
    _refuse_long(note=(note, 500))

    made = _write(order, item_id, last, valid_until, note.strip(), "", by)
    _put_lines(made, order, lines, by)
    _leave("charges.quote_draft", made, by)
    return made


def _order_of(order_id: int | None, item_id: int | None) -> int:
    """Return the order that an offer is for: that of the item, where it is for one."""
    if item_id is None:
        if order_id is None:
            raise BadInput({"order_id": say("name the order")})
        return order_id
    items = apps.get_model("service", "BenchItem").objects.filter(pk=item_id)
    found = items.values_list("order_id", flat=True).first()
    if found is None or order_id not in (None, found):
        raise NotFound(say("there is no item %(id)s in the workshop", id=item_id))
    return int(found)


def _write(
    order: WorkOrder, item_id: int | None, last: Quote | None, until: date | None, note: str, why: str, by: Actor
) -> Quote:
    today = clock.today(by.zone)
    number = last.number if last else numbering.next_number("QT", by=by, year=today.year)
    return Quote.objects.create(
        tenant_id=by.tenant_id,
        number=number,
        version=last.version + 1 if last else 1,
        order=order,
        item_id=item_id,
        replaces=last,
        state=QuoteState.DRAFT,
        valid_until=until or today + timedelta(days=VALID_DAYS),
        note=note,
        why_changed=why,
        decision=order.request.entitlement,
        written_by_id=by.user_id,
        written_at=clock.now(),
    )


@transaction.atomic
def change(
    *,
    quote_id: int,
    lines: Lines,
    reason: str = "",
    valid_until: date | None = None,
    note: str | None = None,
    by: Actor,
) -> Quote:
    """改报价: other lines. A draft is rewritten; what was sent or answered stays and gets a new version with its reason.

    Raises NotAllowed, NotFound, BadInput (by line and field), RuleBroken (a newer version is there; no reason given).
    """
    by.require(Permission.QUOTE_MANAGE)
    lock_order_of(quote_id)
    quote = queries.lock_quote(quote_id)
    order = lock_order(quote.order_id, by)
    _refuse_long(reason=(reason, 300), note=(note or "", 500))
    refuse(rules.why_not_change(quote.state, newer=quote.newer.exists(), reason=reason))
    if quote.state != QuoteState.DRAFT and order.state not in repair_states.OPEN_ORDERS:
        raise RuleBroken(say("this order is over; nothing more is offered on it"))

    kept = quote.note if note is None else note.strip()
    if quote.state == QuoteState.DRAFT:
        quote.lines.all().delete()
        quote.valid_until, quote.note = valid_until or quote.valid_until, kept
        quote.decision = order.request.entitlement
        quote.save(update_fields=["valid_until", "note", "decision"])
    else:
        quote = _write(order, quote.item_id, quote, valid_until, kept, reason.strip(), by)
    _put_lines(quote, order, lines, by)
    _leave("charges.quote_change", quote, by, reason=reason.strip())
    return quote


def _put_lines(quote: Quote, order: WorkOrder, lines: Lines, by: Actor) -> None:
    """Keep the lines of a draft, with the price book's and the warranty's proposals beside what was chosen."""
    offers = [one if isinstance(one, Offer) else _offer(one) for one in lines]
    if len(offers) > MOST_LINES:
        raise BadInput({"lines": say("at most %(limit)s lines", limit=MOST_LINES)})
    cover = queries.cover_of(quote.decision)
    product, area, today = queries.product_of(order), queries.place_of(order), clock.today(by.zone)
    rows: list[QuoteLine] = []
    wrong: dict[str, Reason] = {}
    for place, offer in enumerate(offers):
        book = price_of(offer.kind, offer.code, product, area, today) if offer.code else None
        made, faults = _lines_of(offer, book, cover)
        wrong |= {f"lines.{place}.{field}": reason for field, reason in faults.items()}
        rows += made
    if wrong:
        raise BadInput(dict(wrong))
    for place, row in enumerate(rows, 1):
        row.tenant_id, row.quote, row.place = by.tenant_id, quote, place
    QuoteLine.objects.bulk_create(rows)
    charges = [rules.Charge(r.kind, r.code, r.text, r.quantity, r.unit_price, r.payer) for r in rows]
    sums = rules.by_payer(charges)
    quote.total, quote.customer_total = rules.total(charges), sums.get("customer", Decimal("0.00"))
    quote.save(update_fields=["total", "customer_total"])


def _offer(given: Mapping[str, Any]) -> Offer:
    known = {field.name for field in fields(Offer)}
    if unknown := set(given) - known:
        raise BadInput({"lines": say("a line has no %(names)s", names=", ".join(sorted(unknown)))})
    return Offer(**given)


def _lines_of(offer: Offer, book: Price | None, cover: rules.Cover) -> tuple[list[QuoteLine], dict[str, Reason]]:
    """Return the rows of one offer, two where the warranty covers a part of it and nobody chose a payer."""
    text = offer.text.strip() or (book.item.name if book else "")
    price = offer.unit_price if offer.unit_price is not None else book.amount if book else Decimal("nan")
    proposed = rules.proposed_payers(offer.kind, cover)
    payer = offer.payer or proposed[-1][0]
    faults = rules.why_not_line(
        kind=offer.kind, text=text, quantity=offer.quantity, unit_price=price, payer=payer, proposed=proposed[-1][0],
        payer_reason=offer.payer_reason, book=book.amount if book else None, price_reason=offer.price_reason,
    )  # fmt: skip
    for field, limit in LONGEST.items():
        if len(getattr(offer, field).strip()) > limit:
            faults[field] = say("at most %(limit)s characters", limit=limit)
    if faults:
        return [], faults
    shares = proposed if not offer.payer else ((payer, 100),)
    return [
        QuoteLine(
            kind=offer.kind,
            code=offer.code.strip(),
            text=text,
            quantity=offer.quantity,
            unit_price=part,
            amount=amount_of(offer.quantity, part),
            payer=who,
            proposed_payer=proposed[-1][0] if offer.payer else who,
            payer_reason=offer.payer_reason.strip() if offer.payer else "",
            price=book,
            price_reason=offer.price_reason.strip(),
            tax_category=book.item.tax_category if book else "",
            tax_rate=book.item.tax_rate if book else Decimal(0),
        )
        for who, part in rules.split(price, shares)
    ], {}


@transaction.atomic
def send(*, quote_id: int, by: Actor) -> Quote:
    """送出报价: the customer may answer it now; a version that waited before has expired by it. The order waits for the word.

    Raises NotAllowed, NotFound, RuleBroken (no lines; its last day has passed; sent already).
    """
    by.require(Permission.QUOTE_MANAGE)
    lock_order_of(quote_id)
    quote = queries.lock_quote(quote_id)
    order = lock_order(quote.order_id, by)
    today = clock.today(by.zone)
    refuse(rules.why_not_send(quote.state, lines=quote.lines.count(), valid_until=quote.valid_until, today=today))
    now = clock.now()

    waiting = Quote.objects.filter(order_id=quote.order_id, item_id=quote.item_id, state=QuoteState.SENT)
    for old in waiting.select_for_update():
        old.state, old.expired_at = QuoteState.EXPIRED, now
        old.save(update_fields=["state", "expired_at"])
        leave(
            "charges.quote_replace", by=by, target=old, request_id=order.request_id, number=old.number,
            version=old.version, item_id=old.item_id, newer=f"{quote.number} v{quote.version}",
        )  # fmt: skip
    quote.state, quote.sent_at, quote.sent_by_id = QuoteState.SENT, now, by.user_id
    quote.save(update_fields=["state", "sent_at", "sent_by"])
    _leave("charges.quote_send", quote, by, valid_until=quote.valid_until)
    follow(quote, by)
    wait_for_word(quote, order, by)
    tell_sent(quote, by)
    return quote


def _refuse_long(**texts: tuple[str, int]) -> None:
    long = {name: limit for name, (text, limit) in texts.items() if len(text.strip()) > limit}
    if long:
        raise BadInput({name: say("at most %(limit)s characters", limit=limit) for name, limit in long.items()})


def _leave(event: str, quote: Quote, by: Actor, **payload: Any) -> None:
    """Leave a trace with what the quote offers: its lines are kept word for word."""
    offered = [
        {name: str(row[name]) for name in ("kind", "code", "text", "quantity", "unit_price", "payer")}
        for row in queries.lines_of_quote(quote.pk)
    ]
    leave(
        event, by=by, target=quote, request_id=quote.order.request_id, number=quote.number, version=quote.version,
        item_id=quote.item_id, replaces=quote.replaces_id,
        total=quote.total, customer_total=quote.customer_total, lines=offered, **payload,
    )  # fmt: skip


__all__ = ["Offer", "change", "draft_quote", "lock_order", "send"]
