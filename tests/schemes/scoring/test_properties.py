"""What holds for every pack and every input."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as some

from tests.schemes.scoring.builders import metrics_in, pack_of
from wuxing.schemes.packs.modes import Binary, Ladder, Linear, Manual, MinOf, Mode, Part, Proportional, Step, WeightedOf
from wuxing.schemes.packs.structure import Pack, metrics_of
from wuxing.schemes.scoring.results import Exclusion, Inputs, MetricValue, Readiness, Reason, Ruling
from wuxing.schemes.scoring.rules import score

hundredths = some.integers(0, 100).map(lambda n: Decimal(n) / 100)
names = some.sampled_from("abcdef")


def ladder(metric: str, marks: list[Decimal]) -> Ladder:
    half = len(marks) // 2
    steps = zip(sorted(set(marks[:half])), sorted(marks[half:]), strict=False)
    return Ladder(metric, tuple(Step(at, earns) for at, earns in steps))


simple: some.SearchStrategy[Mode] = some.one_of(
    some.builds(Proportional, names),
    some.builds(Binary, names, hundredths),
    some.builds(ladder, names, some.lists(hundredths, min_size=2, max_size=6)),
    some.tuples(names, some.integers(0, 99), some.integers(1, 100))
    .filter(lambda t: t[1] < t[2])
    .map(lambda t: Linear(t[0], Decimal(t[1]) / 100, Decimal(t[2]) / 100)),
)


def weighted(parts: list[Mode], cuts: list[int]) -> WeightedOf:
    marks = [0, *sorted(cuts)[: len(parts) - 1], 100]
    return WeightedOf(
        tuple(
            Part(Decimal(high - low) / 100, part) for part, low, high in zip(parts, marks[:-1], marks[1:], strict=True)
        )
    )


several = some.lists(simple, min_size=2, max_size=3)
modes: some.SearchStrategy[Mode] = some.one_of(
    some.just(Manual()),
    simple,
    several.map(lambda parts: MinOf(tuple(parts))),
    some.builds(
        weighted,
        several.map(lambda parts: [*parts, Manual()]),
        some.lists(some.integers(0, 100), min_size=4, max_size=4),
    ),
)
points = some.sampled_from(["0.5", "1", "2", "3", "7"])
packs = some.lists(some.lists(some.tuples(points, modes), min_size=1, max_size=5), min_size=1, max_size=3).map(
    lambda groups: pack_of(
        {str(g): {f"{g}.{n}": leaf for n, leaf in enumerate(leaves, 1)} for g, leaves in enumerate(groups, 1)}
    )
)

known_values = some.tuples(some.integers(1, 50), some.integers(0, 50)).map(lambda t: MetricValue(t[0], min(t)))
values = known_values | some.builds(
    lambda value, reason, last: replace(value, reason=reason, last_known=last),
    known_values,
    some.sampled_from(Reason),
    some.none() | hundredths,
)


@some.composite
def cases(draw: some.DrawFn) -> tuple[Pack, Inputs]:
    pack = draw(packs)
    ids = [leaf.id for leaf in pack.leaves]
    excluded = draw(some.sets(some.sampled_from(ids), max_size=len(ids) - 1))
    ruled = draw(some.dictionaries(some.sampled_from(ids), hundredths))
    inputs = Inputs(
        metrics={name: draw(values) for name in metrics_in(pack) if draw(some.booleans())},
        rulings={name: Ruling(ratio, "seen") for name, ratio in ruled.items()},
        exclusions={name: Exclusion("none", "review") for name in excluded},
        special_deductions=draw(some.integers(0, 6)),
        special_bonus=draw(some.integers(0, 2)),
    )
    return pack, inputs


def ends(result: Readiness) -> list[Decimal]:
    interval = result.score
    return [end for end in (interval.low, interval.likely, interval.high) if end is not None]


@given(cases())
def test_score_lies_in_order_between_nothing_and_the_total(case: tuple[Pack, Inputs]) -> None:
    pack, inputs = case
    result = score(pack, inputs)
    found = ends(result)
    assert found == sorted(found)
    assert 0 <= found[0] <= found[-1] <= pack.total
    for indicator in result.indicators.values():
        interval = indicator.points
        likely = interval.low if interval.likely is None else interval.likely
        assert 0 <= interval.low <= likely <= interval.high <= indicator.of


@given(cases())
def test_losses_add_up_to_the_hundredth(case: tuple[Pack, Inputs]) -> None:
    pack, inputs = case
    result = score(pack, inputs)
    assert sum(loss.points for loss in result.losses_low) == pack.total - result.score.low
    assert sum(loss.points for loss in result.losses_high) == pack.total - result.score.high


def not_less(after: Any, before: Any) -> bool:
    return before is None or after is None or after >= before


@given(cases(), some.data())
def test_more_conforming_records_never_lower_anything(case: tuple[Pack, Inputs], data: some.DataObject) -> None:
    pack, inputs = case
    known = [name for name, value in inputs.metrics.items() if value.known and value.ok < value.n]
    assume(known)
    name = data.draw(some.sampled_from(known))
    better = replace(inputs.metrics[name], ok=data.draw(some.integers(inputs.metrics[name].ok, inputs.metrics[name].n)))
    before, after = score(pack, inputs), score(pack, replace(inputs, metrics={**inputs.metrics, name: better}))

    # a better part of a min_of may leave nothing decided any more: then no likely score is named, and none is compared
    now, then = after.score, before.score
    assert all(not_less(*pair) for pair in ((now.low, then.low), (now.likely, then.likely), (now.high, then.high)))
    for leaf in pack.leaves:
        if leaf.mode and name in metrics_of(leaf.mode) and leaf.id not in inputs.exclusions:
            assert after.indicators[leaf.id].points.low >= before.indicators[leaf.id].points.low


@given(cases(), some.data())
def test_better_ruling_never_lowers_the_score(case: tuple[Pack, Inputs], data: some.DataObject) -> None:
    pack, inputs = case
    assume(inputs.rulings)
    name = data.draw(some.sampled_from(sorted(inputs.rulings)))
    better = Ruling(data.draw(hundredths.filter(lambda ratio: ratio >= inputs.rulings[name].ratio)), "seen again")
    before, after = score(pack, inputs), score(pack, replace(inputs, rulings={**inputs.rulings, name: better}))
    assert all(not_less(now, then) for now, then in zip(ends(after), ends(before), strict=True))


@given(cases(), some.data())
def test_exclusion_leaves_the_points_of_the_rest_alone(case: tuple[Pack, Inputs], data: some.DataObject) -> None:
    pack, inputs = case
    applying = [leaf.id for leaf in pack.leaves if leaf.id not in inputs.exclusions]
    assume(len(applying) > 1)
    name = data.draw(some.sampled_from(applying))
    more = {**inputs.exclusions, name: Exclusion("none", "review")}
    before, after = score(pack, inputs), score(pack, replace(inputs, exclusions=more))

    for other in applying:
        if other != name:
            then, now = before.indicators[other].points, after.indicators[other].points
            assert (now.low, now.high) == (then.low, then.high)
    lost_all = before.indicators[name].points.high == 0
    if lost_all:
        assert after.score.low >= before.score.low
        assert after.score.high >= before.score.high


@given(cases())
def test_knowing_more_never_widens_the_interval(case: tuple[Pack, Inputs]) -> None:
    pack, inputs = case
    ruled = {leaf.id: Ruling(Decimal("0.5"), "seen") for leaf in pack.leaves}
    before, after = score(pack, inputs), score(pack, replace(inputs, rulings=ruled | dict(inputs.rulings)))
    assert before.score.low <= after.score.low
    assert after.score.high <= before.score.high
