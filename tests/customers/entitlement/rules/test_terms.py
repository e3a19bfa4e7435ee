"""In warranty or not: boundaries, month ends, leap days, and what is unknown."""

from datetime import date

import pytest

from wuxing.customers.entitlement.rules import add_months, decide


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 15), 0, date(2026, 1, 15)),
        (date(2026, 1, 15), 1, date(2026, 2, 15)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
        (date(2026, 12, 1), 36, date(2029, 12, 1)),
    ],
)
def test_months_end_at_the_same_day_or_the_last_one(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


@pytest.mark.parametrize(
    ("bought", "months", "today", "outcome", "until", "reason"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 27), "in_warranty", date(2025, 2, 28), "within_term"),
        (date(2025, 1, 31), 1, date(2025, 2, 28), "in_warranty", date(2025, 2, 28), "within_term"),  # Civil Code, 202
        (date(2025, 1, 31), 1, date(2025, 3, 1), "out_of_warranty", date(2025, 2, 28), "term_over"),
        (date(2025, 1, 31), 12, date(2025, 1, 31), "in_warranty", date(2026, 1, 31), "within_term"),
        (date(2025, 1, 31), 0, date(2025, 1, 31), "out_of_warranty", date(2025, 1, 31), "term_over"),
        (date(2025, 2, 1), 12, date(2025, 1, 31), "unknown", None, "purchase_in_future"),
        (None, 12, date(2025, 1, 31), "unknown", None, "no_purchase_date"),
        (date(2025, 1, 1), None, date(2025, 1, 31), "unknown", None, "no_term"),
        (None, None, date(2025, 1, 31), "unknown", None, "no_term"),
    ],
)
def test_the_warranty_runs_up_to_its_last_day(
    bought: date | None, months: int | None, today: date, outcome: str, until: date | None, reason: str
) -> None:
    decision = decide(purchased_on=bought, warranty_months=months, today=today)
    assert (decision.outcome, decision.until, [code for code, _values in decision.reasons]) == (
        outcome,
        until,
        [reason],
    )
