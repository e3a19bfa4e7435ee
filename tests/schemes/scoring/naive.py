"""Scoring once more, as the concept says it and as slowly as it likes: fractions, one leaf after the other."""

from decimal import Decimal
from fractions import Fraction

from wuxing.schemes.packs.modes import Binary, Ladder, Linear, Manual, MinOf, Mode, Proportional, WeightedOf
from wuxing.schemes.packs.structure import Indicator, Pack
from wuxing.schemes.scoring.results import Inputs, Ruling

F = Fraction
Ratio = tuple[Fraction, Fraction, Fraction, Fraction]  # low, likely without the guessed share, the guessed share, high
UNKNOWN: Ratio = (F(0), F(0), F(1), F(1))


def score_of(pack: Pack, inputs: Inputs) -> tuple[Decimal, Decimal | None, Decimal]:
    """Return low, likely and high."""
    leaves = [leaf for leaf in pack.leaves if leaf.id not in inputs.exclusions]
    ratios = {leaf.id: _leaf(pack, leaf, inputs) for leaf in leaves}
    low = sum((F(leaf.placeholder_points) * ratios[leaf.id][0] for leaf in leaves), F(0))
    high = sum((F(leaf.placeholder_points) * ratios[leaf.id][3] for leaf in leaves), F(0))
    likely: Fraction | None = F(0)
    for leaf in leaves:
        _low, base, guessed, _high = ratios[leaf.id]
        default = _default(pack, leaf, leaves, ratios)
        if guessed and default is None:
            likely = None
        if likely is not None:
            likely += F(leaf.placeholder_points) * (base + guessed * (default or 0))
    of = sum((F(leaf.placeholder_points) for leaf in leaves), F(0))
    ends = [None if earned is None else _end(pack, inputs, earned / of) for earned in (low, likely, high)]
    assert ends[0] is not None
    assert ends[2] is not None
    return ends[0], ends[1], ends[2]


def points_of(pack: Pack, inputs: Inputs) -> dict[str, tuple[Fraction, Fraction]]:
    """Return what each leaf that applies earns at the low and at the high end."""
    found = {}
    for leaf in pack.leaves:
        if leaf.id not in inputs.exclusions:
            low, _base, _guessed, high = _leaf(pack, leaf, inputs)
            found[leaf.id] = (F(leaf.placeholder_points) * low, F(leaf.placeholder_points) * high)
    return found


def _end(pack: Pack, inputs: Inputs, ratio: Fraction) -> Decimal:
    special = min(inputs.special_bonus, pack.rules.bonus_max) * pack.rules.bonus_points
    special -= inputs.special_deductions * pack.rules.deduction_points
    reached = max(F(0), min(F(pack.total), ratio * F(pack.total) + F(special)))
    return Decimal(int(reached * 100)) / 100


def _default(pack: Pack, leaf: Indicator, leaves: list[Indicator], ratios: dict[str, Ratio]) -> Fraction | None:
    group = [other for other in leaves if other.parent == leaf.parent]
    for rule in pack.rules.likely:
        several = {"group_average": group, "scheme_average": leaves}.get(rule, [])
        earned = sum((F(other.placeholder_points) * ratios[other.id][0] for other in several), F(0))
        known = sum(
            (F(other.placeholder_points) * (1 - ratios[other.id][3] + ratios[other.id][0]) for other in several), F(0)
        )
        if known:
            return earned / known
    return None


def _leaf(pack: Pack, leaf: Indicator, inputs: Inputs) -> Ratio:
    if leaf.id in inputs.overrides:
        ratio = F(inputs.overrides[leaf.id].ratio)
        return ratio, ratio, F(0), ratio
    assert leaf.mode is not None
    return _mode(leaf.mode, pack, inputs, inputs.rulings.get(leaf.id))


def _mode(mode: Mode, pack: Pack, inputs: Inputs, ruling: Ruling | None) -> Ratio:
    if isinstance(mode, Manual):
        if ruling is None or (mode.two_person and len(set(ruling.ruled_by)) < 2):
            return UNKNOWN
        return F(ruling.ratio), F(ruling.ratio), F(0), F(ruling.ratio)
    if isinstance(mode, WeightedOf):
        parts = [(F(part.weight), _mode(part.mode, pack, inputs, ruling)) for part in mode.parts]
        low, base, guessed, high = (sum((w * ratio[end] for w, ratio in parts), F(0)) for end in range(4))
        return low, base, guessed, high
    if isinstance(mode, MinOf):
        found = [_mode(part, pack, inputs, ruling) for part in mode.parts]
        low, high = min(ratio[0] for ratio in found), min(ratio[3] for ratio in found)
        if any(ratio[2] for ratio in found):
            return low, low, high - low, high
        return low, min(ratio[1] for ratio in found), F(0), high
    return _measured(mode, pack, inputs)


def _measured(mode: Binary | Proportional | Ladder | Linear, pack: Pack, inputs: Inputs) -> Ratio:
    value = inputs.metrics.get(mode.metric)
    if value is None:
        return UNKNOWN
    if value.reason is None and value.n:
        earned = _curve(mode, F(value.ok, value.n))
        return earned, earned, F(0), earned
    if value.last_known is None or "last_known" not in pack.rules.likely:
        return UNKNOWN
    return F(0), _curve(mode, F(value.last_known)), F(0), F(1)


def _curve(mode: Mode, ratio: Fraction) -> Fraction:
    match mode:
        case Proportional():
            return ratio
        case Binary(at=at):
            return F(ratio >= F(at))
        case Ladder(steps=steps):
            return max((F(step.earns) for step in steps if ratio >= F(step.at)), default=F(0))
        case Linear(floor=floor, target=target):
            return max(F(0), min(F(1), (ratio - F(floor)) / (F(target) - F(floor))))
    raise AssertionError(mode)
