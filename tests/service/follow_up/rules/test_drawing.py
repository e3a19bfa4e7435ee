"""Which closed orders are called: the largest share that fits, and a draw that nobody steers."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuxing.service.follow_up import rules
from wuxing.service.follow_up.rules import Closed, Rule
from wuxing.service.follow_up.rules.drawing import EVERYBODY, TICKETS, fits

SEED = bytes(range(32))
ORDER = Closed("WO-2026-000001", "冰箱", "onsite", "in_warranty", repeat=False, unhappy=False)


@pytest.mark.parametrize(
    ("rule", "closed", "expected"),
    [
        (Rule(10), ORDER, True),
        (Rule(10, line="冰箱"), ORDER, True),
        (Rule(10, line="空调"), ORDER, False),
        (Rule(10, work_type="onsite"), ORDER, True),
        (Rule(10, work_type="remote"), ORDER, False),
        (Rule(10, warranty="in_warranty"), ORDER, True),
        (Rule(10, warranty="out_of_warranty"), ORDER, False),
        (Rule(10, repeat=True), ORDER, False),
        (Rule(10, repeat=True), Closed("1", repeat=True), True),
        (Rule(10, unhappy=True), ORDER, False),
        (Rule(10, unhappy=True), Closed("1", unhappy=True), True),
        (Rule(10), Closed("1", repeat=True, unhappy=True), True),
    ],
)
def test_a_rule_fits_what_it_names(rule: Rule, closed: Closed, expected: bool) -> None:
    assert fits(rule, closed) is expected


@pytest.mark.parametrize(
    ("plan", "closed", "expected"),
    [
        (EVERYBODY, ORDER, (100, 0)),
        ((Rule(20),), ORDER, (20, 0)),
        ((Rule(20), Rule(50, line="冰箱")), ORDER, (50, 1)),
        ((Rule(50, line="冰箱"), Rule(20)), ORDER, (50, 0)),
        ((Rule(20), Rule(20, line="冰箱")), ORDER, (20, 0)),  # of equal shares the first
        ((Rule(20, line="空调"),), ORDER, (0, None)),
        ((Rule(0), Rule(100, unhappy=True)), ORDER, (0, 0)),
        ((Rule(0), Rule(100, unhappy=True)), Closed("1", unhappy=True), (100, 1)),
    ],
)
def test_the_largest_share_that_fits_holds(
    plan: tuple[Rule, ...], closed: Closed, expected: tuple[int, int | None]
) -> None:
    assert rules.share_of(plan, closed) == expected


def test_a_ticket_follows_from_number_and_seed() -> None:
    """Anybody who has the seed draws the same; the figures below were worked out once and never change."""
    assert [rules.ticket_of(SEED, f"WO-2026-{n:06d}") for n in range(1, 4)] == [9528, 9827, 7672]
    assert rules.ticket_of(SEED, "WO-2026-000001") != rules.ticket_of(bytes(32), "WO-2026-000001")
    assert rules.commitment_of(SEED) == sha256(SEED).hexdigest()


@given(seed=st.binary(min_size=32, max_size=32), number=st.text(max_size=20))
def test_a_ticket_is_one_of_ten_thousand(seed: bytes, number: str) -> None:
    ticket = rules.ticket_of(seed, number)
    assert 0 <= ticket < TICKETS
    assert (rules.is_drawn(ticket, 100), rules.is_drawn(ticket, 0)) == (True, False)


@given(
    seed=st.binary(min_size=32, max_size=32),
    number=st.text(max_size=20),
    low=st.integers(0, 100),
    high=st.integers(0, 100),
)
def test_who_is_in_a_small_share_is_in_a_larger_one(seed: bytes, number: str, low: int, high: int) -> None:
    """Nobody drops out when more are called: complaints, at 100 %, always stay in."""
    ticket = rules.ticket_of(seed, number)
    low, high = sorted((low, high))
    assert not rules.is_drawn(ticket, low) or rules.is_drawn(ticket, high)


def test_a_share_is_nearly_kept() -> None:
    drawn = sum(rules.is_drawn(rules.ticket_of(SEED, f"WO-2026-{n:06d}"), 30) for n in range(5000))
    assert 1400 < drawn < 1600


@pytest.mark.parametrize(
    ("plan", "reason"),
    [
        ([], "write at least one rule; the plan would call nobody"),
        ([Rule(1)] * 41, "at most 40 rules"),
        ([Rule(101)], "rule 1: give a share from 0 to 100 percent"),
        ([Rule(1), Rule(-1)], "rule 2: give a share from 0 to 100 percent"),
        ([Rule(1, work_type="x")], "rule 1: choose kind and warranty from the list"),
        ([Rule(1, warranty="x")], "rule 1: choose kind and warranty from the list"),
        ([Rule(1, line="x" * 61)], "rule 1: the product line is too long"),
        ([Rule(0), Rule(100, "冰箱", "onsite", "goodwill", repeat=True, unhappy=True)], None),
    ],
)
def test_what_is_wrong_with_a_plan(plan: list[Rule], reason: str | None) -> None:
    assert rules.why_not_rules(plan) == reason


def test_rules_come_back_as_they_were_kept() -> None:
    assert rules.rules_from([]) == EVERYBODY
    assert rules.rules_from([{"share": 20, "line": "冰箱", "repeat": True}]) == (Rule(20, "冰箱", repeat=True),)
