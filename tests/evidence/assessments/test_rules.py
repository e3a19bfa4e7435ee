"""The causes of a difference add up to it."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.schemes.scoring.builders import pack_of
from wuxing.evidence.assessments.rules import Cause, middle, moved
from wuxing.schemes.packs.modes import Binary, Manual, Proportional
from wuxing.schemes.scoring.results import Exclusion, Inputs, MetricValue, Ruling
from wuxing.schemes.scoring.rules import score

D = Decimal
PACK = pack_of(
    {
        "1": {"1.1": ("40", Proportional("a")), "1.2": ("20", Manual())},
        "2": {"2.1": ("30", Binary("b", D("0.9"))), "2.2": ("10", Manual())},
    }
)
VALUES = st.integers(0, 20).flatmap(lambda ok: st.builds(MetricValue, n=st.integers(max(ok, 1), 40), ok=st.just(ok)))
RULINGS = st.dictionaries(
    st.sampled_from(["1.2", "2.2"]), st.builds(Ruling, st.sampled_from([D(0), D("0.5"), D(1)]), st.just("x"))
)
INPUTS = st.builds(
    Inputs,
    metrics=st.fixed_dictionaries({"a": VALUES}, optional={"b": VALUES}),
    rulings=RULINGS,
    special_deductions=st.integers(0, 4),
    special_bonus=st.integers(0, 1),
)


@settings(max_examples=60, deadline=None)
@given(INPUTS, INPUTS)
def test_the_causes_add_up(then: Inputs, now: Inputs) -> None:
    before, after = score(PACK, then), score(PACK, now)
    causes = moved(PACK, then, now)
    assert sum((cause.likely for cause in causes), D(0)) == middle(after) - middle(before)
    assert sum((cause.low for cause in causes), D(0)) == after.score.low - before.score.low
    assert sum((cause.high for cause in causes), D(0)) == after.score.high - before.score.high
    assert (causes == ()) is (then == now)


def test_a_metric_says_by_how_many_records() -> None:
    [cause] = moved(PACK, Inputs({"a": MetricValue(40, 40)}), Inputs({"a": MetricValue(43, 40)}))
    assert (cause.cause, cause.name, cause.failing) == (Cause.METRIC, "a", 3)
    assert cause.low == score(PACK, Inputs({"a": MetricValue(43, 40)})).score.low - D(40)


def test_a_ruling_that_ended_is_a_cause() -> None:
    then = Inputs({}, rulings={"1.2": Ruling(D(1), "x")})
    [cause] = moved(PACK, then, Inputs({}))
    assert (cause.cause, cause.name, cause.low) == (Cause.RULING, "1.2", D("-20.00"))


def test_special_items_are_one_cause() -> None:
    [cause] = moved(PACK, Inputs({"a": MetricValue(2, 2)}), Inputs({"a": MetricValue(2, 2)}, special_deductions=3))
    assert (cause.cause, cause.low) == (Cause.SPECIAL, D("-3.00"))


def test_an_exclusion_moves_the_denominator() -> None:
    metrics = {"a": MetricValue(1, 1)}
    [cause] = moved(PACK, Inputs(metrics), Inputs(metrics, exclusions={"1.2": Exclusion("x", "吴")}))
    assert (cause.cause, cause.name, cause.low) == (Cause.EXCLUSION, "1.2", D("10.00"))  # 40/100 → 40/80
