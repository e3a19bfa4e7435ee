"""One leaf with its points, and the parts that it is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from wuxing.schemes.packs.structure import Indicator, Manual, MinOf, Mode, WeightedOf
from wuxing.schemes.scoring.modes import ONE, Basis, Ratio, Values, basis_for, exact, ratio_for
from wuxing.schemes.scoring.results import IndicatorResult, Interval, MetricValue, PartResult, Ruling, Status

MODE_NAMES = {"Manual": "manual", "Binary": "binary", "Proportional": "proportional", "Ladder": "ladder",
              "Linear": "linear", "MinOf": "min_of", "WeightedOf": "weighted_of"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a leaf: its points, its ratio, and what decides it at either end."""

    mode: Mode
    weight: Fraction
    of: Fraction
    ratio: Ratio
    basis_low: Basis
    basis_high: Basis


@dataclass(frozen=True, slots=True)
class Leaf:
    """An applicable leaf with points in use."""

    indicator: Indicator
    points: Decimal
    of: Fraction
    ratio: Ratio
    shares: tuple[Share, ...]

    @property
    def id(self) -> str:
        """Return the indicator's id."""
        return self.indicator.id

    def result(self, default: Fraction | None) -> IndicatorResult:
        """Return the leaf's points, given what stands for the unknown in the likely score."""
        interval = _interval(self.ratio, self.of, default)
        parts = tuple(_part(share, default) for share in self.shares)
        return IndicatorResult(self.id, _status(self.ratio), self.points, interval, parts)


def leaf_for(indicator: Indicator, points: Decimal, values: Values, ruling: Ruling | None) -> Leaf:
    """Return the leaf as these values and this ruling leave it."""
    mode = indicator.mode or Manual()
    of = exact(points)
    if isinstance(mode, WeightedOf):
        shares = tuple(_share(part.mode, exact(part.weight), of, values, ruling) for part in mode.parts)
    else:
        shares = (_share(mode, ONE, of, values, ruling),)
    return Leaf(indicator, points, of, ratio_for(mode, values, ruling), shares)


def _share(mode: Mode, weight: Fraction, of: Fraction, values: Values, ruling: Ruling | None) -> Share:
    low = basis_for(mode, values, ruling, high=False)
    high = basis_for(mode, values, ruling, high=True) if isinstance(mode, MinOf) else low
    return Share(mode, weight, weight * of, ratio_for(mode, values, ruling), low, high)


def _part(share: Share, default: Fraction | None) -> PartResult:
    return PartResult(
        metric=share.basis_low.metric,
        mode=MODE_NAMES[type(share.mode).__name__],
        weight=Decimal(round(share.weight * 10000)).scaleb(-4),
        value=_value(share.basis_low),
        points=_interval(share.ratio, share.of, default),
        of=Decimal(round(share.of * 10000)).scaleb(-4),
    )


def _value(basis: Basis) -> MetricValue | None:
    """Return the value as scored: one that could not be scored carries its reason."""
    if basis.value is None or basis.value.reason is basis.reason:
        return basis.value
    return MetricValue(basis.value.n, basis.value.ok, basis.reason, basis.value.last_known)


def _interval(ratio: Ratio, of: Fraction, default: Fraction | None) -> Interval:
    likely = ratio.likely(default)
    return Interval(
        Decimal(round(ratio.low * of * 10000)).scaleb(-4),
        None if likely is None else Decimal(round(likely * of * 10000)).scaleb(-4),
        Decimal(round(ratio.high * of * 10000)).scaleb(-4),
    )


_SETTLED: Mapping[Fraction, Status] = {Fraction(0): Status.UNMET, ONE: Status.MET}


def _status(ratio: Ratio) -> Status:
    if ratio.low == ratio.high:
        return _SETTLED.get(ratio.low, Status.PART)
    return Status.UNKNOWN if ratio.high - ratio.low == 1 else Status.MIXED
