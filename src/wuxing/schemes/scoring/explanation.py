"""How a score came about: every indicator's points and every lost hundredth, worked out when somebody asks."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from wuxing.schemes.packs.modes import Manual
from wuxing.schemes.packs.structure import Indicator, Pack
from wuxing.schemes.scoring import explaining, leaves
from wuxing.schemes.scoring.exact import Quotient, exact, nearest
from wuxing.schemes.scoring.leaves import Share
from wuxing.schemes.scoring.modes import Ratio, Values, is_by_two, ratio_for, summed
from wuxing.schemes.scoring.reckoning import Reckoning
from wuxing.schemes.scoring.results import IndicatorResult, Inputs, Interval, Loss, Status
from wuxing.schemes.scoring.tables import Table

MOST_KEPT = 20_000
"""Leaves kept with a table of points; more are let go together."""


class Sum(NamedTuple):
    """Applicable points and what is earned of them, in units times scale."""

    of: int
    earned: Ratio


@dataclass(slots=True)
class _Kept:
    """What was worked out for a leaf with certain values and rulings, whatever else the score was."""

    result: IndicatorResult | None = None
    losses: dict[bool, tuple[Loss, ...]] = field(default_factory=dict)


class Explanation:
    """The tree of one score. Takes its own copy of the inputs, which may change until somebody asks."""

    def __init__(self, pack: Pack, inputs: Inputs, table: Table, metrics: Values, reckoning: Reckoning) -> None:
        self.pack, self.table, self.reckoning, self.inputs = pack, table, reckoning, inputs
        self.metrics, self.rulings, self.overrides = dict(metrics), dict(inputs.rulings), dict(inputs.overrides)
        self.excluded = frozenset(inputs.exclusions)
        self._made: dict[str, tuple[Share, ...]] = {}
        self.point = table.unit * reckoning.scale  # one point in units times scale

    def indicators(self) -> dict[str, IndicatorResult]:
        """Return the result of every indicator, in the order of the scheme."""
        defaults = [self.reckoning.default(top) for top in range(len(self.table.tops))]
        results = {leaf.id: self._result(leaf, defaults) for leaf in self._leaves}
        for indicator in self.pack.indicators:
            if indicator.id not in results:
                results[indicator.id] = self._group(indicator, defaults, results)
        return {indicator.id: results[indicator.id] for indicator in self.pack.indicators}

    def losses(self, score: Interval, *, high: bool) -> tuple[Loss, ...]:
        """Return the lines that add up to the total minus one end of the score."""
        total, total_of = exact(self.pack.total)
        of = total_of * sum(self.reckoning.of) * self.reckoning.scale
        lines = [line for leaf in self._leaves for line in self._losses(leaf, (total, of), high=high)]
        whole = self._sums[None].earned
        earned = whole.high if high else whole.low
        reached = score.high if high else score.low
        return explaining.complete(self.pack, self.inputs, lines, (earned * total, of), reached)

    @cached_property
    def _leaves(self) -> list[Indicator]:
        return [leaf for leaf in self.pack.leaves if leaf.id not in self.excluded]

    @cached_property
    def _sums(self) -> dict[str | None, Sum]:
        """Return the sums of every indicator of which something applies, and of the whole under None."""
        scale, units = self.reckoning.scale, self.table.leaves
        result: dict[str | None, Sum] = {
            leaf.id: Sum(units[leaf.id][1] * scale, self._earned(leaf.id)) for leaf in self._leaves
        }
        for group, members in self.pack.groups_upward:
            parts = [result[name] for name in members if name in result]
            if parts:
                result[group] = Sum(sum(part.of for part in parts), summed(part.earned for part in parts))
        return result

    def _earned(self, name: str) -> Ratio:
        scale, override = self.reckoning.scale, self.overrides.get(name)
        if override is not None:
            return ratio_for(Manual(), {}, override, scale).times(self.table.leaves[name][1])
        ruling, slots = self.rulings.get(name), self.table.slots[name]
        parts = [ratio_for(slot.mode, self.metrics, ruling, scale).times(slot.units) for slot in slots]
        return parts[0] if len(parts) == 1 else summed(parts)

    def _shares(self, name: str) -> tuple[Share, ...]:
        found = self._made.get(name)
        if found is None:
            override, scale = self.overrides.get(name), self.reckoning.scale
            if override is not None:
                found = leaves.overridden(self.table.leaves[name][1], override, scale)
            else:
                found = leaves.shares_for(self.table.slots[name], self.metrics, self.rulings.get(name), scale)
            self._made[name] = found
        return found

    @cached_property
    def _kept(self) -> dict[str, _Kept]:
        """Return what is known of the leaves from scores before, where values and rulings were the same."""
        memo = self.table.memo
        if len(memo) > MOST_KEPT:
            memo.clear()
        found = {}
        for leaf in self._leaves:
            key = self._key(leaf.id)
            kept = memo.get(key)
            if not isinstance(kept, _Kept):
                kept = memo[key] = _Kept()
            found[leaf.id] = kept
        return found

    def _key(self, name: str) -> object:
        """Return everything that decides a leaf, but for the default of what is unknown."""
        ruling, override = self.rulings.get(name), self.overrides.get(name)
        if override is not None:
            return name, override.ratio
        ruled = None if ruling is None else (ruling.ratio, is_by_two(ruling))
        reads = self.table.reads.get(name)
        return (name, ruled, tuple(map(self.metrics.get, reads))) if reads else (name, ruled, None)

    def _result(self, leaf: Indicator, defaults: list[Quotient | None]) -> IndicatorResult:
        kept, earned = self._kept[leaf.id], self._sums[leaf.id].earned
        if kept.result is not None:
            return kept.result
        default = defaults[self.table.leaves[leaf.id][0]]
        points = self.table.points[leaf.id]
        result = leaves.result_for(leaf.id, points, self._shares(leaf.id), earned, self.point, default)
        if not earned.guessed:  # else it hangs on the default, which hangs on everything
            kept.result = result
        return result

    def _losses(self, leaf: Indicator, points: Quotient, *, high: bool) -> Iterable[Loss]:
        """Return what a leaf loses; kept where nothing is excluded, for then it weighs the same in every score."""
        kept = self._kept[leaf.id]
        if high in kept.losses and not self.excluded:
            return kept.losses[high]
        lines = leaves.losses_for(leaf.id, self._shares(leaf.id), points, self.pack.rules.places, high=high)
        if not self.excluded:
            kept.losses[high] = lines
        return lines

    def _group(
        self, group: Indicator, defaults: list[Quotient | None], results: dict[str, IndicatorResult]
    ) -> IndicatorResult:
        """Return the result of a group, or of an indicator that does not apply at all."""
        if group.id not in self._sums:
            zero = nearest(0, 1)
            return IndicatorResult(group.id, Status.EXCLUDED, zero, Interval(zero, zero, zero))
        below = [name for name in self.pack.leaves_under(group.id) if name in results]
        states = {results[name].status for name in below}
        of, earned = self._sums[group.id]
        return IndicatorResult(
            id=group.id,
            status=states.pop() if len(states) == 1 else Status.MIXED,
            of=nearest(of, self.point),
            points=leaves.interval_of(earned, self.point, defaults[self.table.leaves[below[0]][0]]),
        )
