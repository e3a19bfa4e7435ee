"""The numbers that Word counts itself: 1, 1.1, (a), 第一条. Kept beside the words, so that a comparison is not disturbed."""

import re
from collections import defaultdict
from typing import Any

from docx.oxml.ns import qn

_PLACE = re.compile(r"%(\d)")
_DIGITS = "〇一二三四五六七八九"
_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "ideographTraditional",
    "japaneseCounting",
    "taiwaneseCounting",
}


class Numbers:
    """Counts the numbered paragraphs of a document in their order."""

    def __init__(self, document: Any) -> None:
        self.levels: dict[int, dict[int, tuple[str, str, int]]] = {}  # by numId, by level: format, text, start
        self.counts: dict[int, dict[int, int]] = defaultdict(dict)
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        kinds = {one.get(qn("w:abstractNumId")): _levels(one) for one in root.findall(qn("w:abstractNum"))}
        for num in root.findall(qn("w:num")):
            link = num.find(qn("w:abstractNumId"))
            if link is not None:
                self.levels[int(num.get(qn("w:numId")))] = kinds.get(link.get(qn("w:val")), {})

    def mark(self, paragraph: Any) -> tuple[int, str]:
        """Return level (0: not numbered) and mark of a paragraph; "•" for a bullet."""
        number, level = _asked(paragraph)
        found = self.levels.get(number, {}).get(level)
        if not number or found is None:
            return (level + 1 if number else 0), ""
        form, text, start = found
        if form == "bullet":
            return level + 1, "•"
        counts = self.counts[number]
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        return level + 1, _PLACE.sub(lambda place: self._sign(number, int(place[1]) - 1), text)

    def _sign(self, number: int, level: int) -> str:
        form, _text, start = self.levels[number].get(level, ("decimal", "", 1))
        return _written(self.counts[number].get(level, start), form)


def _levels(kind: Any) -> dict[int, tuple[str, str, int]]:
    found = {}
    for one in kind.findall(qn("w:lvl")):
        said = {name: one.find(qn(f"w:{name}")) for name in ("numFmt", "lvlText", "start")}
        form, text, start = ((said[n].get(qn("w:val")) if said[n] is not None else "") for n in said)
        found[int(one.get(qn("w:ilvl")))] = (form or "decimal", text or "", int(start) if str(start).isdecimal() else 1)
    return found


def _asked(paragraph: Any) -> tuple[int, int]:
    """Return number and level that a paragraph, or its style, asks for; 0 when none."""
    places = [paragraph._p.pPr]  # noqa: SLF001  # the library's own way to the elements
    style = paragraph.style
    for _step in range(8):
        if style is None:
            break
        places.append(style.element.pPr)
        style = style.base_style
    for place in places:
        found = place.numPr if place is not None else None
        if found is not None and found.numId is not None:
            return int(found.numId.val), int(found.ilvl.val) if found.ilvl is not None else 0
    return 0, 0


def _written(count: int, form: str) -> str:
    if form in _CHINESE and count < 100:
        tens, ones = divmod(count, 10)
        head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
        return head + (_DIGITS[ones] if ones or not tens else "")
    if form in ("lowerLetter", "upperLetter") and 1 <= count <= 26:
        return chr((96 if form == "lowerLetter" else 64) + count)
    if form in ("lowerRoman", "upperRoman"):
        roman = _roman(count)
        return roman.lower() if form == "lowerRoman" else roman
    return str(count)


def _roman(count: int) -> str:
    made = ""
    for value, sign in (
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ):
        times, count = divmod(count, value)
        made += sign * times
    return made
