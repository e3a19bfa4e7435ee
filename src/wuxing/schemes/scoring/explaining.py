"""What stands outside the indicators: special deductions, the bonus, the limits, and rounding."""

from collections.abc import Iterable
from decimal import Decimal

from wuxing.schemes.packs.structure import Pack
from wuxing.schemes.scoring.exact import Quotient, exact, nearest, plus
from wuxing.schemes.scoring.results import Inputs, Loss, LossKind

NOTHING = Decimal(0)


def special_points(pack: Pack, inputs: Inputs) -> Decimal:
    """Return what special deductions and the bonus add to the score; mostly negative."""
    if not inputs.special_deductions and not inputs.special_bonus:
        return NOTHING
    return _bonus(pack, inputs) - _deductions(pack, inputs)


def complete(
    pack: Pack, inputs: Inputs, indicators: Iterable[Loss], earned: Quotient, score: Decimal
) -> tuple[Loss, ...]:
    """Return the indicators' lines, largest first, and those that explain the rest: their sum is total minus `score`.

    `earned` is the score before special items and limits.
    """
    lines = sorted(indicators, key=lambda line: line.points, reverse=True)
    lines += _special(pack, inputs, earned)
    residue = pack.total - score - sum((line.points for line in lines), Decimal(0))
    if residue:
        lines.append(Loss(LossKind.ROUNDING, residue))
    return tuple(lines)


def _deductions(pack: Pack, inputs: Inputs) -> Decimal:
    return inputs.special_deductions * pack.rules.deduction_points


def _bonus(pack: Pack, inputs: Inputs) -> Decimal:
    return min(inputs.special_bonus, pack.rules.bonus_max) * pack.rules.bonus_points


def _special(pack: Pack, inputs: Inputs, earned: Quotient) -> list[Loss]:
    """Return the lines outside the indicators; a bonus takes away from the loss, so its line is negative."""
    special = exact(special_points(pack, inputs))
    reached, of = plus(earned, special)
    total, total_of = exact(pack.total)
    held = (0, 1) if reached < 0 else (total, total_of) if reached * total_of > total * of else (reached, of)
    over = plus((reached, of), (-held[0], held[1]))
    amounts = {
        LossKind.SPECIAL_DEDUCTION: exact(_deductions(pack, inputs)),
        LossKind.SPECIAL_BONUS: exact(-_bonus(pack, inputs)),
        LossKind.LIMIT: over,
    }
    return [Loss(kind, nearest(*amount, pack.rules.places)) for kind, amount in amounts.items() if amount[0]]
