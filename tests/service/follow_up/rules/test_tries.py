"""Tries: what follows each, and when one gives up."""

from datetime import UTC, datetime, timedelta

import pytest

from wuxing.service.follow_up.rules import After, after_try, why_not_call, why_not_later
from wuxing.service.follow_up.states import CallState as C
from wuxing.service.follow_up.states import Try

NOW = datetime(2026, 11, 16, 1, tzinfo=UTC)
FOUR = timedelta(hours=4)
ZONE = "Asia/Shanghai"
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
    assert after_try(result, failed=failed, max_tries=3, spacing=FOUR, now=NOW, zone=ZONE, later_at=later) == expected


def test_a_short_distance_holds_for_a_busy_line_too() -> None:
    after = after_try(Try.BUSY, failed=1, max_tries=3, spacing=timedelta(minutes=15), now=NOW, zone=ZONE)
    assert after == After(C.PLANNED, NOW + timedelta(minutes=15))


@pytest.mark.parametrize(
    ("hour", "zone", "expected"),
    [
        (11, ZONE, NOW + timedelta(hours=10)),  # 19:00 there
        (11 + 59 / 60, ZONE, NOW + timedelta(hours=10, minutes=59)),  # 19:59
        (12, ZONE, NOW + timedelta(days=1)),  # 20:00: 09:00 of the next morning
        (15.7, ZONE, NOW + timedelta(days=1)),  # 23:42
        (20, ZONE, NOW + timedelta(days=1)),  # 04:00 of the next day: that morning
        (12, "Asia/Urumqi", NOW + timedelta(hours=11)),  # 18:00 there
        (14.5, "Asia/Urumqi", NOW + timedelta(days=1, hours=2)),  # 20:30 there
    ],
)
def test_the_next_try_falls_into_calling_hours(hour: float, zone: str, expected: datetime) -> None:
    before = datetime(2026, 11, 16, tzinfo=UTC) + timedelta(hours=hour) - FOUR
    after = after_try(Try.NO_ANSWER, failed=1, max_tries=3, spacing=FOUR, now=before, zone=zone)
    assert after == After(C.PLANNED, expected)


def test_a_time_that_the_customer_names_stands() -> None:
    late = NOW + timedelta(hours=12)  # 21:00
    after = after_try(Try.LATER, failed=0, max_tries=3, spacing=FOUR, now=NOW, zone=ZONE, later_at=late)
    assert after == After(C.PLANNED, late)


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
