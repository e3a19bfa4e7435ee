"""版本对比: two texts side by side, by paragraph, and inside a changed one by sign (Chinese) or word (Latin)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

MOST_PARAGRAPHS = 4_000
MOST_TOKENS = 1_500  # a longer paragraph is shown as replaced whole
CONTEXT = 2
WINDOW = 12  # a paragraph is looked for among the next ones only
_TOKEN = re.compile(r"[A-Za-z0-9_]+|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a paragraph; `changed` when the other side does not have it."""

    text: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph on both sides. `kind`: same, changed, removed, added, or gap (`skipped` equal ones left out)."""

    kind: str
    left: tuple[Segment, ...] = ()
    right: tuple[Segment, ...] = ()
    skipped: int = 0


def compared(old: str, new: str, *, whole: bool = False) -> list[Row]:
    """Return the rows of a comparison; equal stretches are shortened unless `whole`."""
    left, right = _paragraphs(old), _paragraphs(new)
    rows: list[Row] = []
    for what, a, b, c, d in SequenceMatcher(None, left, right, autojunk=len(left) > 1000).get_opcodes():
        if what == "equal":
            rows += _equal(left[a:b], whole=whole, first=a == c == 0, last=b == len(left) and d == len(right))
        else:
            rows += _changed(left[a:b], right[c:d])
    return rows


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()][:MOST_PARAGRAPHS]


def _equal(lines: Sequence[str], *, whole: bool, first: bool, last: bool) -> list[Row]:
    before, after = (0 if first else CONTEXT), (0 if last else CONTEXT)
    if whole or len(lines) <= before + after + 1:
        return [_same(line) for line in lines]
    gap = Row("gap", skipped=len(lines) - before - after)
    return [*map(_same, lines[:before]), gap, *map(_same, lines[len(lines) - after :])]


def _same(line: str) -> Row:
    return Row("same", (Segment(line),), (Segment(line),))


def _changed(old: Sequence[str], new: Sequence[str]) -> list[Row]:
    """Pair the paragraphs that are alike, in order; the others were removed or added."""
    rows: list[Row] = []
    at = 0
    for line in old:
        found = next((i for i in range(at, min(len(new), at + WINDOW)) if _alike(line, new[i])), None)
        if found is None:
            rows.append(Row("removed", left=(Segment(line, True),)))
            continue
        rows += [Row("added", right=(Segment(added, True),)) for added in new[at:found]]
        rows.append(_pair(line, new[found]))
        at = found + 1
    return rows + [Row("added", right=(Segment(added, True),)) for added in new[at:]]


def _alike(old: str, new: str) -> bool:
    if max(len(old), len(new)) > 4 * min(len(old), len(new)) + 8:
        return False
    matcher = SequenceMatcher(None, old[:300], new[:300], autojunk=False)
    return matcher.quick_ratio() > 0.5 and matcher.ratio() > 0.5


def _pair(old: str, new: str) -> Row:
    left, right = _TOKEN.findall(old), _TOKEN.findall(new)
    if max(len(left), len(right)) > MOST_TOKENS:
        return Row("changed", (Segment(old, True),), (Segment(new, True),))
    before: list[Segment] = []
    after: list[Segment] = []
    for what, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if b > a:
            before.append(Segment("".join(left[a:b]), what != "equal"))
        if d > c:
            after.append(Segment("".join(right[c:d]), what != "equal"))
    return Row("changed", tuple(before), tuple(after))
