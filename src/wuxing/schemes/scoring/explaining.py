"""Why the score is not the total: lines that add up to the difference, to the hundredth."""

from decimal import Decimal
from fractions import Fraction

from wuxing.schemes.packs.structure import Pack
from wuxing.schemes.scoring.leaves import MODE_NAMES, Leaf, Share
from wuxing.schemes.scoring.modes import ZERO, exact
from wuxing.schemes.scoring.results import Inputs, Loss, LossKind


def losses(
    pack: Pack, inputs: Inputs, leaves: list[Leaf], applicable: Fraction, score: Decimal, *, high: bool
) -> tuple[Loss, ...]:
    """Return the lines of one end, largest first within the indicators; their sum is exactly total minus `score`."""
    scale = exact(pack.total) / applicable
    places = pack.rules.places
    lines = [
        line
        for leaf in leaves
        for share in leaf.shares
        if (line := _line(leaf, share, scale, places, high=high)) is not None
    ]
    lines.sort(key=lambda line: -line.points)
    earned = sum((leaf.of * (leaf.ratio.high if high else leaf.ratio.low) for leaf in leaves), ZERO) * scale
    lines += _special(pack, inputs, earned)
    residue = pack.total - score - sum((line.points for line in lines), Decimal(0))
    if residue:
        lines.append(Loss(LossKind.ROUNDING, residue))
    return tuple(lines)


def _line(leaf: Leaf, share: Share, scale: Fraction, places: int, *, high: bool) -> Loss | None:
    ratio = share.ratio.high if high else share.ratio.low
    points = _rounded((1 - ratio) * share.of * scale, places)
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


def _special(pack: Pack, inputs: Inputs, earned: Fraction) -> list[Loss]:
    """Return the lines outside the indicators; a bonus takes away from the loss, so its line is negative."""
    rules, places = pack.rules, pack.rules.places
    deducted = inputs.special_deductions * exact(rules.deduction_points)
    added = min(inputs.special_bonus, rules.bonus_max) * exact(rules.bonus_points)
    reached = earned - deducted + added
    held = min(exact(pack.total), max(ZERO, reached))
    amounts = {
        LossKind.SPECIAL_DEDUCTION: deducted,
        LossKind.SPECIAL_BONUS: -added,
        LossKind.LIMIT: reached - held,
    }
    return [Loss(kind, _rounded(amount, places)) for kind, amount in amounts.items() if amount]


def _rounded(amount: Fraction, places: int) -> Decimal:
    return Decimal(round(amount * 10**places)).scaleb(-places)
