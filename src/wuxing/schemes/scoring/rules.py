"""Score a pack. `score` is the one door; all arithmetic between input and output is exact."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from wuxing.core.reasons import Reason, say
from wuxing.schemes.packs.structure import Pack
from wuxing.schemes.scoring import explaining, levels, points, totals
from wuxing.schemes.scoring.exact import ZERO, cut, exact, ratio, rounded, times
from wuxing.schemes.scoring.leaves import Leaf, leaf_for
from wuxing.schemes.scoring.results import IndicatorResult, Inputs, Interval, Readiness


def score(pack: Pack, inputs: Inputs) -> Readiness:
    """Return readiness: low, likely and high score, the levels they reach, and each lost hundredth.

    Raises:
        ValueError: the inputs contradict the pack or themselves; the text says how.
    """
    in_use = points.points_in_use(pack, inputs.licensed, inputs.exclusions)
    if reason := why_not_score(pack, inputs, in_use):
        raise ValueError(reason)
    leaves = _leaves(pack, inputs, in_use)
    sums = totals.totals_for(pack, leaves)
    defaults = totals.defaults_for(pack, sums)
    likely = totals.likely_for(pack, leaves, defaults)
    ends = _ends(pack, inputs, sums[None], likely[None])
    reached = levels.levels_for(pack, inputs, ends)
    lacking = points.points_official(pack, inputs.licensed, inputs.exclusions)
    return Readiness(
        pack=pack.identity,
        score=ends,
        level_low=levels.highest(pack, reached, "low"),
        level_likely=levels.highest(pack, reached, "likely"),
        level_high=levels.highest(pack, reached, "high"),
        levels=reached,
        applicable=rounded(sums[None].of),
        known=rounded(sums[None].known),
        special_deductions=inputs.special_deductions,
        special_bonus=inputs.special_bonus,
        rehearsal=bool(lacking),
        lacking_official=lacking,
        indicators=_results(pack, leaves, sums, likely, defaults),
        losses_low=explaining.losses(pack, inputs, leaves.values(), sums[None], ends.low, high=False),
        losses_high=explaining.losses(pack, inputs, leaves.values(), sums[None], ends.high, high=True),
    )


def why_not_score(pack: Pack, inputs: Inputs, in_use: Mapping[str, Decimal]) -> Reason | None:
    """Return what is wrong with the inputs, or None."""
    if not pack.leaves:
        return say("the indicators of this scheme are not public; it is shown, not scored")
    for name, value in inputs.metrics.items():
        if not 0 <= value.ok <= value.n or not 0 <= (value.last_known or 0) <= 1:
            return say("metric %(id)s says %(ok)s of %(n)s; that is no share", id=name, ok=value.ok, n=value.n)
    for name, ruling in (*inputs.rulings.items(), *inputs.overrides.items()):
        if name not in in_use:
            return say("%(id)s is no indicator with points of its own; rule on its single indicators", id=name)
        if not 0 <= ruling.ratio <= 1:
            return say("the ruling on %(id)s must lie between 0 and 1", id=name)
    if min(inputs.special_deductions, inputs.special_bonus) < 0:
        return say("special deductions and the special bonus cannot be negative")
    if len(inputs.exclusions) == len(pack.leaves):
        return say("every indicator is excluded; nothing is left to score")
    return points.why_not_exclude(pack, inputs.exclusions, in_use)


def _leaves(pack: Pack, inputs: Inputs, in_use: Mapping[str, Decimal]) -> dict[str, Leaf]:
    metrics = inputs.metrics
    if "last_known" not in pack.rules.likely:
        metrics = {name: replace(value, last_known=None) for name, value in metrics.items()}
    return {
        leaf.id: leaf_for(leaf, in_use[leaf.id], metrics, inputs.rulings.get(leaf.id), inputs.overrides.get(leaf.id))
        for leaf in pack.leaves
        if leaf.id not in inputs.exclusions
    }


def _ends(pack: Pack, inputs: Inputs, whole: totals.Total, likely: Fraction | None) -> Interval:
    limit, places = exact(pack.total), pack.rules.places
    scale = ratio(limit, whole.of)
    special = explaining.special_points(pack, inputs)

    def end(earned: Fraction) -> Decimal:
        return cut(min(limit, max(ZERO, times(earned, scale) + special)), places)

    return Interval(end(whole.low), None if likely is None else end(likely), end(whole.high))


def _results(
    pack: Pack,
    leaves: Mapping[str, Leaf],
    sums: totals.Totals,
    likely: totals.Likely,
    defaults: Mapping[str, Fraction | None],
) -> dict[str, IndicatorResult]:
    results = {name: leaf.result(defaults[name]) for name, leaf in leaves.items()}
    for indicator in pack.indicators:
        if indicator.id not in results:
            below = (results[name].status for name in pack.leaves_under(indicator.id) if name in leaves)
            results[indicator.id] = totals.group_result(indicator.id, sums, likely, below)
    return {indicator.id: results[indicator.id] for indicator in pack.indicators}
