"""What changes between two editions: leaf by leaf through the map, and every entry that is another."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.schemes.conftest import Change, Data, group, leaf, metric, words
from wuxing.schemes.packs.changes import ENTRIES, Kind, What
from wuxing.schemes.packs.comparing import leaf_map, what_changes
from wuxing.schemes.packs.structure import Pack

Small = Callable[..., Pack]
MANUAL: Data = {"mode": "manual"}
KEPT: Data = {"mode": "proportional", "metric": "kept"}


def tree(*groups: Data) -> Change:
    def change(data: Data) -> None:
        data["indicators"]["indicators"] = list(groups)

    return change


def following(change: Change, led: Data, dropped: tuple[str, ...] = ()) -> Change:
    def both(data: Data) -> None:
        said: Data = {"edition": "2026.1", "map": led, "transition_until": "2027-06-30"}
        data["scheme"].update(edition="2026.2", supersedes=said | ({"dropped": list(dropped)} if dropped else {}))
        change(data)

    return both


def told(old: Pack, new: Pack) -> list[str]:
    return [change.words() for change in what_changes(old, new).all]


def test_same_content_changes_nothing(small: Small) -> None:
    assert told(small(), small()) == []


def test_leaves_are_followed_through_the_map(small: Small) -> None:
    old = small(
        tree(
            group("1", "60", *(leaf(f"1.{n}", "20", KEPT) for n in (1, 2, 3))),
            group("2", "40", leaf("2.1", "20", MANUAL), leaf("2.2", "20", MANUAL)),
        )
    )
    new = small(
        following(
            tree(
                group("1", "60", leaf("1.1", "30", KEPT), leaf("1.5", "30", KEPT, title=words("1.2"))),
                group("2", "40", leaf("2.4", "10", MANUAL, title=words("1.3")), leaf("2.7", "30", MANUAL)),
            ),
            {"1.1": ["1.1"], "1.2": "1.5", "1.3": "2.4", "2.1": ["1.1", "2.4"]},
            ("2.2",),
        )
    )
    assert leaf_map(old, new) == {
        "1.1": ("1.1",),
        "1.2": ("1.5",),
        "1.3": ("2.4",),
        "2.1": ("1.1", "2.4"),
        "2.2": (),
    }
    changes = what_changes(old, new).of(What.LEAF)
    assert [(change.kind, change.old, change.new) for change in changes] == [
        (Kind.MERGED, ("1.1", "2.1"), ("1.1",)),
        (Kind.RENUMBERED, ("1.2",), ("1.5",)),
        (Kind.CHANGED, ("1.2",), ("1.5",)),  # points
        (Kind.CHANGED, ("1.2",), ("1.5",)),  # summary
        (Kind.MERGED, ("1.3", "2.1"), ("2.4",)),
        (Kind.ADDED, (), ("2.7",)),
        (Kind.SPLIT, ("2.1",), ("1.1", "2.4")),
        (Kind.REMOVED, ("2.2",), ()),
    ]
    assert [change.words() for change in changes] == [
        "1.1, 2.1 are merged into 1.1 1.1",
        "1.2 is now 1.5 1.2",
        "1.5 1.2, placeholder points: 20 → 30",
        "1.5 1.2, summary: 1.2 → 1.5",
        "1.3, 2.1 are merged into 2.4 1.3",
        "2.7 2.7 is new: points not official; scoring: a ruling",
        "2.1 2.1 is split into 1.1, 2.4",
        "2.2 2.2 is no longer there",
    ]


def test_leaf_that_goes_to_another_group_is_moved(small: Small) -> None:
    old = small(tree(group("1", "60", leaf("1.1", "60", KEPT)), group("2", "40", leaf("2.1", "40", MANUAL))))
    moved = leaf("2.2", "60", KEPT, title=words("1.1"), summary=words("1.1"))
    new = small(following(tree(group("2", "100", leaf("2.1", "40", MANUAL), moved)), {"1.1": "2.2", "2.1": "2.1"}))
    assert told(old, new) == [
        "2 2, placeholder points: 40 → 100",
        "1 1 is no longer there",
        "1.1 is now 2.2 1.1, moved from 1 to 2",
    ]


def test_without_a_map_leaves_are_known_by_their_ids(small: Small) -> None:
    old = small()
    new = small(tree(group("1", "60", leaf("1.1", "60", KEPT)), group("2", "40", leaf("2.3", "40", MANUAL))))
    assert leaf_map(old, new) == {"1.1": ("1.1",), "1.2": (), "2.1": ()}


def scoring(**mode: Any) -> Change:
    return lambda data: data["indicators"]["indicators"][0]["children"][0].update(scoring=mode)


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda data: data["scheme"].update(notice=words("now")), "notice: placeholder → now"),
        (lambda data: data["scheme"]["rules"]["special_bonus"].update(max=2), "special bonuses allowed: 1 → 2"),
        (lambda data: data["scheme"]["cycle"].update(validity="P4Y"), "validity of a certificate: P3Y → P4Y"),
        (lambda data: data["scheme"]["levels"].pop(), "level star5 is no longer there"),
        (lambda data: data["scheme"].update(gates={"on": "case.outstanding"}), "gate on is new"),
        (
            lambda data: data["scheme"]["basis"].append({"ref": "X 1", "role": "method", "title": words("how")}),
            "source X 1 is new: how",
        ),
        (
            lambda data: data["scheme"]["rules"]["special_deductions"]["reasons"].append(
                {"id": "trade", "title": words("trade rule")}
            ),
            "ground trade for a special deduction is new: trade rule",
        ),
        (
            lambda data: data["metrics"]["metrics"][0].update(where="r.visits > 0.0"),
            "metric kept, which records count: nothing → r.visits > 0.0",
        ),
        (
            lambda data: data["metrics"]["metrics"].__setitem__(
                0, metric("kept", late_entries={"after": "PT24H", "max_share": "0.05"})
            ),
            "metric kept, late entries: PT48H, 0.10 → PT24H, 0.05",
        ),
        (scoring(mode="binary", metric="kept", at="0.9"),
         "1.1 1.1, scoring: the share of kept → all from 0.9 of kept upward, else nothing"),
        (scoring(mode="ladder", metric="kept", steps=[{"at": "0.5", "earns": "1"}]),
         "1.1 1.1, scoring: the share of kept → steps of kept: 0.5 → 1"),
        (scoring(mode="linear", metric="kept", floor="0.5", target="0.9"),
         "1.1 1.1, scoring: the share of kept → a line of kept from 0.5 to 0.9"),
        (scoring(mode="min_of", parts=[KEPT, KEPT]),
         "1.1 1.1, scoring: the share of kept → the worst of: the share of kept; the share of kept"),
        (scoring(mode="weighted_of", parts=[{"weight": "0.5", **KEPT}, {"weight": "0.5", **KEPT}]),
         "1.1 1.1, scoring: the share of kept → weighed: 0.5 × the share of kept; 0.5 × the share of kept"),
    ],
)  # fmt: skip
def test_every_entry_that_is_another_is_told(small: Small, change: Change, line: str) -> None:
    assert told(small(), small(change)) == [line]


def test_texts_are_told_in_the_language_asked_for(small: Small) -> None:
    title = {"zh-Hans": "售后", "zh-Hant": "售後", "en": "after sales"}
    new = small(lambda data: data["scheme"].update(title=title))
    change = what_changes(small(), new).all[0]
    assert change.words("zh-hant") == "title: small → 售後"
    assert change.data()["after"] == title


def test_long_text_is_shortened_in_the_sentence_only(small: Small) -> None:
    long = "a word and " * 20
    new = small(lambda data: data["scheme"].update(notice=words(long)))
    change = what_changes(small(), new).all[0]
    assert change.words() == f"notice: placeholder → {long[:100].rstrip()}…"
    assert change.data()["after"] == words(long)


def test_every_entry_has_a_word(gbt: Pack, small: Small) -> None:
    changes = what_changes(small(), gbt).all + what_changes(gbt, small()).all
    assert {change.entry for change in changes} - {""} <= set(ENTRIES)
