"""How long a link holds, and how often its digits may be tried."""

from datetime import UTC, datetime, timedelta

import pytest

from wuxing.service.doors import rules

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("made", "ended", "days", "until"),
    [
        (NOW, None, 30, NOW + 365 * DAY),  # the case runs
        (NOW - 10 * DAY, NOW, 30, NOW + 30 * DAY),
        (NOW, NOW - 10 * DAY, 30, NOW + 30 * DAY),  # made after the end: it holds as long
        (NOW - 360 * DAY, NOW, 30, NOW + 5 * DAY),  # a year at the most
        (NOW, NOW, 1, NOW + DAY),
    ],
)
def test_link_holds_so_long(made: datetime, ended: datetime | None, days: int, until: datetime) -> None:
    assert rules.ends_at(made, ended, days) == until


@pytest.mark.parametrize(
    ("typed", "digits", "right"),
    [
        ("2046", "2046", True),
        (" 20-46 ", "2046", True),
        ("２０４６", "2046", True),  # as Chinese keyboards write them
        ("204", "204", False),
        ("20460", "20460", False),
        ("abcd", "", False),
        ("²⁰⁴⁶", "", False),
    ],
)
def test_what_is_not_four_digits_is_no_try(typed: str, digits: str, right: bool) -> None:
    assert (rules.digits_of(typed), rules.why_not_digits(digits) is None) == (digits, right)


@pytest.mark.parametrize(
    ("revoked", "until", "reason"),
    [
        (False, NOW + DAY, None),
        (False, NOW, "this link has run out; ask for a new one"),
        (False, NOW - DAY, "this link has run out; ask for a new one"),
        (True, NOW + DAY, "this link was withdrawn; ask for a new one"),
    ],
)
def test_link_opens_or_says_why_not(revoked: bool, until: datetime, reason: str | None) -> None:
    assert rules.why_not_open(revoked, until, NOW) == reason


@pytest.mark.parametrize(
    ("locked", "refused"),
    [(None, False), (NOW - DAY, False), (NOW, False), (NOW + timedelta(minutes=5), True)],
)
def test_digits_wait_while_the_link_is_locked(locked: datetime | None, refused: bool) -> None:
    assert (rules.why_not_try(locked, NOW) is not None) == refused
