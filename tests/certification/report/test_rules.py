"""Ratios, costs, who may exclude and override: whole truth tables."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.schemes.conftest import GBT
from wuxing.certification.cases.states import Stage
from wuxing.certification.report import rules
from wuxing.certification.report.rules import Cause, Line
from wuxing.schemes.conditions import catalogue
from wuxing.schemes.packs import loading
from wuxing.schemes.packs.structure import Pack
from wuxing.schemes.scoring.results import Exclusion


@pytest.fixture(scope="module")
def pack() -> Pack:
    return loading.load(GBT, catalogue.declared())


@pytest.mark.parametrize(
    ("ratio", "size", "expected"),
    [
        ("0", 3, "0"),
        ("1", 3, "1"),
        ("0.333333", 3, "0.333333334"),
        ("0.666666", 3, "0.666666667"),
        ("0.5", 4, "0.500000000"),
        ("0.5", None, "0.5"),
        ("0.61", 3, "0.61"),  # a share that no sample of three gives: an override
    ],
)
def test_a_ratio_of_a_sample_is_its_quotient(ratio: str, size: int | None, expected: str) -> None:
    assert rules.refined(Decimal(ratio), size) == Decimal(expected)


@pytest.mark.parametrize(
    ("lost", "failures", "expected"),
    [
        ("2.00", [1, 1], ["1.00", "1.00"]),
        ("1.00", [1, 1, 1], ["0.34", "0.33", "0.33"]),
        ("2.01", [3, 1], ["1.51", "0.50"]),
        ("3.00", [None, None], ["1.50", "1.50"]),
        ("0.00", [1], ["0.00"]),
    ],
)
def test_costs_of_findings_add_up(lost: str, failures: list[int | None], expected: list[str]) -> None:
    causes = [Cause("x", place, 9, count) for place, count in enumerate(failures)]
    assert rules.shares_of(Decimal(lost), causes) == [Decimal(one) for one in expected]


def test_unexplained_are_those_whose_findings_say_otherwise(pack: Pack) -> None:
    whole = next(leaf.id for leaf in pack.leaves if leaf.deduction != "proportional")
    several = [leaf.id for leaf in pack.leaves if leaf.deduction == "proportional"][:4]
    right, wrong, none, settled = several
    ratios = {whole: "0", right: "0.75", wrong: "0.5", none: "0.9", settled: "0.2"}
    causes = [Cause(whole, 1), Cause(right, 2, 4, 1), Cause(wrong, 3, 4, 1)]
    found = rules.unexplained(
        pack, {leaf: Decimal(ratio) for leaf, ratio in ratios.items()}, {right: 4, wrong: 4}, causes, [settled]
    )
    assert set(found) == {wrong, none}


def test_a_finding_without_loss_is_unexplained_too(pack: Pack) -> None:
    leaf = pack.leaves[0].id
    assert rules.unexplained(pack, {leaf: Decimal(1)}, {}, [Cause(leaf, 1, 5, 1)], []) == [leaf]


def test_exclusions_stay_below_the_limit(pack: Pack) -> None:
    leaf = next(one.id for one in pack.leaves if one.excludable)
    points = {one.id: one.placeholder_points for one in pack.leaves}
    strict = replace(pack, rules=replace(pack.rules, exclusions_max_points=Decimal("0.5")))
    ask = rules.why_not_propose_exclusion
    assert ask(pack, leaf, "不做", [], points, stage=Stage.ON_SITE) is None
    assert str(ask(strict, leaf, "不做", [], points, stage=Stage.ON_SITE)).startswith("exclusions of")
    assert str(ask(pack, leaf, "不做", [leaf], points, stage=Stage.ON_SITE)).startswith("this indicator is excluded")
    assert ask(pack, leaf, "不做", [], points, stage=Stage.REPORT) is not None


def test_what_is_excluded_has_no_ruling(pack: Pack) -> None:
    leaf = next(one.id for one in pack.leaves if one.excludable)
    lines = [Line(one.id, Decimal(1), None, "看过", ("a", "b")) for one in pack.leaves]
    found = rules.inputs_with(
        pack, lines, {leaf: Exclusion("不做", "b")}, special_deductions=0, special_bonus=3, licensed={}
    )
    assert leaf not in {**found.rulings, **found.overrides}
    assert (len(found.rulings) + len(found.overrides), found.special_bonus) == (len(pack.leaves) - 1, 1)


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({}, False),
        ({"closed": False}, True),
        ({"stage": Stage.DECISION}, True),
        ({"stage": Stage.UNDER_REVIEW}, False),
        ({"leaf_known": False}, True),
        ({"waiting": True}, True),
        ({"after": Decimal("1.1")}, True),
        ({"after": Decimal("-0.1")}, True),
        ({"after": Decimal("0.1234567")}, True),
        ({"after": Decimal("0.2")}, True),
    ],
)
def test_when_a_share_may_be_overridden(changes: dict[str, object], refused: bool) -> None:
    facts = {
        "stage": Stage.REPORT, "closed": True, "leaf_known": True, "before": Decimal("0.2"), "after": Decimal("0.4"),
        "waiting": False,
    } | changes  # fmt: skip
    assert (rules.why_not_override(**facts) is not None) == refused  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("proposer", "confirmer", "involved", "refused"),
    [(1, 2, True, False), (1, 1, True, True), (1, None, True, True), (1, 2, False, True)],
)
def test_two_persons_override(proposer: int, confirmer: int | None, involved: bool, refused: bool) -> None:
    found = rules.why_not_confirm(proposed_by=proposer, confirmer=confirmer, involved=involved)
    assert (found is not None) == refused
