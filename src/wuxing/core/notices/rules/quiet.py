"""Quiet hours: when a notice may go out, at the wall clock of who gets it."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Quiet:
    """From one time of day to another; over midnight when it ends before it begins."""

    begins: time
    ends: time

    def covers(self, at: time) -> bool:
        """Say whether a time of day is quiet; its end is not."""
        if self.begins < self.ends:
            return self.begins <= at < self.ends
        return at >= self.begins or at < self.ends


def allowed_from(now: datetime, zone: str, quiet: Quiet | None) -> datetime:
    """Return the first instant from `now` on at which a notice may go out."""
    local = now.astimezone(ZoneInfo(zone))
    at = local.time()
    if quiet is None or not quiet.covers(at):
        return now
    day = local.date() if at < quiet.ends else local.date() + timedelta(days=1)
    return datetime.combine(day, quiet.ends, ZoneInfo(zone)).astimezone(UTC)


def day_begins(now: datetime, zone: str) -> datetime:
    """Return the midnight that began the day at `zone`."""
    local = now.astimezone(ZoneInfo(zone))
    return datetime.combine(local.date(), time(), ZoneInfo(zone)).astimezone(UTC)
