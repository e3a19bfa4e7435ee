"""The score itself: one pass over what is known, in whole numbers of a scale that every ratio in it fits."""

from collections.abc import Set
from decimal import Decimal
from math import prod

from wuxing.schemes.packs.structure import Pack
from wuxing.schemes.scoring.exact import TENS, Quotient, exact, nearest, plus, shifted
from wuxing.schemes.scoring.explaining import special_points
from wuxing.schemes.scoring.modes import Curve, Ratio, Values, is_by_two, ratio_for, scale_for
from wuxing.schemes.scoring.results import Inputs, Interval, MetricValue, Ruling
from wuxing.schemes.scoring.tables import MixedSlot, Table

Shares = list[dict[int, int]]
"""For each level-1 group units by denominator: {3: 5} are five thirds of a unit."""


class Reckoning:
    """Sums of each level-1 group: `of` in units, all others in units times `scale`."""

    def __init__(self, pack: Pack, inputs: Inputs, table: Table, metrics: Values) -> None:
        self.pack, self.inputs, self.table = pack, inputs, table
        self.of = list(table.tops)
        tops = range(len(self.of))
        self._sure: Shares = [{} for _top in tops]  # at every end
        self._guessed = [
            {1: units} for units in table.manual_units
        ]  # unknown: all at the high end, a default if likely
        self._hinted: Shares = [{} for _top in tops]  # in the likely score, by the last known ratio
        self._hoped: Shares = [{} for _top in tops]  # at the high end, besides what is sure or guessed
        gone = inputs.exclusions.keys() | inputs.overrides.keys()
        for name in gone:
            self._take_out(name)
        self._rule(gone)
        self._count(metrics, gone)
        self._mix(metrics, gone)
        kinds = (self._sure, self._guessed, self._hinted, self._hoped)
        self.scale = prod({whole for kind in kinds for shares in kind for whole in shares})
        self.sure, self.guessed, self.hinted, self.hoped = (
            [sum(units * (self.scale // whole) for whole, units in shares.items()) for shares in kind] for kind in kinds
        )

    def _take_out(self, name: str) -> None:
        """Leave out what would decide a leaf; an excluded one has no points, an overridden one keeps them."""
        top, units = self.table.leaves[name]
        if name in self.table.manual:
            self._guessed[top][1] -= self.table.manual[name].units
        if name in self.inputs.exclusions:
            self.of[top] -= units
        else:
            _add(self._sure[top], units, exact(self.inputs.overrides[name].ratio))

    def _rule(self, gone: Set[str]) -> None:
        """Add what persons ruled."""
        manual, ratios, grain = self.table.manual, self.table.ratios, self.table.grain
        sure = [0] * len(self.of)
        for name, ruling in self.inputs.rulings.items():
            if name not in manual or name in gone:
                continue
            top, units, two_person = manual[name]
            if two_person and not is_by_two(ruling):
                continue
            self._guessed[top][1] -= units
            ratio = ruling.ratio
            grains = ratios.get(ratio)
            if grains is None and (grains := self.table.grains(ratio)) is None:
                _add(self._sure[top], units, exact(ratio))
            else:
                sure[top] += units * grains
        for top, units in enumerate(sure):
            _add(self._sure[top], units, (1, grain))

    def _count(self, metrics: Values, gone: Set[str]) -> None:
        """Add what records say."""
        for leaf, top, units, metric, curve in self.table.metric:
            if leaf in gone:
                continue
            value = metrics.get(metric)
            if value is not None and value.reason is None and value.n:
                part, whole = curve(value.ok, value.n) if curve else (value.ok, value.n)
                shares = self._sure[top]
                shares[whole] = shares.get(whole, 0) + units * part
            elif value is None or value.last_known is None:
                self._guessed[top][1] += units
            else:
                last = exact(value.last_known)
                _add(self._hinted[top], units, curve(*last) if curve else last)
                _add(self._hoped[top], units, (1, 1))

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
            _add(self._sure[slot.top], slot.units, known)
        elif guessed or hint is None:
            _add(self._guessed[slot.top], slot.units, known)
        else:
            _add(self._hinted[slot.top], slot.units, _lower(known, hint))
            _add(self._hoped[slot.top], slot.units, known)

    def _spread(self, top: int, units: int, ratio: Ratio, scale: int) -> None:
        _add(self._sure[top], units, (ratio.low, scale))
        _add(self._hinted[top], units, (ratio.base - ratio.low, scale))
        _add(self._guessed[top], units, (ratio.guessed, scale))
        _add(self._hoped[top], units, (ratio.high - ratio.low - ratio.guessed, scale))

    @property
    def applicable(self) -> Decimal:
        """Return the points of the indicators that apply."""
        return nearest(sum(self.of), self.table.unit)

    @property
    def known(self) -> Decimal:
        """Return the points that evidence has decided."""
        undecided = sum(self.guessed) + sum(self.hoped)
        return nearest(sum(self.of) * self.scale - undecided, self.table.unit * self.scale)

    @property
    def score(self) -> Interval:
        """Return the score."""
        low = sum(self.sure)
        high = low + sum(self.guessed) + sum(self.hoped)
        likely = self._likely()
        special = exact(special_points(self.pack, self.inputs))
        ends = [None if earned is None else self._end(earned, special) for earned in ((low, 1), likely, (high, 1))]
        return Interval(*ends)  # type: ignore[arg-type]

    def _end(self, earned: Quotient, special: Quotient) -> Decimal:
        """Return one end: scaled to the total, special items added, held in the limits, rounded down."""
        total, total_of = exact(self.pack.total)
        applicable = earned[1] * sum(self.of) * self.scale
        reached = earned[0] * total * special[1] + special[0] * applicable * total_of
        places = self.pack.rules.places
        digits = reached * TENS[places] // (applicable * total_of * special[1])
        return shifted(max(0, min(total * TENS[places] // total_of, digits)), places)

    def _likely(self) -> Quotient | None:
        """Return the likely points, None when something unknown has no ground for a guess."""
        result: Quotient = (sum(self.sure) + sum(self.hinted), 1)
        for top, guessed in enumerate(self.guessed):
            if guessed:
                default = self.default(top)
                if default is None:
                    return None
                result = plus(result, (guessed * default[0], default[1]))
        return result

    def default(self, top: int) -> Quotient | None:
        """Return what an unknown ratio in a level-1 group is taken for in the likely score, as the pack's rules say."""
        averages = {"group_average": (top, top + 1), "scheme_average": (0, len(self.of))}
        for rule in self.pack.rules.likely:
            if rule in averages and (found := self._average(*averages[rule])):
                return found
        return None

    def _average(self, start: int, end: int) -> Quotient | None:
        """Return what of the known was earned; None when nothing is known."""
        undecided = sum(self.guessed[start:end]) + sum(self.hoped[start:end])
        known = sum(self.of[start:end]) * self.scale - undecided
        return (sum(self.sure[start:end]), known) if known else None


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
