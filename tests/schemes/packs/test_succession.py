"""An edition that replaces another says where every leaf went."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.schemes.conftest import CATALOGUE, Change, Data, Write
from wuxing.schemes.packs import loading
from wuxing.schemes.packs.problems import PackError
from wuxing.schemes.packs.structure import Pack, Succession
from wuxing.schemes.packs.succession import number_of

MAP: Data = {"1.1": "1.1", "1.2": ["1.2", "2.1"]}


def following(**changes: Any) -> Change:
    said = {"edition": "2026.1", "map": MAP, "dropped": ["2.1"], "transition_until": "2027-06-30"} | changes

    def change(data: Data) -> None:
        data["scheme"].update(edition="2026.2", supersedes=said)

    return change


def faults(write: Write, change: Change, old: Pack | None = None) -> list[str]:
    with pytest.raises(PackError) as refused:
        loading.load(write(change), CATALOGUE, old)
    return [problem.message for problem in refused.value.problems]


def test_succession_is_read(small: Callable[..., Pack]) -> None:
    old = small()
    assert old.supersedes is None
    assert small(following()).supersedes == Succession(
        "2026.1", {"1.1": ("1.1",), "1.2": ("1.2", "2.1")}, ("2.1",), date(2027, 6, 30)
    )


def test_succession_belongs_to_the_identity(small: Callable[..., Pack]) -> None:
    assert small(following()).sha256 != small(following(transition_until="2027-07-01")).sha256


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"edition": "2026.2"}, "2026.2 is not before 2026.2; name the edition that this one replaces"),
        ({"edition": "2026.10"}, "2026.10 is not before 2026.2; name the edition that this one replaces"),
        ({"transition_until": "2027-06-31"}, "there is no day 2027-06-31; write it as 2027-06-30"),
        ({"map": {**MAP, "1.1": "1"}}, "1.1 leads to 1, which is no leaf of this pack"),
        ({"map": {**MAP, "1.1": ["1.1", "1.7"]}}, "1.1 leads to 1.7, which is no leaf of this pack"),
        ({"map": {**MAP, "2.1": "2.1"}}, "2.1 is mapped and dropped; keep one"),
        ({"map": {**MAP, "1.2": ["1.2", "1.2"]}}, "1.2 lists something twice; keep one"),
        ({"dropped": ["2.1", "2.1"]}, "dropped lists something twice; keep one"),
        (
            {"until": "2027"},
            "until has until, which means nothing here; known: dropped, edition, map, transition_until",
        ),
    ],
)
def test_contradiction_in_the_pack_is_refused(write: Write, changes: Data, fault: str) -> None:
    assert faults(write, following(**changes)) == [fault.removeprefix("until ")]


def test_contradiction_with_the_edition_replaced_is_refused(write: Write, small: Callable[..., Pack]) -> None:
    old = small()
    assert faults(write, following(map={"1.1": "1.1", "1.9": "1.2"}, dropped=["3.1"]), old) == [
        "says nothing of 1.2, 2.1 of edition 2026.1; map each to what stands for it now, or list it in dropped",
        "1.9 is no leaf of edition 2026.1",
        "3.1 is no leaf of edition 2026.1",
    ]


def test_another_edition_than_the_one_replaced_is_not_asked(write: Write, small: Callable[..., Pack]) -> None:
    other = small(lambda data: data["scheme"].update(edition="2025.1"))
    assert loading.load(write(following(map={}, dropped=["9.9"])), CATALOGUE, other).edition == "2026.2"


def test_editions_are_in_the_order_of_their_numbers() -> None:
    assert sorted(["2026.10", "2026.9", "2025.11"], key=number_of) == ["2025.11", "2026.9", "2026.10"]
