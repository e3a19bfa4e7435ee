"""What a score would be under the next edition: carried as far as inputs mean the same, and never flattered."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.schemes.conftest import Data
from tests.schemes.scoring.builders import pack_of, with_rules
from wuxing.schemes.packs.modes import Manual, Proportional
from wuxing.schemes.packs.structure import Pack, Succession
from wuxing.schemes.scoring.previewing import Difference, carry, preview
from wuxing.schemes.scoring.results import Exclusion, Inputs, Interval, MetricValue, Ruling

D = Decimal
OLD = pack_of(
    {
        "1": {"1.1": ("40", Proportional("a")), "1.2": ("20", Manual()), "1.3": ("10", Manual())},
        "2": {"2.1": ("20", Manual()), "2.2": ("10", Manual())},
    }
)
NEW = replace(
    pack_of(
        {
            "1": {"1.1": ("50", Proportional("a")), "1.2": ("20", Manual())},
            "2": {"2.1": ("10", Manual()), "2.3": ("10", Manual()), "2.4": ("10", Manual())},
        }
    ),
    edition="2026.2",
    supersedes=Succession(
        "2026.1",
        {"1.1": ("1.1",), "1.2": ("1.2",), "1.3": ("1.2",), "2.1": ("2.1", "2.3")},
        ("2.2",),
        date(2027, 6, 30),
    ),
)


def ruled(**ratios: str) -> dict[str, Ruling]:
    return {name[1:].replace("_", "."): Ruling(D(ratio), name) for name, ratio in ratios.items()}


def points(low: str, likely: str, high: str) -> Interval:
    return Interval(D(low), D(likely), D(high))


def test_rulings_follow_the_map_and_the_lowest_of_several_counts() -> None:
    inputs = Inputs(rulings=ruled(_1_2="1", _1_3="0.5", _2_1="0.8", _2_2="1"))
    carried = carry(OLD, NEW, inputs, {"a": MetricValue(4, 3)})
    assert {name: ruling.ratio for name, ruling in carried.inputs.rulings.items()} == {
        "1.2": D("0.5"),
        "2.1": D("0.8"),
        "2.3": D("0.8"),
    }
    assert carried.inputs.metrics == {"a": MetricValue(4, 3)}
    assert carried.left == ("the ruling on 2.2 has no place any more",)


def test_leaf_that_several_lead_to_is_ruled_on_when_all_are() -> None:
    carried = carry(OLD, NEW, Inputs(rulings=ruled(_1_2="1")))
    assert carried.inputs.rulings == {}
    assert carried.left == ("1.2 needs a ruling: nobody ruled on 1.3",)


def test_exclusions_follow_as_far_as_the_new_rules_allow() -> None:
    inputs = Inputs(exclusions={"1.1": Exclusion("none", "review"), "2.1": Exclusion("none", "review")})
    carried = carry(OLD, with_rules(NEW, exclusions_max_points=D(20)), inputs)
    assert list(carried.inputs.exclusions) == ["2.1", "2.3"]
    assert carried.left == ("exclusions of 50 points are more than the 20 allowed",)


def test_special_items_are_carried_and_the_licensed_table_is_not() -> None:
    inputs = Inputs(special_deductions=2, special_bonus=1, facts={"findings": {"open": 1}}, licensed={"1.1": D(60)})
    assert carry(OLD, NEW, inputs).inputs == replace(inputs, licensed={})


def test_preview_shows_both_scores_and_where_they_differ() -> None:
    inputs = Inputs({"a": MetricValue(10, 9)}, ruled(_1_2="1", _1_3="0.5", _2_1="0.8", _2_2="1"))
    found = preview(OLD, NEW, inputs, {"a": MetricValue(10, 9)})

    assert (found.before.score, found.after.score) == (points("87", "87", "87"), points("71", "79", "81"))
    assert found.before.pack == OLD.identity
    assert found.after.pack == NEW.identity
    assert found.leaves == (
        Difference(("1.1",), ("1.1",), D(40), D(50), points("36", "36", "36"), points("45", "45", "45")),
        Difference(("1.2", "1.3"), ("1.2",), D(30), D(20), points("25", "25", "25"), points("10", "10", "10")),
        Difference(("2.1",), ("2.1", "2.3"), D(20), D(20), points("16", "16", "16"), points("16", "16", "16")),
        Difference((), ("2.4",), D(0), D(10), None, points("0", "8", "10")),
        Difference(("2.2",), (), D(10), D(0), points("10", "10", "10"), None),
    )
    assert [leaf.likely for leaf in found.leaves] == [9, -15, 0, 8, -10]


def test_metric_counted_otherwise_is_unknown_until_it_is_counted_anew(small: Callable[..., Pack]) -> None:
    def stricter(data: Data) -> None:
        data["metrics"]["metrics"][0]["window"] = "P30D"

    def renamed(data: Data) -> None:
        data["metrics"]["metrics"][0]["title"]["en"] = "kept, in other words"

    old, inputs = small(), Inputs({"kept": MetricValue(40, 30)})
    carried = carry(old, small(stricter), inputs)
    assert carried.inputs.metrics == {}
    assert carried.left == ("metric kept is counted otherwise; its value is unknown until then",)
    assert carry(old, small(renamed), inputs).inputs.metrics == inputs.metrics
    assert preview(old, small(stricter), inputs).after.score == Interval(D(0), None, D(100))
    anew = preview(old, small(stricter), inputs, {"kept": MetricValue(4, 1)})
    assert anew.after.indicators["1.1"].points.low == D("7.5")
