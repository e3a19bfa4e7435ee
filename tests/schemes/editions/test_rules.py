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
