"""What is asked of a checklist."""

from decimal import Decimal

import pytest

from tests.schemes.conftest import GBT
from wuxing.certification.cases.states import Stage
from wuxing.certification.onsite_audit.rules import sheets
from wuxing.certification.onsite_audit.rules.sheets import Looked, Seen
from wuxing.schemes.conditions import catalogue
from wuxing.schemes.packs import loading
from wuxing.schemes.packs.structure import Indicator

PACK = loading.load(GBT, catalogue.declared())
WHOLE, SHARED = PACK.by_id["5.1.1.1"], PACK.by_id["5.2.4-b"]


@pytest.mark.parametrize(
    ("leaf", "looked", "failures", "automatic", "found"),
    [
        (WHOLE, Looked("看了任命"), [], None, set()),
        (WHOLE, Looked(" "), [], None, {"text"}),
        (SHARED, Looked("看了"), [], None, {"sample_size"}),
        (SHARED, Looked("看了", 10), [1, 2], None, set()),
        (SHARED, Looked("看了", 2), [1, 2], None, {"sample_size"}),
        (SHARED, Looked("看了", 10), [3], Decimal("0.7"), set()),
        (SHARED, Looked("看了", 10), [3], Decimal("0.9"), {"override_reason"}),
        (SHARED, Looked("看了", 10, "抽样所见更差"), [3], Decimal("0.9"), set()),
        (SHARED, Looked("看了", 3), [1], Decimal("0.6666"), set()),  # as exact as the records are
        (WHOLE, Looked("看了"), [], Decimal("0.5"), {"override_reason"}),
    ],
)
def test_a_checklist_says_what_it_lacks(
    leaf: Indicator, looked: Looked, failures: list[int], automatic: Decimal | None, found: set[str]
) -> None:
    assert set(sheets.faults_of(looked, leaf, failures, automatic)) == found


@pytest.mark.parametrize(
    ("seen", "reasons"),
    [
        (Seen("a", seen=True), []),
        (Seen("a"), ["not seen yet: 1 indicators (a)"]),
        (Seen("a", seen=True, differs=True), ["say why you judge otherwise than the records: a"]),
        (Seen("a", seen=True, differs=True, reasoned=True), []),
        (Seen("a", seen=True, manual=True), ["a second person confirms these indicators first: a"]),
        (Seen("a", seen=True, manual=True, confirmed=True), []),
    ],
)
def test_what_is_missing_before_the_closing(seen: Seen, reasons: list[str]) -> None:
    assert [str(one) for one in sheets.gaps({"a": seen}, ["a"])] == reasons


def test_a_leaf_without_checklist_is_not_seen() -> None:
    assert [str(one) for one in sheets.gaps({}, ["a", "b"])] == ["not seen yet: 2 indicators (a, b)"]


@pytest.mark.parametrize(
    ("facts", "allowed"),
    [
        ({}, True),
        ({"stage": Stage.PLANNED}, False),
        ({"closed": True}, False),
        ({"applicable": False}, False),
        ({"assigned": False}, False),
    ],
)
def test_who_writes_when(facts: dict[str, object], allowed: bool) -> None:
    given = {"stage": Stage.ON_SITE, "closed": False, "applicable": True, "assigned": True} | facts
    assert (sheets.why_not_see(**given) is None) == allowed  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "allowed"),
    [
        ({}, True),
        ({"manual": False}, False),
        ({"seen": False}, False),
        ({"is_evaluator": True}, False),
        ({"confirmed": True}, False),
    ],
)
def test_a_second_person_confirms(facts: dict[str, bool], allowed: bool) -> None:
    given = {"manual": True, "seen": True, "is_evaluator": False, "confirmed": False} | facts
    assert (sheets.why_not_confirm(**given) is None) == allowed
