"""The Pareto chart: few causes make most of the trouble. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

VITAL = Decimal("0.8")


@dataclass(frozen=True, slots=True)
class Bar:
    """One cause of a Pareto chart: how many, which share, and the share of all bars so far."""

    code: str
    count: int
    share: Decimal
    cumulative: Decimal
    vital: bool  # one of the few that together make four fifths


def bars(counts: Iterable[tuple[str, int]]) -> list[Bar]:
    """Return the bars of a Pareto chart, largest first; equal ones by their code."""
    ordered = sorted(((code, count) for code, count in counts if count > 0), key=lambda pair: (-pair[1], pair[0]))
    whole = sum(count for _code, count in ordered)
    made: list[Bar] = []
    running = 0
    for code, count in ordered:
        vital = Decimal(running) / whole < VITAL
        running += count
        made.append(Bar(code, count, Decimal(count) / whole, Decimal(running) / whole, vital))
    return made


def folded(found: list[Bar], most: int) -> list[Bar]:
    """Return at most `most` bars; the smaller ones stand together as one without code, last."""
    if len(found) <= most:
        return found
    kept, rest = found[: most - 1], found[most - 1 :]
    count = sum(bar.count for bar in rest)
    share = sum((bar.share for bar in rest), Decimal(0))
    return [*kept, Bar("", count, share, Decimal(1), vital=False)]
