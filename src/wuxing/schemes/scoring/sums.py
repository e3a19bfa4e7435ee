"""From sums to the score: at a fixed scale, rounded down with the slack counted, or at one that every ratio fits."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from wuxing.schemes.packs.structure import Pack
from wuxing.schemes.scoring.exact import TENS, Quotient, exact, nearest, plus, shifted
from wuxing.schemes.scoring.explaining import special_points
from wuxing.schemes.scoring.results import Inputs, Interval

Shares = Sequence[dict[int, int]]
"""For each level-1 group units by denominator: {3: 5} are five thirds of a unit."""

Bounds = tuple[Quotient, Quotient]
"""Two quotients with the truth between them; the same twice where nothing was rounded."""


class OpenError(Exception):
    """The bounds round differently: whole numbers of this scale cannot tell."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The score, and how much of it is known."""

    score: Interval
    applicable: Decimal
    known: Decimal


class Sums:
    """What each level-1 group has: `of` in units, all else in units times `scale`, short of the truth by `slack` at most."""

    def __init__(self, of: list[int], kinds: Sequence[Shares], scale: int) -> None:
        self.of, self.scale, self.slack = of, scale, [0] * len(of)
        self.sure, self.guessed, self.hinted, self.hoped = (
            [self._sum(top, shares) for top, shares in enumerate(kind)] for kind in kinds
        )
        self.is_open = [any(shares.values()) for shares in kinds[1]]

    def _sum(self, top: int, shares: dict[int, int]) -> int:
        found = 0
        for whole, units in shares.items():
            amount, short = divmod(units * self.scale, whole)
            found += amount
            if short:
                self.slack[top] += 1
        return found

    def settled(self, pack: Pack, inputs: Inputs, unit: int) -> Settled:
        """Return the score; `unit` is so many to a point.

        Raises:
            OpenError: the scale is too coarse to tell.
        """
        of, slack, low = sum(self.of), sum(self.slack), sum(self.sure)
        unknown = sum(self.guessed) + sum(self.hoped)
        end = self._end(pack, inputs, of)
        likely = self._likely(pack)
        score = Interval(
            end(((low, 1), (low + slack, 1))),
            None if likely is None else end(likely),
            end(((low + unknown, 1), (low + unknown + slack, 1))),
        )
        decided, point = of * self.scale - unknown, unit * self.scale
        known = nearest(decided, point)
        if slack and nearest(decided - slack, point) != nearest(decided + slack, point):
            raise OpenError
        return Settled(score, nearest(of, unit), known)

    def default(self, pack: Pack, top: int) -> Bounds | None:
        """Return what an unknown ratio in a level-1 group is taken for in the likely score, as the pack's rules say."""
        for rule in pack.rules.likely:
            if rule == "group_average":
                found = self._average(top, top + 1)
            elif rule == "scheme_average":
                found = self._average(0, len(self.of))
            else:
                found = None
            if found is not None:
                return found
        return None

    def _average(self, start: int, end: int) -> Bounds | None:
        """Return what of the known was earned; None when nothing is known."""
        sure, slack = sum(self.sure[start:end]), sum(self.slack[start:end])
        undecided = sum(self.guessed[start:end]) + sum(self.hoped[start:end])
        known = sum(self.of[start:end]) * self.scale - undecided
        if known > slack:
            return (sure, known + slack), (sure + slack, known - slack)
        if slack:
            raise OpenError
        return None

    def _likely(self, pack: Pack) -> Bounds | None:
        """Return the likely points, None when something unknown has no ground for a guess."""
        sure = sum(self.sure) + sum(self.hinted)
        low, high = (sure, 1), (sure + sum(self.slack), 1)
        for top, guessed in enumerate(self.guessed):
            if self.is_open[top]:
                default = self.default(pack, top)
                if default is None:
                    return None
                (least, of_most), (most, of_least) = default
                low = plus(low, (guessed * least, of_most))
                high = plus(high, ((guessed + self.slack[top]) * most, of_least))
        return low, high

    def _end(self, pack: Pack, inputs: Inputs, of: int) -> Callable[[Bounds], Decimal]:
        """Return how points become the score: scaled to the total, special items added, held in the limits, rounded down."""
        places = pack.rules.places
        (total, total_of), (special, special_of) = exact(pack.total), exact(special_points(pack, inputs))
        limit, factor = total * TENS[places] // total_of, total * special_of * TENS[places]
        applicable = of * self.scale * total_of
        whole, added = applicable * special_of, special * applicable * TENS[places]

        def digits(earned: Quotient) -> int:
            reached: int = (earned[0] * factor + added * earned[1]) // (whole * earned[1])
            return max(0, min(limit, reached))

        def end(bounds: Bounds) -> Decimal:
            found = digits(bounds[0])
            if bounds[0] != bounds[1] and digits(bounds[1]) != found:
                raise OpenError
            return shifted(found, places)

        return end
