"""How much of the whole a further case looks at: the same content in a smaller scope (facts.md 2.5, 2.6). Pure."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from math import ceil

from wuxing.certification.cases.states import Kind
from wuxing.certification.surveillance.states import CHANGES, REDUCED, Method, What
from wuxing.core.reasons import Reason, say

KINDS: dict[What, Kind] = {
    What.SURVEILLANCE: Kind.SURVEILLANCE,
    What.RENEWAL: Kind.RENEWAL,
    What.EARLY: Kind.SPECIAL,
    What.TRANSFER: Kind.TRANSFER,
    **dict.fromkeys(CHANGES, Kind.CHANGE),
}
OUTLET_FACTORS: dict[Kind, Decimal] = {
    Kind.SURVEILLANCE: Decimal("0.6"), Kind.SPECIAL: Decimal("0.6"), Kind.RENEWAL: Decimal("0.8"),
}  # fmt: skip


def visits_in(cycle_months: int, surveillance_months: int) -> int:
    """Return how many surveillances lie between two full evaluations; one at least."""
    return max(cycle_months // max(surveillance_months, 1) - 1, 1)


def leaves_of_year(
    groups: Sequence[Sequence[str]], nth: int, visits: int, always: Collection[str] = ()
) -> tuple[str, ...]:
    """Return the indicators of the nth surveillance: of every group its share in turn, so that a cycle sees each of them.

    `always` are looked at every time: those with findings at the last evaluation. A group is never left out.
    """
    turn = (nth - 1) % max(visits, 1)
    found: list[str] = []
    for group in groups:
        share = {leaf for place, leaf in enumerate(group) if place % visits == turn}
        if not share and group:
            share = {group[turn % len(group)]}
        found.extend(leaf for leaf in group if leaf in share or leaf in always)
    return tuple(found)


def outlets_of(kind: Kind, outlets: int, factors: Mapping[str, Decimal], least: int = 1) -> int:
    """Return how many outlets are visited: factor × √n, rounded up; headquarters come beside."""
    if outlets <= 0:
        return 0
    factor = factors.get(kind.value, OUTLET_FACTORS.get(kind, Decimal(1)))
    wanted = ceil((factor * factor * outlets).sqrt()) if factor > 0 else 0
    return min(max(wanted, least), outlets)


def is_reduced(what: What) -> bool:
    """Say whether a case looks at a part only."""
    return what in REDUCED


def why_not_level(what: What, held: str, wanted: str, levels: Sequence[tuple[str, Decimal]]) -> Reason | None:
    """Return why a change does not lead from one level to another, or None. `levels`: id and its lowest score."""
    least = dict(levels)
    if what not in {What.LEVEL_UP, What.LEVEL_DOWN}:
        return None
    if wanted not in least:
        return say("choose a level of the scheme")
    if what is What.LEVEL_UP and least[wanted] <= least.get(held, Decimal(0)):
        return say("choose a level above the one held")
    if what is What.LEVEL_DOWN and least[wanted] >= least.get(held, Decimal(100)):
        return say("choose a level below the one held")
    return None


def why_not_method(method: Method, what: What | None) -> Reason | None:
    """Return why a case is not evaluated this way, or None: nothing but a change of name goes without an evaluation."""
    if method is Method.WAIVED and what is not What.NAME:
        return say("only a change of name needs no evaluation")
    if method is not Method.WAIVED and what is What.TRANSFER:
        return say("a transfer from another body is evaluated on site")
    return None
