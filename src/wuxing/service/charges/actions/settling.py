"""结算: what was recorded on the order is settled by payer, against what the customer accepted; issued, corrected, paid."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from wuxing.core import clock, numbering
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.reasons import say
from wuxing.customers.prices.queries import price_of
from wuxing.customers.prices.rules import amount_of
from wuxing.service.charges import queries, rules
from wuxing.service.charges.actions.quoting import lock_order
from wuxing.service.charges.models import Quote, Settlement, SettlementLine
from wuxing.service.charges.states import PAID_HOWS, QuoteState, SheetState
from wuxing.service.repair.actions.trace import leave, refuse
from wuxing.service.repair.models import WorkOrder, WorkOrderLine


@transaction.atomic
def settle(*, order_id: int, buyer: str | None = None, buyer_tax_number: str | None = None, by: Actor) -> Settlement:
    """结算: the order's lines as a settlement sheet, to be issued; a draft that is there is drawn up anew (step 6).

    A buyer that is not given stays as it is; an empty one is the customer, an empty tax number is none.
    Raises NotAllowed, NotFound, BadInput, RuleBroken (beyond what was accepted; a quote waits; a sheet was issued already).
    """
    by.require(Permission.QUOTE_MANAGE)
    _refuse_long(buyer=(buyer or "", 200), buyer_tax_number=(buyer_tax_number or "", 30))
    order = lock_order(order_id, by)
    standing = queries.sheet_of(order_id)
    if standing is not None and standing.state != SheetState.DRAFT:
        raise RuleBroken(say("sheet %(number)s was issued; correct it instead", number=standing.number))

    sheet = standing or _write(order, None, "", by)
    if buyer is not None or not sheet.buyer:
        sheet.buyer = (buyer or "").strip() or (order.customer.name if order.customer else "")
    if buyer_tax_number is not None:
        sheet.buyer_tax_number = buyer_tax_number.strip().upper()
    _draw_up(sheet, order, by)
    _leave("charges.settle", sheet, by)
    return sheet


def _write(order: WorkOrder, last: Settlement | None, why: str, by: Actor) -> Settlement:
    year = clock.today(by.zone).year
    return Settlement.objects.create(
        tenant_id=by.tenant_id,
        number=last.number if last else numbering.next_number("ST", by=by, year=year),
        version=last.version + 1 if last else 1,
        order=order,
        replaces=last,
        state=SheetState.DRAFT,
        total=Decimal(0),
        customer_total=Decimal(0),
        buyer=last.buyer if last else "",
        buyer_tax_number=last.buyer_tax_number if last else "",
        why_corrected=why,
        settled_by_id=by.user_id,
        settled_at=clock.now(),
    )


def _draw_up(sheet: Settlement, order: WorkOrder, by: Actor) -> None:
    """Put the order's lines on a draft, once the rule finds nothing beyond what the customer accepted."""
    lines = queries.recorded(order.pk)
    agreed = queries.agreed_of_order(order.pk)
    offered = [row for quote in agreed for row in queries.lines_of_quote(quote.pk)]
    charged = [_charge(line) for line in lines]
    sent = Quote.objects.filter(order=order).exclude(state=QuoteState.DRAFT)
    refuse(
        rules.why_not_settle(
            accepted=queries.charges_of(offered) if agreed or _asked(order) else None,
            charged=charged,
            waiting=sent.filter(state=QuoteState.SENT).exists(),
            names={one.key: one.text for one in charged},
        )
    )
    sheet.lines.all().delete()
    taxes = {
        charge.key: (row["tax_category"], row["tax_rate"])
        for charge, row in zip(queries.charges_of(offered), offered, strict=True)
    }
    product, area, today = queries.product_of(order), queries.place_of(order), clock.today(by.zone)
    for line in lines:
        price = price_of(line.kind, line.code, product, area, today) if line.code else None
        if price is not None:
            taxes.setdefault((line.kind, line.code), (price.item.tax_category, price.item.tax_rate))
    SettlementLine.objects.bulk_create(_line(sheet, place, line, taxes) for place, line in enumerate(lines, 1))
    sheet.total, sheet.customer_total = rules.total(charged), rules.by_payer(charged).get("customer", Decimal("0.00"))
    sheet.quotes = [
        [quote.number, quote.version, quote.answered_name, quote.answered_how, quote.answered_at.isoformat()]
        for quote in agreed
        if quote.answered_at
    ]
    sheet.settled_at, sheet.settled_by_id = clock.now(), by.user_id
    sheet.save(
        update_fields=["total", "customer_total", "quotes", "buyer", "buyer_tax_number", "settled_at", "settled_by"]
    )


def _asked(order: WorkOrder) -> bool:
    """Say whether the customer was ever asked for their word on costs of their own: then only what they accepted counts."""
    return Quote.objects.filter(order=order, customer_total__gt=0).exclude(state=QuoteState.DRAFT).exists()


