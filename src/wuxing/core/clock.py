"""The only reader of the time of day. Rules are given `now` or `today`."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return datetime.now(UTC)


def today(zone: str = "Asia/Shanghai") -> date:
    """Return the calendar date at `zone` now."""
    return now().astimezone(ZoneInfo(zone)).date()
