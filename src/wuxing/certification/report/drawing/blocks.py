"""What a section is made of. Pure."""

from collections.abc import Iterable, Sequence
from typing import Any

Block = dict[str, Any]


def text(words: str) -> Block:
    """Return a paragraph."""
    return {"kind": "text", "text": words}


def facts_block(*rows: tuple[str, str | None]) -> Block:
    """Return labels with values; empty ones show a dash."""
    return {"kind": "facts", "rows": [[label, value or "—"] for label, value in rows]}


def table(
    *columns: tuple[str, float], rows: Iterable[Sequence[str | None]], right: Sequence[int] = (), strong: Sequence[int] = ()
) -> Block:  # fmt: skip
    """Return a table: columns with their widths, places of columns that stand at the right and of rows that are strong."""
    return {
        "kind": "table",
        "head": [label for label, _width in columns],
        "widths": [width for _label, width in columns],
        "right": list(right),
        "strong": list(strong),
        "rows": [[cell or "—" for cell in row] for row in rows],
    }
