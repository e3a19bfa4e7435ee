"""Times and durations as people read them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from wuxing.web.components import words


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh-hans", "5 小时 36 分"), ("zh-hant", "5 小時 36 分"), ("en", "5 h 36 min")],
)
def test_a_duration_is_said_in_the_reader_s_words(language: str, said: str) -> None:
    with translation.override(language):
        assert words.duration(timedelta(hours=5, minutes=36, seconds=59)) == said


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "0 min"), (59, "59 min"), (60, "1 h"), (1440, "1 day"), (2 * 1440 + 61, "2 days 1 h")]
)
def test_a_duration_has_two_units_at_most(minutes: int, said: str) -> None:
    with translation.override("en"):
        assert words.duration(timedelta(minutes=minutes)) == said


def test_instants_are_shown_in_the_active_zone() -> None:
    instant = datetime(2026, 11, 17, 16, 30, tzinfo=UTC)
    with timezone.override("Asia/Shanghai"):
        assert (words.stamp(instant), words.day(instant), words.clock_time(instant)) == (
            "2026-11-18 00:30",
            "2026-11-18",
            "00:30",
        )


def test_nothing_is_a_dash() -> None:
    assert [f(None) for f in (words.stamp, words.day, words.clock_time, words.duration, words.short_duration)] == [
        "—"
    ] * 5


def test_hours_and_minutes_as_on_a_clock() -> None:
    assert words.short_duration(timedelta(minutes=55)) == "0:55"
    assert words.short_duration(timedelta(hours=26, minutes=10)) == "26:10"


def test_the_day_of_the_week() -> None:
    with translation.override("zh-hans"):
        assert words.weekday(date(2026, 11, 18)) == "周三"


def test_working_time_is_said_in_hours() -> None:
    with translation.override("en"):
        said = [words.working_time(timedelta(minutes=minutes)) for minutes in (0, 45, 120, 1440, 1475)]
    assert said == ["0 min", "45 min", "2 h", "24 h", "24 h 35 min"]


def test_money_is_grouped_by_thousands() -> None:
    assert [words.money(amount) for amount in (None, Decimal(2), Decimal("123456.78"))] == ["—", "¥2.00", "¥123,456.78"]
