"""The smaller scope of further cases, falls of a company's score, certificates of other bodies."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuxing.certification.cases.states import Kind
from wuxing.certification.surveillance.rules import scope
from wuxing.certification.surveillance.rules.early import (
    DayRead,
    Foreign,
    fallen_since,
    is_new_fall,
    why_not_transfer,
)
from wuxing.certification.surveillance.states import Method, What

GROUPS = st.lists(st.integers(1, 9), min_size=1, max_size=8).map(
    lambda sizes: [[f"{at}.{place}" for place in range(size)] for at, size in enumerate(sizes)]
)


@given(GROUPS, st.integers(1, 5))
def test_a_cycle_sees_every_indicator_and_every_visit_every_group(groups: list[list[str]], visits: int) -> None:
    seen: set[str] = set()
    for nth in range(1, visits + 1):
        year = scope.leaves_of_year(groups, nth, visits)
        assert all(set(group) & set(year) for group in groups)
        seen |= set(year)
    assert seen == {leaf for group in groups for leaf in group}


def test_what_lost_points_is_seen_again() -> None:
    groups = [["a", "b", "c"], ["d"]]
    assert scope.leaves_of_year(groups, 1, 2) == ("a", "c", "d")
    assert scope.leaves_of_year(groups, 2, 2) == ("b", "d")
    assert scope.leaves_of_year(groups, 2, 2, {"c"}) == ("b", "c", "d")


@pytest.mark.parametrize(("outlets", "visited"), [(0, 0), (1, 1), (25, 3), (26, 4), (100, 6)])
def test_surveillance_visits_six_tenths_of_the_root(outlets: int, visited: int) -> None:
    assert scope.outlets_of(Kind.SURVEILLANCE, outlets, {}) == visited
    assert scope.outlets_of(Kind.SURVEILLANCE, outlets, {"surveillance": Decimal("0.6")}) == visited


def test_a_level_is_changed_in_the_direction_that_was_said() -> None:
    levels = [("pass", Decimal(70)), ("star3", Decimal(80)), ("star4", Decimal(90))]
    assert scope.why_not_level(What.LEVEL_UP, "star3", "star4", levels) is None
    assert scope.why_not_level(What.LEVEL_UP, "star3", "pass", levels) == "choose a level above the one held"
    assert scope.why_not_level(What.LEVEL_DOWN, "star3", "star4", levels) == "choose a level below the one held"
    assert scope.why_not_level(What.LEVEL_UP, "star3", "star9", levels) == "choose a level of the scheme"


def test_nothing_but_a_name_goes_without_an_evaluation() -> None:
    assert scope.why_not_method(Method.WAIVED, What.NAME) is None
    for what in set(What) - {What.NAME}:
        assert scope.why_not_method(Method.WAIVED, what) == "only a change of name needs no evaluation"


TODAY = date(2026, 11, 22)


def days(*likely: str) -> list[DayRead]:
    """Scores of the days that end today."""
    last = len(likely) - 1
    return [
        DayRead(TODAY - timedelta(days=last - at), Decimal(one), "p@1#a") for at, one in enumerate(likely) if one != "-"
    ]


@pytest.mark.parametrize(
    ("likely", "since"),
    [
        (["89.99"] * 7, date(2026, 11, 16)),
        (["89.99"] * 6, None),
        (["95", *["89.99"] * 9], date(2026, 11, 14)),
        ([*["89.99"] * 7, "90.00"], None),  # it has risen again
        ([*["89.99"] * 4, "-", *["89.99"] * 4], None),  # a day that nobody knows
        ([*["89.99"] * 7, "-"], date(2026, 11, 15)),  # today is not kept yet
        ([*["89.99"] * 9, "-", "-"], None),
        ([], None),
    ],
)
def test_a_fall_lasts_seven_days_in_a_row(likely: list[str], since: date | None) -> None:
    assert fallen_since(days(*likely), Decimal(90), TODAY) == since


def test_one_fall_is_proposed_once() -> None:
    assert is_new_fall(date(2026, 11, 10), None)
    assert is_new_fall(date(2026, 11, 10), date(2026, 11, 9))
    assert not is_new_fall(date(2026, 11, 10), date(2026, 11, 17))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, ""),
        ({"in_force": False}, "it is not in force; this client applies for an initial certification"),
        ({"valid_until": date(2026, 11, 21)}, "it is not in force; this client applies for an initial certification"),
        ({"not_suspended": False}, "it is suspended; the cause is removed at the other body first"),
        ({"last_evaluated_on": date(2026, 11, 23)}, "the last evaluation lies in the past"),
        ({"complaints_asked": False}, "ask for complaints and open matters first"),
        ({"report_read": False}, "read the last report of the other body first"),
    ],
)
def test_a_certificate_is_taken_over_when_everything_was_asked(changes: dict[str, object], reason: str) -> None:
    facts: dict[str, object] = {
        "valid_until": date(2028, 1, 1), "last_evaluated_on": date(2026, 3, 1), "in_force": True,
        "not_suspended": True, "complaints_asked": True, "report_read": True,
    }  # fmt: skip
    found = Foreign(**(facts | changes))  # type: ignore[arg-type]
    assert str(why_not_transfer(found, TODAY, date(2027, 3, 1)) or "") == reason


def test_a_certificate_that_was_not_evaluated_for_a_year_is_not_taken_over() -> None:
    found = Foreign(date(2028, 1, 1), date(2025, 3, 1), True, True, True, True)
    assert str(why_not_transfer(found, TODAY, date(2026, 3, 1))).startswith("the last evaluation is over 12 months ago")
