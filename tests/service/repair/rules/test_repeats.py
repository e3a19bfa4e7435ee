"""When two calls are about one thing."""

from datetime import UTC, datetime, timedelta

import pytest

from wuxing.service.repair.rules import is_repeat, is_same_call

DONE = datetime(2026, 10, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "symptom", "earlier", "repeat"),
    [
        (timedelta(0), "leaking", "leaking", True),
        (timedelta(days=30), "leaking", "leaking", True),  # its last instant
        (timedelta(days=30, microseconds=1), "leaking", "leaking", False),
        (-timedelta(microseconds=1), "leaking", "leaking", False),
        (timedelta(days=1), "leaking", "noise", False),
        (timedelta(days=1), "", "noise", True),
        (timedelta(days=1), "leaking", "", True),
        (timedelta(days=1), "", "", True),
    ],
)
def test_a_repeat_is_the_same_fault_within_30_days(after: timedelta, symptom: str, earlier: str, repeat: bool) -> None:
    assert (
        is_repeat(received_at=DONE + after, symptom=symptom, earlier_resolved_at=DONE, earlier_symptom=earlier)
        is repeat
    )


@pytest.mark.parametrize(
    ("phone", "other_phone", "serial", "other_serial", "products", "same"),
    [
        ("1", "2", "A", "A", (1, 2), True),
        ("1", "1", "A", "B", (1, 1), True),
        ("1", "1", "", "", (1, 1), True),
        ("1", "1", "", "", (1, 2), False),
        ("1", "1", "", "", (None, None), False),
        ("", "", "", "", (1, 1), False),
        ("1", "2", "", "", (1, 1), False),
    ],
)
def test_the_same_call_is_the_same_unit_or_phone_and_product(
    phone: str, other_phone: str, serial: str, other_serial: str, products: tuple[int | None, int | None], same: bool
) -> None:
    assert (
        is_same_call(
            phone=phone,
            other_phone=other_phone,
            serial=serial,
            other_serial=other_serial,
            product_id=products[0],
            other_product_id=products[1],
        )
        is same
    )