def _charge(line: WorkOrderLine) -> rules.Charge:
    return rules.Charge(line.kind, line.code, line.name, line.quantity, line.unit_price, line.payer)


def _line(sheet: Settlement, place: int, line: WorkOrderLine, taxes: dict[Any, Any]) -> SettlementLine:
    category, rate = taxes.get(_charge(line).key, ("", Decimal(0)))
    return SettlementLine(
        tenant_id=sheet.tenant_id,
        settlement=sheet,
        place=place,
        kind=line.kind,
        code=line.code,
        text=line.name,
        quantity=line.quantity,
        unit_price=line.unit_price,
        amount=amount_of(line.quantity, line.unit_price),
        payer=line.payer,
        tax_category=category,
        tax_rate=rate,
        line=line,
    )


@transaction.atomic
def issue(*, sheet_id: int, by: Actor) -> Settlement:
    """开出结算单: from now on it is changed only by a correction. Raises NotAllowed, NotFound, RuleBroken (empty; issued)."""
    by.require(Permission.QUOTE_MANAGE)
    sheet = queries.lock_sheet(sheet_id)
    order = lock_order(sheet.order_id, by)
    refuse(rules.why_not_issue(sheet.state, len(queries.recorded(order.pk))))
    _draw_up(sheet, order, by)  # the lines as they are now, and the rule asked again

    sheet.state, sheet.issued_at, sheet.issued_by_id = SheetState.ISSUED, clock.now(), by.user_id
    sheet.issued_on = clock.today(by.zone)
    sheet.save(update_fields=["state", "issued_at", "issued_by", "issued_on"])
    _leave("charges.issue", sheet, by)
    return sheet


@transaction.atomic
def correct(*, sheet_id: int, reason: str, by: Actor) -> Settlement:
    """更正结算单: the issued sheet stays as it was; a new version is drawn up from the order's lines of today.

    Raises NotAllowed, NotFound, BadInput (no reason), RuleBroken (not issued; beyond what was accepted).
    """
    by.require(Permission.QUOTE_MANAGE)
    _refuse_long(reason=(reason, 300))
    if not reason.strip():
        raise BadInput({"reason": say("say why the sheet is corrected")})
    old = queries.lock_sheet(sheet_id)
    order = lock_order(old.order_id, by)
    refuse(rules.why_not_change_sheet(old.state, SheetState.CORRECTED))

    old.state = SheetState.CORRECTED
    old.save(update_fields=["state"])
    made = _write(order, old, reason.strip(), by)
    _draw_up(made, order, by)
    _leave("charges.correct", made, by, reason=reason.strip(), before=old.total)
    return made


@transaction.atomic
def note_payment(*, sheet_id: int, paid_on: date, how: str, note: str = "", by: Actor) -> Settlement:
    """记录收款: that the customer paid elsewhere is noted: who noted it, how it was paid, when. No money moves here.

    What was noted on the versions before counts: this settles what is left, or notes that too much was paid back.

    Raises NotAllowed, NotFound, BadInput (how, day), RuleBroken (not issued; noted already; nothing to pay).
    """
    by.require(Permission.QUOTE_MANAGE)
    _refuse_long(note=(note, 300))
    if how not in PAID_HOWS:
        raise BadInput({"how": say("choose how it was paid")})
    if paid_on > clock.today(by.zone):
        raise BadInput({"paid_on": say("this day has not come yet")})
    sheet = queries.lock_sheet(sheet_id)
    lock_order(sheet.order_id, by)
    if sheet.state != SheetState.ISSUED:
        refuse(say("only an issued sheet is paid"))
    if sheet.paid_on:
        refuse(say("it is noted already that this was paid on %(day)s", day=sheet.paid_on))
    amount = queries.balance_of(sheet)
    if not amount:
        refuse(say("the customer has nothing to pay on this sheet"))

    sheet.paid_on, sheet.paid_how, sheet.paid_note = paid_on, how, note.strip()
    sheet.paid_by_id, sheet.paid_at = by.user_id, clock.now()
    sheet.save(update_fields=["paid_on", "paid_how", "paid_note", "paid_by", "paid_at"])
    _leave("charges.pay", sheet, by, paid_on=paid_on, how=how, note=sheet.paid_note, amount=amount)
    return sheet


def _refuse_long(**texts: tuple[str, int]) -> None:
    long = {name: limit for name, (text, limit) in texts.items() if len(text.strip()) > limit}
    if long:
        raise BadInput({name: say("at most %(limit)s characters", limit=limit) for name, limit in long.items()})


def _leave(event: str, sheet: Settlement, by: Actor, **payload: Any) -> None:
    sums = rules.by_payer(queries.charges_of(queries.lines_of_sheet(sheet.pk)))
    leave(
        event, by=by, target=sheet, request_id=sheet.order.request_id, number=sheet.number, version=sheet.version,
        total=sheet.total, by_payer={payer: str(amount) for payer, amount in sums.items()},
        quotes=[[*one[:2], *one[3:]] for one in sheet.quotes], **payload,
    )  # fmt: skip
