"""Windows, ages and what makes a value unknown. Pure."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from wuxing.schemes.packs.structure import NOW, Metric
from wuxing.schemes.scoring.results import MetricValue, Reason

UNDECIDED_LIMIT = Decimal("0.05")
"""Above this share of records whose condition could not be decided, the value is unknown."""

_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")


def _parts(text: str) -> tuple[int, int]:
    """Return months and seconds of an ISO 8601 duration."""
    found = _DURATION.fullmatch(text)
    if not found or not any(found.groups()):
        raise ValueError(f"{text!r} is no duration; write for example P12M, P7D or PT48H")
    years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return years * 12 + months, (weeks * 7 + days) * 86400 + hours * 3600 + minutes * 60 + seconds


def seconds_in(text: str) -> int:
    """Return the seconds of a duration without months.

    Raises:
        ValueError: it is no duration, or has months, whose length differs.
    """
    months, seconds = _parts(text)
    if months:
        raise ValueError(f"{text!r} has months or years, whose length differs; use weeks, days or hours")
    return seconds


def moved(day: date, months: int) -> date:
    """Return the same day `months` later, or the last of that month when it is too short."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def window_start(end: date, window: str) -> date:
    """Return the first day of the window that ends with `end`; the first of all days for what stands."""
    if window == NOW:
        return date.min
    months, seconds = _parts(window)
    return moved(end, -months) - timedelta(days=seconds // 86400) + timedelta(days=1)


def leaves_on(day: date, window: str) -> date | None:
    """Return the first day on which a record of `day` is out of the window; None: what stands leaves by no date."""
    if window == NOW:
        return None
    months, seconds = _parts(window)
    left = moved(day, months) + timedelta(days=seconds // 86400)
    while window_start(left, window) <= day:  # 29 February stays until 1 March
        left += timedelta(days=1)
    return left


def end_of(day: date, zone: str) -> datetime:
    """Return the last instant of a day at a zone."""
    return datetime.combine(day + timedelta(days=1), time(0), tzinfo=ZoneInfo(zone)) - timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Tally:
    """The sums of one metric over its window, and the newest day up to its end with any record, or change of what stands."""

    n: int = 0
    ok: int = 0
    undecided: int = 0
    late: int = 0
    imported: int = 0
    savable: int = 0
    running: int = 0
    newest: date | None = None
    oldest_missed: date | None = None  # the first day of the window with a record that costs points

    @property
    def missed(self) -> int:
        """Return how many records cost points."""
        return self.n - self.ok

    @property
    def keepable(self) -> int:
        """Return how many records can still be made to conform by acting now."""
        return self.savable + self.running


def reason_for(metric: Metric, tally: Tally, end: date) -> Reason | None:
    """Return why the value of `metric` is unknown, or None when it may be scored."""
    if tally.n == 0:
        return Reason.NO_VALUE
    if tally.undecided > UNDECIDED_LIMIT * (tally.n + tally.undecided):
        return Reason.ERROR
    if tally.n < metric.min_population:
        return Reason.TOO_FEW
    if metric.freshness and (tally.newest is None or tally.newest < end - _age(metric.freshness)):
        return Reason.STALE
    if metric.late_entries and tally.late > metric.late_entries.max_share * tally.n:
        return Reason.LATE
    return None


def _age(freshness: str) -> timedelta:
    return timedelta(seconds=seconds_in(freshness))


def value_for(metric: Metric, tally: Tally, end: date) -> MetricValue:
    """Return what scoring is told: the counts, and why they may not be trusted if so."""
    reason = reason_for(metric, tally, end)
    enough = tally.n >= metric.min_population and tally.n > 0
    likely = Decimal(tally.ok) / Decimal(tally.n) if reason is not None and enough else None
    return MetricValue(n=tally.n, ok=tally.ok, reason=reason, last_known=likely)
