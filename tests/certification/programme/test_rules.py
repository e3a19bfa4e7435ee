"""Person-days and outlets by the body's table."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuxing.certification.cases.states import Kind
from wuxing.certification.programme import queries, rules
from wuxing.certification.programme.rules import Asked

RULE = queries.shipped_programme("cn.gbt.27922")
TABLE = RULE.person_days
D = Decimal


@pytest.mark.parametrize(
    ("kind", "headcount", "outlets", "categories", "days"),
    [
        ("initial", 1, (), 1, "1"),
        ("initial", 10, (), 1, "1"),
        ("initial", 11, (), 1, "2"),
        ("initial", 50, (), 1, "2"),
        ("initial", 51, (), 1, "3"),
        ("initial", 200, (), 1, "3"),
        ("initial", 201, (), 1, "4"),
        ("initial", 120, (8, 20, 21), 1, "5"),  # 0.5 + 0.5 + 1
        ("initial", 120, (), 3, "4"),  # half a day for each further category
        ("surveillance", 120, (), 1, "1"),  # a third
        ("surveillance", 40, (8,), 1, "1.5"),  # two thirds of a day and half a day, rounded up
        ("renewal", 120, (), 1, "2"),
        ("surveillance", 5, (), 1, "0.5"),  # never fewer
    ],
)
def test_days_follow_the_table(kind: str, headcount: int, outlets: tuple[int, ...], categories: int, days: str) -> None:
    found = rules.person_days(TABLE, kind, headcount, outlets, categories)
    assert (found.total, sum(line.days for line in found.lines)) == (D(days), D(days))


def test_adjustments_stand_in_the_working_with_their_reasons() -> None:
    found = rules.person_days(TABLE, "initial", 120, (8,), 1, [Asked("complexity", D("1"), "燃气热水器")])
    assert [(line.code, line.days, line.reason) for line in found.lines] == [
        ("base", D(3), ""),
        ("outlets", D("0.5"), ""),
        ("complexity", D(1), "燃气热水器"),
    ]


def test_less_is_never_less_than_the_outlets_take() -> None:
    found = rules.person_days(TABLE, "surveillance", 5, (8, 8), 1, [Asked("simple_service", D(-1), "单一")])
    assert (found.total, found.lines[-1].title) == (D(1), "never fewer than 1.0")


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ([Asked("complexity", D(2), "x")], None),
        ([Asked("complexity", D("2.5"), "x")], "from 0.5 to 2 days are possible for this reason"),
        ([Asked("simple_service", D("0.5"), "x")], "from -1 to 0 days are possible for this reason"),
        ([Asked("weather", D(1), "x")], "the rule knows no adjustment weather; choose one of its list"),
        ([Asked("complexity", D(1), " ")], "write why the days are adjusted; it stands in the audit plan's record"),
        ([Asked("complexity", D(1), "x"), Asked("complexity", D(1), "x")], "adjust for each reason once only"),
    ],
)
def test_days_are_adjusted_only_as_the_rule_lets(asked: list[Asked], reason: str | None) -> None:
    assert rules.why_not_adjust(TABLE, asked) == reason


@pytest.mark.parametrize(
    ("kind", "outlets", "visited"),
    [("initial", 0, 0), ("initial", 1, 1), ("initial", 9, 3), ("initial", 10, 4), ("surveillance", 25, 3),
     ("renewal", 25, 4), ("surveillance", 1, 1)],
)  # fmt: skip
def test_outlets_are_visited_by_the_root(kind: str, outlets: int, visited: int) -> None:
    assert rules.outlets_visited(RULE.site_sampling, kind, outlets) == visited


kinds = st.sampled_from([kind.value for kind in Kind])
heads = st.integers(0, 5000)
visits = st.lists(st.integers(0, 300), max_size=12)
changes = st.lists(st.sampled_from(TABLE.adjustments), max_size=3, unique_by=lambda one: one.code)


@given(kinds, heads, heads, visits, st.integers(1, 9), changes)
def test_more_people_never_take_fewer_days(
    kind: str, one: int, other: int, outlets: list[int], categories: int, changed: list[object]
) -> None:
    few, many = sorted((one, other))
    asked = [Asked(each.code, each.least, "x") for each in changed]  # type: ignore[attr-defined]
    less = rules.person_days(TABLE, kind, few, outlets, categories, asked).total
    assert less <= rules.person_days(TABLE, kind, many, outlets, categories, asked).total


@given(kinds, heads, visits, st.integers(0, 300), st.integers(1, 9), changes)
def test_another_outlet_never_takes_fewer_days_and_nothing_is_below_the_least(
    kind: str, headcount: int, outlets: list[int], another: int, categories: int, changed: list[object]
) -> None:
    asked = [Asked(each.code, each.least, "x") for each in changed]  # type: ignore[attr-defined]
    found = rules.person_days(TABLE, kind, headcount, outlets, categories, asked)
    more = rules.person_days(TABLE, kind, headcount, [*outlets, another], categories, asked)
    assert (found.total <= more.total, found.total >= max(TABLE.least, len(outlets) * TABLE.outlet_least)) == (
        True,
        True,
    )
    assert (sum((line.days for line in found.lines), D(0)), found.total % TABLE.round_to) == (found.total, D(0))
