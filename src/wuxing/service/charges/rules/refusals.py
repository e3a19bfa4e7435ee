"""What refuses, and why: lines, quotes, work that waits for a word, settlement. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from wuxing.core.reasons import Reason, say
from wuxing.customers.prices.rules import FEN, KINDS, is_money
from wuxing.service.charges.rules.sums import Charge
from wuxing.service.charges.states import PAYERS, QUOTE, SHEET, QuoteState, SheetState
from wuxing.service.repair.rules.refusals import why_not_change_order
from wuxing.service.repair.rules.words import PAYERS as PAYERS_SAID
from wuxing.service.repair.states import OrderState

MOST_LINES = 200
QUOTE_WORDS: dict[str, Reason] = {
    "draft": say("draft of a quote"),
    "sent": say("sent, waits for the customer"),
    "accepted": say("accepted by the customer"),
    "declined": say("declined by the customer"),
    "expired": say("expired"),
}
SHEET_WORDS: dict[str, Reason] = {
    "draft": say("draft of a settlement"),
    "issued": say("sheet issued"),
    "corrected": say("corrected by a newer one"),
}
PAYER_WORDS = PAYERS_SAID
HOW_WORDS: dict[str, Reason] = {"link": say("by the link"), "signature": say("by signature")}
PAID_WORDS: dict[str, Reason] = {
    "cash": say("in cash"),
    "transfer": say("by bank transfer"),
    "wechat": say("by WeChat"),
    "alipay": say("by Alipay"),
    "card": say("by card"),
    "other": say("in another way"),
}


def why_not_line(
    *, kind: str, text: str, quantity: Decimal, unit_price: Decimal, payer: str, proposed: str, payer_reason: str,
    book: Decimal | None, price_reason: str,
) -> dict[str, Reason]:  # fmt: skip
    """Return what is wrong with a line of a quote, by field; another price or payer than proposed needs its reason."""
    wrong = {}
    if kind not in KINDS:
        wrong["kind"] = say("choose part, labour, travel or other")
    if not text.strip():
        wrong["text"] = say("name the part or the charge")
    if not quantity.is_finite() or not 0 < quantity <= 99999 or quantity != quantity.quantize(FEN):
        wrong["quantity"] = say("give a quantity above zero")
    if not is_money(unit_price):
        wrong["unit_price"] = say("give a price of zero or more")
    elif unit_price != book and not price_reason.strip():
        wrong["price_reason"] = (
            say("this is not in the price book: say where the price comes from")
            if book is None
            else say("the price book says ¥%(price)s: say why another price", price=book)
        )
    if payer not in PAYERS:
        wrong["payer"] = say("choose who pays")
    elif payer != proposed and not payer_reason.strip():
        wrong["payer_reason"] = say("the warranty proposes: %(payer)s. Say why another", payer=PAYER_WORDS[proposed])
    return wrong


def why_not_change_quote(state: str, to: QuoteState) -> Reason | None:
    """Return why a quote may not become `to` (states.md section 2)."""
    if to in QUOTE[QuoteState(state)]:
        return None
    if to == QuoteState.ACCEPTED and state == QuoteState.DRAFT:
        return say("send the quote first: the customer accepts what they were sent")
    return say("this quote is %(state)s", state=QUOTE_WORDS[state])


def why_not_change_sheet(state: str, to: SheetState) -> Reason | None:
    """Return why a settlement sheet may not become `to`."""
    return None if to in SHEET[SheetState(state)] else say("this sheet is %(state)s", state=SHEET_WORDS[state])


def why_not_change(state: str, *, newer: bool, reason: str) -> Reason | None:
    """Return why a quote's lines may not be changed: a newer version is there; what was sent changes with a reason."""
    if newer:
        return say("a newer version of this quote is there; change that one")
    if state != QuoteState.DRAFT and not reason.strip():
        return say("what the customer was sent changes by a new version: say why")
    return None


def why_not_send(state: str, *, lines: int, valid_until: date, today: date) -> Reason | None:
    """Return why a quote may not be sent: no lines, or it would have ended."""
    if reason := why_not_change_quote(state, QuoteState.SENT):
        return reason
    if not lines:
        return say("a quote without lines offers nothing")
    return say("the last day of the offer has passed; choose another one") if valid_until < today else None


def why_not_accept(state: str, *, valid_until: date, today: date, name: str) -> Reason | None:
    """Return why a quote may not be accepted: not the customer's to answer, its day passed, or no name."""
    if reason := why_not_change_quote(state, QuoteState.ACCEPTED):
        return reason
    if valid_until < today:
        return say("this offer ended on %(day)s; ask for a new one", day=valid_until)
    return None if name.strip() else say("write the name of the person who accepts")


def why_not_work(state: str | None, customer_pays: Decimal) -> Reason | None:
    """Return why costly work waits: what the customer shall pay was sent to them and has no answer, or a no (step 5)."""
    if state is None or not customer_pays:
        return None
    if state == QuoteState.SENT:
        return say("the customer has not accepted the quote of ¥%(amount)s yet", amount=customer_pays)
    if state == QuoteState.DECLINED:
        return say("the customer declined the quote of ¥%(amount)s", amount=customer_pays)
    if state == QuoteState.EXPIRED:
        return say("the quote of ¥%(amount)s expired without an answer", amount=customer_pays)
    return None


def stands_still(order_state: str, *, customer_pays: Decimal, elsewhere: bool) -> bool:
    """Say whether an order waits as a whole for the answer to a quote: they would pay, and no item of it goes on meanwhile."""
    return bool(customer_pays) and not elsewhere and why_not_change_order(order_state, OrderState.ON_HOLD) is None


def _customers(charges: Iterable[Charge]) -> dict[tuple[str, str], Decimal]:
    sums: dict[tuple[str, str], Decimal] = {}
    for one in charges:
        if one.payer == "customer":
            sums[one.key] = sums.get(one.key, Decimal("0.00")) + one.amount
    return sums


def differences(accepted: Iterable[Charge], charged: Iterable[Charge]) -> Mapping[tuple[str, str], Decimal]:
    """Return what the customer would pay beyond what they accepted, by thing; less is never a difference."""
    agreed = _customers(accepted)
    return {
        key: amount - agreed.get(key, Decimal("0.00"))
        for key, amount in _customers(charged).items()
        if amount > agreed.get(key, Decimal("0.00"))
    }


def why_not_settle(
    *, accepted: Iterable[Charge] | None, charged: Iterable[Charge], waiting: bool, names: Mapping[tuple[str, str], str]
) -> Reason | None:
    """Return why lines may not be settled: beyond the accepted quote, or while a newer one waits (procedure 4, step 6).

    `accepted` is None where no quote was ever sent.
    """
    if waiting:
        return say("a quote waits for the customer's answer; settle after it")
    if accepted is None:
        return None
    beyond = differences(accepted, charged)
    if not beyond:
        return None
    listed = tuple(say("%(name)s ¥%(amount)s", name=names.get(key, key[1]), amount=beyond[key]) for key in beyond)
    return say("beyond what the customer accepted: %(what)s. Send a new version of the quote first", what=listed)


def why_not_issue(state: str, lines: int) -> Reason | None:
    """Return why a settlement sheet may not be issued."""
    return why_not_change_sheet(state, SheetState.ISSUED) or (
        None if lines else say("nothing is charged on this sheet")
    )
