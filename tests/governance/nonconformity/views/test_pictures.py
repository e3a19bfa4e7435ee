"""The geometry of the pictures: texts fit, columns and line stay inside the plot."""

from dataclasses import dataclass

import pytest

from wuxing.governance.nonconformity.rules import pareto
from wuxing.governance.nonconformity.states import Category
from wuxing.governance.nonconformity.views import pictures

NAMES = {bone.value: bone.value for bone in Category}


@dataclass
class Cause:
    category: str
    text: str
    chosen: bool = False


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [("风机", 100, "风机"), ("风机卡滞轴承缺油", 50, "风机卡…"), ("fan", 10, "…"), ("", 10, "")],
)
def test_a_text_is_cut_to_its_room(text: str, most: float, shown: str) -> None:
    assert pictures.cut(text, most) == shown


def test_a_long_text_becomes_lines_and_the_last_one_is_cut() -> None:
    assert pictures.lines("同一台冰箱三天内两次停机了", 75, 2) == ["同一台冰箱三", "天内两次停…"]
    assert pictures.lines("the fan stopped twice", 80, 3) == ["the fan", "stopped", "twice"]
    assert pictures.lines("", 80, 3) == []


def test_a_fishbone_has_six_bones_and_marks_the_chosen_cause() -> None:
    found = pictures.fishbone("停机", [Cause("people", "新人"), Cause("method", "没有加油", chosen=True)], NAMES)
    assert [bone["name"] for bone in found["bones"]] == [
        "people", "machine", "material", "method", "environment", "measurement",
    ]  # fmt: skip
    assert [bone["chosen"] for bone in found["bones"]] == [False, False, False, True, False, False]
    assert [(one.text, one.chosen) for one in found["bones"][3]["twigs"]] == [("没有加油", True)]


def test_a_crowded_bone_shows_four_and_counts_the_rest() -> None:
    causes = [Cause("people", f"原因 {n}") for n in range(9)]
    twigs = pictures.fishbone("停机", causes, NAMES)["bones"][0]["twigs"]
    assert [one.text for one in twigs] == ["原因 0", "原因 1", "原因 2", "原因 3", "+5"]


def test_the_line_of_the_pareto_ends_at_the_top() -> None:
    drawn = pictures.pareto(pareto.bars([("a", 3), ("b", 1)]), {"a": "甲"}, "其他")
    assert drawn["points"] == [(124.0, 76.0), (284.0, 26.0)]
    assert [column["count"] for column in drawn["columns"]] == [3, 1]
    assert [column["labels"][0][1] for column in drawn["columns"]] == ["甲", "b"]
    assert drawn["columns"][0]["height"] == "150.0"
