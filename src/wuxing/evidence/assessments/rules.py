"""Why a score moved: each cause with the points it cost or brought; together they are the whole difference. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from wuxing.schemes.packs.structure import Pack
from wuxing.schemes.scoring.results import Inputs, MetricValue, Readiness
from wuxing.schemes.scoring.rules import score

ZERO = Decimal(0)
_LEAFWISE = {"ruling": "rulings", "override": "overrides", "exclusion": "exclusions"}


class Cause(StrEnum):
    """What moved a score."""

    METRIC = "metric"
    RULING = "ruling"
    OVERRIDE = "override"
    EXCLUSION = "exclusion"
    SPECIAL = "special"
    POINTS = "points"  # official points came into use, or went
    EDITION = "edition"


@dataclass(frozen=True, slots=True)
class Moved:
    """One cause of a difference, in points of the score; `name` is the metric or leaf."""

    cause: Cause
    name: str
    low: Decimal
    likely: Decimal
    high: Decimal
    before: MetricValue | None = None
    now: MetricValue | None = None

    @property
    def shows(self) -> bool:
        """Say whether the score itself is another by it, to the hundredth."""
        return any((self.low, self.likely, self.high))

    @property
    def failing(self) -> int:
        """Return by how many the records that do not conform have grown."""
        if self.before is None or self.now is None:
            return 0
        return (self.now.n - self.now.ok) - (self.before.n - self.before.ok)


def middle(readiness: Readiness) -> Decimal:
    """Return the likely score, or the low one while nothing is known."""
    return readiness.score.low if readiness.score.likely is None else readiness.score.likely


def moved(
    pack: Pack, then: Inputs, now: Inputs, scored: Callable[[Pack, Inputs], Readiness] = score
) -> tuple[Moved, ...]:
    """变动原因: go from `then` to `now` one cause at a time, and say what each brought; the largest first.

    The order is fixed (metrics, rulings, overrides, exclusions, special items, points), so the parts add up to the whole exactly.
    """
    found: list[Moved] = []
    at, last = then, scored(pack, then)
    for cause, name, after, values in _steps(then, now):
        inputs = after(at)
        reached = scored(pack, inputs)
        found.append(Moved(cause, name, *_difference(last, reached), *values))
        at, last = inputs, reached
    return tuple(sorted(found, key=lambda each: (-abs(each.likely), -abs(each.low), each.cause, each.name)))


_Step = tuple[Cause, str, Callable[[Inputs], Inputs], tuple[MetricValue | None, MetricValue | None]]


def _steps(then: Inputs, now: Inputs) -> Iterator[_Step]:
    nothing = (None, None)
    for name in _differing(then.metrics, now.metrics):
        values = (then.metrics.get(name), now.metrics.get(name))
        yield Cause.METRIC, name, _swap("metrics", name, now.metrics), values
    for cause, attribute in _LEAFWISE.items():
        new: Mapping[str, Any] = getattr(now, attribute)
        for name in _differing(getattr(then, attribute), new):
            yield Cause(cause), name, _swap(attribute, name, new), nothing
    if (then.special_deductions, then.special_bonus) != (now.special_deductions, now.special_bonus):
        deductions, bonus = now.special_deductions, now.special_bonus
        yield Cause.SPECIAL, "", lambda at: replace(at, special_deductions=deductions, special_bonus=bonus), nothing
    if then.licensed != now.licensed or then.facts != now.facts:
        yield Cause.POINTS, "", lambda at: replace(at, licensed=now.licensed, facts=now.facts), nothing


def _differing(then: Mapping[str, object], now: Mapping[str, object]) -> list[str]:
    return [name for name in sorted({*then, *now}) if then.get(name) != now.get(name)]


def _swap(attribute: str, name: str, new: Mapping[str, object]) -> Callable[[Inputs], Inputs]:
    def after(at: Inputs) -> Inputs:
        kept = dict(getattr(at, attribute))
        if name in new:
            kept[name] = new[name]
        else:
            kept.pop(name, None)
        changed: Any = {attribute: kept}
        return replace(at, **changed)

    return after


def _difference(before: Readiness, after: Readiness) -> tuple[Decimal, Decimal, Decimal]:
    return (
        after.score.low - before.score.low,
        middle(after) - middle(before),
        after.score.high - before.score.high,
    )
