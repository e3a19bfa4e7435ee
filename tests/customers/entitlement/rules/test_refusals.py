"""What refuses: work that costs before it was told, overrides without a reason, terms that say nothing."""

from datetime import date

import pytest

from wuxing.customers.entitlement.rules import (
    is_worse,
    why_not_contract,
    why_not_end,
    why_not_except,
    why_not_explain,
    why_not_override,
    why_not_start_costly,
    why_not_term,
)

COSTS = "this costs the customer money: tell them first, or name an exception"
UNCLEAR = "the warranty is not clear: tell the customer what it may cost, or name an exception"


@pytest.mark.parametrize(
    ("outcome", "covered", "explained", "exception", "reason"),
    [
        ("out_of_warranty", (0, 0, 0), False, "", COSTS),
        ("out_of_warranty", (0, 0, 0), True, "", None),
        ("out_of_warranty", (0, 0, 0), False, "danger", None),
        ("out_of_warranty", (0, 0, 0), False, "in a hurry", COSTS),
        ("in_warranty", (100, 100, 100), False, "", None),
        ("in_warranty", (100, 100, 0), False, "", COSTS),
        ("goodwill", (0, 0, 0), False, "", None),
        ("contract", (50, 100, 100), False, "", COSTS),
        ("contract", (100, 100, 100), False, "", None),
        ("unknown", (0, 0, 0), False, "", UNCLEAR),
        (None, (0, 0, 0), False, "", UNCLEAR),
        (None, (0, 0, 0), True, "", None),
    ],
)
def test_what_costs_waits_until_it_was_told_or_for_a_named_exception(
    outcome: str | None, covered: tuple[int, int, int], explained: bool, exception: str, reason: str | None
) -> None:
    assert why_not_start_costly(outcome, covered, explained=explained, exception=exception) == reason


@pytest.mark.parametrize(
    ("before", "after", "worse"),
    [
        ("in_warranty", "out_of_warranty", True),
        ("in_warranty", "unknown", True),
        ("in_warranty", "goodwill", False),
        ("unknown", "out_of_warranty", True),
        ("out_of_warranty", "in_warranty", False),
        ("in_warranty", "contract", True),
    ],
)
def test_worse_is_what_may_cost_the_customer_more(before: str, after: str, worse: bool) -> None:
    assert is_worse(before, after) is worse


def test_what_is_typed_is_complete_or_says_what_lacks() -> None:
    term = {"kind": "coverage", "code": "a", "title": "b", "months": 12, "basis": "best", "percents": (100, 0, 0)}
    assert why_not_term(**term, causes=()) == {}  # type: ignore[arg-type]
    assert [*why_not_term(**(term | {"months": 0, "basis": "moon", "percents": (101,)}), causes=())] == [  # type: ignore[arg-type]
        "months", "basis", "parts",
    ]  # fmt: skip
    assert [*why_not_term(**(term | {"kind": "exclusion", "code": "", "title": " "}), causes=())] == [  # type: ignore[arg-type]
        "code", "title", "causes",
    ]  # fmt: skip
    assert [*why_not_override("unknown", " ")] == ["outcome", "reason"]
    assert [*why_not_except("hurry", "")] == ["exception", "reason"]
    assert (why_not_explain("phone"), why_not_explain("dream") is None) == (None, False)
    day = date(2026, 1, 1)
    assert [*why_not_contract(number="", starts_on=day, ends_on=date(2025, 1, 1), percents=(-1,))] == [
        "number", "ends_on", "parts",
    ]  # fmt: skip
    assert (why_not_end(False, "x"), why_not_end(True, "x") is None, why_not_end(False, "") is None) == (
        None,
        False,
        False,
    )
