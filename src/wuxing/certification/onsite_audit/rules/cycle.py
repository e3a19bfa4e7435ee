"""The programme of a cycle: everything at the first evaluation, then in turn, so that nothing is left out. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wuxing.core.reasons import Reason, say


@dataclass(frozen=True, slots=True)
class Year:
    """One evaluation of a cycle. `month`: counted from the decision; `leaves`: which are looked at closely; sites by name."""

    year: int
    kind: str  # initial, surveillance, renewal
    month: int
    leaves: tuple[str, ...]
    sites: tuple[str, ...]


def proposed(
    *, leaves: Sequence[str], weak: Sequence[str], outlets: Sequence[str], visited: Sequence[str], a_visit: int,
    cycle_months: int, surveillance_months: int,
) -> list[Year]:  # fmt: skip
    """周期方案: return the evaluations of a cycle: weak indicators every year, the others divided; outlets in turn.

    `visited`: the outlets of the first evaluation; `a_visit`: how many a surveillance takes at least.
    """
    count = max(1, (cycle_months - 1) // surveillance_months)
    rest = [name for name in outlets if name not in visited]
    each = max(a_visit, -(-len(rest) // count)) if rest else a_visit
    turn = [*rest, *visited]
    years = [Year(0, "initial", 0, tuple(leaves), tuple(visited))]
    for place in range(count):
        close = tuple(leaf for at, leaf in enumerate(leaves) if leaf in weak or at % count == place)
        sites = tuple(dict.fromkeys(turn[place * each : (place + 1) * each]))
        years.append(Year(place + 1, "surveillance", surveillance_months * (place + 1), close, sites))
    years.append(Year(count + 1, "renewal", cycle_months, tuple(leaves), ()))
    return years


def uncovered(years: Sequence[Year], leaves: Sequence[str], outlets: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the indicators that no surveillance looks at closely, and the outlets that no evaluation visits."""
    closely = {leaf for one in years if one.kind == "surveillance" for leaf in one.leaves}
    seen = {name for one in years for name in one.sites}
    return [leaf for leaf in leaves if leaf not in closely], [name for name in outlets if name not in seen]


def why_not_keep(years: Sequence[Year], leaves: Sequence[str], outlets: Sequence[str]) -> Reason | None:
    """Return why a programme cannot be laid down, or None."""
    missing, left_out = uncovered(years, leaves, outlets)
    if missing:
        return say("no surveillance looks closely at: %(leaves)s", leaves=", ".join(missing[:8]))
    if left_out:
        return say("these outlets have no turn in the cycle: %(sites)s", sites=", ".join(left_out[:8]))
    return None


def kept(years: Sequence[Year]) -> list[dict[str, object]]:
    """Return a programme as its table keeps it."""
    return [
        {"year": y.year, "kind": y.kind, "month": y.month, "leaves": list(y.leaves), "sites": list(y.sites)}
        for y in years
    ]


def read(rows: Sequence[Mapping[str, object]]) -> list[Year]:
    """Return a programme as it was kept. The inverse of `kept`."""
    return [
        Year(int(str(r["year"])), str(r["kind"]), int(str(r["month"])), _names(r["leaves"]), _names(r["sites"]))
        for r in rows
    ]


def _names(value: object) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list) else ()
