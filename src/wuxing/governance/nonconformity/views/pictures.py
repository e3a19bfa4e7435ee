"""Geometry of the fishbone and of the Pareto chart; the templates draw it (ADR 0009: pictures are drawn on the server)."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wuxing.governance.nonconformity.rules.pareto import Bar
from wuxing.governance.nonconformity.states import Category

WIDE, NARROW = 12.5, 7.0  # pixels of a Chinese sign and of a Latin one, at 12 px
TOP = (Category.PEOPLE, Category.MACHINE, Category.MATERIAL)
BOTTOM = (Category.METHOD, Category.ENVIRONMENT, Category.MEASUREMENT)
JOINTS = (230, 420, 610)
LEAN = 60  # how far a bone leans over its length
SHOWN = 4  # causes a bone; the list beside the picture has all
LINE = 26
HEAD_X, HEAD_WIDTH = 650, 218


def width(text: str) -> float:
    """Return about how wide a text is."""
    return sum(WIDE if unicodedata.east_asian_width(sign) in "WF" else NARROW for sign in text)


def cut(text: str, most: float) -> str:
    """Return a text that fits into `most` pixels; what is cut off is marked."""
    if width(text) <= most:
        return text
    while text and width(text) > most - WIDE:
        text = text[:-1]
    return f"{text}…"


def lines(text: str, most: float, count: int) -> list[str]:
    """Return a text as lines that fit; the last one is cut."""
    found: list[str] = []
    rest = text
    while rest and len(found) < count - 1 and width(rest) > most:
        taken = rest
        while width(taken) > most:
            taken = taken[:-1]
        space = taken.rfind(" ")
        if space > 0 and rest[len(taken)] != " " and taken[-1].isascii():
            taken = taken[:space]
        found.append(taken.strip())
        rest = rest[len(taken) :].strip()
    return [*found, cut(rest, most)] if rest else found


@dataclass(frozen=True, slots=True)
class Twig:
    """One cause on a bone."""

    text: str
    x: float
    y: float
    x0: float
    end: float  # where its line meets the bone
    chosen: bool


def fishbone(title: str, causes: Sequence[Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return the drawing of a fishbone; `causes` have category, text and chosen."""
    by_bone = {bone: [one for one in causes if one.category == bone] for bone in Category}
    longest = max(min(len(by_bone[bone]), SHOWN + 1) for bone in Category)
    reach = 36 + LINE * max(longest, 1)
    spine = reach + 30
    bones = [_bone(bone, by_bone[bone], JOINTS[at], spine, -reach, names) for at, bone in enumerate(TOP)]
    bones += [_bone(bone, by_bone[bone], JOINTS[at], spine, reach, names) for at, bone in enumerate(BOTTOM)]
    head = lines(title, HEAD_WIDTH - 24, 3)
    return {
        "height": 2 * spine,
        "spine": spine,
        "head_x": HEAD_X,
        "head_width": HEAD_WIDTH,
        "head_y": spine - 34,
        "head": [
            (HEAD_X + HEAD_WIDTH / 2, spine - 9 * (len(head) - 1) + 18 * i + 4, text) for i, text in enumerate(head)
        ],
        "bones": bones,
    }


def _bone(
    bone: Category, causes: Sequence[Any], joint: int, spine: int, reach: int, names: Mapping[str, str]
) -> dict[str, Any]:
    shown = list(causes[:SHOWN]) if len(causes) > SHOWN + 1 else list(causes)
    more = len(causes) - len(shown)
    twigs = []
    for place in range(len(shown) + bool(more)):
        y = spine + (1 if reach > 0 else -1) * (24 + LINE * place)
        x = joint - LEAN * abs(y - spine) / abs(reach)
        cause = shown[place] if place < len(shown) else None
        text = cut(cause.text, 136) if cause else f"+{more}"
        twigs.append(Twig(text, round(x - 8, 1), y - 5, round(x - 146, 1), round(x, 1), bool(cause and cause.chosen)))
    end = spine + reach
    return {
        "name": names[bone],
        "chosen": any(one.chosen for one in causes),
        "line": f"M{joint - LEAN} {end}L{joint} {spine}",
        "ends": (joint - LEAN, end, joint, spine),
        "label_x": joint - LEAN,
        "label_y": end + (-8 if reach < 0 else 18),
        "twigs": twigs,
    }


PLOT_LEFT, PLOT_RIGHT, PLOT_TOP, PLOT_FOOT = 44, 840, 26, 226
WIDEST = 160  # a column with its gaps


def pareto(bars: Sequence[Bar], names: Mapping[str, str], other: str) -> dict[str, Any]:
    """Return the drawing of a Pareto chart: columns by count, and the line of their shares together."""
    whole = sum(bar.count for bar in bars) or 1
    step = min((PLOT_RIGHT - PLOT_LEFT) / max(len(bars), 1), WIDEST)
    tall = PLOT_FOOT - PLOT_TOP
    columns, points = [], []
    for at, bar in enumerate(bars):
        left, high = PLOT_LEFT + at * step, tall * bar.count / whole
        y = PLOT_FOOT - tall * float(bar.cumulative)
        points.append((round(left + step / 2, 1), round(y, 1)))
        name = names.get(bar.code, bar.code) if bar.code else other
        columns.append(
            {
                "x": f"{left + step * 0.16:.1f}",
                "width": f"{step * 0.68:.1f}",
                "y": f"{PLOT_FOOT - high:.1f}",
                "height": f"{high:.1f}",
                "mid": f"{left + step / 2:.1f}",
                "count": bar.count,
                "count_y": f"{PLOT_FOOT - high - 5:.1f}",
                "labels": [(f"{PLOT_FOOT + 17 + 15 * row}", text) for row, text in enumerate(lines(name, step - 6, 2))],
                "vital": bar.vital,
            }
        )
    ticks = [(PLOT_FOOT - tall * share / 100, f"{share}%") for share in (0, 20, 40, 60, 80, 100)]
    return {
        "columns": columns,
        "line": " ".join(f"{'L' if at else 'M'}{x} {y}" for at, (x, y) in enumerate(points)),
        "points": points,
        "ticks": ticks,
        "left": PLOT_LEFT,
        "right": PLOT_RIGHT,
        "foot": PLOT_FOOT,
        "limit": PLOT_FOOT - tall * 0.8,
    }
