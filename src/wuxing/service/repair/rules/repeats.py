"""重复维修 and duplicates: when two calls are about one thing. Pure."""

from datetime import datetime, timedelta

REPEAT_WINDOW = timedelta(days=30)  # facts.md 6.3: the 30-day duty
SAME_CALL_WINDOW = timedelta(days=14)


def is_repeat(*, received_at: datetime, symptom: str, earlier_resolved_at: datetime, earlier_symptom: str) -> bool:
    """Say whether a call on a unit is a repeat of an earlier repair: same fault within 30 days of its repair."""
    same = not symptom or not earlier_symptom or symptom == earlier_symptom
    return same and timedelta(0) <= received_at - earlier_resolved_at <= REPEAT_WINDOW


def is_same_call(
    *,
    phone: str,
    other_phone: str,
    serial: str,
    other_serial: str,
    product_id: int | None,
    other_product_id: int | None,
) -> bool:
    """Say whether an open request looks like the same call: the same unit, or the same phone and product."""
    if serial and serial == other_serial:
        return True
    return bool(phone) and phone == other_phone and product_id is not None and product_id == other_product_id
