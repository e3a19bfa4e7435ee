"""From metric values to the ratio of a leaf that is earned: one curve a mode, exact."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from wuxing.schemes.packs.modes import Binary, Ladder, Linear, Manual, MinOf, Mode, Proportional, WeightedOf
from wuxing.schemes.scoring.exact import ONE, ZERO, exact, times, total
from wuxing.schemes.scoring.results import MetricValue, Reason, Ruling

Values = Mapping[str, MetricValue]


@dataclass(frozen=True, slots=True)
class Ratio:
    """What is earned of a leaf or part. Likely: `base` plus `guessed` times what stands for the unknown."""

    low: Fraction
    base: Fraction
    guessed: Fraction
    high: Fraction

    def likely(self, default: Fraction | None) -> Fraction | None:
        """Return the likely ratio, None when it needs a default and there is none."""
        if not self.guessed:
            return self.base
        return None if default is None else self.base + times(self.guessed, default)

    def times(self, factor: Fraction) -> "Ratio":
        """Return the same of a share or of points: everything multiplied by `factor`."""
        if factor is ONE:
            return self
        if self.low is self.base is self.high:  # settled, the usual case
            product = times(self.low, factor)
            return Ratio(product, product, ZERO, product)
        low, base, guessed, high = (times(value, factor) for value in (self.low, self.base, self.guessed, self.high))
        return Ratio(low, base, guessed, high)


_NOTHING_KNOWN = Ratio(ZERO, ZERO, ONE, ONE)


@dataclass(frozen=True, slots=True)
class Basis:
    """The metric value (or, without a metric, the ruling's absence) that decides a part."""

    metric: str | None
    value: MetricValue | None
    reason: Reason | None


def ratio_for(mode: Mode, values: Values, ruling: Ruling | None) -> Ratio:
    """Return the ratio that `mode` gives for these metric values and the ruling on its manual part."""
    match mode:
        case Manual():
            return _NOTHING_KNOWN if ruling is None else _settled(exact(ruling.ratio))
        case WeightedOf(parts):
            return summed(ratio_for(part.mode, values, ruling).times(exact(part.weight)) for part in parts)
        case MinOf(modes):
            return _worst([ratio_for(part, values, ruling) for part in modes])
        case _:
            return _by_metric(mode, values.get(mode.metric))


def summed(ratios: Iterable[Ratio]) -> Ratio:
    """Return the sum of several, end by end."""
    parts = list(ratios)
    if len(parts) == 1:
        return parts[0]
    return Ratio(
        total(part.low for part in parts),
        total(part.base for part in parts),
        total(part.guessed for part in parts),
        total(part.high for part in parts),
    )


def basis_for(mode: Mode, values: Values, ruling: Ruling | None, *, high: bool) -> Basis:
    """Return what decides `mode`; of several (min_of) the worst at the low or the high end."""
    match mode:
        case Manual():
            return Basis(None, None, Reason.NOT_RULED if ruling is None else None)
        case WeightedOf():
            return Basis(None, None, None)
        case MinOf(modes):
            ends = [ratio_for(part, values, ruling) for part in modes]
            worst = min(range(len(modes)), key=lambda i: ends[i].high if high else ends[i].low)
            return basis_for(modes[worst], values, ruling, high=high)
        case _:
            value = values.get(mode.metric)
            return Basis(mode.metric, value, Reason.NO_VALUE if value is None else _reason(value))


def curve(mode: Binary | Proportional | Ladder | Linear, ratio: Fraction) -> Fraction:
    """Return what `mode` earns at this ratio of conforming records; never less for more."""
    match mode:
        case Proportional():
            return ratio
        case Binary(at=at):
            return ONE if ratio >= exact(at) else ZERO
        case Ladder(steps=steps):
            return max((exact(step.earns) for step in steps if ratio >= exact(step.at)), default=ZERO)
        case Linear(floor=floor, target=target):
            start, end = exact(floor), exact(target)
            return min(ONE, max(ZERO, (ratio - start) / (end - start)))


def _by_metric(mode: Binary | Proportional | Ladder | Linear, value: MetricValue | None) -> Ratio:
    if value is None:
        return _NOTHING_KNOWN
    if _reason(value) is None:
        return _settled(curve(mode, Fraction(value.ok, value.n)))
    if value.last_known is None:
        return _NOTHING_KNOWN
    return Ratio(ZERO, curve(mode, exact(value.last_known)), ZERO, ONE)


def _reason(value: MetricValue) -> Reason | None:
    """Return why a value cannot be scored; nothing in nothing is too few, whoever says it is known."""
    return value.reason or (None if value.n else Reason.TOO_FEW)


def _settled(ratio: Fraction) -> Ratio:
    return Ratio(ratio, ratio, ZERO, ratio)


def _worst(ratios: list[Ratio]) -> Ratio:
    low, high = min(ratio.low for ratio in ratios), min(ratio.high for ratio in ratios)
    if any(ratio.guessed for ratio in ratios):
        return Ratio(low, low, high - low, high)
    return Ratio(low, min(ratio.base for ratio in ratios), ZERO, high)
