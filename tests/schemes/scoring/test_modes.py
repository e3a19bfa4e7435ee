"""From metric values to a ratio: the whole truth of each mode."""

from decimal import Decimal
from fractions import Fraction

import pytest

from wuxing.schemes.packs.modes import Binary, Ladder, Linear, Manual, MinOf, Mode, Part, Proportional, Step, WeightedOf
from wuxing.schemes.scoring.modes import Ratio, basis_for, curve, ratio_for
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
    assert curve(mode, ratio) == earned


def settled(value: Fraction) -> Ratio:
    return Ratio(value, value, F(0), value)


UNKNOWN = Ratio(F(0), F(0), F(1), F(1))
A, B = Proportional("a"), Proportional("b")
HALF = WeightedOf((Part(D("0.25"), A), Part(D("0.75"), B)))


@pytest.mark.parametrize(
    ("mode", "values", "ruling", "ratio"),
    [
        (A, {"a": MetricValue(4, 3)}, None, settled(F(3, 4))),
        (A, {}, None, UNKNOWN),
        (A, {"a": MetricValue(0, 0)}, None, UNKNOWN),  # nothing of nothing is not everything
        (A, {"a": MetricValue(4, 4, Reason.STALE)}, None, UNKNOWN),
        (A, {"a": MetricValue(4, 4, Reason.STALE, D("0.5"))}, None, Ratio(F(0), F(1, 2), F(0), F(1))),
        (Binary("a"), {"a": MetricValue(4, 4, Reason.LATE, D("0.5"))}, None, Ratio(F(0), F(0), F(0), F(1))),
        (Manual(), {}, None, UNKNOWN),
        (Manual(), {}, Ruling(D("0.5"), "seen"), settled(F(1, 2))),
        (HALF, {"a": MetricValue(2, 1), "b": MetricValue(1, 1)}, None, settled(F(7, 8))),
        (HALF, {"a": MetricValue(2, 1)}, None, Ratio(F(1, 8), F(1, 8), F(3, 4), F(7, 8))),
        (MinOf((A, B)), {"a": MetricValue(2, 1), "b": MetricValue(1, 1)}, None, settled(F(1, 2))),
        (MinOf((A, B)), {"a": MetricValue(2, 1)}, None, Ratio(F(0), F(0), F(1, 2), F(1, 2))),
    ],
)
def test_ratio(mode: Mode, values: dict[str, MetricValue], ruling: Ruling | None, ratio: Ratio) -> None:
    assert ratio_for(mode, values, ruling) == ratio


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
    basis = basis_for(mode, {"a": MetricValue(2, 1), "none": MetricValue(0, 0)}, None, high=high)
    assert (basis.metric, basis.reason) == (metric, reason)
