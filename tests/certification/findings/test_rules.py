"""What findings do to the score, on its own."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuxing.certification.findings import rules

D = Decimal


@pytest.mark.parametrize(
    ("deduction", "size", "failures", "share"),
    [
        ("all_or_nothing", None, [], D(1)),
        ("all_or_nothing", None, [0], D(0)),
        ("all_or_nothing", 30, [1, 1], D(0)),
        ("proportional", 30, [], D(1)),
        ("proportional", 30, [3, 2], D("0.833333")),
        ("proportional", 3, [1], D("0.666666")),
        ("proportional", 10, [7, 5], D(0)),
        ("proportional", None, [1], D(0)),
    ],
)
def test_an_indicator_is_met_to_the_share_that_did_not_fail(
    deduction: str, size: int | None, failures: list[int], share: Decimal
) -> None:
    assert rules.ratio_of(deduction, size, failures) == share


@pytest.mark.parametrize(
    ("points", "deduction", "size", "failures", "costs"),
    [
        ("2", "all_or_nothing", None, [0, 0, 0], ["0.67", "0.67", "0.66"]),
        ("3", "proportional", 30, [3, 1], ["0.30", "0.10"]),
        ("1", "proportional", 3, [1, 1], ["0.34", "0.33"]),
        ("4", "proportional", 10, [8, 8], ["2", "2"]),
        ("1.125", "all_or_nothing", None, [0, 0], ["0.565", "0.56"]),
    ],
)
def test_each_finding_costs_its_part(
    points: str, deduction: str, size: int | None, failures: list[int], costs: list[str]
) -> None:
    assert rules.points_of(D(points), deduction, size, failures) == tuple(D(cost) for cost in costs)


@given(
    points=st.decimals(min_value="0", max_value="20", places=2),
    deduction=st.sampled_from(["all_or_nothing", "proportional"]),
    size=st.integers(min_value=1, max_value=500),
    failures=st.lists(st.integers(min_value=1, max_value=40), max_size=12),
)
def test_costs_and_what_remains_are_the_points(points: Decimal, deduction: str, size: int, failures: list[int]) -> None:
    costs = rules.points_of(points, deduction, size, failures)
    remains = rules.remaining(points, deduction, size, failures)
    assert len(costs) == len(failures)
    assert all(cost >= 0 for cost in costs)
    assert remains >= 0
    assert sum(costs, remains) == points
