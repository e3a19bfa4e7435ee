"""What holds for every pack and every input."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as some

from tests.schemes.scoring import naive
from tests.schemes.scoring.builders import metrics_in, pack_of
from wuxing.schemes.packs.modes import Binary, Ladder, Linear, Manual, MinOf, Mode, Part, Proportional, Step, WeightedOf
from wuxing.schemes.packs.structure import Pack, metrics_of
from wuxing.schemes.scoring.reckoning import Reckoning
from wuxing.schemes.scoring.results import Exclusion, Inputs, LossKind, MetricValue, Readiness, Reason, Ruling
from wuxing.schemes.scoring.rules import score
from wuxing.schemes.scoring.storing import plain
from wuxing.schemes.scoring.tables import tables_for

HUNDREDTH, FOURTH_PLACE = Decimal("0.01"), Decimal("0.0001")
HALF = Fraction(1, 2)

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


manual = some.sampled_from([Manual(), Manual(two_person=True)])
several = some.lists(simple, min_size=2, max_size=3)
worst = some.lists(simple | manual, min_size=2, max_size=3).map(lambda parts: MinOf(tuple(parts)))
modes: some.SearchStrategy[Mode] = some.one_of(
    manual,
    simple,
    worst,
    some.builds(
        weighted,
        some.tuples(some.lists(simple | worst, min_size=1, max_size=3), manual).map(lambda t: [*t[0], t[1]]),
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
    some.none() | hundredths | some.fractions(0, 1).map(lambda f: Decimal(f.numerator) / f.denominator),
)
rulings = some.builds(
    Ruling,
    hundredths | some.integers(0, 7).map(lambda n: Decimal(n) / 7),  # a seventh has more places than any table
    some.just("seen"),
    some.sampled_from([(), ("one",), ("one", "one"), ("one", "other")]),
)


@some.composite
def cases(draw: some.DrawFn) -> tuple[Pack, Inputs]:
    pack = draw(packs)
    ids = [leaf.id for leaf in pack.leaves]
    excluded = draw(some.sets(some.sampled_from(ids), max_size=len(ids) - 1))
    over = draw(some.dictionaries(some.sampled_from(ids), rulings, max_size=1))
    inputs = Inputs(
        metrics={name: draw(values) for name in metrics_in(pack) if draw(some.booleans())},
        rulings=draw(some.dictionaries(some.sampled_from(ids), rulings)),
        overrides={name: ruling for name, ruling in over.items() if name not in excluded},
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
    for losses, end in ((result.losses_low, result.score.low), (result.losses_high, result.score.high)):
        assert sum(loss.points for loss in losses) == pack.total - end
        rounding = sum((loss.points for loss in losses if loss.kind is LossKind.ROUNDING), Decimal(0))
        parts = sum(len(found.parts) for found in result.indicators.values())
        special = 3  # each line is at most half a hundredth off, too small ones are left out, the score is cut by less than one
        assert abs(rounding) < HUNDREDTH + (parts + special) * HUNDREDTH / 2


@given(cases())
def test_score_is_what_plain_fractions_give(case: tuple[Pack, Inputs]) -> None:
    pack, inputs = case
    result = score(pack, inputs)
    assert (result.score.low, result.score.likely, result.score.high) == naive.score_of(pack, inputs)
    for name, (low, high) in naive.points_of(pack, inputs).items():
        found = result.indicators[name].points
        assert abs(Fraction(found.low) - low) <= HALF * Fraction(FOURTH_PLACE)
        assert abs(Fraction(found.high) - high) <= HALF * Fraction(FOURTH_PLACE)


@given(cases())
def test_scale_of_the_whole_numbers_changes_nothing(case: tuple[Pack, Inputs]) -> None:
    pack, inputs = case
    table = tables_for(pack, {}).rehearsal
    reckoning = Reckoning(pack, inputs, table, inputs.metrics)
    exact = reckoning.exact
    assert exact.slack == [0] * len(exact.of)
    for scale in (1, 7, 1000, 10**6, 10**18):
        assert reckoning.settled(scale) == exact.settled(pack, inputs, table.unit)


@given(cases())
def test_every_line_is_what_its_leaf_loses(case: tuple[Pack, Inputs]) -> None:
    pack, inputs = case
    result = score(pack, inputs)
    earned = naive.points_of(pack, inputs)
    of = {leaf.id: Fraction(leaf.placeholder_points) for leaf in pack.leaves if leaf.id in earned}
    scale = Fraction(pack.total) / sum(of.values())
    for losses, end in ((result.losses_low, 0), (result.losses_high, 1)):
        for name, ends in earned.items():
            told = sum((loss.points for loss in losses if loss.indicator == name), Decimal(0))
            parts = len(result.indicators[name].parts)
            assert abs(Fraction(told) - (of[name] - ends[end]) * scale) <= parts * HALF * Fraction(HUNDREDTH)


@given(cases())
def test_every_group_is_the_sum_of_its_members(case: tuple[Pack, Inputs]) -> None:
    pack, inputs = case
    found = score(pack, inputs).indicators
    for group, members in pack.groups_upward:
        if group is None:
            continue
        several = [found[name] for name in members if name not in inputs.exclusions]
        assert found[group].of == sum(member.of for member in several)
        for end in ("low", "high"):
            summed = sum((getattr(member.points, end) for member in several), Decimal(0))
            assert abs(getattr(found[group].points, end) - summed) <= len(several) * FOURTH_PLACE


@settings(max_examples=40)
@given(cases(), some.data())
def test_what_was_explained_before_changes_nothing(case: tuple[Pack, Inputs], data: some.DataObject) -> None:
    pack, inputs = case
    others = [
        replace(inputs, rulings={}),
        replace(inputs, rulings={leaf.id: Ruling(Decimal(1), "seen", ("one", "other")) for leaf in pack.leaves}),
        replace(inputs, metrics=dict.fromkeys(metrics_in(pack), MetricValue(3, 1))),
        replace(inputs, exclusions={}),
        replace(inputs, exclusions={leaf.id: Exclusion("none", "review") for leaf in pack.leaves[1:]}),
        replace(inputs, overrides={}),
    ]
    for other in data.draw(some.permutations(others)):
        plain(score(pack, other))
    assert plain(score(pack, inputs)) == plain(score(replace(pack), inputs))  # a copy remembers nothing


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
    given = inputs.rulings[name]
    better = replace(given, ratio=max(given.ratio, data.draw(hundredths)))
    before, after = score(pack, inputs), score(pack, replace(inputs, rulings={**inputs.rulings, name: better}))
    now, then = after.score, before.score
    assert all(not_less(*pair) for pair in ((now.low, then.low), (now.likely, then.likely), (now.high, then.high)))


@given(cases(), some.data())
def test_exclusion_leaves_the_ratio_of_the_rest_alone(case: tuple[Pack, Inputs], data: some.DataObject) -> None:
    pack, inputs = case
    applying = [leaf.id for leaf in pack.leaves if leaf.id not in inputs.exclusions]
    assume(len(applying) > 1)
    name = data.draw(some.sampled_from(applying))
    plain_inputs = replace(inputs, special_deductions=0, special_bonus=0)
    more = {**inputs.exclusions, name: Exclusion("none", "review")}
    fewer = {left: ruling for left, ruling in inputs.overrides.items() if left != name}
    before = score(pack, plain_inputs)
    after = score(pack, replace(plain_inputs, exclusions=more, overrides=fewer))

    rest = [other for other in applying if other != name]
    assert all(after.indicators[other].points.low == before.indicators[other].points.low for other in rest)
    assert all(after.indicators[other].points.high == before.indicators[other].points.high for other in rest)
    for end in ("low", "high"):  # the score is the ratio of the rest, whatever the one left out had earned
        earned = sum((getattr(before.indicators[other].points, end) for other in rest), Decimal(0))
        ratio = earned / sum(before.indicators[other].of for other in rest) * pack.total
        assert abs(getattr(after.score, end) - ratio) <= HUNDREDTH + len(rest) * FOURTH_PLACE
    if before.indicators[name].points.high == 0:
        assert after.score.low >= before.score.low
        assert after.score.high >= before.score.high


@given(cases())
def test_knowing_more_never_widens_the_interval(case: tuple[Pack, Inputs]) -> None:
    pack, inputs = case
    ruled = {leaf.id: Ruling(Decimal("0.5"), "seen", ("one", "other")) for leaf in pack.leaves}
    before, after = score(pack, inputs), score(pack, replace(inputs, rulings=ruled | dict(inputs.rulings)))
    assert before.score.low <= after.score.low
    assert after.score.high <= before.score.high
