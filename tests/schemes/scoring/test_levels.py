"""Gates, vetoes and the number of special deductions hold levels back; what is unknown never opens a gate."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.schemes.scoring.builders import T, pack_of
from wuxing.schemes.conditions.catalogue import FACTS
from wuxing.schemes.conditions.parsing import parse
from wuxing.schemes.packs.modes import Manual
from wuxing.schemes.packs.structure import Condition, Pack, Veto
from wuxing.schemes.scoring.results import Inputs, LevelResult, Ruling
from wuxing.schemes.scoring.rules import score


def condition(text: str) -> Condition:
    return Condition(text, parse(text, FACTS))


PLAIN = pack_of({"1": {"1.1": ("100", Manual())}})
GATED = replace(
    PLAIN,
    gates={"seasoned": condition("case.months_at_pass >= 12.0 || case.outstanding")},
    levels=(PLAIN.levels[0], replace(PLAIN.levels[1], gates=("seasoned",))),
)
VETOED = replace(PLAIN, levels=PLAIN.levels[:1], vetoes=(Veto("false", T, condition("findings.falsified > 0.0")),))
FULL = {"1.1": Ruling(Decimal("0.85"), "seen")}


@pytest.mark.parametrize(
    ("pack", "facts", "level"),
    [
        (GATED, {"case": {"months_at_pass": 12, "outstanding": False}}, LevelResult("star3", True, True, True)),
        (GATED, {"case": {"outstanding": True}}, LevelResult("star3", True, True, True)),
        (GATED, {"case": {"months_at_pass": 3, "outstanding": False}},
         LevelResult("star3", False, False, False, ("seasoned",))),
        (GATED, {}, LevelResult("star3", False, False, True, ("seasoned",))),
        (VETOED, {"findings": {"falsified": 0}}, LevelResult("pass", True, True, True)),
        (VETOED, {"findings": {"falsified": 1}}, LevelResult("pass", False, False, False, ("false",))),
        (VETOED, {}, LevelResult("pass", False, False, True, ("false",))),
    ],
)  # fmt: skip
def test_gates_and_vetoes(pack: Pack, facts: dict[str, dict[str, object]], level: LevelResult) -> None:
    assert score(pack, Inputs(rulings=FULL, facts=facts)).levels[-1] == level


def test_score_itself_may_stand_in_a_gate() -> None:
    pack = replace(PLAIN, gates={"clean": condition("score.special_deductions == 0.0")},
                   levels=(replace(PLAIN.levels[0], gates=("clean",)),))  # fmt: skip
    assert score(pack, Inputs(rulings=FULL)).level_low == "pass"
    assert score(pack, Inputs(rulings=FULL, special_deductions=1)).level_low is None


def test_too_many_special_deductions_are_named() -> None:
    result = score(PLAIN, Inputs(rulings={"1.1": Ruling(Decimal(1), "seen")}, special_deductions=5))
    assert {level.held_back for level in result.levels} == {("special_deductions",)}
