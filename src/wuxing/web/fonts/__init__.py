"""Fonts of printed documents (PDF): Noto Sans SC, regular and bold, made by tools/fonts.py. Screens use the reader's own."""

from functools import cache
from pathlib import Path

FAMILY = "Noto Sans SC"


def folder() -> Path:
    """Return the folder with the fonts, for typst's `font_paths`."""
    return Path(__file__).resolve().parent


@cache
def covered() -> frozenset[int]:
    """Return the code points that the fonts can draw."""
    points: set[int] = set()
    for line in (folder() / "coverage.txt").read_text(encoding="ascii").split():
        first, last = (int(part, 16) for part in line.split("-"))
        points.update(range(first, last + 1))
    return frozenset(points)


def missing(text: str) -> list[str]:
    """Return the characters of `text` that the fonts cannot draw, each once, in order; say so beside the document."""
    known = covered()
    return list(dict.fromkeys(sign for sign in text if ord(sign) not in known and not sign.isspace()))
