"""Quiet hours: held until the first allowed minute at the recipient's wall clock, never longer, never shorter."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuxing.core.notices.rules.quiet import Quiet, allowed_from, day_begins

NIGHT = Quiet(time(21), time(8))
ZONES = ["Asia/Shanghai", "Asia/Taipei", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]


def at(text: str, zone: str = "Asia/Shanghai") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "zone", "quiet", "allowed"),
    [
        ("2026-11-23 12:00", "Asia/Shanghai", NIGHT, "2026-11-23 12:00"),
        ("2026-11-23 20:59:59", "Asia/Shanghai", NIGHT, "2026-11-23 20:59:59"),
        ("2026-11-23 21:00", "Asia/Shanghai", NIGHT, "2026-11-24 08:00"),
        ("2026-11-23 23:59", "Asia/Shanghai", NIGHT, "2026-11-24 08:00"),
        ("2026-11-24 00:00", "Asia/Shanghai", NIGHT, "2026-11-24 08:00"),
        ("2026-11-24 07:59", "Asia/Shanghai", NIGHT, "2026-11-24 08:00"),
        ("2026-11-24 08:00", "Asia/Shanghai", NIGHT, "2026-11-24 08:00"),
        ("2026-11-24 13:00", "Asia/Shanghai", Quiet(time(12), time(14)), "2026-11-24 14:00"),  # within one day
        ("2026-12-31 22:00", "Asia/Shanghai", NIGHT, "2027-01-01 08:00"),
        ("2028-02-28 22:00", "Asia/Shanghai", NIGHT, "2028-02-29 08:00"),
        ("2026-11-24 03:00", "Asia/Shanghai", Quiet(time(21), time(0)), "2026-11-24 03:00"),  # until midnight
        ("2026-11-24 22:00", "Asia/Shanghai", Quiet(time(21), time(0)), "2026-11-25 00:00"),
        ("2026-03-28 22:00", "Europe/Berlin", NIGHT, "2026-03-29 08:00"),  # the clocks go forward
        ("2026-10-24 22:00", "Europe/Berlin", NIGHT, "2026-10-25 08:00"),  # and back
        ("2026-11-24 22:00", "Asia/Shanghai", None, "2026-11-24 22:00"),
    ],
)
def test_a_message_goes_out_at_the_first_allowed_minute(now: str, zone: str, quiet: Quiet | None, allowed: str) -> None:
    assert allowed_from(at(now, zone), zone, quiet) == at(allowed, zone)


moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))
hours = st.tuples(st.times(), st.times()).filter(lambda pair: pair[0] != pair[1]).map(lambda pair: Quiet(*pair))


@given(moments, st.sampled_from(ZONES), hours)
def test_it_is_never_early_never_a_day_late_and_goes_at_once_when_allowed(
    now: datetime, zone: str, quiet: Quiet
) -> None:
    allowed = allowed_from(now, zone, quiet)
    is_quiet = quiet.covers(now.astimezone(ZoneInfo(zone)).time())
    assert (allowed == now) is not is_quiet or allowed == now
    assert now <= allowed + timedelta(hours=1)  # clocks that go back show an hour twice
    assert allowed - now <= timedelta(hours=25)


@given(moments, st.sampled_from(ZONES))
def test_a_day_begins_at_its_midnight(now: datetime, zone: str) -> None:
    begins = day_begins(now, zone)
    assert begins <= now
    assert begins.astimezone(ZoneInfo(zone)).date() == now.astimezone(ZoneInfo(zone)).date()
