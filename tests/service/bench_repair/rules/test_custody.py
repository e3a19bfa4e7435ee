"""Who may hand what to whom; and that no way of handing over ever loses an item."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from wuxing.service.bench_repair import rules
from wuxing.service.bench_repair.rules import Doer, Hand

TECH, SMITH, SHELF, COURIER = (
    Hand("technician", 1, "陈"),
    Hand("bench", 2, "何"),
    Hand("shelf", None, "A-1"),
    Hand("courier", None, "顺丰"),
)
CHEN, HE, KEEPER = Doer(1, False), Doer(2, True), Doer(None, True)
STRANGER = Doer(9, False)
OURS = "only the hand that gives it or the hand that takes it records a hand-over"


@pytest.mark.parametrize(
    ("state", "held", "confirmed", "to", "doer", "reason"),
    [
        ("received", TECH, True, SHELF, CHEN, None),
        ("received", TECH, True, SMITH, HE, None),  # the taking hand
        ("received", TECH, True, SMITH, CHEN, None),  # the giving hand
        ("received", TECH, True, SMITH, KEEPER, OURS),
        ("received", TECH, True, SMITH, Doer(None, True, True), None),  # the dispatcher, for a technician who calls in
        ("received", SHELF, True, SMITH, KEEPER, None),
        ("received", SHELF, True, TECH, CHEN, None),
        ("received", SHELF, True, TECH, STRANGER, OURS),
        ("received", TECH, False, SHELF, CHEN, "陈 has to confirm the receipt first"),
        ("received", SHELF, True, SHELF, KEEPER, "the item is there already"),
        ("received", SHELF, True, Hand("bench"), KEEPER, "name the person who takes it"),
        ("received", SHELF, True, Hand("shelf"), KEEPER, "name the storage place or the courier"),
        ("received", SHELF, True, Hand("disposal"), KEEPER, "only what was scrapped or replaced is disposed of"),
        ("scrapped", SHELF, True, Hand("disposal"), KEEPER, None),
        ("returned", Hand("customer"), True, SHELF, KEEPER, "this item is no longer with us"),
        (
            "ready", SHELF, True, Hand("customer"), KEEPER,
            "an item goes back to the customer by its return, which the customer signs",
        ),
    ],
)  # fmt: skip
def test_hands_hand_over(state: str, held: Hand, confirmed: bool, to: Hand, doer: Doer, reason: str | None) -> None:
    assert rules.why_not_hand_over(state=state, held=held, confirmed=confirmed, to=to, doer=doer) == reason


@pytest.mark.parametrize(
    ("held", "doer", "reason"),
    [
        (TECH, CHEN, None),
        (TECH, HE, "only 陈 confirms the receipt"),
        (SHELF, KEEPER, None),
        (SHELF, CHEN, "only A-1 confirms the receipt"),
        (COURIER, CHEN, None),
    ],
)
def test_the_receiving_hand_confirms(held: Hand, doer: Doer, reason: str | None) -> None:
    assert rules.why_not_confirm(confirmed=False, held=held, doer=doer) == reason
    assert rules.why_not_confirm(confirmed=True, held=held, doer=doer) == "the receipt is confirmed already"


@pytest.mark.parametrize(
    ("gave", "to", "doer", "recorded", "able"),
    [
        (TECH, SHELF, CHEN, False, True),  # the hand that gave it
        (SHELF, TECH, CHEN, False, True),  # the hand that should have it
        (TECH, TECH, HE, False, False),
        (TECH, TECH, HE, True, True),  # who wrote it down
        (TECH, SHELF, KEEPER, False, True),
        (TECH, TECH, Doer(None, False, True), False, True),  # the dispatcher
        (TECH, SHELF, STRANGER, False, False),
        (Hand("customer"), TECH, CHEN, True, False),
    ],
)
def test_a_hand_over_is_taken_back(gave: Hand, to: Hand, doer: Doer, recorded: bool, able: bool) -> None:
    given = {"gave": gave, "to": to, "doer": doer, "recorded": recorded}
    assert (rules.why_not_recall(confirmed=False, **given) is None) is able
    assert rules.why_not_recall(confirmed=True, **given) == "the receipt is confirmed already; hand it over again"


def test_work_is_done_on_a_bench_or_by_whose_hands_it_is_in() -> None:
    lies = "take the item onto a bench first"
    assert [rules.why_not_work(TECH, confirmed=True, doer=doer) for doer in (CHEN, HE)] == [None, lies]


def test_a_receipt_is_owed_after_a_day() -> None:
    now = datetime(2026, 1, 2, tzinfo=UTC)
    late = [rules.is_owed(confirmed=False, handed_at=now - timedelta(hours=hours), now=now) for hours in (1, 24, 25)]
    assert late == [False, False, True]
    assert not rules.is_owed(confirmed=True, handed_at=now - timedelta(days=9), now=now)


class Chain(RuleBasedStateMachine):
    """Anybody tries to hand the item to anybody: it stays in one hand, and every link begins where the last one ended."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[tuple[Hand, Hand]] = [(Hand("customer"), TECH)]
        self.confirmed = True

    @rule(
        to=st.sampled_from([TECH, SMITH, SHELF, COURIER, Hand("customer"), Hand("disposal")]),
        doer=st.sampled_from([CHEN, HE, KEEPER, STRANGER]),
    )
    def hand_over(self, to: Hand, doer: Doer) -> None:
        held = self.links[-1][1]
        if rules.why_not_hand_over(state="repairing", held=held, confirmed=self.confirmed, to=to, doer=doer) is None:
            assert self.confirmed
            self.links.append((held, to))
            self.confirmed = rules.is_confirmed_at_once(to, doer)

    @rule(doer=st.sampled_from([CHEN, HE, KEEPER, STRANGER]))
    def confirm(self, doer: Doer) -> None:
        if rules.why_not_confirm(confirmed=self.confirmed, held=self.links[-1][1], doer=doer) is None:
            self.confirmed = True

    @invariant()
    def nothing_is_lost(self) -> None:
        assert all(before[1] == after[0] for before, after in zip(self.links, self.links[1:], strict=False))
        assert self.links[-1][1].kind not in ("customer", "disposal")
        if not self.confirmed:  # there is always somebody who can confirm
            held = self.links[-1][1]
            able = [d for d in (CHEN, HE, KEEPER) if rules.why_not_confirm(confirmed=False, held=held, doer=d) is None]
            assert able


TestChain = Chain.TestCase
TestChain.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)
