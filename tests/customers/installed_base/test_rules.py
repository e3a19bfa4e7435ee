"""No unit is part of itself or its own successor; trees hold every unit once."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuxing.customers.installed_base import rules
from wuxing.customers.installed_base.rules import Node

DAY = date(2026, 5, 1)


@pytest.mark.parametrize(
    ("part", "whole", "parents", "reason"),
    [
        (1, 2, {}, None),
        (1, 1, {}, "a unit is not a part of itself"),
        (1, 2, {2: 1}, "that unit is itself a part of this one"),
        (1, 3, {3: 2, 2: 1}, "that unit is itself a part of this one"),
        (1, 3, {3: 2}, None),
    ],
)
def test_a_part_is_never_its_own_whole(part: int, whole: int, parents: dict[int, int], reason: str | None) -> None:
    assert rules.why_not_part(part, whole, parents) == reason


@pytest.mark.parametrize(
    ("old", "new", "successors", "reason"),
    [
        (1, 2, {}, None),
        (1, 1, {}, "a unit does not replace itself"),
        (1, 3, {1: 2}, "this unit was replaced already"),
        (3, 1, {1: 2, 2: 3}, "that unit was itself replaced by this one"),
    ],
)
def test_a_unit_has_one_successor_and_never_itself(
    old: int, new: int, successors: dict[int, int], reason: str | None
) -> None:
    assert rules.why_not_successor(old, new, successors) == reason


ties = st.lists(st.tuples(st.integers(1, 8), st.integers(1, 8)), max_size=30)


@given(ties)
def test_whatever_is_tried_no_ring_of_parts_comes_about(tried: list[tuple[int, int]]) -> None:
    parents: dict[int, int] = {}
    for part, whole in tried:
        if rules.why_not_part(part, whole, parents) is None:
            parents[part] = whole
    for start, onward in parents.items():
        assert not rules.leads_back(onward, start, parents)
    placed: list[int] = []

    def walk(nodes: tuple[Node, ...]) -> None:
        for node in nodes:
            placed.append(node.asset_id)
            walk(node.parts)

    walk(rules.forest(range(1, 9), parents))
    assert sorted(placed) == list(range(1, 9))


def test_a_ring_that_is_there_already_hides_no_unit() -> None:
    assert rules.forest([1, 2], {1: 2, 2: 1}) == (Node(1, 0, (Node(2, 1),)),)


@pytest.mark.parametrize(
    ("on", "since", "retired", "reason", "wrong"),
    [
        (DAY, None, False, "搬家", set()),
        (date(2026, 5, 3), None, False, "搬家", {"on"}),
        (DAY, date(2026, 5, 2), False, "搬家", {"on"}),
        (DAY, DAY, False, "", {"reason"}),
        (DAY, None, True, "搬家", {"kind"}),
    ],
)
def test_a_tie_changes_on_a_day_that_can_be(
    on: date, since: date | None, retired: bool, reason: str, wrong: set[str]
) -> None:
    assert set(rules.why_not_tie(on, date(2026, 5, 2), since=since, retired=retired, reason=reason)) == wrong
