"""Satisfaction in figures, each with its number of answers and how far it can be off; too few are said to be too few. Pure."""

from dataclasses import dataclass
from decimal import Decimal
from math import sqrt

FEWEST = 5  # below this no figure is shown: it would tell on single answers
STEADY = 30  # below this a figure is shown as resting on few answers
_Z = 1.959963984540054  # 95 %


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its interval (95 %) and the answers it rests on; without value: too few."""

    n: int
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def few(self) -> bool:
        """Say whether it rests on so few answers that it may move much."""
        return self.n < STEADY


def _tenth(value: float) -> Decimal:
    rounded = Decimal(repr(value)).quantize(Decimal("0.1"))
    return rounded if rounded else Decimal("0.0")  # no minus before zero


def rate(hits: int, n: int, *, fewest: int = FEWEST) -> Figure:
    """Return a share in percent with its Wilson interval."""
    if n < max(fewest, 1):
        return Figure(n)
    share, square = hits / n, _Z * _Z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = _Z / (1 + square / n) * sqrt(share * (1 - share) / n + square / (4 * n * n))
    return Figure(n, _tenth(100 * share), _tenth(100 * max(0.0, middle - half)), _tenth(100 * min(1.0, middle + half)))


def nps(promoters: int, detractors: int, n: int, *, fewest: int = FEWEST) -> Figure:
    """Return promoters (9, 10) less detractors (0 to 6) in points, with the interval of a difference of two shares.

    The interval is widened as by one answer more of each kind, so that ten equal answers do not look certain.
    """
    if n < max(fewest, 1):
        return Figure(n)
    value = (promoters - detractors) / n
    more = n + 3
    for_, against = (promoters + 1) / more, (detractors + 1) / more
    middle = for_ - against
    half = _Z * sqrt((for_ + against - middle * middle) / more)
    low, high = min(middle - half, value), max(middle + half, value)
    return Figure(n, _tenth(100 * value), _tenth(100 * max(-1.0, low)), _tenth(100 * min(1.0, high)))
