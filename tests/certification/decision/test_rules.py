"""Whole truths of review and decision."""

from datetime import date
from decimal import Decimal

import pytest

from tests.schemes.conftest import GBT
from wuxing.certification.cases.states import Kind, Stage
from wuxing.certification.decision import rules
from wuxing.certification.decision.rules import Count, Item, Outcome, Standing, Ticked
from wuxing.core.reasons import say
from wuxing.schemes.conditions import catalogue
from wuxing.schemes.packs import loading
from wuxing.schemes.packs.structure import Level


def levels() -> tuple[Level, ...]:
    return loading.load(GBT, catalogue.declared()).levels


@pytest.mark.parametrize(
    ("votes", "standing"),
    [
        ((0, 0, 0), Standing.SHORT),
        ((2, 0, 0), Standing.SHORT),
        ((2, 1, 0), Standing.CARRIED),
        ((1, 0, 2), Standing.CARRIED),  # who abstains is there, and decides nothing
        ((1, 1, 1), Standing.TIED),
        ((0, 0, 3), Standing.TIED),
        ((1, 2, 0), Standing.LOST),
    ],
)
def test_a_majority_of_the_votes_cast_decides_when_the_quorum_voted(
    votes: tuple[int, int, int], standing: Standing
) -> None:
    count = Count(3, 5, *votes)
    assert count.standing == standing
    assert (rules.why_not_decide(count) is None) == (standing is Standing.CARRIED)


@pytest.mark.parametrize(
    ("score", "specials", "kept", "reached"),
    [
        ("96.10", 0, "star5", ("pass", "star3", "star4", "star5")),
        ("94.99", 0, "star4", ("pass", "star3", "star4")),
        ("96.10", 0, "star4", ("pass", "star3", "star4")),  # a gate held the fifth star back
        ("69.99", 0, "", ()),
        ("96.10", 5, "star5", ()),
        ("96.10", 0, "", ()),
    ],
)
def test_no_level_above_what_score_and_gates_reach(
    score: str, specials: int, kept: str, reached: tuple[str, ...]
) -> None:
    found = rules.reached(levels(), Decimal(score), specials, kept)
    assert found == reached
    assert (rules.why_not_level("star5", found, Decimal(score)) is None) == ("star5" in reached)


def test_stars_may_have_to_wait_a_year() -> None:
    star = levels()[-1]
    day = date(2026, 11, 22)
    refused = {"at_once": False, "day": day, "outstanding": False}
    assert rules.why_not_star(star, **refused, held_since=None) is not None  # type: ignore[arg-type]
    assert rules.why_not_star(star, **refused, held_since=date(2025, 11, 23)) is not None  # type: ignore[arg-type]
    assert rules.why_not_star(star, **refused, held_since=date(2025, 11, 22)) is None  # type: ignore[arg-type]
    assert rules.why_not_star(star, at_once=False, held_since=None, day=day, outstanding=True) is None
    assert rules.why_not_star(star, at_once=True, held_since=None, day=day, outstanding=False) is None
    assert rules.why_not_star(levels()[0], at_once=False, held_since=None, day=day, outstanding=False) is None


def test_a_surveillance_raises_no_level() -> None:
    assert rules.why_not_above_held(Kind.SURVEILLANCE, "star5", "star4", levels()) is not None
    assert rules.why_not_above_held(Kind.SURVEILLANCE, "star3", "star4", levels()) is None
    assert rules.why_not_above_held(Kind.CHANGE, "star5", "star4", levels()) is None


def test_a_proposal_follows_a_review_and_a_full_committee() -> None:
    good = {"reviewed": True, "members": 3, "quorum": 3, "members_least": 3, "open_count": None}
    assert rules.why_not_propose(Stage.DECISION, **good) is None  # type: ignore[arg-type]
    for stage, change in (
        (Stage.UNDER_REVIEW, {}),
        (Stage.DECISION, {"reviewed": False}),
        (Stage.DECISION, {"members": 2}),
        (Stage.DECISION, {"members_least": 5}),
        (Stage.DECISION, {"open_count": Count(3, 3, 1)}),
        (Stage.DECISION, {"open_count": Count(3, 3, 3)}),
        (Stage.DECISION, {"open_count": Count(2, 3, 1, 1)}),  # even, and one has not voted
    ):
        assert rules.why_not_propose(stage, **(good | change)) is not None, change
    for count in (Count(3, 3, 1, 2), Count(3, 3, 1, 1, 1)):
        assert rules.why_not_propose(Stage.DECISION, **(good | {"open_count": count})) is None  # type: ignore[arg-type]


def test_a_reviewer_recommends_when_every_point_is_in_order() -> None:
    items = [
        Item("agreement", say("signed"), good=True),
        Item("plan", say("no plan"), good=False),
        Item("corrections", say("2 open"), good=False, must=True),
    ]
    good = Ticked(True, "说明")
    every = {item.code: good for item in items}
    found = rules.faults_of_review(Outcome.GRANT, items, every, "star4", "齐全")
    assert sorted(found) == ["corrections"]
    found = rules.faults_of_review(Outcome.GRANT, items, every | {"plan": Ticked(True)}, "", "")
    assert sorted(found) == ["corrections", "level", "plan", "reasons"]
    found = rules.faults_of_review(
        Outcome.REFUSE, items[:2], {"agreement": Ticked(True), "plan": Ticked(False)}, "", "x"
    )
    assert sorted(found) == ["plan"]
    assert rules.faults_of_review(Outcome.RETURN, items, {}, "", "补充现场证据") == {}
    assert sorted(rules.faults_of_review(Outcome.RETURN, items, {}, "", " ")) == ["reasons"]


def test_who_votes_against_says_why() -> None:
    assert rules.faults_of_vote("for", "") == {}
    assert rules.faults_of_vote("abstain", "") == {}
    assert sorted(rules.faults_of_vote("against", " ")) == ["dissent"]
    assert sorted(rules.faults_of_vote("maybe", "")) == ["choice"]
