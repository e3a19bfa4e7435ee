"""A score from end to end: interval, statuses, likely, special items, levels, refusals."""

from decimal import Decimal

import pytest

from tests.schemes.scoring.builders import pack_of, with_rules
from wuxing.schemes.packs.modes import Ladder, Linear, Manual, MinOf, Part, Proportional, Step, WeightedOf
from wuxing.schemes.packs.structure import Pack
from wuxing.schemes.scoring.results import Exclusion, Inputs, Interval, MetricValue, Reason, Ruling, Status
from wuxing.schemes.scoring.rules import score

D = Decimal
MIXED = WeightedOf((Part(D("0.5"), Proportional("c")), Part(D("0.5"), Manual())))
PACK = pack_of(
    {
        "1": {"1.1": ("30", Proportional("a")), "1.2": ("30", Manual())},
        "2": {"2.1": ("30", Proportional("b")), "2.2": ("10", MIXED)},
    }
)


def interval(low: str, likely: str | None, high: str) -> Interval:
    return Interval(D(low), None if likely is None else D(likely), D(high))


def test_known_and_unknown_make_an_interval() -> None:
    result = score(PACK, Inputs({"a": MetricValue(10, 9), "b": MetricValue(4, 1), "c": MetricValue(2, 2)}))

    # known: a 27 of 30; b 7.5 of 30; c 5 of 5. Likely: 1.2 by 27/30 of its group, 2.2's ruling by 12.5/35 of its own
    assert result.score == interval("39.50", "68.28", "74.50")
    assert result.indicators["1"].points == interval("27", "54", "57")
    assert result.indicators["2"].points == interval("12.5", "14.2857", "17.5")
    assert (result.applicable, result.known) == (D(100), D(65))
    assert (result.level_low, result.level_likely, result.level_high) == (None, None, "pass")
    assert {name: found.status for name, found in result.indicators.items()} == {
        "1": Status.MIXED,
        "1.1": Status.PART,
        "1.2": Status.UNKNOWN,
        "2": Status.MIXED,
        "2.1": Status.PART,
        "2.2": Status.MIXED,
    }


def test_group_without_anything_known_takes_the_average_of_the_scheme() -> None:
    result = score(PACK, Inputs({"a": MetricValue(10, 9)}))
    assert result.indicators["2"].points == interval("0", "36", "40")
    assert result.score == interval("27", "90", "97")


def test_likely_is_unknown_when_nothing_is_known() -> None:
    result = score(PACK, Inputs())
    assert result.score == interval("0", None, "100")
    assert result.level_likely is None
    assert result.indicators["1"].status is Status.UNKNOWN


def test_last_known_ratio_counts_only_where_the_scheme_says_so() -> None:
    inputs = Inputs({"a": MetricValue(10, 9, Reason.STALE, D("0.9")), "b": MetricValue(2, 1)})
    assert score(PACK, inputs).indicators["1.1"].points.likely == 27
    assert (
        score(with_rules(PACK, likely=("group_average", "scheme_average")), inputs).indicators["1.1"].points.likely
        == 15
    )


def test_parts_of_a_leaf_show_their_own_points() -> None:
    parts = score(PACK, Inputs({"c": MetricValue(4, 3)})).indicators["2.2"].parts
    assert [(part.mode, part.metric, part.of, part.points, part.known) for part in parts] == [
        ("proportional", "c", D(5), interval("3.75", "3.75", "3.75"), True),
        ("manual", None, D(5), interval("0", "3.75", "5"), False),
    ]


def everything(pack: Pack, **changes: object) -> Inputs:
    values: dict[str, object] = {
        "metrics": {name: MetricValue(10, 10) for name in "abc"},
        "rulings": {leaf.id: Ruling(D(1), "seen") for leaf in pack.leaves},
    }
    return Inputs(**(values | changes))  # type: ignore[arg-type]


def test_a_third_of_three_is_one() -> None:
    thirds = pack_of({"1": {f"1.{n}": ("3", Proportional("a")) for n in (1, 2, 3)}})
    result = score(thirds, Inputs({"a": MetricValue(3, 1)}))
    assert result.score.low == D("3.00")
    assert result.indicators["1.1"].points.low == 1


def test_thirds_of_a_line_are_thirds() -> None:
    line = Linear("a", D(0), D("0.3"))
    thirds = pack_of({"1": {f"1.{n}": ("30", line) for n in (1, 2, 3)}})
    assert score(thirds, Inputs({"a": MetricValue(10, 1)})).score.low == D("30.00")


