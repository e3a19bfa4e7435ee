"""One leaf: the parts it is made of, its result and its losses. Amounts are in units of its table, times a scale of its own."""

from dataclasses import dataclass, field
from decimal import Decimal
from math import lcm

from wuxing.schemes.packs.modes import Manual, MinOf, Mode
from wuxing.schemes.scoring.exact import Quotient, nearest
from wuxing.schemes.scoring.modes import Basis, Ratio, Values, basis_for, ratio_for, scale_for, summed
from wuxing.schemes.scoring.results import (
    IndicatorResult,
    Interval,
    Loss,
    LossKind,
    MetricValue,
    PartResult,
    Ruling,
    Status,
)
from wuxing.schemes.scoring.tables import Slot

MODE_NAMES = {"Manual": "manual", "Binary": "binary", "Proportional": "proportional", "Ladder": "ladder",
              "Linear": "linear", "MinOf": "min_of", "WeightedOf": "weighted_of"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a leaf: its points, what is earned of them, and what decides that at either end."""

    mode: Mode
    weight: Decimal
    of: int
    earned: Ratio
    basis_low: Basis
    basis_high: Basis


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf as certain values and rulings leave it. What is worked out of it is kept with it, for other scores."""

    id: str
    points: Decimal
    scale: int
    of: int
    earned: Ratio
    shares: tuple[Share, ...]
    settled: list[IndicatorResult] = field(default_factory=list, repr=False, compare=False)
    losses: dict[bool, tuple[Loss, ...]] = field(default_factory=dict, repr=False, compare=False)

    def result(self, unit: int, default: Quotient | None) -> IndicatorResult:
        """Return its points, given what stands for the unknown in the likely score; `unit` is so many to a point."""
        if self.settled:
            return self.settled[0]
        point = unit * self.scale
        parts = tuple(_part(share, point, default) for share in self.shares)
        interval = parts[0].points if len(parts) == 1 else interval_of(self.earned, point, default)
        result = IndicatorResult(self.id, _status(self.earned, self.of), self.points, interval, parts)
        if not self.earned.guessed:  # else it hangs on the default, which hangs on everything
            self.settled.append(result)
        return result

    def losses_at(self, weight: Quotient, places: int, *, high: bool) -> tuple[Loss, ...]:
        """Return what is lost at one end; `weight` is what one unit weighs in the score."""
        weighs = (weight[0], weight[1] * self.scale)
        lines = (_loss(self.id, share, weighs, places, high=high) for share in self.shares)
        return tuple(line for line in lines if line is not None)


def leaf_for(name: str, points: Decimal, slots: tuple[Slot, ...], values: Values, ruling: Ruling | None) -> Leaf:
    """Return the leaf as these values and this ruling leave it."""
    scale = lcm(*(scale_for(slot.mode, values, ruling) for slot in slots))
    shares = tuple(_share(slot, values, ruling, scale) for slot in slots)
    earned = shares[0].earned if len(shares) == 1 else summed(share.earned for share in shares)
    return Leaf(name, points, scale, sum(share.of for share in shares), earned, shares)


def overridden(name: str, points: Decimal, units: int, ruling: Ruling) -> Leaf:
    """Return a leaf that an assessor decides in the place of all that would."""
    return leaf_for(name, points, (Slot(Manual(), Decimal(1), units),), {}, ruling)


def interval_of(amount: Ratio, point: int, default: Quotient | None) -> Interval:
    """Return points to four places; `point` is one point in units times scale."""
    low = nearest(amount.low, point)
    high = low if amount.high == amount.low else nearest(amount.high, point)
    if not amount.guessed:
        return Interval(low, low if amount.base == amount.low else nearest(amount.base, point), high)
    likely = amount.likely(default)
    return Interval(low, None if likely is None else nearest(likely[0], likely[1] * point), high)


def _share(slot: Slot, values: Values, ruling: Ruling | None, scale: int) -> Share:
    mode, weight, units = slot
    low = basis_for(mode, values, ruling, scale, high=False)
    high = basis_for(mode, values, ruling, scale, high=True) if isinstance(mode, MinOf) else low
    return Share(mode, weight, units * scale, ratio_for(mode, values, ruling, scale).times(units), low, high)


def _status(earned: Ratio, of: int) -> Status:
    if earned.low == earned.high:
        return Status.MET if earned.low == of else Status.PART if earned.low else Status.UNMET
    return Status.MIXED if earned.low or earned.high != of else Status.UNKNOWN


def _part(share: Share, point: int, default: Quotient | None) -> PartResult:
    return PartResult(
        metric=share.basis_low.metric,
        mode=MODE_NAMES[type(share.mode).__name__],
        weight=share.weight,
        value=_value(share.basis_low),
        points=interval_of(share.earned, point, default),
        of=nearest(share.of, point),
    )


def _value(basis: Basis) -> MetricValue | None:
    """Return the value as scored: one that could not be scored carries its reason."""
    if basis.value is None or basis.value.reason is basis.reason:
        return basis.value
    return MetricValue(basis.value.n, basis.value.ok, basis.reason, basis.value.last_known)


def _loss(name: str, share: Share, weighs: Quotient, places: int, *, high: bool) -> Loss | None:
    missing = share.of - (share.earned.high if high else share.earned.low)
    if not missing:
        return None
    lost = nearest(missing * weighs[0], weighs[1], places)
    if not lost:
        return None
    basis = share.basis_high if high else share.basis_low
    return Loss(
        kind=LossKind.UNKNOWN if basis.reason is not None and not high else LossKind.RECORDS,
        points=lost,
        indicator=name,
        mode=MODE_NAMES[type(share.mode).__name__],
        metric=basis.metric,
        n=basis.value.n if basis.value else None,
        ok=basis.value.ok if basis.value else None,
        reason=basis.reason,
    )
