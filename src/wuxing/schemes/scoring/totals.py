"""Sums of leaves over the tree of indicators, and what stands for the unknown in the likely score."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from wuxing.schemes.packs.structure import Pack
from wuxing.schemes.scoring.exact import rounded, total
from wuxing.schemes.scoring.leaves import Leaf
from wuxing.schemes.scoring.results import IndicatorResult, Interval, Status


@dataclass(frozen=True, slots=True)
class Total:
    """Applicable points, and what is earned of them at the low and the high end."""

    of: Fraction
    low: Fraction
    high: Fraction

    @property
    def known(self) -> Fraction:
        """Return the points that are decided, won or lost."""
        return self.of - self.high + self.low

    @property
    def average(self) -> Fraction | None:
        """Return what of the known was earned; None when nothing is known."""
        return self.low / self.known if self.known else None


Totals = Mapping[str | None, Total]
"""By indicator; under None the whole scheme. Indicators of which nothing applies are absent."""

Likely = Mapping[str | None, Fraction | None]


def totals_for(pack: Pack, leaves: Mapping[str, Leaf]) -> Totals:
    """Return the totals of every indicator and of the whole."""
    result: dict[str | None, Total] = {
        name: Total(leaf.of, leaf.earned.low, leaf.earned.high) for name, leaf in leaves.items()
    }
    for group, members in pack.groups_upward:
        parts = [result[name] for name in members if name in result]
        if parts:
            result[group] = Total(
                total(part.of for part in parts), total(part.low for part in parts), total(part.high for part in parts)
            )
    return result


def defaults_for(pack: Pack, totals: Totals) -> Mapping[str, Fraction | None]:
    """Return for each leaf what an unknown ratio is taken for in the likely score, as the pack's rules say."""
    result: dict[str, Fraction | None] = {}
    whole = totals[None].average
    for top in pack.children(None):
        averages = {"group_average": totals[top.id].average if top.id in totals else None, "scheme_average": whole}
        chosen = (averages[rule] for rule in pack.rules.likely if averages.get(rule) is not None)
        result |= dict.fromkeys(pack.leaves_under(top.id), next(chosen, None))
    return result


def likely_for(pack: Pack, leaves: Mapping[str, Leaf], defaults: Mapping[str, Fraction | None]) -> Likely:
    """Return the likely points of every indicator and of the whole; None where there is no ground for any."""
    result: dict[str | None, Fraction | None] = {
        name: leaf.earned.likely(defaults[name]) for name, leaf in leaves.items()
    }
    for group, members in pack.groups_upward:
        parts = [result[name] for name in members if name in result]
        result[group] = None if None in parts else total(part for part in parts if part is not None)
    return result


def group_result(name: str, totals: Totals, likely: Likely, leaves: Iterable[Status]) -> IndicatorResult:
    """Return the result of a group, or of an indicator that does not apply at all."""
    if name not in totals:
        zero = rounded(Fraction(0))
        return IndicatorResult(name, Status.EXCLUDED, zero, Interval(zero, zero, zero))
    states = set(leaves) - {Status.EXCLUDED}
    status = states.pop() if len(states) == 1 else Status.MIXED
    sums, guess = totals[name], likely[name]
    ends = Interval(rounded(sums.low), None if guess is None else rounded(guess), rounded(sums.high))
    return IndicatorResult(name, status, rounded(sums.of), ends)
