"""Score a pack. `score` is the one door; all arithmetic between input and output is exact."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from wuxing.schemes.packs.structure import Indicator, Pack
from wuxing.schemes.scoring import explaining, levels, points
from wuxing.schemes.scoring.leaves import Leaf, leaf_for
from wuxing.schemes.scoring.modes import ZERO, exact
from wuxing.schemes.scoring.results import IndicatorResult, Inputs, Interval, Readiness, Status


def score(pack: Pack, inputs: Inputs) -> Readiness:
    """Return readiness: low, likely and high score, the levels they reach, and each lost hundredth.

    Raises:
        ValueError: the inputs contradict the pack or themselves; the text says how.
    """
    in_use = points.points_in_use(pack, inputs.licensed)
    if reason := why_not_score(pack, inputs, in_use):
        raise ValueError(reason)
    leaves = [
        leaf_for(leaf, in_use[leaf.id], inputs.metrics, inputs.rulings.get(leaf.id))
        for leaf in pack.leaves
        if leaf.id not in inputs.exclusions
    ]
    whole = _sums(leaves)
    defaults = _defaults(pack, leaves, whole)
    ends = _ends(pack, inputs, whole, _likely(leaves, defaults))
    lacking = points.points_official(pack, inputs.licensed, inputs.exclusions)
    reached = levels.levels_for(pack, inputs, ends)
    return Readiness(
        pack=pack.identity,
        score=ends,
        level_low=levels.highest(pack, reached, "low"),
        level_likely=levels.highest(pack, reached, "likely"),
        level_high=levels.highest(pack, reached, "high"),
        levels=reached,
        applicable=_decimal(whole.of),
        known=_decimal(whole.known),
        special_deductions=inputs.special_deductions,
        special_bonus=inputs.special_bonus,
        rehearsal=bool(lacking),
        lacking_official=lacking,
        indicators=_results(pack, leaves, defaults),
        losses_low=explaining.losses(pack, inputs, leaves, whole.of, ends.low, high=False),
        losses_high=explaining.losses(pack, inputs, leaves, whole.of, ends.high, high=True),
    )


def why_not_score(pack: Pack, inputs: Inputs, in_use: Mapping[str, Decimal]) -> str | None:
    """Return what is wrong with the inputs, or None."""
    for name, value in inputs.metrics.items():
        if not 0 <= value.ok <= value.n or not 0 <= (value.last_known or 0) <= 1:
            return f"metric {name} says {value.ok} of {value.n}, last known {value.last_known}; that is no share"
    for name, ruling in inputs.rulings.items():
        if name not in in_use:
            return f"{name} is no indicator with points of its own; rule on its single indicators"
        if not 0 <= ruling.ratio <= 1:
            return f"the ruling on {name} is {ruling.ratio}, which is no ratio"
    if min(inputs.special_deductions, inputs.special_bonus) < 0:
        return "special deductions and bonus are counts"
    if len(inputs.exclusions) == len(pack.leaves):
        return "every indicator is excluded; nothing is left to score"
    return points.why_not_exclude(pack, inputs.exclusions, in_use)


@dataclass(frozen=True, slots=True)
class _Sums:
    of: Fraction
    low: Fraction
    high: Fraction

    @property
    def known(self) -> Fraction:
        """Points that are decided, won or lost."""
        return self.of - self.high + self.low

    @property
    def average(self) -> Fraction | None:
        """What of the known was earned."""
        return self.low / self.known if self.known else None


def _sums(leaves: list[Leaf]) -> _Sums:
    return _Sums(
        sum((leaf.of for leaf in leaves), ZERO),
        sum((leaf.of * leaf.ratio.low for leaf in leaves), ZERO),
        sum((leaf.of * leaf.ratio.high for leaf in leaves), ZERO),
    )


def _defaults(pack: Pack, leaves: list[Leaf], whole: _Sums) -> dict[str, Fraction | None]:
    """Return for each leaf what an unknown ratio is taken for in the likely score, as the pack's rules say."""
    groups: dict[str, list[Leaf]] = {}
    tops = {leaf.id: _top(pack, leaf.indicator) for leaf in leaves}
    for leaf in leaves:
        groups.setdefault(tops[leaf.id], []).append(leaf)
    averages = {top: _sums(members).average for top, members in groups.items()}
    result: dict[str, Fraction | None] = {}
    for leaf in leaves:
        candidates = {"group_average": averages[tops[leaf.id]], "scheme_average": whole.average}
        found = (candidates[rule] for rule in pack.rules.likely if candidates.get(rule) is not None)
        result[leaf.id] = next(found, None)
    return result


def _top(pack: Pack, indicator: Indicator) -> str:
    while indicator.parent is not None:
        indicator = pack.by_id[indicator.parent]
    return indicator.id


def _likely(leaves: list[Leaf], defaults: Mapping[str, Fraction | None]) -> Fraction | None:
    total = ZERO
    for leaf in leaves:
        ratio = leaf.ratio.likely(defaults[leaf.id])
        if ratio is None:
            return None
        total += leaf.of * ratio
    return total


def _ends(pack: Pack, inputs: Inputs, whole: _Sums, likely: Fraction | None) -> Interval:
    total = exact(pack.total)
    rules = pack.rules
    special = (
        min(inputs.special_bonus, rules.bonus_max) * exact(rules.bonus_points)
        - inputs.special_deductions * exact(rules.deduction_points)
    )  # fmt: skip

    def end(earned: Fraction) -> Decimal:
        held = min(total, max(ZERO, earned / whole.of * total + special))
        return Decimal(math.floor(held * 10**rules.places)).scaleb(-rules.places)

    return Interval(end(whole.low), None if likely is None else end(likely), end(whole.high))


def _results(pack: Pack, leaves: list[Leaf], defaults: Mapping[str, Fraction | None]) -> dict[str, IndicatorResult]:
    results: dict[str, IndicatorResult] = {}
    members: dict[str, list[Leaf]] = {indicator.id: [] for indicator in pack.indicators}
    for leaf in leaves:
        results[leaf.id] = leaf.result(defaults[leaf.id])
        above = leaf.indicator.parent
        while above is not None:
            members[above].append(leaf)
            above = pack.by_id[above].parent
    for indicator in pack.indicators:
        if indicator.id not in results:
            results[indicator.id] = _group(indicator, members[indicator.id], results, defaults)
    return {indicator.id: results[indicator.id] for indicator in pack.indicators}


def _group(
    indicator: Indicator,
    leaves: list[Leaf],
    results: Mapping[str, IndicatorResult],
    defaults: Mapping[str, Fraction | None],
) -> IndicatorResult:
    """Sum the applicable leaves; without any the indicator is excluded (a leaf has no leaves below it)."""
    sums, likely = _sums(leaves), _likely(leaves, defaults)
    states = {results[leaf.id].status for leaf in leaves}
    status = Status.EXCLUDED if not states else states.pop() if len(states) == 1 else Status.MIXED
    interval = Interval(_decimal(sums.low), None if likely is None else _decimal(likely), _decimal(sums.high))
    return IndicatorResult(indicator.id, status, _decimal(sums.of), interval)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(round(value * 10000)).scaleb(-4)
