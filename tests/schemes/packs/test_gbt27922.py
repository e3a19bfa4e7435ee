"""The shipped pack: complete, in three languages, honest about its points."""

import json
from collections import Counter
from decimal import Decimal
from typing import Any

from opencc import OpenCC

from tests.schemes.conftest import GBT
from wuxing.schemes.packs import examples, loading
from wuxing.schemes.packs.structure import (
    Binary,
    Coverage,
    Manual,
    MinOf,
    Mode,
    Pack,
    WeightedOf,
    metrics_of,
)
from wuxing.schemes.scoring.points import points_official


def test_tree_is_complete(gbt: Pack) -> None:
    assert Counter(indicator.level for indicator in gbt.indicators) == {1: 3, 2: 15, 3: 43}
    assert len(gbt.leaves) == 43
    assert {top.id: top.placeholder_points for top in gbt.children(None)} == {
        "5.1": Decimal(40),
        "5.2": Decimal(35),
        "5.3": Decimal(25),
    }


def test_no_points_are_official(gbt: Pack) -> None:
    known = {indicator.id: indicator.points for indicator in gbt.indicators if indicator.points is not None}
    assert known == {"5.1": 40, "5.2": 35, "5.3": 25, "5.1.2.2": 5}
    assert len(points_official(gbt, {})) == 43


def test_levels_are_70_80_90_95(gbt: Pack) -> None:
    assert [(level.id, level.min, level.stars) for level in gbt.levels] == [
        ("pass", Decimal(70), 0),
        ("star3", Decimal(80), 3),
        ("star4", Decimal(90), 4),
        ("star5", Decimal(95), 5),
    ]
    assert (gbt.rules.deduction_points, gbt.rules.deduction_fails_at, gbt.rules.bonus_max) == (Decimal(1), 5, 1)


def test_worked_examples_agree(gbt: Pack) -> None:
    assert len(gbt.examples) == 18
    assert examples.differences(gbt) == []


def test_leaves_that_records_speak_for(gbt: Pack) -> None:
    spoken = {
        leaf.id: Counter(metrics_of(leaf.mode)).total() for leaf in gbt.leaves if leaf.mode and metrics_of(leaf.mode)
    }
    assert spoken == {
        "5.1.1.2": 2,
        "5.1.2.1": 2,
        "5.1.3.1": 1,
        "5.1.4.1": 3,
        "5.1.4.2": 1,
        "5.1.5.2": 1,
        "5.1.6-a": 2,
        "5.1.6-c": 1,
        "5.1.7-b": 2,
        "5.2.1-c": 2,
        "5.2.2-c": 1,
        "5.2.4-a": 3,
        "5.2.4-b": 12,
        "5.2.4-c": 2,
        "5.2.4-d": 1,
        "5.2.5-a": 1,
        "5.3.1-a": 2,
        "5.3.1-b": 2,
        "5.3.1-c": 1,
        "5.3.1-d": 1,
        "5.3.2-c": 2,
    }
    assert {leaf.id for leaf in gbt.leaves if leaf.coverage is Coverage.PARTIAL} == set(spoken)
    assert {leaf.id for leaf in gbt.leaves if leaf.coverage is Coverage.FULL} == set()


def test_what_is_all_or_nothing_is_scored_so(gbt: Pack) -> None:
    modes = {type(leaf.mode) for leaf in gbt.leaves if leaf.deduction == "all_or_nothing"}
    assert modes == {Manual, MinOf}
    worst = [part for leaf in gbt.leaves if isinstance(leaf.mode, MinOf) for part in leaf.mode.parts]
    assert {type(part) for part in worst} == {Binary, Manual}
    assert {leaf.deduction for leaf in gbt.leaves if isinstance(leaf.mode, WeightedOf)} == {"proportional"}


def manual_parts(mode: Mode | None) -> list[Manual]:
    match mode:
        case Manual():
            return [mode]
        case MinOf(parts=parts):
            return [found for part in parts for found in manual_parts(part)]
        case WeightedOf(parts=shares):
            return [found for share in shares for found in manual_parts(share.mode)]
        case _:
            return []


def test_two_persons_rule_on_what_no_record_shows(gbt: Pack) -> None:
    assert [[part.two_person for part in manual_parts(leaf.mode)] for leaf in gbt.leaves] == [[True]] * 43


def test_every_leaf_has_guidance(gbt: Pack) -> None:
    assert [leaf.id for leaf in gbt.leaves if leaf.guidance is None] == []


FED = {
    "5.1.1": {3, 6}, "5.1.2": {7}, "5.1.3": {7, 11, 12, 17, 18}, "5.1.4": {1, 3, 20, 21}, "5.1.5": {16, 19, 22},
    "5.1.6": {15, 22}, "5.1.7": {2}, "5.2.1": {1, 2}, "5.2.2": {7, 8}, "5.2.3": {8}, "5.2.4": {4, 5, 11, 12}, "5.2.5": {9, 10},
    "5.2.6": set(), "5.3.1": {14}, "5.3.2": {13},
}  # fmt: skip
"""The procedures made for each level-2 indicator; others may feed it too."""


def test_the_procedures_made_for_an_indicator_feed_it(gbt: Pack) -> None:
    ours: dict[str, set[int]] = {}
    for leaf in gbt.leaves:
        ours.setdefault(str(leaf.parent), set()).update(leaf.procedures)
    assert {parent: FED[parent] - numbers for parent, numbers in ours.items()} == {parent: set() for parent in FED}


def test_edition_goes_on_from_the_last_under_the_same_ids(gbt: Pack) -> None:
    assert gbt.supersedes is not None
    assert gbt.supersedes.edition == "2011.1"
    assert set(gbt.supersedes.map.items()) == {(leaf.id, (leaf.id,)) for leaf in gbt.leaves}


def texts(data: Any) -> list[dict[str, str]]:
    if isinstance(data, dict):
        found = [data] if "zh-Hant" in data else []
        return found + [text for value in data.values() for text in texts(value)]
    return [text for item in data for text in texts(item)] if isinstance(data, list) else []


def test_traditional_text_says_what_the_simplified_says() -> None:
    to_simplified = OpenCC("t2s")
    found = texts(json.loads(loading.draft(GBT).form))
    assert len(found) > 250
    differing = [
        text["zh-Hant"]
        for text in found
        if to_simplified.convert(text["zh-Hant"]).replace("帐", "账") != text["zh-Hans"]
    ]
    assert differing == []


def test_no_simplified_form_is_left_in_traditional_text() -> None:
    to_traditional = OpenCC("s2t")
    accepted = str.maketrans("爲衆裏羣着臺賬覈", "為眾裡群著台帳核")
    left = [
        text["zh-Hant"]
        for text in texts(json.loads(loading.draft(GBT).form))
        if to_traditional.convert(text["zh-Hant"]).translate(accepted) != text["zh-Hant"].translate(accepted)
    ]
    assert left == []
