"""From tallies to readiness, what changed, and the plan to the next level. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

from wuxing.evidence.metrics.rules import Tally, leaves_on, value_for
from wuxing.evidence.rulings.rules import has_manual_part
from wuxing.schemes.packs.structure import Indicator, Metric, Pack, metrics_of
from wuxing.schemes.scoring import rules as scoring
from wuxing.schemes.scoring.results import IndicatorResult, Inputs, MetricValue, Readiness, Reason

ZERO = Decimal(0)
DAYS_COMPARED = 30
WORTH_SAYING = Decimal("0.005")
NOTHING_SAID = Inputs()


@dataclass(frozen=True, slots=True)
class MetricState:
    """One metric over its window: its sums, its value, and the leaves that it feeds."""

    metric: Metric
    tally: Tally
    value: MetricValue
    starts: date
    ends: date
    leaves: tuple[Indicator, ...]

    @property
    def ratio(self) -> Decimal | None:
        """Return the conforming share, or None without records."""
        return Decimal(self.tally.ok) / self.tally.n if self.tally.n else None


def values_for(pack: Pack, tallies: Mapping[str, Tally], end: date, broken: frozenset[str]) -> dict[str, MetricValue]:
    """Return what scoring is told of every metric; those in `broken` could not be judged."""
    values: dict[str, MetricValue] = {}
    for name, metric in pack.metrics.items():
        tally = tallies.get(name, Tally())
        value = value_for(metric, tally, end)
        values[name] = replace(value, reason=Reason.ERROR) if name in broken else value
    return values


def readiness_for(pack: Pack, values: Mapping[str, MetricValue], base: Inputs = NOTHING_SAID) -> Readiness:
    """Return the readiness that these values give, beside what else `base` says."""
    return scoring.score(pack, replace(base, metrics=dict(values)))


def leaves_fed(pack: Pack) -> dict[str, tuple[Indicator, ...]]:
    """Return for each metric the leaves that it scores."""
    fed: dict[str, list[Indicator]] = {name: [] for name in pack.metrics}
    for leaf in pack.leaves:
        for name in dict.fromkeys(metrics_of(leaf.mode) if leaf.mode else ()):
            fed.setdefault(name, []).append(leaf)
    return {name: tuple(leaves) for name, leaves in fed.items()}


class StepKind(StrEnum):
    """What a step of the plan asks for."""

    KEEP = "keep"  # records that can still be made to conform by acting now
    RULE = "rule"  # leaves that no record speaks for yet
    MORE = "more"  # unknown: the metric needs more, newer or timelier records
    MEND = "mend"  # what stands and does not conform can be put right on any day
    WAIT = "wait"  # records past saving: they weigh until they leave the window


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the gap plan. `gain` is in points of the low score, what is sure: for the unknown, what it may bring."""

    kind: StepKind
    gain: Decimal
    metric: str | None = None
    leaves: tuple[str, ...] = ()
    records: int = 0  # how many must turn conforming (KEEP, MEND: acting does it; WAIT: are past)
    at_risk: Decimal = ZERO  # KEEP: what is lost if none of those that run now is kept
    for_a_point: int | None = None  # how many of them make one whole point
    reason: Reason | None = None
    first_leaves: date | None = None  # WAIT: the day on which the first of them is out of the window
    days: Decimal | None = None  # KEEP, MEND, RULE: days of work, by the effort that is assumed; None: nobody can say

    @property
    def a_day(self) -> Decimal:
        """Return the points of one day of work; nothing where nobody can say how much work it is."""
        return (self.gain + self.at_risk) / self.days if self.days else ZERO


@dataclass(frozen=True, slots=True)
class Effort:
    """What one piece of work takes, in minutes. Assumptions, for the order of the plan alone; a page may ask for others."""

    record: int = 20  # bring one open record to its end as promised, or put one right
    ruling: int = 120  # gather what shows it, rule, and have a second person look
    day: int = 480


USUAL_EFFORT = Effort()


@dataclass(frozen=True, slots=True)
class Plan:
    """All steps, the best first and those that only time takes away last, and where keeping every open record would lead."""

    steps: tuple[Step, ...]
    saved: Readiness


def middle(readiness: Readiness) -> Decimal:
    """Return the likely score, or the low one while nothing is known."""
    return readiness.score.low if readiness.score.likely is None else readiness.score.likely


