"""What refuses in the workshop, and why: whole truth tables."""

from datetime import date
from decimal import Decimal

import pytest

from wuxing.service.bench_repair import rules, states
from wuxing.service.bench_repair.rules import worth
from wuxing.service.bench_repair.states import ITEM, OPEN, ItemState


def test_every_state_is_left_as_the_table_says_and_no_other_way() -> None:
    allowed = {(a.value, b.value) for a in ItemState for b in ItemState if rules.why_not_change_item(a, b) is None}
    assert allowed == {(a.value, b.value) for a, after in ITEM.items() for b in after}
    assert rules.why_not_change_item("received", "ready") == (
        "the item is item received and cannot become ready for return"
    )


def test_every_open_state_leads_to_an_end() -> None:
    ends = {state: _reached(state) & states.ENDED for state in OPEN}
    assert all(ItemState.RETURNED in found for found in ends.values())


def _reached(state: ItemState) -> set[ItemState]:
    found, wave = {state}, {state}
    while wave:
        wave = set().union(*(ITEM[one] for one in wave)) - found
        found |= wave
    return found


@pytest.mark.parametrize(
    ("at_visit", "working", "diagnosed", "receipted", "reason"),
    [
        (False, False, False, False, None),
        (True, True, True, False, None),
        (True, True, True, True, "this visit has its receipt already"),
        (True, False, True, False, "take-back belongs to a visit whose work has begun"),
        (True, True, False, False, "write down the diagnosis, with take back as the way on"),
    ],
)
def test_take_back(at_visit: bool, working: bool, diagnosed: bool, receipted: bool, reason: str | None) -> None:
    found = rules.why_not_take_back(at_visit=at_visit, working=working, diagnosed=diagnosed, receipted=receipted)
    assert found == reason


def test_a_visit_ends_as_taken_back_with_its_receipt() -> None:
    assert rules.why_not_end_taken_back(receipted=True) is None
    assert rules.why_not_end_taken_back(receipted=False) == "write the take-back receipt and have the customer sign it"


@pytest.mark.parametrize(
    ("free", "quote", "reason"),
    [
        (True, None, None),
        (False, "accepted", None),
        (True, "sent", "the customer has not accepted the quote yet"),
        (False, "draft", "the customer has not accepted the quote yet"),
        (False, None, "this repair costs the customer money; send a quote first"),
        (False, "declined", "this repair costs the customer money; send a quote first"),
        (True, "declined", None),
    ],
)
def test_approval(free: bool, quote: str | None, reason: str | None) -> None:
    assert rules.why_not_approve(free=free, quote=quote) == reason


@pytest.mark.parametrize(
    ("state", "given", "missing", "days", "repaired", "wrong"),
    [
        ("ready", ["排线"], "", 30, True, []),
        ("ready", [], "客户自留", 30, True, []),
        ("ready", [], " ", 30, True, ["accessories_missing"]),
        ("ready", ["排线"], "", 29, True, ["warranty_days"]),
        ("ready", ["排线"], "", 0, False, []),
        ("repairing", ["排线"], "", 30, True, ["state"]),
    ],
)
def test_return(state: str, given: list[str], missing: str, days: int, repaired: bool, wrong: list[str]) -> None:
    found = rules.why_not_return(
        state=state, listed=["排线"], given=given, missing=missing, warranty_days=days, repaired=repaired
    )
    assert sorted(found) == wrong


def test_scrapping_needs_a_written_wish() -> None:
    assert rules.why_not_scrap(state="declined", wish="王", signed=True) == {}
    assert sorted(rules.why_not_scrap(state="declined", wish="", signed=False)) == ["signature", "signed_by"]
    assert sorted(rules.why_not_scrap(state="returned", wish="王", signed=True)) == ["state"]


def test_an_order_closes_when_everything_is_back() -> None:
    assert rules.why_not_close_order(items=[], loans=[]) is None
    assert rules.why_not_close_order(items=["TB-1-1", "TB-1-2"], loans=[]) == (
        "procedure 5: return, replace or scrap TB-1-1, TB-1-2 first"
    )
    assert rules.why_not_close_order(items=[], loans=["LN-1"]) == (
        "procedure 5: take back the loaner device first (LN-1)"
    )


@pytest.mark.parametrize(
    ("quote", "price", "age", "residual", "most", "replace"),
    [
        ("600.00", "3000", 0, "3000.00", "1800.00", False),
        ("600.00", "3000", 72, "750.00", "450.00", True),
        ("450.00", "3000", 72, "750.00", "450.00", False),  # exactly what it may cost
        ("450.01", "3000", 72, "750.00", "450.00", True),
        ("0.01", "3000", 96, "0.00", "0.00", True),
        ("0.00", "3000", 200, "0.00", "0.00", False),
    ],
)
def test_worth(quote: str, price: str, age: int, residual: str, most: str, replace: bool) -> None:
    told = rules.worth_of(quote=Decimal(quote), new_price=Decimal(price), age_months=age)
    assert (told.residual, told.most, told.replace) == (Decimal(residual), Decimal(most), replace)
    assert worth.said(told).values["most"] == Decimal(most)


def test_age_is_in_full_months() -> None:
    assert rules.months_between(date(2020, 5, 31), date(2021, 5, 30)) == 11
    assert rules.months_between(date(2020, 5, 31), date(2021, 5, 31)) == 12
    assert rules.months_between(date(2021, 5, 31), date(2020, 5, 31)) == 0


def test_the_rule_of_worth_has_its_range() -> None:
    assert worth.why_not_set_rule(60, 96) == {}
    assert sorted(worth.why_not_set_rule(0, 1)) == ["life_months", "share_percent"]


def test_the_checklist_names_what_is_not_met() -> None:
    assert rules.missing_checks(dict.fromkeys(states.TESTS, True)) == ()
    assert len(rules.missing_checks({})) == len(states.TESTS)
    assert sorted(rules.why_not_test({"x": True})) == ["checks"]


def test_lending() -> None:
    assert rules.why_not_lend(loaner_state="available", order_open=True) is None
    assert rules.why_not_lend(loaner_state="lent", order_open=True) == "this device is not on its shelf"
    assert rules.why_not_lend(loaner_state="available", order_open=False) == "the order is over; nothing is lent for it"
    assert rules.why_not_end_loan("lent") is None
    assert rules.why_not_end_loan("lost") == "this lending is over"
