"""When an act of a device happened, and which are taken."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuxing.service.charges.rules import Cover
from wuxing.service.day import rules
from wuxing.service.repair.rules.steps import steps_ahead

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def _at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("captured", "sent", "received", "floor", "happened"),
    [
        (0, 0, 0, None, 0),  # at once
        (-30, 0, 0, None, -30),  # kept for half an hour
        (1410, 1440, 0, None, -30),  # a clock that is a day ahead is a day ahead at sending too
        (-200, -170, 0, None, -30),  # and one that is behind
        (5, 0, 0, None, 0),  # captured after it was sent: never ahead of its receipt
        (-30, 0, 0, -10, -10),  # not before what is known to have happened
        (-1_062_000_000, 4_190_000_000, 0, None, -5_256_000),  # nonsense: ten years at most, no clock breaks by it
        (-30, 0, 0, 10, 0),  # a floor ahead of the receipt does not lift it above
    ],
)
def test_an_act_happened_when_the_device_kept_it(
    captured: int, sent: int, received: int, floor: int | None, happened: int
) -> None:
    found = rules.happened_at(
        captured=_at(captured),
        sent=_at(sent),
        received=_at(received),
        floor=None if floor is None else _at(floor),
    )
    assert found == _at(happened)


@given(st.integers(-10_000, 10_000), st.integers(0, 10_000), st.integers(-10_000, 10_000), st.integers(-10_000, 10_000))
def test_no_act_happens_after_its_receipt_and_a_wrong_clock_does_no_harm(
    wrong: int, kept: int, floor: int, other: int
) -> None:
    def found(error: int) -> datetime:
        return rules.happened_at(captured=_at(error - kept), sent=_at(error), received=NOON, floor=_at(floor))

    assert found(wrong) == found(other)
    assert found(wrong) <= NOON


@pytest.mark.parametrize(
    ("cover", "payer"),
    [
        (Cover(), "customer"),
        (Cover("out_of_warranty"), "customer"),
        (Cover("in_warranty", 100, 100, 100), "us"),
        (Cover("contract", 0, 100, 100), "customer"),  # the contract pays the work, not the part
        (Cover("contract", 50, 100, 100), None),  # shared: a person says
        (Cover("goodwill"), "us"),
        (Cover("recall", 100, 100, 100), "manufacturer"),
    ],
)
def test_the_part_is_paid_by_whom_the_warranty_says(cover: Cover, payer: str | None) -> None:
    assert rules.payer_of_part(cover) == payer


@pytest.mark.parametrize(
    ("kept_for", "reason"),
    [
        (timedelta(days=7), None),
        (timedelta(days=7, seconds=1), "this was kept for over 7 days; write it down again, as of today"),
    ],
)
def test_what_was_kept_for_over_a_week_is_written_down_anew(kept_for: timedelta, reason: str | None) -> None:
    found = rules.why_not_take(captured=NOON - kept_for, sent=NOON)
    assert (str(found) if found else None) == reason


@pytest.mark.parametrize(
    ("upcoming", "step", "told", "onsite", "ahead"),
    [
        ("diagnose", "diagnose", True, True, "check end_visit sign finish"),
        ("depart", "arrive", True, True, "arrive check start diagnose check end_visit sign finish"),
        ("depart", "arrive", False, True, "arrive check explain start diagnose check end_visit sign finish"),
        ("depart", "arrive", True, False, "arrive start diagnose end_visit sign finish"),
        ("check", "check", True, True, "start diagnose check end_visit sign finish"),
        ("check", "parts", True, True, "end_visit sign finish"),
        ("explain", "check", False, True, "start diagnose check end_visit sign finish"),
        ("explain", "parts", False, True, ""),
        ("accept", "contact", True, True, ""),
        ("finish", "sign", True, True, ""),
    ],
)
def test_the_steps_ahead_are_known_without_a_line(
    upcoming: str, step: str, told: bool, onsite: bool, ahead: str
) -> None:
    assert steps_ahead(upcoming, on_site_step=step, told=told, onsite=onsite) == tuple(ahead.split())


def test_a_checklist_that_is_complete_does_not_come_again() -> None:
    found = steps_ahead("diagnose", on_site_step="diagnose", told=True, onsite=True, checked=True)
    assert found == ("end_visit", "sign", "finish")
