"""Figures with their interval, or "too few"."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuxing.service.follow_up.rules import Figure, nps, rate

D = Decimal


@pytest.mark.parametrize(
    ("hits", "n", "expected"),
    [
        (0, 0, Figure(0)),
        (4, 4, Figure(4)),  # too few
        (5, 5, Figure(5, D("100.0"), D("56.6"), D("100.0"))),
        (0, 10, Figure(10, D("0.0"), D("0.0"), D("27.8"))),
        (8, 10, Figure(10, D("80.0"), D("49.0"), D("94.3"))),  # Wilson 1927, as printed in textbooks
        (50, 100, Figure(100, D("50.0"), D("40.4"), D("59.6"))),
    ],
)
def test_a_share_has_its_wilson_interval(hits: int, n: int, expected: Figure) -> None:
    assert rate(hits, n) == expected


@pytest.mark.parametrize(
    ("promoters", "detractors", "n", "expected"),
    [
        (0, 0, 0, Figure(0)),
        (4, 0, 4, Figure(4)),
        (5, 0, 5, Figure(5, D("100.0"), D("14.3"), D("100.0"))),
        (0, 5, 5, Figure(5, D("-100.0"), D("-100.0"), D("-14.3"))),
        (50, 20, 100, Figure(100, D("30.0"), D("14.0"), D("44.3"))),
        (3, 3, 10, Figure(10, D("0.0"), D("-42.6"), D("42.6"))),
    ],
)
def test_net_promoters_have_an_interval(promoters: int, detractors: int, n: int, expected: Figure) -> None:
    assert nps(promoters, detractors, n) == expected


@pytest.mark.parametrize(("n", "few"), [(5, True), (29, True), (30, False)])
def test_below_thirty_a_figure_is_marked(n: int, few: bool) -> None:
    assert rate(n, n).few is few


@given(st.integers(5, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share(given_: tuple[int, int]) -> None:
    figure = rate(*given_)
    assert figure.value is not None
    assert D(0) <= (figure.low or D(0)) <= figure.value <= (figure.high or D(0)) <= D(100)


@given(st.integers(5, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_net_promoters(given_: tuple[int, int, int]) -> None:
    promoters, detractors, n = given_
    detractors = min(detractors, n - promoters)
    figure = nps(promoters, detractors, n)
    assert figure.value is not None
    assert D(-100) <= (figure.low or D(0)) <= figure.value <= (figure.high or D(0)) <= D(100)
