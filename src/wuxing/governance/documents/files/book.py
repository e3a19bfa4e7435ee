"""Excel: the first rows of each sheet as tables, values as they were last worked out."""

from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import openpyxl

from wuxing.governance.documents.files.blocks import Block, Content, Run

MOST_SHEETS, MOST_ROWS, MOST_COLUMNS = 20, 300, 20


def read(data: bytes) -> Content:
    """Return the content of a .xlsx file."""
    book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    content = Content(wide=True)
    for sheet in [one for one in book.worksheets if one.sheet_state == "visible"][:MOST_SHEETS]:
        sheet.reset_dimensions()  # a file may lie about them
        rows = [[_text(value) for value in row] for row in _rows(sheet)]
        width = max((len(row) for row in rows), default=0)
        if not width:
            continue
        cells = [[_cell(row[i] if i < len(row) else "") for i in range(width)] for row in rows]
        content.blocks.append(Block("heading", [Run(sheet.title)], level=2))
        content.blocks.append(Block("table", rows=cells, columns=width))
    return content


def _rows(sheet: Any) -> list[list[Any]]:
    found = []
    for row in sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True):
        values = list(row)
        while values and values[-1] is None:
            values.pop()
        found.append(values)
    while found and not found[-1]:
        found.pop()
    return found


def _cell(text: str) -> dict[str, Any]:
    return {"text": text, "colspan": 1, "rowspan": 1}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time(0) else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    return str(value)[:2000]
