"""The only reader of the time of day. Rules are given `now` or `today`."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return _told.get() or datetime.now(UTC)


def today(zone: str = "Asia/Shanghai") -> date:
    """Return the calendar date at `zone` now."""
    return now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def telling(moment: datetime) -> Iterator[None]:
    """Let the block take `moment` for now: the demo tells a past course through the same actions. No door uses it."""
    token = _told.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _told.reset(token)
