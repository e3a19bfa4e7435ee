"""Why not: the whole truth of each rule."""

from datetime import date, timedelta

import pytest

from wuxing.governance.documents import rules, states
from wuxing.governance.documents.rules import Opinions, Round
from wuxing.governance.documents.states import VersionState as V

ASKED = Round(frozenset({1}), frozenset({2, 3}), 2, frozenset({9}))
ABLE = frozenset({1, 2, 3})
TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, None),
        ({"state": V.ISSUED}, "only a draft is submitted; take this version back first"),
        ({"files": 0}, "hand in a file first"),
        ({"files": 0, "needs_file": False}, None),
        ({"asked": Round(frozenset(), frozenset(), 1, frozenset())}, "name at least one approver"),
        ({"asked": Round(frozenset(), frozenset({2}), 0, frozenset())}, "of 1 approvers, at most 1 can be needed, at least 1"),
        ({"asked": Round(frozenset(), frozenset({2}), 2, frozenset())}, "of 1 approvers, at most 1 can be needed, at least 1"),
        (
            {"asked": Round(frozenset({9}), frozenset({2}), 1, frozenset({9}))},
            "who wrote the draft neither reviews nor approves it; name somebody else",
        ),
        ({"able": frozenset({1, 2})}, "somebody named has no role that reviews and approves documents"),
    ],
)  # fmt: skip
def test_why_not_submit(changes: dict[str, object], reason: str | None) -> None:
    said = {"state": V.DRAFT, "asked": ASKED, "files": 1, "needs_file": True, "able": ABLE} | changes
    state, asked = said.pop("state"), said.pop("asked")
    assert rules.why_not_submit(state, asked, **said) == reason  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("state", "user", "said", "reason"),
    [
        (V.IN_REVIEW, 2, Opinions(frozenset({1})), None),
        (V.IN_REVIEW, 2, Opinions(), "1 review(s) come first"),
        (V.APPROVED, 2, Opinions(frozenset({1})), "this version is not under review"),
        (V.IN_REVIEW, 9, Opinions(frozenset({1})), "you wrote this draft; somebody else judges it"),
        (V.IN_REVIEW, 1, Opinions(frozenset({1})), "you are not named for this; the drafter names who reviews and approves"),
        (V.IN_REVIEW, None, Opinions(frozenset({1})), "you are not named for this; the drafter names who reviews and approves"),
        (V.IN_REVIEW, 2, Opinions(frozenset({1}), frozenset({2})), "you have said so already"),
    ],
)  # fmt: skip
def test_why_not_approve(state: str, user: int | None, said: Opinions, reason: str | None) -> None:
    assert rules.why_not_approve(state, user, ASKED, said) == reason


@pytest.mark.parametrize(("approved", "missing"), [(set(), 2), ({2}, 1), ({2, 7}, 1), ({2, 3}, 0)])
def test_only_named_approvers_count(approved: set[int], missing: int) -> None:
    assert Opinions(frozenset(), frozenset(approved)).missing(ASKED) == missing


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, None),
        ({"missing": 1}, "1 approval(s) are missing"),
        ({"state": V.DRAFT}, "approve the version first"),
        ({"is_same_content": False}, "the files are not those that were approved; submit the version again"),
        ({"effective_on": TODAY - timedelta(1)}, "a version takes effect today or later, never in the past"),
        ({"not_before": TODAY + timedelta(2)}, "the version before it takes effect on 2026-11-23; choose that day or a later one"),
        ({"not_before": TODAY}, None),
    ],
)  # fmt: skip
def test_why_not_issue(changes: dict[str, object], reason: str | None) -> None:
    said = {
        "state": V.APPROVED, "missing": 0, "is_same_content": True, "effective_on": TODAY, "today": TODAY, "not_before": None,
    } | changes  # fmt: skip
    assert rules.why_not_issue(said.pop("state"), **said) == reason  # type: ignore[arg-type]


@pytest.mark.parametrize("state", V)
def test_a_version_moves_only_as_the_table_says(state: V) -> None:
    assert (rules.why_not_edit(state) is None) is (state == V.DRAFT)
    assert (rules.why_not_take_back(state) is None) is (state in (V.IN_REVIEW, V.APPROVED))
    assert (rules.why_not_discard(state) is None) is (state in states.OPEN_VERSIONS)
    said = rules.why_not_acknowledge(state, read_before=False, question="", answer="")
    assert (said is None) is (state == V.ISSUED)


@pytest.mark.parametrize(
    ("standing", "draft", "obsolete", "distribute", "review"),
    [
        ("prepared", True, False, True, False),
        ("in_force", True, True, True, True),
        ("obsolete", False, False, False, False),
    ],
)
def test_what_a_standing_lets_do(standing: str, draft: bool, obsolete: bool, distribute: bool, review: bool) -> None:
    assert (rules.why_not_draft(standing, None) is None) is draft
    assert (rules.why_not_obsolete(standing) is None) is obsolete
    assert (rules.why_not_distribute(standing) is None) is distribute
    assert (rules.why_not_record_review(standing, "procedure") is None) is review
    assert rules.why_not_record_review(standing, "procedure", is_check=True) is not None
