"""What a plan must hold."""

from datetime import date, time
from decimal import Decimal

import pytest

from wuxing.certification.onsite_audit.rules.planning import (
    Demand,
    Line,
    Members,
    by_month,
    gaps,
    person_days,
    proposed,
    spread,
)
from wuxing.certification.onsite_audit.states import Method, Remote

MONDAY = date(2026, 11, 30)


def line(start: int = 9, end: int = 12, *, site: int = 1, who: int = 1, leaves: tuple[str, ...] = ("a", "b"),
         method: Method = Method.RECORDS, day: date = MONDAY) -> Line:  # fmt: skip
    return Line(day, time(start), time(end), site, who, method, leaves)


def demand(**changes: object) -> Demand:
    facts: dict[str, object] = {
        "sites": {1: "总部"}, "leaves": ("a", "b"), "team": frozenset({1}), "contracted": None, "absent": {},
        "busy": {}, "names": {1: "甲"},
    }  # fmt: skip
    return Demand(**(facts | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        ([], "0.00"),
        ([line(9, 12), line(13, 17)], "1.00"),
        ([line(9, 12)], "0.43"),
        ([line(9, 12), line(10, 12, site=2)], "0.43"),  # at the same time
        ([line(8, 20)], "1.00"),  # at most one a day
        ([line(9, 12), line(13, 17), line(9, 12, who=2), line(13, 17, who=2)], "2.00"),
    ],
)
def test_person_days_are_hours_of_work(lines: list[Line], days: str) -> None:
    assert person_days(lines) == Decimal(days)


def test_person_days_of_a_month_are_those_of_its_lines() -> None:
    assert by_month([line(9, 12), line(13, 17), line(9, 12, day=date(2026, 12, 1))]) == {
        "2026-11": Decimal("1.00"),
        "2026-12": Decimal("0.43"),
    }


@pytest.mark.parametrize(
    ("days", "first", "months"),
    [
        ("0", MONDAY, {}),
        ("2.5", MONDAY, {"2026-11": "1", "2026-12": "1.50"}),
        ("2", date(2026, 11, 27), {"2026-11": "2"}),  # a Friday: the weekend is left out
        ("0.333", MONDAY, {"2026-11": "0.33"}),
    ],
)
def test_days_without_a_plan_fall_on_working_days(days: str, first: date, months: dict[str, str]) -> None:
    assert spread(Decimal(days), first) == {month: Decimal(some) for month, some in months.items()}


@pytest.mark.parametrize(
    ("lines", "held", "remote", "found"),
    [
        ([], demand(), Remote.NONE, ["the plan is empty: say who looks at what, where and when"]),
        ([line()], demand(), Remote.NONE, []),
        ([line()], demand(outlets_open=True), Remote.NONE, ["which outlets are visited is not drawn yet"]),
        ([line()], demand(sites={1: "总部", 2: "甲网点"}), Remote.NONE, ["not planned yet: 甲网点"]),
        ([line(leaves=("a",))], demand(), Remote.NONE, ["no part of the plan looks at these indicators: b"]),
        ([line()], demand(contracted=Decimal("2.0")), Remote.NONE,
         ["0.43 person-days are planned, the agreement says 2"]),
        ([line()], demand(team=frozenset({2})), Remote.NONE, ["甲 is not in the team of this case"]),
        ([line()], demand(absent={1: [(MONDAY, MONDAY)]}), Remote.NONE, ["甲 is away on 2026-11-30"]),
        ([line()], demand(busy={1: [(MONDAY, time(11), time(15))]}), Remote.NONE,
         ["甲 is planned in another case on 2026-11-30"]),
        ([line()], demand(busy={1: [(MONDAY, time(12), time(15))]}), Remote.NONE, []),
        ([line(method=Method.REMOTE)], demand(), Remote.NONE,
         ["the plan has parts at a distance: say so at its head, with the reason"]),
        ([line()], demand(), Remote.PARTLY, ["no part of the plan is at a distance; say at its head that none is"]),
        ([line()], demand(), Remote.WHOLLY, ["every part of an evaluation wholly at a distance is at a distance"]),
        ([line(method=Method.REMOTE)], demand(), Remote.WHOLLY, []),
        ([line()], demand(own={1: frozenset({"a"})}), Remote.NONE, ["甲 is not assigned to b"]),
        ([line()], demand(own={1: frozenset({"a", "b"})}), Remote.NONE, []),
    ],
)  # fmt: skip
def test_a_plan_says_what_it_lacks(lines: list[Line], held: Demand, remote: Remote, found: list[str]) -> None:
    assert [str(reason) for reason in gaps(lines, held, remote=remote)] == found


def test_short_notice_needs_its_reason() -> None:
    assert [str(one) for one in gaps([line()], demand(), remote=Remote.NONE, short_notice_unsaid=True)] == [
        "say why this evaluation comes at short notice"
    ]


@pytest.mark.parametrize("days", ["1", "2.5", "6"])
@pytest.mark.parametrize("outlets", [0, 1, 4])
@pytest.mark.parametrize("remote", list(Remote))
def test_a_proposal_holds_itself(days: str, outlets: int, remote: Remote) -> None:
    leaves = {f"5.{number}": ("D", "S") if number % 3 else ("D",) for number in range(20)}
    sites = {number: str(number) for number in range(1, outlets + 2)}
    made = proposed(
        first=date(2026, 11, 28), days=Decimal(days), team=Members([1, 2]), headquarters=[1], outlets=list(sites)[1:],
        leaves=leaves, method=Method.REMOTE if remote is Remote.WHOLLY else None,
    )  # fmt: skip
    held = demand(sites=sites, leaves=tuple(leaves), team=frozenset({1, 2}), contracted=Decimal(days))

    wanted = Remote.NONE if remote is Remote.PARTLY else remote  # which parts are at a distance is the leader's choice
    assert gaps(made, held, remote=wanted) == []
    assert {one.day.weekday() < 5 for one in made} == {True}


@pytest.mark.parametrize(
    "own",
    [
        {2: frozenset({"5.1", "5.4"})},
        {1: frozenset({"5.0"}), 2: frozenset({"5.1", "5.2"}), 3: frozenset({"5.3", "5.4", "5.5"})},
        {1: frozenset({"5.1"}), 2: frozenset({"5.1"}), 3: frozenset({"9"})},  # nobody has the rest, and one has nothing
    ],
)
@pytest.mark.parametrize("outlets", [[], [2, 3, 4]])
def test_a_proposal_gives_everybody_their_own(own: dict[int, frozenset[str]], outlets: list[int]) -> None:
    leaves = {f"5.{number}": ("site_observation",) if number % 2 else ("document",) for number in range(6)}
    made = proposed(
        first=MONDAY, days=Decimal(3), team=Members([1, 2, 3], own), headquarters=[1], outlets=outlets, leaves=leaves
    )
    held = demand(
        sites={number: str(number) for number in (1, *outlets)}, leaves=tuple(leaves), team=frozenset({1, 2, 3}),
        contracted=Decimal(3), own={who: mine for who, mine in own.items() if who != 1},  # the leader leads them all
    )  # fmt: skip

    assert gaps(made, held, remote=Remote.NONE) == []
    assert [one for one in made if not one.leaves] == []


def test_every_line_of_a_proposal_is_of_the_method_settled() -> None:
    made = proposed(
        first=MONDAY, days=Decimal(2), team=Members([1]), headquarters=[1], outlets=[2], leaves={"5.1": ()},
        method=Method.DOCUMENTS,
    )  # fmt: skip
    assert {one.method for one in made} == {Method.DOCUMENTS}
