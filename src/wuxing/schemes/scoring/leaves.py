"""One leaf with its points, and the parts that it is made of."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from wuxing.schemes.packs.modes import Manual, MinOf, Mode, WeightedOf
from wuxing.schemes.packs.structure import Indicator
from wuxing.schemes.scoring.exact import exact, rounded, times
from wuxing.schemes.scoring.modes import Basis, Ratio, Values, basis_for, ratio_for, summed
from wuxing.schemes.scoring.results import IndicatorResult, Interval, MetricValue, PartResult, Ruling, Status

MODE_NAMES = {"Manual": "manual", "Binary": "binary", "Proportional": "proportional", "Ladder": "ladder",
              "Linear": "linear", "MinOf": "min_of", "WeightedOf": "weighted_of"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a leaf: its points, what is earned of them, and what decides that at either end."""

    mode: Mode
    weight: Decimal
    of: Fraction
    earned: Ratio
    basis_low: Basis
    basis_high: Basis


@dataclass(frozen=True, slots=True)
class Leaf:
    """An applicable leaf with points in use."""

    indicator: Indicator
    points: Decimal
    of: Fraction
    earned: Ratio
    shares: tuple[Share, ...]

    @property
    def id(self) -> str:
        """Return the indicator's id."""
        return self.indicator.id

    def result(self, default: Fraction | None) -> IndicatorResult:
        """Return the leaf's points, given what stands for the unknown in the likely score."""
        parts = tuple(_part(share, default) for share in self.shares)
        interval = parts[0].points if len(parts) == 1 else _interval(self.earned, default)
        return IndicatorResult(self.id, _status(self.earned, self.of), self.points, interval, parts)


def leaf_for(
    indicator: Indicator, points: Decimal, values: Values, ruling: Ruling | None, override: Ruling | None = None
) -> Leaf:
    """Return the leaf as these values and this ruling leave it; an override stands in the place of both."""
    mode = indicator.mode or Manual()
    if override is not None:
        mode, ruling = Manual(), override
    of = exact(points)
    if isinstance(mode, WeightedOf):
        shares = tuple(_share(part.mode, part.weight, of, values, ruling) for part in mode.parts)
    else:
        shares = (_share(mode, Decimal(1), of, values, ruling),)
    return Leaf(indicator, points, of, summed(share.earned for share in shares), shares)


def _share(mode: Mode, weight: Decimal, of: Fraction, values: Values, ruling: Ruling | None) -> Share:
    low = basis_for(mode, values, ruling, high=False)
    high = basis_for(mode, values, ruling, high=True) if isinstance(mode, MinOf) else low
    points = times(exact(weight), of)
    return Share(mode, weight, points, ratio_for(mode, values, ruling).times(points), low, high)


def _part(share: Share, default: Fraction | None) -> PartResult:
    return PartResult(
        metric=share.basis_low.metric,
        mode=MODE_NAMES[type(share.mode).__name__],
        weight=share.weight,
        value=_value(share.basis_low),
        points=_interval(share.earned, default),
        of=rounded(share.of),
    )


def _value(basis: Basis) -> MetricValue | None:
    """Return the value as scored: one that could not be scored carries its reason."""
    if basis.value is None or basis.value.reason is basis.reason:
        return basis.value
    return MetricValue(basis.value.n, basis.value.ok, basis.reason, basis.value.last_known)


def _interval(earned: Ratio, default: Fraction | None) -> Interval:
    likely = earned.likely(default)
    low = rounded(earned.low)
    high = low if earned.high is earned.low else rounded(earned.high)
    return Interval(low, None if likely is None else rounded(likely), high)


def _status(earned: Ratio, of: Fraction) -> Status:
    if earned.low == earned.high:
        return Status.MET if earned.low == of else Status.PART if earned.low else Status.UNMET
    return Status.MIXED if earned.low or earned.high != of else Status.UNKNOWN
