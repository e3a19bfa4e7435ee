"""How a score came about: every indicator's points and every lost hundredth, worked out when somebody asks."""

from functools import cached_property
from math import lcm
from typing import NamedTuple

from wuxing.schemes.packs.structure import Indicator, Pack
from wuxing.schemes.scoring import explaining, leaves
from wuxing.schemes.scoring.exact import Quotient, exact, nearest
from wuxing.schemes.scoring.leaves import Leaf
from wuxing.schemes.scoring.modes import Ratio, Values, is_by_two
from wuxing.schemes.scoring.reckoning import Reckoning
from wuxing.schemes.scoring.results import IndicatorResult, Inputs, Interval, Loss, Status
from wuxing.schemes.scoring.tables import Table

MOST_KEPT = 64
"""States of a leaf kept with a table of points; more are let go together."""


class Sum(NamedTuple):
    """Applicable points and what is earned of them, in units times scale."""

    scale: int
    of: int
    earned: Ratio


class Explanation:
    """The tree of one score. Takes its own copy of the inputs, which may change until somebody asks."""

    def __init__(self, pack: Pack, inputs: Inputs, table: Table, metrics: Values, reckoning: Reckoning) -> None:
        self.pack, self.table, self.reckoning, self.inputs = pack, table, reckoning, inputs
        self.metrics, self.rulings, self.overrides = dict(metrics), dict(inputs.rulings), dict(inputs.overrides)
        self.excluded = frozenset(inputs.exclusions)

    def indicators(self) -> dict[str, IndicatorResult]:
        """Return the result of every indicator, in the order of the scheme."""
        defaults = [self.reckoning.default(top) for top in range(len(self.table.tops))]
        unit, tops = self.table.unit, self.table.leaves
        results = {name: leaf.result(unit, defaults[tops[name][0]]) for name, leaf in self._leaves.items()}
        for indicator in self.pack.indicators:
            if indicator.id not in results:
                results[indicator.id] = self._group(indicator, defaults, results)
        return {indicator.id: results[indicator.id] for indicator in self.pack.indicators}

    def losses(self, score: Interval, *, high: bool) -> tuple[Loss, ...]:
        """Return the lines that add up to the total minus one end of the score."""
        total, total_of = exact(self.pack.total)
        weight = (total, total_of * sum(self.reckoning.of))
        lines: list[Loss] = []
        for leaf in self._leaves.values():
            lines += self._losses(leaf, weight, high=high)
        whole = self._sums[None]
        earned = (whole.earned.high if high else whole.earned.low) * weight[0], weight[1] * whole.scale
        return explaining.complete(self.pack, self.inputs, lines, earned, score.high if high else score.low)

    @cached_property
    def _leaves(self) -> dict[str, Leaf]:
        """Return the leaves that apply, from scores before where values and rulings were the same."""
        found = {}
        for indicator in self.pack.leaves:
            name = indicator.id
            if name not in self.excluded:
                kept, key = self.table.memo.setdefault(name, {}), self._key(name)
                leaf = kept.get(key)
                if not isinstance(leaf, Leaf):
                    if len(kept) >= MOST_KEPT:
                        kept.clear()
                    leaf = kept[key] = self._leaf(name)
                found[name] = leaf
        return found

    def _key(self, name: str) -> object:
        """Return everything that decides a leaf, but for the default of what is unknown."""
        ruling, override = self.rulings.get(name), self.overrides.get(name)
        if override is not None:
            return override.ratio
        ruled = None if ruling is None else (ruling.ratio, is_by_two(ruling))
        return ruled, tuple(map(self.metrics.get, self.table.reads.get(name, ())))

    def _leaf(self, name: str) -> Leaf:
        points, override = self.table.points[name], self.overrides.get(name)
        if override is not None:
            return leaves.overridden(name, points, self.table.leaves[name][1], override)
        return leaves.leaf_for(name, points, self.table.slots[name], self.metrics, self.rulings.get(name))

    @cached_property
    def _sums(self) -> dict[str | None, Sum]:
        """Return the sums of every indicator of which something applies, and of the whole under None."""
        result: dict[str | None, Sum] = {
            name: Sum(leaf.scale, leaf.of, leaf.earned) for name, leaf in self._leaves.items()
        }
        for group, members in self.pack.groups_upward:
            parts = [result[name] for name in members if name in result]
            if parts:
                result[group] = _summed(parts)
        return result

    def _losses(self, leaf: Leaf, weight: Quotient, *, high: bool) -> tuple[Loss, ...]:
        """Return what a leaf loses; kept where nothing is excluded, for then it weighs the same in every score."""
        if high in leaf.losses and not self.excluded:
            return leaf.losses[high]
        lines = leaf.losses_at(weight, self.pack.rules.places, high=high)
        if not self.excluded:
            leaf.losses[high] = lines
        return lines

    def _group(
        self, group: Indicator, defaults: list[Quotient | None], results: dict[str, IndicatorResult]
    ) -> IndicatorResult:
        """Return the result of a group, or of an indicator that does not apply at all."""
        if group.id not in self._sums:
            zero = nearest(0, 1)
            return IndicatorResult(group.id, Status.EXCLUDED, zero, Interval(zero, zero, zero))
        below = [name for name in self.pack.leaves_under(group.id) if name in self._leaves]
        states = {results[name].status for name in below}
        scale, of, earned = self._sums[group.id]
        point = self.table.unit * scale
        return IndicatorResult(
            id=group.id,
            status=states.pop() if len(states) == 1 else Status.MIXED,
            of=nearest(of, point),
            points=leaves.interval_of(earned, point, defaults[self.table.leaves[below[0]][0]]),
        )


def _summed(parts: list[Sum]) -> Sum:
    scale = lcm(*(part.scale for part in parts))
    of = low = base = guessed = high = 0
    for own, part_of, earned in parts:
        factor = scale // own
        of += part_of * factor
        low += earned[0] * factor
        base += earned[1] * factor
        guessed += earned[2] * factor
        high += earned[3] * factor
    return Sum(scale, of, Ratio(low, base, guessed, high))
