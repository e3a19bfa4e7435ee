"""What was paid on a settlement sheet, over all its versions, and what is left to pay. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Noted:
    """A version of a sheet: what the customer owes by it, and the payment that was noted on it, if one was."""

    version: int
    owed: Decimal
    paid_on: date | None = None
    how: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment: on which version it was noted, and how much it was; below nothing where money went back."""

    version: int
    amount: Decimal
    on: date
    how: str
    note: str


def payments(versions: Iterable[Noted]) -> tuple[Payment, ...]:
    """Return the payments over the versions of a sheet: each settles what was still open by the version it was noted on."""
    found: list[Payment] = []
    for one in sorted(versions, key=lambda version: version.version):
        if one.paid_on is not None:
            found.append(Payment(one.version, one.owed - paid(found), one.paid_on, one.how, one.note))
    return tuple(found)


def paid(found: Iterable[Payment]) -> Decimal:
    """Return what was paid in all."""
    return sum((one.amount for one in found), NOTHING)


def balance(owed: Decimal, found: Iterable[Payment]) -> Decimal:
    """Return what is left to pay; below nothing where the customer is to get money back."""
    return owed - paid(found)
