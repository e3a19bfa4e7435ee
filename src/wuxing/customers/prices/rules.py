"""What a price is, which one is meant, and what refuses: money to the fen, the most specific price, periods. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from wuxing.core.reasons import Reason, say

FEN = Decimal("0.01")
MOST = Decimal("9999999.99")
AREA_STEP = "/"

KINDS: dict[str, Reason] = {
    "labour": say("labour"),
    "part": say("spare part"),
    "travel": say("travel charge"),
    "other": say("other charge"),
}
MODES: dict[str, Reason] = {
    "each": say("per piece"),
    "hour": say("per hour"),
    "flat": say("flat, once a visit"),
    "km": say("per kilometre"),
    "zone": say("by zone, once a visit"),
}
MODES_OF: dict[str, tuple[str, ...]] = {
    "labour": ("each", "hour"),
    "part": ("each",),
    "travel": ("flat", "km", "zone"),
    "other": ("each", "hour", "flat"),
}


def fen(amount: Decimal) -> Decimal:
    """Return an amount in yuan rounded to the fen, halves upwards."""
    return amount.quantize(FEN, rounding=ROUND_HALF_UP)


def amount_of(quantity: Decimal, unit_price: Decimal) -> Decimal:
    """Return what a line comes to: rounded once, at the line, so that lines add up to what is printed."""
    return fen(quantity * unit_price)


def net_of(amount: Decimal, rate: Decimal) -> tuple[Decimal, Decimal]:
    """Return (without tax, tax) of an amount with tax at a rate in percent; the two add up to the amount."""
    net = fen(amount * 100 / (100 + rate))
    return net, amount - net


def is_money(number: Decimal) -> bool:
    """Say whether a number is an amount that can be kept as it is: finite, not negative, whole fen, not beyond all bounds."""
    return number.is_finite() and 0 <= number <= MOST and number == number.quantize(FEN)


@dataclass(frozen=True, slots=True)
class Scope:
    """For what and where a price holds; empty means everything, everywhere."""

    product_id: int | None = None
    category: str = ""
    area: str = ""


def is_within(area: str, wider: str) -> bool:
    """Say whether an area lies in another one: "福州市/鼓楼区" in "福州市", everything in ""."""
    return wider in ("", area) or area.startswith(wider + AREA_STEP)


def is_meant(scope: Scope, *, product_id: int | None, category: str, area: str) -> bool:
    """Say whether a price of this scope can be meant for a product in an area."""
    if scope.product_id is not None and scope.product_id != product_id:
        return False
    return scope.category in ("", category) and is_within(area, scope.area)


def specificity(scope: Scope) -> tuple[int, int]:
    """Return how special a scope is: one product before a product line before all; then the smaller area."""
    depth = len(scope.area.split(AREA_STEP)) if scope.area else 0
    return (2 if scope.product_id is not None else 1 if scope.category else 0, depth)


def most_specific(scopes: Mapping[int, Scope], *, product_id: int | None, category: str, area: str) -> int | None:
    """Return the key of the scope that wins for a product in an area, or None when none is meant (procedure 4, step 5)."""
    meant = {
        key: scope
        for key, scope in scopes.items()
        if is_meant(scope, product_id=product_id, category=category, area=area)
    }
    return max(meant, key=lambda key: (specificity(meant[key]), -key), default=None)


def why_not_item(
    *, kind: str, code: str, name: str, mode: str, area: str, product_id: int | None, category: str, tax_rate: Decimal
) -> dict[str, Reason]:
    """Return what is wrong with an item of the price book, by field."""
    wrong = {}
    if kind not in KINDS:
        wrong["kind"] = say("choose labour, part, travel or other")
    elif mode not in MODES_OF[kind]:
        wrong["mode"] = say("%(kind)s is not charged %(mode)s", kind=KINDS[kind], mode=MODES.get(mode, mode))
    if not code.strip():
        wrong["code"] = say("give the item a code")
    if not name.strip():
        wrong["name"] = say("name the part or the charge")
    if mode == "zone" and not area.strip():
        wrong["area"] = say("a price by zone names its zone")
    if product_id is not None and category.strip():
        wrong["category"] = say("name a product or a product line, not both")
    if not tax_rate.is_finite() or not 0 <= tax_rate < 100 or tax_rate != tax_rate.quantize(FEN):
        wrong["tax_rate"] = say("give the tax rate in percent, such as 13")
    return wrong


@dataclass(frozen=True, slots=True)
class Period:
    """The days a price holds, both ends among them."""

    key: int
    begins: date
    ends: date | None


def ended_by(periods: Iterable[Period], begins: date) -> Period | None:
    """Return the price that a new one from a day on takes the place of: the one that would hold that day."""
    return next((one for one in periods if one.begins <= begins and (one.ends is None or begins <= one.ends)), None)


def why_not_change(
    periods: Iterable[Period], *, begins: date, ends: date | None, reason: str, today: date
) -> dict[str, Reason]:
    """Return why a price may not be added to those on record: no reason, in the past, or over another one."""
    found = sorted(periods, key=lambda one: one.begins)
    if ends is not None and ends < begins:
        return {"valid_to": say("the last day comes before the first")}
    if not found:
        return {}
    if not reason.strip():
        return {"reason": say("say why the price changes")}
    if begins < today:
        return {"valid_from": say("a price on record is changed from today on, not for days that have passed")}
    before = ended_by(found, begins)
    for one in found:
        if one is not before and (ends is None or one.begins <= ends) and (one.ends is None or one.ends >= begins):
            return {"valid_to": say("another price holds from %(day)s: end this one the day before", day=one.begins)}
    return {}


def why_not_end(*, begins: date, ends: date | None, withdrawn: bool, last: date, today: date) -> Reason | None:
    """Return why a price may not end with a day: it is over, or the day lies before today or its beginning."""
    if withdrawn or (ends is not None and ends < today):
        return say("this price is over already")
    if last < today - timedelta(days=1) or (begins <= today and last < begins):
        return say("a price ends today or later: what was charged by it stands")
    return None
