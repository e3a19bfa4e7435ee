"""A published edition never changes; adoptions only go forward."""

from datetime import date

import pytest

from wuxing.schemes.editions import rules

NAME = "test.small@2026.1#" + "b" * 64


@pytest.mark.parametrize(
    ("kept", "reason"),
    [
        (None, None),
        ("b" * 64, None),
        (
            "a" * 64,
            "the pack test.small@2026.1 differs from the one published under this edition (aaaaaaaaaaaa…); "
            "a published edition never changes: raise the edition in scheme.yaml",
        ),
    ],
)
def test_other_content_under_a_kept_edition_is_refused(kept: str | None, reason: str | None) -> None:
    assert rules.why_not_keep_edition(NAME, kept, "b" * 64) == reason


@pytest.mark.parametrize(
    ("same", "last", "reason"),
    [
        (False, None, None),
        (False, date(2026, 11, 20), None),
        (False, date(2026, 11, 21), "an edition is already in force since 2026-11-21; choose a later day"),
        (True, date(2026, 11, 20), "this edition is already in force; nothing needs to change"),
    ],
)
def test_adoption_goes_forward_only(same: bool, last: date | None, reason: str | None) -> None:
    assert rules.why_not_adopt(same_edition=same, last_since=last, since=date(2026, 11, 21)) == reason


MOVE = rules.Transition("2011.1", "2011.2", date(2027, 6, 30))
GONE = "edition 2011.2 has replaced 2011.1, which could be adopted until 2027-06-30; adopt 2011.2"


@pytest.mark.parametrize(
    ("since", "reason"),
    [(date(2027, 6, 29), None), (date(2027, 6, 30), None), (date(2027, 7, 1), GONE)],
)
def test_edition_replaced_is_adopted_until_its_transition_ends(since: date, reason: str | None) -> None:
    found = rules.why_not_adopt(same_edition=False, last_since=None, since=since, transition=MOVE)
    assert found == reason


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 21), "edition 2011.2 replaces 2011.1; move to it by 2027-06-30, in 221 days"),
        (date(2027, 6, 30), "edition 2011.2 replaces 2011.1; move to it by 2027-06-30, in 0 days"),
        (date(2027, 7, 1), "edition 2011.2 has replaced 2011.1; the transition ended on 2027-06-30: adopt 2011.2"),
    ],
)
def test_who_is_still_on_the_old_edition_is_told_by_when_to_move(day: date, words: str) -> None:
    assert MOVE.words(day) == words
