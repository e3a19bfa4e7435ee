"""What the pages of the workshop say of an item's days."""

import pytest
from django.utils import translation

from wuxing.service.bench_repair.rules import Days
from wuxing.service.bench_repair.views.words import days


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Days(0), ("ontime", "in repair since today · 30 left to day 30")),
        (Days(6), ("ontime", "day 6 · 24 left to day 30")),
        (Days(33, 0, 9, waits=True), ("risk", "day 33, 24 of them our own · 6 left to day 30")),
    ],
)
def test_the_days_that_count_to_the_limit_stand_beside_it(found: Days, said: tuple[str, str]) -> None:
    with translation.override("en"):
        assert days(found) == said
