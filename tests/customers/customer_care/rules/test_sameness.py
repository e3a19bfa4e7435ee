"""When two files look like one person, and when they may be merged and parted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuxing.customers.customer_care.rules import sameness as rules
from wuxing.customers.customer_care.rules.sameness import Card


def card(number: int, name: str, phone: str = "", place: str = "", kind: str = "person") -> Card:
    return Card(number, kind, name, frozenset({phone} - {""}), frozenset({place} - {""}))


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (card(1, "王丽华", "138"), card(2, "张三", "138"), ["the same phone number"]),
        (card(1, "王丽华", "138"), card(2, "王 丽华", "138"), ["the same phone number", "the same name"]),
        (card(1, "王丽华", place="a"), card(2, "王丽华", place="a"), ["the same name and the same address"]),
        (
            card(1, "王丽华", place="a"),
            card(2, "王丽花", place="a"),
            ["the same address, and the names are alike"],
        ),
        (card(1, "王丽华", place="a"), card(2, "陈伟", place="a"), []),
        (card(1, "王丽华"), card(2, "王丽华"), []),  # a name alone is nothing: there are many
        (card(1, "王丽华", "138"), card(2, "王丽华", "138", kind="organisation"), []),
        (card(1, "王丽华", "138"), card(1, "王丽华", "138"), []),
    ],
)
def test_why_two_files_look_like_one(one: Card, other: Card, why: list[str]) -> None:
    assert [str(reason) for _weight, reason in rules.why_same(one, other)] == why
    assert rules.why_same(other, one) == rules.why_same(one, other)


@given(st.text(max_size=12), st.text(max_size=12))
def test_likeness_is_the_same_both_ways_and_whole_for_itself(one: str, other: str) -> None:
    assert rules.likeness(one, other) == rules.likeness(other, one)
    assert 0 <= rules.likeness(one, other) <= 1
    if rules.plain_text(one):
        assert rules.likeness(one, one) == 1


GOOD = {"same_file": False, "merged": False, "erased": False, "held": False, "kinds_differ": False}


@pytest.mark.parametrize(
    ("state", "reason", "refusal"),
    [
        ({}, "来电", None),
        ({}, " ", "say how you know that they are one"),
        ({"same_file": True}, "来电", "this is one file already"),
        ({"merged": True}, "来电", "one of the files was merged already"),
        ({"erased": True}, "来电", "the personal data of one of the files were erased"),
        ({"held": True}, "来电", "a legal hold stands on one of the files; lift it first"),
        ({"kinds_differ": True}, "来电", "a person and an organisation are not one"),
    ],
)
def test_two_files_are_merged_when_nothing_stands_against_it(
    state: dict[str, bool], reason: str, refusal: str | None
) -> None:
    assert rules.why_not_merge(**(GOOD | state), reason=reason) == refusal


@pytest.mark.parametrize(
    ("state", "reason", "refusal"),
    [
        ({}, "误并", None),
        ({}, "", "say why they are two"),
        ({"undone": True}, "误并", "this merge was undone already"),
        ({"kept_merged": True}, "误并", "the file that stood was merged on; undo that first"),
        ({"erased": True}, "误并", "the personal data were erased since; there is nothing to part"),
    ],
)
def test_a_merge_is_undone_once_and_before_what_came_after(
    state: dict[str, bool], reason: str, refusal: str | None
) -> None:
    flags = {"undone": False, "kept_merged": False, "erased": False} | state
    assert rules.why_not_undo(**flags, reason=reason) == refusal