def plan_for(
    pack: Pack,
    tallies: Mapping[str, Tally],
    values: Mapping[str, MetricValue],
    now: Readiness,
    base: Inputs = NOTHING_SAID,
    effort: Effort = USUAL_EFFORT,
) -> Plan:
    """差距计划: return what to do for more points, the most points a day of work first: save, rule, record more, wait."""
    decided = {*base.overrides, *base.exclusions}
    fed = {name: tuple(leaf for leaf in leaves if leaf.id not in decided) for name, leaves in leaves_fed(pack).items()}
    steps: list[Step] = []
    saved = dict(values)
    for name, value in values.items():
        if not fed[name]:
            continue
        ids = tuple(leaf.id for leaf in fed[name])
        if not value.known:
            steps.append(Step(StepKind.MORE, _open(now, ids), name, ids, reason=value.reason))
            continue
        tally = tallies[name]
        if tally.keepable:
            saved[name] = _kept(value, tally)
            keep = _keep_step(pack, values, now, name, ids, tally, base)
            steps.append(replace(keep, days=_days(keep.records * effort.record, effort)))
        if lost := tally.missed - tally.savable:
            past = _past_step(pack, values, now, name, ids, lost, tally.oldest_missed, base)
            mends = past.kind is StepKind.MEND
            steps.append(replace(past, days=_days(lost * effort.record, effort)) if mends else past)
    ruling = _days(effort.ruling, effort)
    for leaf in pack.leaves:
        if leaf.id not in decided and leaf.id not in base.rulings and has_manual_part(leaf):
            gain = _in_points(now, _open_by_hand(now.indicators[leaf.id]))
            steps.append(Step(StepKind.RULE, gain, leaves=(leaf.id,), reason=Reason.NOT_RULED, days=ruling))
    order = {StepKind.KEEP: 0, StepKind.MEND: 0, StepKind.RULE: 0, StepKind.MORE: 1, StepKind.WAIT: 2}
    steps.sort(key=lambda step: (order[step.kind], -step.a_day, -step.gain - step.at_risk))
    return Plan(tuple(steps), readiness_for(pack, saved, base) if saved != dict(values) else now)


def _kept(value: MetricValue, tally: Tally) -> MetricValue:
    return replace(value, n=value.n + tally.running, ok=value.ok + tally.keepable)


def _keep_step(
    pack: Pack,
    values: Mapping[str, MetricValue],
    now: Readiness,
    name: str,
    ids: tuple[str, ...],
    tally: Tally,
    base: Inputs,
) -> Step:
    value = values[name]
    best = readiness_for(pack, {**values, name: _kept(value, tally)}, base)
    worst = readiness_for(pack, {**values, name: replace(value, n=value.n + tally.running)}, base)
    gain, at_risk = best.score.low - now.score.low, now.score.low - worst.score.low
    return Step(StepKind.KEEP, gain, name, ids, tally.keepable, at_risk=at_risk)


def _past_step(
    pack: Pack,
    values: Mapping[str, MetricValue],
    now: Readiness,
    name: str,
    ids: tuple[str, ...],
    lost: int,
    oldest: date | None,
    base: Inputs,
) -> Step:
    better = readiness_for(pack, {**values, name: replace(values[name], ok=values[name].ok + lost)}, base)
    gain = better.score.low - now.score.low
    point = int((lost / gain).to_integral_value(ROUND_CEILING)) if gain >= 1 else None
    first = leaves_on(oldest, pack.metrics[name].window) if oldest else None
    kind = StepKind.MEND if pack.metrics[name].is_standing else StepKind.WAIT
    return Step(kind, gain, name, ids, lost, for_a_point=point, first_leaves=first)


def _days(minutes: int, effort: Effort) -> Decimal:
    return Decimal(minutes) / effort.day


def _open(now: Readiness, ids: Iterable[str]) -> Decimal:
    """Return the undecided points of some leaves, in points of the score."""
    return _in_points(now, sum((now.indicators[leaf].open for leaf in ids), ZERO))


def _open_by_hand(result: IndicatorResult) -> Decimal:
    """Return the undecided points of a leaf's manual part."""
    return sum((part.points.high - part.points.low for part in result.parts if part.mode == "manual"), ZERO)


def _in_points(now: Readiness, undecided: Decimal) -> Decimal:
    return (undecided / now.applicable * 100).quantize(Decimal("0.01")) if now.applicable else ZERO


@dataclass(frozen=True, slots=True)
class Change:
    """How one leaf's likely points differ from those of 30 days ago, and which metric moved."""

    leaf: str
    points: Decimal
    metric: str | None
    ratio_before: Decimal | None
    ratio_now: Decimal | None
    became: str  # "known", "unknown" or ""


def changes_for(
    pack: Pack, before: Readiness, now: Readiness, then: Mapping[str, MetricValue], values: Mapping[str, MetricValue]
) -> tuple[Change, ...]:
    """分数为何变动: return what moved the proven points, largest first."""
    found: list[Change] = []
    for leaf in pack.leaves:
        old, new = before.indicators[leaf.id], now.indicators[leaf.id]
        names = metrics_of(leaf.mode) if leaf.mode else ()
        moved = (_change(leaf, name, old, new, then[name], values[name]) for name in names)
        found += [change for change in moved if change is not None]
    return tuple(sorted(found, key=lambda change: (-abs(change.points), change.leaf)))


def _change(
    leaf: Indicator, name: str, old: IndicatorResult, new: IndicatorResult, then: MetricValue, value: MetricValue
) -> Change | None:
    was = {part.metric: part.points.low for part in old.parts}.get(name, old.points.low)
    is_now = {part.metric: part.points.low for part in new.parts}.get(name, new.points.low)
    became = "" if then.known == value.known else "known" if value.known else "unknown"
    if abs(is_now - was) < WORTH_SAYING and not became:
        return None
    return Change(leaf.id, is_now - was, name, _ratio(then), _ratio(value), became)


def _ratio(value: MetricValue) -> Decimal | None:
    return Decimal(value.ok) / value.n if value.n else None


def next_level(pack: Pack, now: Readiness) -> tuple[str, Decimal] | None:
    """Return the lowest level that the likely score does not reach, and how far away it is."""
    score = middle(now)
    for level in sorted(pack.levels, key=lambda level: level.min):
        if level.min > score:
            return level.id, level.min - score
    return None
