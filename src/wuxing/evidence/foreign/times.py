"""Times as people write them. One way is told from another; what could mean two days is never guessed. Pure."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo


class Shape(StrEnum):
    """How the date in a value is written; its time of day does not matter."""

    ISO = "2024-03-01"
    SLASHED = "2024/03/01"
    DOTTED = "2024.03.01"
    PACKED = "20240301"
    CHINESE = "2024年3月1日"
    DAY_MONTH_SLASH = "01/03/2024"
    DAY_MONTH_DOT = "01.03.2024"
    DAY_MONTH_DASH = "01-03-2024"
    NAMED_DAY_FIRST = "1 Mar 2024"
    NAMED_MONTH_FIRST = "Mar 1, 2024"
    SECONDS = "1709251200"
    CELL = "Excel"


class Order(StrEnum):
    """Which of two small numbers is the day."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_TIME = (
    r"(?:[T\s,]*(?P<am>上午|下午|AM|PM)?\s*(?P<h>\d{1,2})[:：时時](?P<mi>\d{1,2})(?:[:：分](?P<s>\d{1,2})(?:[.,](?P<f>\d{1,9}))?)?[分秒]?"
    r"\s*(?P<pm>AM|PM)?\s*(?P<z>Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_PATTERNS: tuple[tuple[Shape, re.Pattern[str]], ...] = tuple(
    (shape, re.compile(pattern + _TIME, re.IGNORECASE))
    for shape, pattern in (
        (Shape.ISO, r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
        (Shape.SLASHED, r"(?P<y>\d{4})/(?P<m>\d{1,2})/(?P<d>\d{1,2})"),
        (Shape.DOTTED, r"(?P<y>\d{4})\.(?P<m>\d{1,2})\.(?P<d>\d{1,2})"),
        (Shape.CHINESE, r"(?P<y>\d{4})\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日?"),
        (Shape.PACKED, r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})"),
        (Shape.DAY_MONTH_SLASH, r"(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<y>\d{4})"),
        (Shape.DAY_MONTH_DOT, r"(?P<a>\d{1,2})\.(?P<b>\d{1,2})\.(?P<y>\d{4})"),
        (Shape.DAY_MONTH_DASH, r"(?P<a>\d{1,2})-(?P<b>\d{1,2})-(?P<y>\d{4})"),
        (Shape.NAMED_DAY_FIRST, r"(?P<d>\d{1,2})(?:st|nd|rd|th)?[ -](?P<n>[A-Za-z]{3,9})\.?[ ,-]+(?P<y>\d{4})"),
        (Shape.NAMED_MONTH_FIRST, r"(?P<n>[A-Za-z]{3,9})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})"),
    )
)
_SECONDS = re.compile(r"1\d{9}(?:\d{3})?(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as written: parts of a date (day and month may still be open), a time of day or none, an offset or none."""

    shape: Shape
    year: int
    first: int
    second: int
    clock: time | None
    offset: datetime | None = None  # an instant that carries its own zone


@dataclass(slots=True)
class Column:
    """What the values of one column have shown so far: the shapes with a line each, and what proves the order."""

    shapes: dict[Shape, tuple[int, str]] = field(default_factory=dict)
    unsure: dict[Shape, tuple[int, str]] = field(default_factory=dict)
    proofs: dict[Shape, dict[Order, tuple[int, str]]] = field(default_factory=dict)

    def see(self, moment: Moment, line: int, text: str) -> None:
        """Take notice of a value."""
        self.shapes.setdefault(moment.shape, (line, text))
        if moment.shape in AMBIGUOUS:
            order = proves(moment)
            if order is not None:
                self.proofs.setdefault(moment.shape, {}).setdefault(order, (line, text))
            elif moment.first != moment.second:
                self.unsure.setdefault(moment.shape, (line, text))


AMBIGUOUS = frozenset({Shape.DAY_MONTH_SLASH, Shape.DAY_MONTH_DOT, Shape.DAY_MONTH_DASH})


def proves(moment: Moment) -> Order | None:
    """Return the only order that makes a date of a value written with two small numbers, or None when both do."""
    if moment.first > 12:
        return Order.DAY_FIRST
    return Order.MONTH_FIRST if moment.second > 12 else None


def parse(value: str | datetime) -> Moment | None:
    """Read a value, or return None when it is no time."""
    if isinstance(value, datetime):
        whole = value if value.tzinfo else None
        return Moment(Shape.CELL, value.year, value.month, value.day, value.time(), whole)
    text = value.strip()
    if "T" in text and len(text) >= 19:  # the usual form of logs, read fast
        try:
            return _whole(datetime.fromisoformat(text))
        except ValueError:
            pass
    for shape, pattern in _PATTERNS:
        if found := pattern.fullmatch(text):
            return _moment(shape, found)
    if _SECONDS.fullmatch(text):
        number = float(text)
        return _whole(datetime.fromtimestamp(number / 1000 if number > 1e11 else number, UTC), Shape.SECONDS)
    return None


def _whole(at: datetime, shape: Shape = Shape.ISO) -> Moment:
    return Moment(shape, at.year, at.month, at.day, at.time(), at if at.tzinfo else None)


def _moment(shape: Shape, found: re.Match[str]) -> Moment | None:
    part = found.groupdict()
    if shape in AMBIGUOUS:
        first, second = int(part["a"]), int(part["b"])
    else:
        first = _MONTHS.get(part["n"][:3].lower(), 0) if part.get("n") else int(part["m"])
        second = int(part["d"])
    year = int(part["y"])
    day = _some_date(year, first, second, tuple(Order) if shape in AMBIGUOUS else (Order.MONTH_FIRST,))
    if day is None:
        return None
    try:
        clock = _clock(part)
        zoned = bool(part["z"]) and clock is not None and shape not in AMBIGUOUS
        return Moment(shape, year, first, second, clock, _zoned(day, clock, part["z"]) if zoned and clock else None)
    except ValueError:
        return None


def _some_date(year: int, first: int, second: int, orders: tuple[Order, ...]) -> date | None:
    """Return a date by the first order that makes one."""
    for order in orders:
        try:
            return _date(year, first, second, order)
        except ValueError:
            continue
    return None


def _clock(part: dict[str, Any]) -> time | None:
    if part["h"] is None:
        return None
    hour, half = int(part["h"]), (part["am"] or part["pm"] or "").upper()
    if half in {"PM", "下午"} and hour < 12:
        hour += 12
    elif half in {"AM", "上午"} and hour == 12:
        hour = 0
    return time(hour, int(part["mi"]), int(part["s"] or 0), int((part["f"] or "0")[:6].ljust(6, "0")))


def _date(year: int, first: int, second: int, order: Order) -> date:
    month, day = (second, first) if order is Order.DAY_FIRST else (first, second)
    return date(year, month, day)


def _zoned(day: date, clock: time, zone: str) -> datetime:
    text = "+00:00" if zone.upper() in {"Z", "UTC", "GMT"} else zone
    return datetime.fromisoformat(f"{day.isoformat()}T{clock.isoformat()}{text}")


def at(moment: Moment, *, zone: ZoneInfo, order: Order | None, without_clock: time) -> datetime:
    """Return the instant; `order` decides what could be two days, `without_clock` stands for a missing time of day."""
    if moment.offset is not None:
        return moment.offset
    used = (proves(moment) or order or Order.DAY_FIRST) if moment.shape in AMBIGUOUS else Order.MONTH_FIRST
    day = _date(moment.year, moment.first, moment.second, used)
    return datetime.combine(day, moment.clock if moment.clock is not None else without_clock, tzinfo=zone)


def survey(values: Iterable[tuple[int, str | datetime]], unread: Callable[[int, str], None]) -> Column:
    """Look at all values of a column; tell `unread` of those that are no times."""
    column = Column()
    for line, value in values:
        if value == "":
            continue
        moment = parse(value)
        if moment is None:
            unread(line, str(value))
        else:
            column.see(moment, line, str(value))
    return column