def test_ruling_with_more_places_than_any_table_counts_in_full() -> None:
    halves = pack_of({"1": {"1.1": ("50", Manual()), "1.2": ("50", Manual())}})
    almost = Ruling(D("0.49999999999999999999"), "seen")
    beyond = Ruling(D("0.50000000000000000001"), "seen")
    assert score(halves, Inputs(rulings={"1.1": almost, "1.2": beyond})).score.low == D("50.00")


def test_inputs_that_change_afterwards_leave_the_explanation_alone() -> None:
    metrics = {"a": MetricValue(10, 9)}
    result = score(PACK, Inputs(metrics))
    metrics["a"] = MetricValue(10, 1)
    assert result.indicators["1.1"].points.low == 27


def test_cap_is_a_ladder_in_the_worst_of_two() -> None:
    cap = Ladder("b", (Step(D(0), D("0.5")), Step(D(1), D(1))))
    capped = pack_of({"1": {"1.1": ("100", MinOf((Proportional("a"), cap)))}})
    done, missing = MetricValue(1, 1), MetricValue(1, 0)
    assert score(capped, Inputs({"a": MetricValue(10, 9), "b": done})).score.low == 90
    assert score(capped, Inputs({"a": MetricValue(10, 9), "b": missing})).score.low == 50
    assert score(capped, Inputs({"a": MetricValue(10, 3), "b": missing})).score.low == 30
    assert score(capped, Inputs({"a": MetricValue(10, 9)})).score.low == 0  # unknown never opens


@pytest.mark.parametrize(
    ("last_known", "likely"),
    [("0.75", "25"), ("0.125", "12.5"), (None, "0")],
)
def test_worst_of_several_is_no_better_than_what_is_known_of_it(last_known: str | None, likely: str) -> None:
    pack = pack_of(
        {"1": {"1.1": ("100", MinOf((Proportional("a"), Proportional("b"))))}, "2": {"2.1": ("1", Manual())}}
    )
    stale = MetricValue(8, 8, Reason.STALE, None if last_known is None else D(last_known))
    result = score(pack, Inputs({"a": MetricValue(4, 1), "b": stale}, rulings={"2.1": Ruling(D(1), "seen")}))
    assert result.indicators["1.1"].points == interval("0", likely, "25")


@pytest.mark.parametrize(
    ("deductions", "bonus", "points", "level"),
    [
        (0, 0, "100.00", "star5"),
        (0, 1, "100.00", "star5"),  # never above the total
        (2, 1, "99.00", "star5"),
        (2, 7, "99.00", "star5"),  # one bonus at most
        (4, 0, "96.00", "star5"),
        (5, 0, "95.00", None),  # five fail
        (200, 0, "0.00", None),  # never below nothing
    ],
)
def test_special_items(deductions: int, bonus: int, points: str, level: str | None) -> None:
    result = score(PACK, everything(PACK, special_deductions=deductions, special_bonus=bonus))
    assert (result.score.low, result.level_low) == (D(points), level)


def test_exclusion_moves_the_denominator() -> None:
    inputs = everything(
        PACK, rulings={"1.2": Ruling(D(0), "seen"), "2.2": Ruling(D(1), "seen")},
        exclusions={"2.1": Exclusion("no such service", "review")},
    )  # fmt: skip
    result = score(PACK, inputs)
    assert result.applicable == 70
    assert result.score.low == D("57.14")  # 40 of 70
    assert result.indicators["2.1"].status is Status.EXCLUDED
    assert result.indicators["2"].of == 10


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        (Inputs({"a": MetricValue(1, 2)}), "metric a says 2 of 1; that is no share"),
        (
            Inputs(rulings={"1": Ruling(D(1), "seen")}),
            "1 is no indicator with points of its own; rule on its single indicators",
        ),
        (Inputs(rulings={"1.2": Ruling(D("1.1"), "seen")}), "the ruling on 1.2 must lie between 0 and 1"),
        (Inputs(special_deductions=-1), "special deductions and the special bonus cannot be negative"),
        (
            Inputs(exclusions={leaf.id: Exclusion("none", "review") for leaf in PACK.leaves}),
            "every indicator is excluded; nothing is left to score",
        ),
    ],
)
def test_contradictions_are_refused(inputs: Inputs, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        score(PACK, inputs)
