"""Why the score is not the total: lines that add up to the difference, to the hundredth."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from wuxing.schemes.packs.structure import Pack
from wuxing.schemes.scoring.exact import ZERO, exact, ratio, rounded, times
from wuxing.schemes.scoring.leaves import MODE_NAMES, Leaf, Share
from wuxing.schemes.scoring.results import Inputs, Loss, LossKind
from wuxing.schemes.scoring.totals import Total


def losses(
    pack: Pack, inputs: Inputs, leaves: Iterable[Leaf], whole: Total, score: Decimal, *, high: bool
) -> tuple[Loss, ...]:
    """Return the lines of one end, largest first within the indicators; their sum is exactly total minus `score`."""
    scale = ratio(exact(pack.total), whole.of)
    places = pack.rules.places
    lines = [
        line
        for leaf in leaves
        for share in leaf.shares
        if (line := _line(leaf, share, scale, places, high=high)) is not None
    ]
    lines.sort(key=lambda line: -line.points)
    earned = times(whole.high if high else whole.low, scale)
    lines += _special(pack, inputs, earned)
    residue = pack.total - score - sum((line.points for line in lines), Decimal(0))
    if residue:
        lines.append(Loss(LossKind.ROUNDING, residue))
    return tuple(lines)


def _line(leaf: Leaf, share: Share, scale: Fraction, places: int, *, high: bool) -> Loss | None:
    earned = share.earned.high if high else share.earned.low
    if earned is share.of:
        return None
    points = rounded(times(share.of if earned is ZERO else share.of - earned, scale), places)
    if not points:
        return None
    basis = share.basis_high if high else share.basis_low
    unknown = basis.reason is not None and not high
    return Loss(
        kind=LossKind.UNKNOWN if unknown else LossKind.RECORDS,
        points=points,
        indicator=leaf.id,
        mode=MODE_NAMES[type(share.mode).__name__],
        metric=basis.metric,
        n=basis.value.n if basis.value else None,
        ok=basis.value.ok if basis.value else None,
        reason=basis.reason,
    )


def special_points(pack: Pack, inputs: Inputs) -> Fraction:
    """Return what special deductions and the bonus add to the score; mostly negative."""
    return _bonus(pack, inputs) - _deductions(pack, inputs)


def _deductions(pack: Pack, inputs: Inputs) -> Fraction:
    return inputs.special_deductions * exact(pack.rules.deduction_points)


def _bonus(pack: Pack, inputs: Inputs) -> Fraction:
    return min(inputs.special_bonus, pack.rules.bonus_max) * exact(pack.rules.bonus_points)


def _special(pack: Pack, inputs: Inputs, earned: Fraction) -> list[Loss]:
    """Return the lines outside the indicators; a bonus takes away from the loss, so its line is negative."""
    reached = earned + special_points(pack, inputs)
    held = min(exact(pack.total), max(ZERO, reached))
    amounts = {
        LossKind.SPECIAL_DEDUCTION: _deductions(pack, inputs),
        LossKind.SPECIAL_BONUS: -_bonus(pack, inputs),
        LossKind.LIMIT: reached - held,
    }
    return [Loss(kind, rounded(amount, pack.rules.places)) for kind, amount in amounts.items() if amount]
