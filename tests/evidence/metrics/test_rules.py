"""Windows, ages, and what makes a value unknown."""

from datetime import date
from decimal import Decimal

import pytest

from tests.evidence.packs import metric
from wuxing.evidence.metrics.rules import Tally, leaves_on, reason_for, seconds_in, value_for, window_start
from wuxing.schemes.scoring.results import MetricValue, Reason

END = date(2026, 11, 21)
FRESH = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("end", "window", "expected"),
    [
        (date(2026, 11, 21), "P12M", date(2025, 11, 22)),
        (date(2026, 3, 31), "P1M", date(2026, 3, 1)),
        (date(2024, 2, 29), "P12M", date(2023, 3, 1)),
        (date(2026, 11, 21), "P30D", date(2026, 10, 23)),
        (date(2026, 11, 21), "P1Y", date(2025, 11, 22)),
    ],
)
def test_a_window_starts_the_day_after_its_length_before_its_end(end: date, window: str, expected: date) -> None:
    assert window_start(end, window) == expected


@pytest.mark.parametrize("day", [date(2025, 11, 22), date(2024, 2, 29), date(2025, 8, 31)])
def test_a_record_leaves_on_the_first_day_whose_window_is_without_it(day: date) -> None:
    left = leaves_on(day, "P12M")
    assert window_start(left, "P12M") > day
    assert window_start(date.fromordinal(left.toordinal() - 1), "P12M") <= day


@pytest.mark.parametrize(("text", "expected"), [("PT48H", 172800), ("P7D", 604800), ("P1W", 604800), ("PT90M", 5400)])
def test_durations_are_read(text: str, expected: int) -> None:
    assert seconds_in(text) == expected


@pytest.mark.parametrize("text", ["", "P", "7D", "P1M", "P12Y"])
def test_durations_of_unsure_length_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"duration|length"):
        seconds_in(text)


@pytest.mark.parametrize(
    ("tally", "expected"),
    [
        (Tally(), Reason.NO_VALUE),
        (Tally(n=9, ok=9, newest=FRESH), Reason.TOO_FEW),
        (Tally(n=10, ok=9, newest=FRESH), None),
        (Tally(n=10, ok=9, newest=date(2026, 10, 22)), None),
        (Tally(n=10, ok=9, newest=date(2026, 10, 21)), Reason.STALE),
        (Tally(n=10, ok=9, late=1, newest=FRESH), None),
        (Tally(n=10, ok=9, late=2, newest=FRESH), Reason.LATE),
        (Tally(n=95, ok=90, undecided=5, newest=FRESH), None),
        (Tally(n=94, ok=90, undecided=6, newest=FRESH), Reason.ERROR),
    ],
)
def test_a_value_is_unknown_when_its_records_are_few_old_late_or_undecided(
    tally: Tally, expected: Reason | None
) -> None:
    assert reason_for(metric("m", "r.onsite", "r.cancelled", least=10), tally, END) == expected


def test_an_unknown_value_keeps_its_last_ratio_for_the_likely_score() -> None:
    found = value_for(metric("m", "r.onsite", "r.cancelled"), Tally(n=4, ok=3, newest=date(2026, 1, 1)), END)
    assert found == MetricValue(4, 3, Reason.STALE, Decimal("0.75"))
