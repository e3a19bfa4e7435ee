"""The fonts of printed documents, and what they can draw: a sign that is missing would vanish from the paper without a word."""

from functools import cache
from pathlib import Path

from wuxing.config import paths

FAMILY = "Noto Sans SC"
UNKNOWN_SIGN = "\u25a1"
"""□: stands where a sign cannot be drawn, and a line at the end names the signs."""


def folder() -> Path:
    """Return the folder with the fonts, for typst's `font_paths`."""
    return paths.PACKAGE / "web" / "fonts"


@cache
def covered() -> frozenset[int]:
    """Return the code points that the fonts can draw."""
    points: set[int] = set()
    for line in (folder() / "coverage.txt").read_text(encoding="ascii").split():
        first, last = (int(part, 16) for part in line.split("-"))
        points.update(range(first, last + 1))
    return frozenset(points)


def drawable(text: str) -> tuple[str, tuple[str, ...]]:
    """Return `text` with a visible box for each sign that the fonts lack, and those signs, each once."""
    known = covered()
    lacking = tuple(dict.fromkeys(sign for sign in text if ord(sign) not in known and not sign.isspace()))
    for sign in lacking:
        text = text.replace(sign, UNKNOWN_SIGN)
    return text, lacking
