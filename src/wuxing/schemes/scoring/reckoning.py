"""The score itself: one pass over what is known. Whole numbers of tiny units nearly always tell; where not, exact ones do."""

from collections.abc import Set
from functools import cached_property
from math import prod

from wuxing.schemes.packs.structure import Pack
from wuxing.schemes.scoring.exact import Quotient, exact
from wuxing.schemes.scoring.modes import TWO, Curve, Ratio, Values, is_by_two, ratio_for, scale_for
from wuxing.schemes.scoring.results import Inputs, MetricValue, Ruling
from wuxing.schemes.scoring.sums import OpenError, Settled, Shares, Sums
from wuxing.schemes.scoring.tables import MixedSlot, Table

SCALE = 10**9
"""So many to a unit; a unit is a hundredth of a point or less, so a hundredth of the score is rarely in doubt."""


class Reckoning:
    """What is sure, guessed, hinted at and hoped for in each level-1 group, in units by denominator."""

    def __init__(self, pack: Pack, inputs: Inputs, table: Table, metrics: Values) -> None:
        self.pack, self.inputs, self.table = pack, inputs, table
        self.of = list(table.tops)
        self.sure: list[dict[int, int]] = [{} for _top in self.of]  # at every end
        # unknown: all of it at the high end, the default of it in the likely score
        self.guessed = [{1: units} for units in table.manual_units]
        self.hinted: list[dict[int, int]] = [{} for _top in self.of]  # in the likely score, by the last known ratio
        self.hoped: list[dict[int, int]] = [{} for _top in self.of]  # at the high end, besides what is sure or guessed
        gone = inputs.exclusions.keys() | inputs.overrides.keys()
        for name in gone:
            self._take_out(name)
        self._rule(gone)
        self._count(metrics, gone)
        self._mix(metrics, gone)

    def settled(self, scale: int = SCALE) -> Settled:
        """Return the score: in whole numbers of `scale` where these can tell, else exactly. The answer is the same."""
        try:
            return Sums(self.of, self._kinds, scale).settled(self.pack, self.inputs, self.table.unit)
        except OpenError:
            return self.exact.settled(self.pack, self.inputs, self.table.unit)

    @cached_property
    def exact(self) -> Sums:
        """Return the sums at a scale that every ratio fits."""
        scale = prod({whole for kind in self._kinds for shares in kind for whole in shares})
        return Sums(self.of, self._kinds, scale)

    @property
    def _kinds(self) -> tuple[Shares, Shares, Shares, Shares]:
        return self.sure, self.guessed, self.hinted, self.hoped

    def default(self, top: int) -> Quotient | None:
        """Return what an unknown ratio in a level-1 group is taken for in the likely score."""
        found = self.exact.default(self.pack, top)
        return None if found is None else found[0]

    def _take_out(self, name: str) -> None:
        """Leave out what would decide a leaf; an excluded one has no points, an overridden one keeps them."""
        top, units = self.table.leaves[name]
        if name in self.table.manual:
            self.guessed[top][1] -= self.table.manual[name].units
        if name in self.inputs.exclusions:
            self.of[top] -= units
        else:
            _add(self.sure[top], units, exact(self.inputs.overrides[name].ratio))

    def _rule(self, gone: Set[str]) -> None:
        """Add what persons ruled."""
        manual, ratios, guessed = self.table.manual, self.table.ratios, self.guessed
        sure = [0] * len(self.of)
        for name, ruling in self.inputs.rulings.items():
            slot = manual.get(name)
            if slot is None or name in gone:
                continue
            top, units, two_person = slot
            if two_person:
                by = ruling.ruled_by
                if len(by) < TWO or (
                    by[0] == by[1] and not is_by_two(ruling)
                ):  # two different ones are told at a glance
                    continue
            guessed[top][1] -= units
            ratio = ruling.ratio
            grains = ratios.get(ratio)
            if grains is None and (grains := self.table.grains(ratio)) is None:
                _add(self.sure[top], units, exact(ratio))
            else:
                sure[top] += units * grains
        for top, units in enumerate(sure):
            _add(self.sure[top], units, (1, self.table.grain))

    def _count(self, metrics: Values, gone: Set[str]) -> None:
        """Add what records say."""
        for leaf, top, units, metric, curve in self.table.metric:
            if leaf in gone:
                continue
            value = metrics.get(metric)
            if value is not None and value.reason is None and value.n:
                part, whole = curve(value.ok, value.n) if curve else (value.ok, value.n)
                shares = self.sure[top]
                shares[whole] = shares.get(whole, 0) + units * part
            elif value is None or value.last_known is None:
                self.guessed[top][1] += units
            else:
                last = exact(value.last_known)
                _add(self.hinted[top], units, curve(*last) if curve else last)
                _add(self.hoped[top], units, (1, 1))

    def _mix(self, metrics: Values, gone: Set[str]) -> None:
        """Add what several decide together."""
        for slot in self.table.mixed:
            if slot.leaf in gone:
                continue
            ruling = self.inputs.rulings.get(slot.leaf)
            if slot.parts:
                self._worst(slot, metrics, ruling)
            else:
                scale = scale_for(slot.mode, metrics, ruling)
                self._spread(slot.top, slot.units, ratio_for(slot.mode, metrics, ruling, scale), scale)

    def _worst(self, slot: MixedSlot, metrics: Values, ruling: Ruling | None) -> None:
        """Add the worst of several: what is unknown may be the worst of all, and no more than the others give is open."""
        known: Quotient = (1, 1)
        hint: Quotient | None = None
        unknown = guessed = False
        for metric, curve, two_person in slot.parts:
            found, last = _manual(ruling, two_person) if metric is None else _metric(metrics.get(metric), curve)
            if found is not None:
                known = _lower(known, found)
                continue
            unknown = True
            if last is None:
                guessed = True
            else:
                hint = _lower(hint or last, last)
        if not unknown:
            _add(self.sure[slot.top], slot.units, known)
        elif guessed or hint is None:
            _add(self.guessed[slot.top], slot.units, known)
        else:
            _add(self.hinted[slot.top], slot.units, _lower(known, hint))
            _add(self.hoped[slot.top], slot.units, known)

    def _spread(self, top: int, units: int, ratio: Ratio, scale: int) -> None:
        _add(self.sure[top], units, (ratio.low, scale))
        _add(self.hinted[top], units, (ratio.base - ratio.low, scale))
        _add(self.guessed[top], units, (ratio.guessed, scale))
        _add(self.hoped[top], units, (ratio.high - ratio.low - ratio.guessed, scale))


def _add(shares: dict[int, int], units: int, ratio: Quotient) -> None:
    part, whole = ratio
    if part:
        shares[whole] = shares.get(whole, 0) + units * part


def _metric(value: MetricValue | None, curve: Curve | None) -> tuple[Quotient | None, Quotient | None]:
    """Return what a metric earns, and if that is unknown what it earned when it was known last."""
    if value is not None and value.reason is None and value.n:
        return curve(value.ok, value.n) if curve else (value.ok, value.n), None
    if value is None or value.last_known is None:
        return None, None
    last = exact(value.last_known)
    return None, curve(*last) if curve else last


def _manual(ruling: Ruling | None, two_person: bool) -> tuple[Quotient | None, None]:
    if ruling is None or (two_person and not is_by_two(ruling)):
        return None, None
    return exact(ruling.ratio), None


def _lower(one: Quotient, other: Quotient) -> Quotient:
    return one if one[0] * other[1] <= other[0] * one[1] else other
