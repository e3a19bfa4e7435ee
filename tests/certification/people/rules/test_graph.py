"""The search through ties and relations: a way is returned if and only if one exists within the cooling-off."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuxing.certification.people.rules import graph
from wuxing.certification.people.rules.graph import Relation, Step, Tie, Window

DAY = date(2026, 11, 22)
ON = Window(DAY, DAY)
ORGANISATIONS = "ABCDEF"
dates = st.dates(date(2020, 1, 1), date(2028, 12, 31))
spans = st.tuples(dates, st.none() | st.integers(0, 2500)).map(
    lambda got: (got[0], None if got[1] is None else got[0] + timedelta(days=got[1]))
)
ties = st.lists(
    st.builds(
        lambda where, kind, span: Tie(where, where, kind, *span),
        st.sampled_from(ORGANISATIONS), st.sampled_from(["consultancy", "employment", "financial", "family"]), spans,
    ),
    max_size=4,
)  # fmt: skip
relations = st.lists(
    st.builds(
        lambda head, tail, kind, span: Relation(head, head, tail, tail, kind, *span),
        st.sampled_from(ORGANISATIONS), st.sampled_from(ORGANISATIONS),
        st.sampled_from(["owns", "same_group", "consults"]), spans,
    ),
    max_size=12,
)  # fmt: skip


def still(since: date, until: date | None) -> bool:
    """The same said in another way: it has begun, and no two full years have passed since its end."""
    if until is None:
        return since <= DAY
    years = DAY.year - until.year - ((DAY.month, DAY.day) < (until.month, until.day))
    return since <= DAY and years < graph.COOLING_YEARS


def hops(relations: list[Relation]) -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = {}
    for one in relations:
        if still(one.since, one.until):
            found.setdefault((one.head, one.tail), set()).add(one.kind)
            if one.kind != "consults":
                found.setdefault((one.tail, one.head), set()).add("owned_by" if one.kind == "owns" else one.kind)
    return found


def closure(begin: set[str], edges: set[tuple[str, str]]) -> set[str]:
    here = set(begin)
    while True:
        more = here | {b for a, b in edges if a in here}
        if more == here:
            return here
        here = more


@given(ties, relations)
def test_a_way_is_returned_iff_one_exists(ties: list[Tie], relations: list[Relation]) -> None:
    known = hops(relations)
    begin = {tie.organisation for tie in ties if still(tie.since, tie.until)}

    found = graph.way(ties, graph.ways_to("F", relations, ON), ON)

    assert (found is not None) is ("F" in closure(begin, set(known)))
    if found is None:
        return
    assert found[-1].organisation == "F"
    assert (found[0].organisation, found[0].kind) in {(tie.organisation, tie.kind) for tie in ties}
    for here, there in itertools.pairwise(found):
        assert there.kind in known[here.organisation, there.organisation]
    assert all(still(step.since, step.until) for step in found)


@given(ties, relations)
def test_looking_from_the_person_finds_the_same(ties: list[Tie], relations: list[Relation]) -> None:
    reached = graph.reached(ties, relations, ON)
    for goal in ORGANISATIONS:
        back = graph.way(ties, graph.ways_to(goal, relations, ON), ON)
        assert (goal in reached) is (back is not None)
        assert len(reached.get(goal, ())) == len(back or ())


@pytest.mark.parametrize(
    ("until", "counts"),
    [
        (None, True),
        (date(2024, 11, 23), True),
        (date(2024, 11, 22), False),  # two years to the day
        (date(2030, 1, 1), True),
    ],
)
def test_a_tie_cools_off_for_two_years(until: date | None, counts: bool) -> None:
    assert graph.counts(date(2020, 1, 1), until, ON) is counts


def test_a_tie_that_ended_on_a_leap_day_cools_off_by_the_first_of_march() -> None:
    assert graph.cooled_on(date(2024, 2, 29)) == date(2026, 3, 1)


def test_the_way_is_told_in_words() -> None:
    steps = (
        Step("consultancy", "a", "甲公司", date(2023, 1, 1), date(2025, 3, 1)),
        Step("owns", "b", "青禾电器", date(2020, 1, 1)),
    )
    assert graph.in_words("王敏", steps) == "王敏 → consultancy for 甲公司 until 2025-03-01 → owns → 青禾电器"


def test_two_clients_of_one_adviser_are_not_tied() -> None:
    given = [Relation("x", "x", client, client, "consults", date(2020, 1, 1)) for client in "AB"]
    assert graph.way([Tie("A", "A", "employment", date(2020, 1, 1))], graph.ways_to("B", given, ON), ON) is None
    assert graph.way([Tie("x", "x", "employment", date(2020, 1, 1))], graph.ways_to("B", given, ON), ON) is not None
