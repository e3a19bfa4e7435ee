"""The score itself: one pass over what is known, in whole numbers of a scale that every ratio fits."""

from collections.abc import Set
from decimal import Decimal
from math import lcm

from wuxing.schemes.packs.structure import Pack
from wuxing.schemes.scoring.exact import TENS, Quotient, exact, nearest, plus, shifted
from wuxing.schemes.scoring.explaining import special_points
from wuxing.schemes.scoring.modes import Ratio, Values, is_by_two, ratio_for
from wuxing.schemes.scoring.results import Inputs, Interval
from wuxing.schemes.scoring.tables import Table


class Reckoning:
    """Sums of each level-1 group: `of` in units, all others in units times `scale`."""

    def __init__(self, pack: Pack, inputs: Inputs, table: Table, metrics: Values) -> None:
        self.pack, self.inputs, self.table = pack, inputs, table
        self.of = list(table.tops)
        self.sure = [0] * len(self.of)  # at every end
        self.guessed = list(table.manual_units)  # all of it at the high end, the default of it in the likely score
        self.hinted = [0] * len(self.of)  # in the likely score, by the last known ratio
        self.hoped = [0] * len(self.of)  # at the high end, besides what is sure or guessed
        gone = inputs.exclusions.keys() | inputs.overrides.keys()
        for name in gone:
            self._take_out(name)
        odd = self._rule(gone)
        self.scale = scale = table.grain * lcm(*_divisors(metrics), *(exact(ratio)[1] for _top, _units, ratio in odd))
        for top in range(len(self.of)):
            self.sure[top] *= scale // table.grain
            self.guessed[top] *= scale
        for top, units, ratio in odd:
            part, whole = exact(ratio)
            self.sure[top] += units * part * (scale // whole)
        self._count(metrics, gone)

    def _take_out(self, name: str) -> None:
        """Leave out what would decide a leaf; an excluded one has no points, an overridden one keeps them."""
        top, units = self.table.leaves[name]
        if name in self.table.manual:
            self.guessed[top] -= self.table.manual[name].units
        if name in self.inputs.exclusions:
            self.of[top] -= units

    def _rule(self, gone: Set[str]) -> list[tuple[int, int, Decimal]]:
        """Add what persons ruled, in units times grain; return the rulings with more places than a grain has."""
        table, sure, guessed = self.table, self.sure, self.guessed
        manual, ratios, odd = table.manual, table.ratios, []
        for name, ruling in self.inputs.rulings.items():
            if name not in manual or name in gone:
                continue
            top, units, two_person = manual[name]
            if two_person and not is_by_two(ruling):
                continue
            guessed[top] -= units
            ratio = ruling.ratio
            grains = ratios.get(ratio)
            if grains is None and (grains := table.grains(ratio)) is None:
                odd.append((top, units, ratio))
            else:
                sure[top] += units * grains
        for name, ruling in self.inputs.overrides.items():
            if name not in self.inputs.exclusions:
                odd.append((*table.leaves[name], ruling.ratio))
        return odd

    def _count(self, metrics: Values, gone: Set[str]) -> None:
        """Add what records say."""
        sure, scale = self.sure, self.scale
        for leaf, top, units, metric, curve in self.table.metric:
            if leaf in gone:
                continue
            value = metrics.get(metric)
            if value is not None and value.reason is None and value.n:
                part, whole = curve(value.ok, value.n)
                sure[top] += units * part * (scale // whole)
            elif value is None or value.last_known is None:
                self.guessed[top] += units * scale
            else:
                part, whole = curve(*exact(value.last_known))
                self.hinted[top] += units * part * (scale // whole)
                self.hoped[top] += units * scale
        for leaf, top, units, mode in self.table.mixed:
            if leaf not in gone:
                self._add(top, ratio_for(mode, metrics, self.inputs.rulings.get(leaf), scale).times(units))

    def _add(self, top: int, amount: Ratio) -> None:
        self.sure[top] += amount.low
        self.hinted[top] += amount.base - amount.low
        self.guessed[top] += amount.guessed
        self.hoped[top] += amount.high - amount.low - amount.guessed

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
        likely = self._likely()
        high = low + sum(self.guessed) + sum(self.hoped)
        return Interval(self._end((low, 1)), None if likely is None else self._end(likely), self._end((high, 1)))

    def _end(self, earned: Quotient) -> Decimal:
        """Return one end: scaled to the total, special items added, held in the limits, rounded down."""
        rules = self.pack.rules
        total, total_of = exact(self.pack.total)
        special, special_of = exact(special_points(self.pack, self.inputs))
        applicable = earned[1] * sum(self.of) * self.scale
        reached = earned[0] * total * special_of + special * applicable * total_of
        digits = reached * TENS[rules.places] // (applicable * total_of * special_of)
        return shifted(max(0, min(total * TENS[rules.places] // total_of, digits)), rules.places)

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


def _divisors(metrics: Values) -> set[int]:
    """Return by what a scale must be divisible for the metrics' ratios to be whole numbers."""
    found = {value.n for value in metrics.values() if value.reason is None and value.n}
    found.update(
        exact(value.last_known)[1]
        for value in metrics.values()
        if value.last_known is not None and (value.reason is not None or not value.n)
    )
    return found
