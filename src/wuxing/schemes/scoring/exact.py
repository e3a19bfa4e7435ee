"""Exact arithmetic between the decimals of input and output, with short cuts for nothing and for everything."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache

ZERO, ONE = Fraction(0), Fraction(1)


@cache
def exact(value: Decimal) -> Fraction:
    """Return the fraction of a decimal; nothing and everything always as ZERO and ONE, so that `is` finds them."""
    fraction = Fraction(value)
    return {0: ZERO, 1: ONE}.get(fraction, fraction)  # type: ignore[call-overload,no-any-return]


def times(one: Fraction, other: Fraction) -> Fraction:
    """Return the product; most factors in a score are 0 or 1."""
    if one is ONE:
        return other
    if other is ONE:
        return one
    return one * other if one and other else ZERO


def total(values: Iterable[Fraction]) -> Fraction:
    """Return the sum, passing over nothings."""
    result = ZERO
    for value in values:
        if value is not ZERO:
            result = value if result is ZERO else result + value
    return result


def ratio(part: Fraction, whole: Fraction) -> Fraction:
    """Return the quotient, as ONE when both are the same."""
    return ONE if part == whole else part / whole


def rounded(value: Fraction, places: int = 4) -> Decimal:
    """Return the nearest decimal with `places` places, halves to even."""
    whole, rest = divmod(value.numerator * 10**places, value.denominator)
    if 2 * rest > value.denominator or (2 * rest == value.denominator and whole % 2):
        whole += 1
    return _shifted(whole, places)


def cut(value: Fraction, places: int) -> Decimal:
    """Return `value` rounded down to `places` places."""
    return _shifted(value.numerator * 10**places // value.denominator, places)


@lru_cache(maxsize=4096)
def _shifted(whole: int, places: int) -> Decimal:
    return Decimal(whole).scaleb(-places)
