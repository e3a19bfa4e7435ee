"""From metric values to the ratio of a leaf that is earned: one curve a mode, in whole numbers of a scale."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from math import lcm
from typing import NamedTuple

from wuxing.schemes.packs.modes import Binary, Ladder, Linear, Manual, MinOf, Mode, Proportional, Step, WeightedOf
from wuxing.schemes.packs.structure import metrics_of
from wuxing.schemes.scoring.exact import Quotient, exact
from wuxing.schemes.scoring.results import MetricValue, Reason, Ruling

Values = Mapping[str, MetricValue]
Simple = Binary | Proportional | Ladder | Linear
Curve = Callable[[int, int], Quotient]
"""From conforming and counted records to the ratio earned."""

TWO = 2


class Ratio(NamedTuple):
    """What is earned of a leaf or part. Likely: `base` plus `guessed` times what stands for the unknown."""

    low: int
    base: int
    guessed: int
    high: int

    def times(self, factor: int) -> "Ratio":
        """Return the same of so many units."""
        low, base, guessed, high = self
        return Ratio(low * factor, base * factor, guessed * factor, high * factor)

    def likely(self, default: Quotient | None) -> Quotient | None:
        """Return the likely ratio, None when it needs a default and there is none."""
        if not self.guessed:
            return self.base, 1
        return None if default is None else (self.base * default[1] + self.guessed * default[0], default[1])


@dataclass(frozen=True, slots=True)
class Basis:
    """The metric value (or, without a metric, the ruling's absence) that decides a part."""

    metric: str | None
    value: MetricValue | None
    reason: Reason | None


def ratio_for(mode: Mode, values: Values, ruling: Ruling | None, scale: int) -> Ratio:
    """Return the ratio that `mode` gives for these values and the ruling on its manual part, in parts of `scale`."""
    match mode:
        case Manual():
            if ruling is None or not counts(mode, ruling):
                return Ratio(0, 0, scale, scale)
            return _settled(exact(ruling.ratio), scale)
        case WeightedOf(parts):
            return summed(_weighted(ratio_for(p.mode, values, ruling, scale), exact(p.weight)) for p in parts)
        case MinOf(modes):
            return _worst([ratio_for(part, values, ruling, scale) for part in modes])
        case _:
            return _by_metric(mode, values.get(mode.metric), scale)


def summed(ratios: Iterable[Ratio]) -> Ratio:
    """Return the sum of several, end by end."""
    low = base = guessed = high = 0
    for ratio in ratios:
        low, base, guessed, high = low + ratio[0], base + ratio[1], guessed + ratio[2], high + ratio[3]
    return Ratio(low, base, guessed, high)


def scale_for(mode: Mode, values: Values, ruling: Ruling | None) -> int:
    """Return a scale that makes every ratio whole which `mode` can give for these values and this ruling."""
    ruled = 1 if ruling is None else exact(ruling.ratio)[1]
    return grain(mode) * lcm(ruled, *(divisor_of(values[name]) for name in metrics_of(mode) if name in values))


def divisor_of(value: MetricValue) -> int:
    """Return by what a scale must be divisible for the ratio of a metric."""
    if reason_of(value) is None:
        return value.n
    return 1 if value.last_known is None else exact(value.last_known)[1]


def grain(mode: Mode) -> int:
    """Return by what a scale must be divisible, besides the counts of records, for the ratios to be whole numbers."""
    match mode:
        case Ladder(steps=steps):
            return lcm(*(exact(step.earns)[1] for step in steps))
        case Linear():
            return _slope(mode)[2]
        case MinOf(modes):
            return lcm(*map(grain, modes))
        case WeightedOf(parts):
            return lcm(*(exact(part.weight)[1] * grain(part.mode) for part in parts))
        case _:
            return 1


def basis_for(mode: Mode, values: Values, ruling: Ruling | None, scale: int, *, high: bool) -> Basis:
    """Return what decides `mode`; of several (min_of) the worst at the low or the high end."""
    match mode:
        case Manual():
            return Basis(None, None, _why_not_ruled(mode, ruling))
        case WeightedOf():
            return Basis(None, None, None)
        case MinOf(modes):
            ends = [ratio_for(part, values, ruling, scale) for part in modes]
            worst = min(range(len(modes)), key=lambda i: ends[i].high if high else ends[i].low)
            return basis_for(modes[worst], values, ruling, scale, high=high)
        case _:
            value = values.get(mode.metric)
            return Basis(mode.metric, value, Reason.NO_VALUE if value is None else reason_of(value))


def counts(mode: Manual, ruling: Ruling) -> bool:
    """Say whether a ruling stands: where two persons are asked for, two different ones have to be behind it."""
    return not mode.two_person or is_by_two(ruling)


def is_by_two(ruling: Ruling) -> bool:
    """Say whether two different persons are behind a ruling."""
    by = ruling.ruled_by
    return len(by) >= TWO and by.count(by[0]) < len(by)


def without_last_known(values: Values) -> Values:
    """Return the values of a scheme whose likely score takes no last known ratio."""
    return {name: MetricValue(value.n, value.ok, value.reason) for name, value in values.items()}


def reason_of(value: MetricValue) -> Reason | None:
    """Return why a value cannot be scored; nothing in nothing is too few, whoever says it is known."""
    return value.reason or (None if value.n else Reason.TOO_FEW)


@lru_cache(maxsize=4096)
def curve_for(mode: Simple) -> Curve:
    """Return the curve of a mode; it never gives less for more."""
    match mode:
        case Proportional():
            return lambda ok, n: (ok, n)
        case Binary(at=at):
            return _ladder((Step(at, Decimal(1)),))
        case Ladder(steps=steps):
            return _ladder(steps)
        case Linear():
            return _line(mode)


def _ladder(steps: tuple[Step, ...]) -> Curve:
    best_first = [
        (exact(step.at), exact(step.earns)) for step in sorted(steps, key=lambda step: step.earns, reverse=True)
    ]

    def curve(ok: int, n: int) -> Quotient:
        for (at, of), earned in best_first:
            if ok * of >= at * n:
                return earned
        return 0, 1

    return curve


def _line(mode: Linear) -> Curve:
    start, of, run = _slope(mode)

    def curve(ok: int, n: int) -> Quotient:
        earned = ok * of - start * n
        return (0, 1) if earned <= 0 else (1, 1) if earned >= n * run else (earned, n * run)

    return curve


def _slope(mode: Linear) -> tuple[int, int, int]:
    """Return start, of and run: at ok of n it earns (ok * of - start * n) of n * run."""
    (floor, floor_of), (target, target_of) = exact(mode.floor), exact(mode.target)
    of = lcm(floor_of, target_of)
    start, end = floor * of // floor_of, target * of // target_of
    return start, of, end - start


def _weighted(ratio: Ratio, weight: Quotient) -> Ratio:
    part, whole = weight
    return Ratio(*(amount * part // whole for amount in ratio))


def _by_metric(mode: Simple, value: MetricValue | None, scale: int) -> Ratio:
    if value is not None and reason_of(value) is None:
        return _settled(curve_for(mode)(value.ok, value.n), scale)
    if value is None or value.last_known is None:
        return Ratio(0, 0, scale, scale)
    part, whole = curve_for(mode)(*exact(value.last_known))
    return Ratio(0, scale * part // whole, 0, scale)


def _why_not_ruled(mode: Manual, ruling: Ruling | None) -> Reason | None:
    if ruling is None:
        return Reason.NOT_RULED
    return None if counts(mode, ruling) else Reason.ONE_PERSON


def _settled(ratio: Quotient, scale: int) -> Ratio:
    amount = scale * ratio[0] // ratio[1]
    return Ratio(amount, amount, 0, amount)


def _worst(ratios: list[Ratio]) -> Ratio:
    low, high = min(ratio.low for ratio in ratios), min(ratio.high for ratio in ratios)
    if any(ratio.guessed for ratio in ratios):
        return Ratio(low, low, high - low, high)
    return Ratio(low, min(ratio.base for ratio in ratios), 0, high)
