"""Tries: what follows each, and when one gives up."""

from datetime import UTC, datetime, timedelta

import pytest

from wuxing.service.follow_up.rules import After, after_try, why_not_call, why_not_later
from wuxing.service.follow_up.states import CallState as C
from wuxing.service.follow_up.states import Try

NOW = datetime(2026, 11, 16, 1, tzinfo=UTC)
FOUR = timedelta(hours=4)
LATER = NOW + timedelta(days=1)


@pytest.mark.parametrize(
    ("result", "failed", "expected"),
    [
        (Try.REACHED, 0, After(C.REACHED, None)),
        (Try.REACHED, 9, After(C.REACHED, None)),
        (Try.REFUSED, 0, After(C.REFUSED, None)),
        (Try.NO_ANSWER, 1, After(C.PLANNED, NOW + FOUR)),
        (Try.NO_ANSWER, 2, After(C.PLANNED, NOW + FOUR)),
        (Try.NO_ANSWER, 3, After(C.UNREACHABLE, None)),
        (Try.WRONG_NUMBER, 1, After(C.PLANNED, NOW + FOUR)),
        (Try.WRONG_NUMBER, 3, After(C.UNREACHABLE, None)),
        (Try.BUSY, 1, After(C.PLANNED, NOW + timedelta(minutes=30))),
        (Try.BUSY, 3, After(C.UNREACHABLE, None)),
        (Try.LATER, 0, After(C.PLANNED, LATER)),
        (Try.LATER, 3, After(C.PLANNED, LATER)),
    ],
)
def test_what_follows_a_try(result: Try, failed: int, expected: After) -> None:
    later = LATER if result == Try.LATER else None
    assert after_try(result, failed=failed, max_tries=3, spacing=FOUR, now=NOW, later_at=later) == expected


def test_a_short_distance_holds_for_a_busy_line_too() -> None:
    after = after_try(Try.BUSY, failed=1, max_tries=3, spacing=timedelta(minutes=15), now=NOW)
    assert after == After(C.PLANNED, NOW + timedelta(minutes=15))


@pytest.mark.parametrize(
    ("state", "next_at", "reason"),
    [
        (C.PLANNED, None, None),
        (C.PLANNED, NOW, None),
        (C.PLANNED, NOW - FOUR, None),
        (C.PLANNED, NOW + FOUR, "the plan keeps a distance between tries; wait for the next one"),
        *((state, None, "this call is over") for state in C if state != C.PLANNED),
    ],
)
def test_when_a_customer_is_called(state: C, next_at: datetime | None, reason: str | None) -> None:
    assert why_not_call(state, next_at, NOW) == reason


@pytest.mark.parametrize(
    ("later", "reason"),
    [
        (None, "say when the customer wants to be called"),
        (NOW, "choose a time to come"),
        (NOW + timedelta(days=30, minutes=1), "choose a time within 30 days"),
        (NOW + timedelta(days=30), None),
        (NOW + timedelta(minutes=1), None),
    ],
)
def test_what_is_wrong_with_a_time(later: datetime | None, reason: str | None) -> None:
    assert why_not_later(later, NOW) == reason
