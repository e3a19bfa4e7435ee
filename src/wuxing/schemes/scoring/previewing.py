"""What a score would be under another edition: the same inputs, carried through the map as far as they still mean the same."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from wuxing.core.reasons import Reason, say
from wuxing.schemes.packs.comparing import Map, leaf_map
from wuxing.schemes.packs.entries import of_metric
from wuxing.schemes.packs.structure import Metric, Pack
from wuxing.schemes.scoring import points
from wuxing.schemes.scoring.results import Exclusion, Inputs, Interval, MetricValue, Readiness, Ruling
from wuxing.schemes.scoring.rules import score

COUNTED = ("population", "where", "conforming", "window", "min_population", "freshness", "late_entries")
"""The entries of a metric that decide its value."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Leaves of the old edition and those that stand for them in the newer one, with their points under each."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    of_before: Decimal
    of_after: Decimal
    before: Interval | None  # None where the edition has no such leaf
    after: Interval | None

    @property
    def likely(self) -> Decimal | None:
        """Return by how much the likely points differ, None when either is not known."""
        found = [end.likely if end else Decimal(0) for end in (self.before, self.after)]
        return None if found[0] is None or found[1] is None else found[1] - found[0]


@dataclass(frozen=True, slots=True)
class Carried:
    """Inputs for the newer edition, and what of the old ones could not be taken along, each with its reason."""

    inputs: Inputs
    left: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """The score as it is and as it would be."""

    before: Readiness
    after: Readiness
    leaves: tuple[Difference, ...]
    left: tuple[Reason, ...]


def preview(old: Pack, new: Pack, inputs: Inputs, metrics: Mapping[str, MetricValue] | None = None) -> Preview:
    """Return what these inputs would score under the newer edition; `metrics` are its own values, when counted already.

    Raises:
        ValueError: the inputs contradict the old pack.
    """
    carried = carry(old, new, inputs, metrics)
    before, after = score(old, inputs), score(new, carried.inputs)
    return Preview(before, after, tuple(_differences(leaf_map(old, new), old, new, before, after)), carried.left)


def carry(old: Pack, new: Pack, inputs: Inputs, metrics: Mapping[str, MetricValue] | None = None) -> Carried:
    """Return what of the inputs holds under the newer edition.

    A metric keeps its value when both editions count it the same way. A ruling goes to every leaf that its own leads to;
    of several that come together the lowest counts, so that nothing is flattered, and all have to be there. The licensed
    table is of the old edition and stays behind.
    """
    led = leaf_map(old, new)
    left: list[Reason] = []
    values = dict(metrics) if metrics is not None else _same(old, new, inputs.metrics, left)
    rulings, overrides = (_through(led, found, left) for found in (inputs.rulings, inputs.overrides))
    made = Inputs(
        metrics=values,
        rulings=rulings,
        overrides=overrides,
        exclusions=_excluded(new, led, inputs.exclusions, left),
        special_deductions=inputs.special_deductions,
        special_bonus=inputs.special_bonus,
        facts=inputs.facts,
    )
    return Carried(made, tuple(left))


def came_from(led: Map) -> dict[str, tuple[str, ...]]:
    """Return for each leaf of the newer edition those of the old one that lead to it."""
    came: dict[str, tuple[str, ...]] = {}
    for name, targets in led.items():
        for target in targets:
            came[target] = (*came.get(target, ()), name)
    return came


def _same(old: Pack, new: Pack, values: Mapping[str, MetricValue], left: list[Reason]) -> dict[str, MetricValue]:
    kept = {}
    for name, value in values.items():
        if name not in new.metrics:
            left.append(say("metric %(name)s is not counted any more", name=name))
        elif name in old.metrics and _counted(old.metrics[name]) != _counted(new.metrics[name]):
            left.append(say("metric %(name)s is counted otherwise; its value is unknown until then", name=name))
        else:
            kept[name] = value
    return kept


def _counted(metric: Metric) -> list[object]:
    entries = of_metric(metric)
    return [entries[name] for name in COUNTED]


def _through(led: Map, rulings: Mapping[str, Ruling], left: list[Reason]) -> dict[str, Ruling]:
    carried: dict[str, Ruling] = {}
    for name, sources in came_from(led).items():
        found = [rulings[source] for source in sources if source in rulings]
        if len(found) == len(sources):
            carried[name] = min(found, key=lambda ruling: ruling.ratio)
        elif found:
            lacking = ", ".join(source for source in sources if source not in rulings)
            left.append(say("%(new)s needs a ruling: nobody ruled on %(old)s", new=name, old=lacking))
    left += [say("the ruling on %(old)s has no place any more", old=name) for name in rulings if not led.get(name)]
    return carried


def _excluded(new: Pack, led: Map, exclusions: Mapping[str, Exclusion], left: list[Reason]) -> dict[str, Exclusion]:
    carried: dict[str, Exclusion] = {}
    in_use = points.points_in_use(new, {})
    for name, sources in came_from(led).items():
        if all(source in exclusions for source in sources):
            more = {**carried, name: exclusions[sources[0]]}
            if reason := points.why_not_exclude(new, more, in_use):
                left.append(reason)
            else:
                carried = more
    return carried


def _differences(led: Map, old: Pack, new: Pack, before: Readiness, after: Readiness) -> Iterable[Difference]:
    """Yield the leaves in groups that lead to one another, in the order of the newer edition; the dropped ones last."""
    for was, now in _families(led, old, new):
        yield Difference(
            was,
            now,
            sum((before.indicators[name].of for name in was), Decimal(0)),
            sum((after.indicators[name].of for name in now), Decimal(0)),
            _summed([before.indicators[name].points for name in was]),
            _summed([after.indicators[name].points for name in now]),
        )


def _families(led: Map, old: Pack, new: Pack) -> Iterable[tuple[tuple[str, ...], tuple[str, ...]]]:
    came, done = came_from(led), set()
    for leaf in new.leaves:
        if leaf.id in done:
            continue
        was, now = {*came.get(leaf.id, ())}, {leaf.id}
        while True:
            more = {target for name in was for target in led[name]}
            back = {name for target in more for name in came[target]}
            if more <= now and back <= was:
                break
            was, now = was | back, now | more
        done |= now
        yield (
            tuple(found.id for found in old.leaves if found.id in was),
            tuple(found.id for found in new.leaves if found.id in now),
        )
    for leaf in old.leaves:
        if not led[leaf.id]:
            yield (leaf.id,), ()


def _summed(intervals: list[Interval]) -> Interval | None:
    if not intervals:
        return None
    likely = [found.likely for found in intervals]
    return Interval(
        sum((found.low for found in intervals), Decimal(0)),
        None if None in likely else sum((value for value in likely if value is not None), Decimal(0)),
        sum((found.high for found in intervals), Decimal(0)),
    )
