"""The shipped pack: complete, in three languages, honest about its points."""

import json
from collections import Counter
from decimal import Decimal
from typing import Any

from opencc import OpenCC

from tests.schemes.conftest import GBT
from wuxing.schemes.packs import examples, loading
from wuxing.schemes.packs.structure import Coverage, Pack, metrics_of
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
    assert len(gbt.examples) == 9
    assert examples.differences(gbt) == []


def test_leaves_that_records_speak_for(gbt: Pack) -> None:
    spoken = {
        leaf.id: Counter(metrics_of(leaf.mode)).total() for leaf in gbt.leaves if leaf.mode and metrics_of(leaf.mode)
    }
    assert spoken == {
        "5.1.7-b": 1,
        "5.2.1-c": 1,
        "5.2.4-a": 1,
        "5.2.4-b": 9,
        "5.3.1-a": 1,
        "5.3.1-b": 1,
        "5.3.1-d": 1,
    }
    assert {leaf.id for leaf in gbt.leaves if leaf.coverage is Coverage.PARTIAL} == set(spoken)
    assert {leaf.id for leaf in gbt.leaves if leaf.coverage is Coverage.FULL} == set()


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
