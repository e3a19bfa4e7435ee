"""From metric values to a ratio: the whole truth of each mode."""

from decimal import Decimal
from fractions import Fraction

import pytest

from wuxing.schemes.packs.modes import Binary, Ladder, Linear, Manual, MinOf, Mode, Part, Proportional, Step, WeightedOf
from wuxing.schemes.scoring.modes import Ratio, basis_for, curve_for, grain, ratio_for
from wuxing.schemes.scoring.results import MetricValue, Reason, Ruling

D, F = Decimal, Fraction
LADDER = Ladder("a", (Step(D("0.05"), D("0.5")), Step(D("0.10"), D(1)), Step(D(0), D(0))))
LINEAR = Linear("a", D("0.5"), D("0.9"))


@pytest.mark.parametrize(
    ("mode", "ratio", "earned"),
    [
        (Proportional("a"), F(1, 3), F(1, 3)),
        (Binary("a"), F(99, 100), F(0)),
        (Binary("a"), F(1), F(1)),
        (Binary("a", D("0.9")), F(9, 10), F(1)),
        (LADDER, F(0), F(0)),
        (LADDER, F(49, 1000), F(0)),
        (LADDER, F(5, 100), F(1, 2)),
        (LADDER, F(1, 10), F(1)),
        (Ladder("a", (Step(D("0.5"), D(1)),)), F(1, 4), F(0)),
        (LINEAR, F(1, 2), F(0)),
        (LINEAR, F(7, 10), F(1, 2)),
        (LINEAR, F(9, 10), F(1)),
        (LINEAR, F(1), F(1)),
    ],
)
def test_curve(mode: Binary | Proportional | Ladder | Linear, ratio: Fraction, earned: Fraction) -> None:
    assert F(*curve_for(mode)(ratio.numerator, ratio.denominator)) == earned


SCALE = 8


def settled(eighths: int) -> Ratio:
    return Ratio(eighths, eighths, 0, eighths)


UNKNOWN = Ratio(0, 0, 8, 8)
A, B = Proportional("a"), Proportional("b")
HALF = WeightedOf((Part(D("0.25"), A), Part(D("0.75"), B)))


@pytest.mark.parametrize(
    ("mode", "values", "ruling", "ratio"),
    [
        (A, {"a": MetricValue(4, 3)}, None, settled(6)),
        (A, {}, None, UNKNOWN),
        (A, {"a": MetricValue(0, 0)}, None, UNKNOWN),  # nothing of nothing is not everything
        (A, {"a": MetricValue(4, 4, Reason.STALE)}, None, UNKNOWN),
        (A, {"a": MetricValue(4, 4, Reason.STALE, D("0.5"))}, None, Ratio(0, 4, 0, 8)),
        (Binary("a"), {"a": MetricValue(4, 4, Reason.LATE, D("0.5"))}, None, Ratio(0, 0, 0, 8)),
        (Manual(), {}, None, UNKNOWN),
        (Manual(), {}, Ruling(D("0.5"), "seen"), settled(4)),
        (HALF, {"a": MetricValue(2, 1), "b": MetricValue(1, 1)}, None, settled(7)),
        (HALF, {"a": MetricValue(2, 1)}, None, Ratio(1, 1, 6, 7)),
        (MinOf((A, B)), {"a": MetricValue(2, 1), "b": MetricValue(1, 1)}, None, settled(4)),
        (MinOf((A, B)), {"a": MetricValue(2, 1)}, None, Ratio(0, 0, 4, 4)),
    ],
)
def test_ratio(mode: Mode, values: dict[str, MetricValue], ruling: Ruling | None, ratio: Ratio) -> None:
    assert ratio_for(mode, values, ruling, SCALE) == ratio


@pytest.mark.parametrize(
    ("mode", "high", "metric", "reason"),
    [
        (A, False, "a", None),
        (B, False, "b", Reason.NO_VALUE),
        (Proportional("none"), False, "none", Reason.TOO_FEW),
        (Manual(), False, None, Reason.NOT_RULED),
        (MinOf((A, B)), False, "b", Reason.NO_VALUE),
        (MinOf((A, B)), True, "a", None),
    ],
)
def test_what_decides_a_part(mode: Mode, high: bool, metric: str | None, reason: Reason | None) -> None:
    basis = basis_for(mode, {"a": MetricValue(2, 1), "none": MetricValue(0, 0)}, None, SCALE, high=high)
    assert (basis.metric, basis.reason) == (metric, reason)


@pytest.mark.parametrize(
    ("mode", "divisor"),
    [
        (Manual(), 1),
        (A, 1),
        (LADDER, 2),
        (LINEAR, 4),  # from 0.5 to 0.9: (10 ok - 5 n) of 4 n
        (MinOf((LADDER, Linear("a", D("0.7"), D(1)))), 6),
        (WeightedOf((Part(D("0.25"), LADDER), Part(D("0.75"), A))), 8),
    ],
)
def test_scale_that_makes_every_ratio_whole(mode: Mode, divisor: int) -> None:
    assert grain(mode) == divisor


@pytest.mark.parametrize(
    ("ruled_by", "ratio", "reason"),
    [
        ((), UNKNOWN, Reason.ONE_PERSON),
        (("周岚",), UNKNOWN, Reason.ONE_PERSON),
        (("周岚", "周岚"), UNKNOWN, Reason.ONE_PERSON),  # the same person twice is one
        (("周岚", "吴桐"), settled(4), None),
    ],
)
def test_ruling_of_two_persons_needs_two_different_ones(
    ruled_by: tuple[str, ...], ratio: Ratio, reason: Reason | None
) -> None:
    mode, ruling = Manual(two_person=True), Ruling(D("0.5"), "seen", ruled_by)
    assert ratio_for(mode, {}, ruling, SCALE) == ratio
    assert basis_for(mode, {}, ruling, SCALE, high=False).reason is reason
    assert ratio_for(Manual(), {}, ruling, SCALE) == settled(4)
