"""Inputs written and read again score the same."""

import json
from decimal import Decimal

import pytest

from tests.schemes.scoring.builders import pack_of
from wuxing.schemes.packs.modes import Manual, Proportional
from wuxing.schemes.scoring.results import Exclusion, Inputs, MetricValue, Reason, Ruling
from wuxing.schemes.scoring.rules import score
from wuxing.schemes.scoring.storing import inputs_of, plain, text_of

D = Decimal
PACK = pack_of({"1": {"1.1": ("60", Proportional("a")), "1.2": ("20", Manual()), "1.3": ("20", Proportional("b"))}})
INPUTS = Inputs(
    metrics={"a": MetricValue(10, 9), "b": MetricValue(3, 1, Reason.TOO_FEW, D("0.25"))},
    rulings={"1.2": Ruling(D("0.5"), "抽查", ("周岚", "吴桐"))},
    overrides={"1.3": Ruling(D("0.75"), "复核", ("周岚",))},
    special_deductions=2,
    special_bonus=1,
    licensed={"1.1": D("60.00")},
    facts={"findings": {"open": 0}},
)


def test_what_was_kept_scores_the_same() -> None:
    again = inputs_of(json.loads(text_of(INPUTS)))
    assert again == INPUTS
    assert text_of(score(PACK, again)) == text_of(score(PACK, INPUTS))


def test_an_exclusion_is_kept_with_who_approved_it() -> None:
    inputs = Inputs(exclusions={"1.1": Exclusion("无安装业务", "吴桐")})
    assert inputs_of(plain(inputs)) == inputs


def test_order_of_keys_does_not_matter() -> None:
    one = Inputs({"a": MetricValue(1, 1), "b": MetricValue(2, 1)})
    other = Inputs({"b": MetricValue(2, 1), "a": MetricValue(1, 1)})
    assert text_of(one) == text_of(other)


@pytest.mark.parametrize("wrong", [{"special_bonus": True}, {"special_bonus": "1"}, {"metrics": {"a": {"n": 1}}}])
def test_other_data_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises((TypeError, KeyError)):
        inputs_of({**plain(INPUTS), **wrong})
