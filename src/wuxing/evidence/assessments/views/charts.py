"""The geometry of the score over time: a band from low to high, a line for the likely."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from wuxing.evidence.assessments.models import DayScore
from wuxing.schemes.packs.structure import Pack

WIDTH, HEIGHT, LEFT, RIGHT, TOP, FOOT = 1120, 220, 34, 96, 10, 24
APART = 14  # between two labels


def chart(pack: Pack, days: Sequence[DayScore], title: dict[str, str]) -> dict[str, Any] | None:
    """Return points and labels of the picture; None where there are not two days to draw."""
    if len(days) < 2:
        return None
    first, last = days[0].day, days[-1].day
    floor = max(Decimal(0), min(day.low for day in days) - 5)

    def x(day: date) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * ((day - first).days / max((last - first).days, 1))

    def y(value: Decimal) -> float:
        return TOP + (HEIGHT - TOP - FOOT) * float((pack.total - value) / (pack.total - floor))

    def points(pairs: Sequence[tuple[date, Decimal]]) -> str:
        return " ".join(f"{x(day):.1f},{y(value):.1f}" for day, value in pairs)

    band = [(day.day, day.high) for day in days] + [(day.day, day.low) for day in reversed(days)]
    kept = next((day.day for day in days if not day.afterwards), None)
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "band": points(band),
        "likely": points([(day.day, day.likely) for day in days if day.likely is not None]),
        "low": points([(day.day, day.low) for day in days]),
        "levels": _levels([(y(level.min), title[level.id]) for level in pack.levels if level.min > floor]),
        "left": LEFT,
        "right": WIDTH - RIGHT,
        "label_x": WIDTH - RIGHT + 8,
        "foot": HEIGHT - 6,
        "base": HEIGHT - FOOT,
        "months": _months(first, last, x),
        "kept": f"{x(kept):.1f}" if kept and kept != first else "",
        "scale": [{"y": f"{y(Decimal(mark)) + 4:.1f}", "text": mark} for mark in (0, 25, 50, 75, 100) if mark >= floor],
    }


def _levels(found: list[tuple[float, str]]) -> list[dict[str, str]]:
    """Return the lines of the levels; a label that would stand on another moves up."""
    lines, above = [], float(HEIGHT)
    for line, title in sorted(found, reverse=True):
        above = min(line + 4, above - APART)
        lines.append({"y": f"{line:.1f}", "text_y": f"{above:.1f}", "title": title})
    return lines


def _months(first: date, last: date, x: Any) -> list[dict[str, str]]:
    """Return where months begin, at most one label every 40 units."""
    starts, year, month = [], first.year, first.month
    while (day := date(year, month, 1)) <= last:
        if day >= first:
            starts.append(day)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    step = 1 + len(starts) // 14
    return [{"x": f"{x(day):.1f}", "text": f"{day.year % 100}-{day.month:02}"} for day in starts[::step]]


def turning_days(days: Sequence[DayScore]) -> list[tuple[DayScore, DayScore]]:
    """Return the days on which a score differs from that of the day before, newest first, with the day before."""
    pairs = [(day, before) for before, day in pairwise(days)]
    return [
        (day, before)
        for day, before in reversed(pairs)
        if (day.low, day.likely, day.high) != (before.low, before.likely, before.high)
    ]
