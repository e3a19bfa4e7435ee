"""What lines come to, by payer; and who is proposed to pay a line, by the warranty decision. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from wuxing.customers.prices.rules import amount_of, fen
from wuxing.service.charges.states import PAYERS

OUTSIDE = frozenset({"recall"})
"""Outcomes in which somebody else than us bears what the customer does not: the manufacturer."""

AS_RECORDED = 120
"""So many signs of its words a line of the order keeps."""


@dataclass(frozen=True, slots=True)
class Charge:
    """One line: what, how much of it, for how much each, and who pays."""

    kind: str
    code: str
    text: str
    quantity: Decimal
    unit_price: Decimal
    payer: str

    @property
    def amount(self) -> Decimal:
        """What the line comes to, to the fen."""
        return amount_of(self.quantity, self.unit_price)

    @property
    def key(self) -> tuple[str, str]:
        """What makes two lines the same thing: kind and code, or the text where there is no code."""
        return (self.kind, self.code or self.text[:AS_RECORDED])


@dataclass(frozen=True, slots=True)
class Cover:
    """What the warranty decision frees the customer of, in percent; and what the outcome is."""

    outcome: str = ""
    parts: int = 0
    labour: int = 0
    travel: int = 0

    def share_of(self, kind: str) -> int:
        """Return what share of a kind of line the customer does not pay."""
        if self.outcome == "goodwill":
            return 100
        shares = {"part": self.parts, "labour": self.labour, "travel": self.travel}
        return shares.get(kind, min(shares.values()))


def total(charges: Iterable[Charge]) -> Decimal:
    """Return what lines come to together."""
    return sum((one.amount for one in charges), Decimal("0.00"))


def by_payer(charges: Iterable[Charge]) -> dict[str, Decimal]:
    """Return what each payer pays, in a fixed order; only those who pay something or have a line."""
    sums: dict[str, Decimal] = {}
    for one in charges:
        sums[one.payer] = sums.get(one.payer, Decimal("0.00")) + one.amount
    return {payer: sums[payer] for payer in PAYERS if payer in sums}


def proposed_payers(kind: str, cover: Cover) -> tuple[tuple[str, int], ...]:
    """Return who is proposed to pay a kind of line, with their shares in percent, by the warranty decision."""
    free = cover.share_of(kind)
    bearer = "manufacturer" if cover.outcome in OUTSIDE else "us"
    if free >= 100:
        return ((bearer, 100),)
    if free <= 0:
        return (("customer", 100),)
    return ((bearer, free), ("customer", 100 - free))


def split(unit_price: Decimal, shares: tuple[tuple[str, int], ...]) -> tuple[tuple[str, Decimal], ...]:
    """Return a price divided among payers by shares; the last one bears the rounding, so that nothing is lost."""
    left, parts = unit_price, []
    for payer, share in shares[:-1]:
        part = min(fen(unit_price * share / 100), left)
        parts.append((payer, part))
        left -= part
    return (*parts, (shares[-1][0], left))
