"""The only reader of the time of day. Rules are given `now` or `today`."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_told: ContextVar[datetime | None] = ContextVar("told", default=None)
_happened: ContextVar[datetime | None] = ContextVar("happened", default=None)


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return _told.get() or datetime.now(UTC)


def happening() -> datetime:
    """Return when what is being done happened: now, unless a device kept it while it had no line."""
    return _happened.get() or now()


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


@contextmanager
def happened(moment: datetime | None) -> Iterator[None]:
    """Let the block record what happened at `moment` and was received only now: the outbox of a device does so."""
    token = _happened.set(moment.astimezone(UTC) if moment else None)
    try:
        yield
    finally:
        _happened.reset(token)
