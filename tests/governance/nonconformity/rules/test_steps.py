"""What comes next, the chain of whys, the fishbone, and the Pareto chart's numbers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuxing.governance.nonconformity.rules import pareto, steps
from wuxing.governance.nonconformity.states import Category, State


@pytest.mark.parametrize(
    ("state", "kind", "effective", "step"),
    [
        ("open", "nonconformity", False, "contain"),
        ("open", "preventive", False, "analyse"),
        ("open", "observation", False, "analyse"),
        ("contained", "nonconformity", False, "analyse"),
        ("reopened", "nonconformity", False, "analyse"),
        ("analysed", "nonconformity", False, "plan"),
        ("planned", "nonconformity", False, "start"),
        ("implementing", "nonconformity", False, "complete_action"),
        ("effectiveness_check", "nonconformity", False, "check_effectiveness"),
        ("effectiveness_check", "nonconformity", True, "close"),
        ("closed", "nonconformity", True, ""),
        ("cancelled", "nonconformity", False, ""),
    ],
)
def test_what_comes_next(state: str, kind: str, effective: bool, step: str) -> None:
    assert steps.next_step(state, kind, effective=effective) == step


def test_every_step_that_can_come_next_is_explained() -> None:
    assert {*steps.NEXT.values(), "close"} == set(steps.GUIDANCE)
    assert set(steps.NEXT) == set(State)


def test_each_answer_is_what_the_next_question_asks_about() -> None:
    assert steps.chain("停机", ["风机卡滞", " ", "轴承缺油 "]) == [("停机", "风机卡滞"), ("风机卡滞", "轴承缺油")]
    assert steps.chain("停机", []) == []


def bones(causes: dict[str, list[str]], root: str, category: str) -> list[tuple[str, int, str, bool]]:
    found = steps.fishbone(causes, root=root, category=category)
    return [(bone.category.value, bone.place, bone.text, bone.chosen) for bone in found]


def test_the_root_cause_is_marked_on_its_bone() -> None:
    causes = {"people": ["新人", "新人", " "], "method": ["没有加油一项", "没有签字"]}
    assert bones(causes, "没有签字", "method") == [
        ("people", 1, "新人", False), ("method", 1, "没有加油一项", False), ("method", 2, "没有签字", True),
    ]  # fmt: skip


def test_a_root_cause_that_was_not_weighed_joins_its_bone() -> None:
    assert bones({"people": ["新人"]}, "没有签字", "method") == [
        ("people", 1, "新人", False), ("method", 1, "没有签字", True),
    ]  # fmt: skip


def test_no_fishbone_is_made_of_nothing() -> None:
    assert bones({"people": [" "]}, "没有签字", "method") == []


def test_a_long_root_cause_is_cut_to_a_bone() -> None:
    root = "长" * 300
    assert bones({"people": ["新人"]}, root, "method")[1][2:] == ("长" * 200, True)
    assert {bone.value for bone in Category} >= {"method", "people"}


def test_the_largest_comes_first_and_the_few_that_make_four_fifths_are_vital() -> None:
    found = pareto.bars([("b", 2), ("a", 5), ("c", 2), ("d", 1), ("e", 0)])
    assert [(bar.code, bar.count, bar.cumulative, bar.vital) for bar in found] == [
        ("a", 5, Decimal("0.5"), True),
        ("b", 2, Decimal("0.7"), True),
        ("c", 2, Decimal("0.9"), True),
        ("d", 1, Decimal(1), False),
    ]


def test_the_smaller_ones_stand_together() -> None:
    found = pareto.folded(pareto.bars([("a", 5), ("b", 3), ("c", 1), ("d", 1)]), 3)
    assert [(bar.code, bar.count, bar.cumulative) for bar in found] == [
        ("a", 5, Decimal("0.5")), ("b", 3, Decimal("0.8")), ("", 2, Decimal(1)),
    ]  # fmt: skip
    assert pareto.folded(found, 3) == found


@given(st.dictionaries(st.text(min_size=1, max_size=4), st.integers(0, 1000), max_size=12))
def test_the_bars_add_up_to_the_whole(counts: dict[str, int]) -> None:
    found = pareto.bars(counts.items())
    assert sum(bar.count for bar in found) == sum(counts.values())
    assert [bar.count for bar in found] == sorted((n for n in counts.values() if n), reverse=True)
    if found:
        assert found[-1].cumulative == 1
        assert found[0].vital
