"""How tables lie on sheets: rows 1 and 2 are headings, data from row 3; and what the hidden sheet says. Pure."""

import re
from dataclasses import dataclass

from wuxing.schemes.drafts.columns import Shape, Sheet

ABOUT, LISTS = "_wuxing", "_lists"
MARK = "wuxing scheme tables"
FORMAT = 1
HEADING, NAMES, FIRST = 1, 2, 3
ROOT = "/"
"""Written where an indicator stands at the top though its number looks as if it stood under another."""
FIELD, LABEL, VALUE = "field", "label", "value"
LONGEST_CELL = 32_767

_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_SHOWN = re.compile("_x(005F|00[01][0-9A-F]|007F|FFF[EF])_")


@dataclass(frozen=True, slots=True)
class About:
    """What a workbook was made of."""

    scheme: str
    edition: str
    base: str = ""  # sha256 of the edition
    draft: int = 0
    version: int = 0


def headings(sheet: Sheet) -> list[str]:
    """Return the names of the columns of a sheet, in order."""
    first = [sheet.parent_column] if sheet.parent_column else []
    if sheet.own and sheet.column(sheet.own) is None:
        first.append(sheet.own)
    rest = [column.name for column in sheet.columns]
    if sheet.own in rest:
        rest.remove(sheet.own)
        rest.insert(0, sheet.own)
    return first + rest


def is_upright(sheet: Sheet) -> bool:
    """Say whether the one row of a table is written downward, a field a line."""
    return sheet.shape is Shape.ONE


def escaped(text: str) -> str:
    """Return a text as a cell of Excel holds it: what XML cannot hold, and what Excel would take for such, as _xHHHH_."""
    return _HIDDEN.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def unescaped(text: str) -> str:
    """Return the text of a cell."""
    return _SHOWN.sub(lambda found: chr(int(found[1], 16)), text)
