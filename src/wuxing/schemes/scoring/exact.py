"""From whole numbers to decimals and back. Between the decimals of input and output nothing but whole numbers is used."""

from decimal import Decimal
from functools import lru_cache

Quotient = tuple[int, int]
"""Numerator and denominator, the latter above nothing; not reduced."""


@lru_cache(maxsize=4096)
def exact(value: Decimal) -> Quotient:
    """Return a decimal as a quotient."""
    return value.as_integer_ratio()


TENS: tuple[int, ...] = tuple(10**places for places in range(7))


def plus(one: Quotient, other: Quotient) -> Quotient:
    """Return the sum."""
    return one[0] * other[1] + other[0] * one[1], one[1] * other[1]


def nearest(numerator: int, denominator: int, places: int = 4) -> Decimal:
    """Return the decimal nearest to a quotient, halves to even."""
    whole, rest = divmod(numerator * TENS[places], denominator)
    if rest:
        rest *= 2
        if rest > denominator or (rest == denominator and whole % 2):
            whole += 1
    return shifted(whole, places)


@lru_cache(maxsize=2**16)  # every hundredth of a score, and the usual points of indicators
def shifted(whole: int, places: int) -> Decimal:
    """Return the decimal with `places` places whose digits are `whole`."""
    return Decimal(whole).scaleb(-places)
