"""One leaf: the parts it is made of, its result and its losses. Amounts are in units of its table, times a scale."""

from dataclasses import dataclass
from decimal import Decimal

from wuxing.schemes.packs.modes import Manual, MinOf, Mode
from wuxing.schemes.scoring.exact import Quotient, nearest
from wuxing.schemes.scoring.modes import Basis, Ratio, Values, basis_for, ratio_for
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


def shares_for(slots: tuple[Slot, ...], values: Values, ruling: Ruling | None, scale: int) -> tuple[Share, ...]:
    """Return the parts of a leaf as these values and this ruling leave them."""
    return tuple(_share(slot, values, ruling, scale) for slot in slots)


def overridden(units: int, ruling: Ruling, scale: int) -> tuple[Share, ...]:
    """Return the one part of a leaf that an assessor decides in the place of all that would."""
    return (_share(Slot(Manual(), Decimal(1), units), {}, ruling, scale),)


def _share(slot: Slot, values: Values, ruling: Ruling | None, scale: int) -> Share:
    mode, weight, units = slot
    low = basis_for(mode, values, ruling, scale, high=False)
    high = basis_for(mode, values, ruling, scale, high=True) if isinstance(mode, MinOf) else low
    return Share(mode, weight, units * scale, ratio_for(mode, values, ruling, scale).times(units), low, high)


def interval_of(amount: Ratio, point: int, default: Quotient | None) -> Interval:
    """Return points to four places; `point` is one point in units times scale."""
    low = nearest(amount.low, point)
    high = low if amount.high == amount.low else nearest(amount.high, point)
    likely = amount.likely(default)
    return Interval(low, None if likely is None else nearest(likely[0], likely[1] * point), high)


def status_of(earned: Ratio, of: int) -> Status:
    """Return where a leaf stands."""
    if earned.low == earned.high:
        return Status.MET if earned.low == of else Status.PART if earned.low else Status.UNMET
    return Status.MIXED if earned.low or earned.high != of else Status.UNKNOWN


def result_for(
    name: str, points: Decimal, shares: tuple[Share, ...], earned: Ratio, point: int, default: Quotient | None
) -> IndicatorResult:
    """Return the points of a leaf, given what stands for the unknown in the likely score."""
    parts = tuple(_part(share, point, default) for share in shares)
    interval = parts[0].points if len(parts) == 1 else interval_of(earned, point, default)
    return IndicatorResult(name, status_of(earned, sum(share.of for share in shares)), points, interval, parts)


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


def losses_for(name: str, shares: tuple[Share, ...], points: Quotient, places: int, *, high: bool) -> tuple[Loss, ...]:
    """Return what a leaf loses at one end; `points` is what an amount of 1 weighs in the score."""
    lines = (_loss(name, share, points, places, high=high) for share in shares)
    return tuple(line for line in lines if line is not None)


def _loss(name: str, share: Share, points: Quotient, places: int, *, high: bool) -> Loss | None:
    missing = share.of - (share.earned.high if high else share.earned.low)
    lost = nearest(missing * points[0], points[1], places)
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
