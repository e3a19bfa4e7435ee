"""XLSX: one sheet as a table. Formulas and macros are refused; headings may stand in two rows."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from wuxing.core.tables.csv_text import clean_headings
from wuxing.core.tables.rows import MOST_COLUMNS, MOST_ROWS, Row, Table, Unreadable, Value

MOST_BYTES = 400 << 20
FREE_BYTES = 32 << 20
HIGHEST_RATIO = 200
HEADING_ROWS = 15  # the headings stand in one of the first rows
Cells = tuple[int, list[Any]]
Book = Path | BinaryIO


def read(path: Book, *, sheet: str = "") -> Table:
    """Return a sheet of a workbook: the one called `sheet`, else the first that holds something.

    Raises:
        Unreadable: no workbook, damaged, packed to harm, with macros, or without that sheet.
    """
    _check(path)
    rows, name = _sheet(path, sheet)
    headings, line, rest = _headings(rows, name)
    return Table("XLSX", "UTF-8", _named(rest, headings), headings, sheet=name, details={"heading_row": line})


def _check(path: Book) -> None:
    parts = parts_of(path)
    size, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if size > MOST_BYTES or (size > FREE_BYTES and size > packed * HIGHEST_RATIO):
        raise Unreadable(
            _("The workbook unpacks to %(size)s MB, as an archive bomb does; export the records as CSV.")
            % {"size": size >> 20}
        )
    refuse_harm(parts)


def parts_of(path: Book) -> list[zipfile.ZipInfo]:
    """Return the parts of a workbook, none of them unpacked yet. Raises Unreadable."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Unreadable(_("The workbook is damaged or cut off; save or copy it again.")) from error


def refuse_harm(parts: list[zipfile.ZipInfo]) -> None:
    """Refuse an archive that is no workbook, or one with macros. Raises Unreadable."""
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise Unreadable(_("This is a ZIP archive, but no Excel workbook; unpack it and take the file inside."))
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unreadable(_("The workbook holds macros; save it as .xlsx without macros and try again."))


def _sheet(path: Book, wanted: str) -> tuple[Iterator[Cells], str]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
    except Exception as error:  # the library raises whatever its XML held
        raise Unreadable(_("The workbook is damaged or cut off; save or copy it again.")) from error
    if wanted and wanted not in book.sheetnames:
        raise Unreadable(
            _("There is no sheet “%(name)s”; the workbook has %(there)s.")
            % {"name": wanted, "there": ", ".join(book.sheetnames)}
        )
    for sheet in book.worksheets:
        if (wanted and sheet.title != wanted) or (not wanted and sheet.sheet_state != "visible"):
            continue
        sheet.reset_dimensions()  # a file may lie about them
        rows = _cells(sheet)
        first = next(rows, None)
        if first is not None:
            return _again(first, rows), sheet.title
    raise Unreadable(_("The workbook holds no rows; check that the records are on a visible sheet."))


def _without_midnight(cell: Any) -> Any:
    """Excel knows no dates, only instants; a format without hours says that a date was meant."""
    value = cell.value
    if isinstance(value, datetime) and value.time() == time(0) and "h" not in (cell.number_format or "").lower():
        return value.date()
    return value


def _again(first: Cells, rows: Iterator[Cells]) -> Iterator[Cells]:
    yield first
    yield from rows


def _cells(sheet: Any) -> Iterator[Cells]:
    """Yield the rows that hold something, with their numbers."""
    count = 0
    for row in _whole(iter(sheet.iter_rows())):
        if len(row) > MOST_COLUMNS and any(cell.value is not None for cell in row[MOST_COLUMNS:]):
            raise Unreadable(
                _("There are more than %(count)s columns; export only those of the records.") % {"count": MOST_COLUMNS}
            )
        values = [_value_of(cell, sheet.title) for cell in row[:MOST_COLUMNS]]
        if any(value is not None and str(value).strip() for value in values):
            count += 1
            if count > MOST_ROWS:
                raise Unreadable(_("The file has more than %(count)s rows; split it by year.") % {"count": MOST_ROWS})
            yield next((cell.row for cell in row if getattr(cell, "row", None)), 0), values


def _whole(rows: Iterator[Any]) -> Iterator[Any]:
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except Exception as error:
            raise Unreadable(_("The workbook is damaged or cut off; save or copy it again.")) from error
        yield row


def _value_of(cell: Any, sheet: str) -> Any:
    if cell.data_type == "f":
        raise Unreadable(
            _(
                "Sheet “%(sheet)s”, cell %(cell)s (row %(row)s, column %(column)s) holds a formula; "
                "paste the sheet as values and try again."
            )
            % {"sheet": sheet, "cell": cell.coordinate, "row": cell.row, "column": cell.column_letter}
        )
    return _without_midnight(cell)


def _headings(rows: Iterator[Cells], sheet: str) -> tuple[list[str], int, Iterator[Cells]]:
    """Find the row of headings; a title above is passed over, a second row under merged headings is joined."""
    early = list(islice(rows, HEADING_ROWS))
    widest = max(_texts(cells) for _line, cells in early)
    place = next(
        i for i, (_line, cells) in enumerate(early) if _texts(cells) >= max(2, 0.6 * widest) or _texts(cells) == widest
    )
    line, top = early[place]
    names = [_plain(value) for value in top]
    used = place + 1
    if used < len(early) and _is_second(names, early[used][1]):
        names = _joined(names, [_plain(value) for value in early[used][1]])
        used += 1
    while names and not names[-1]:
        names.pop()
    where = _("sheet “%(sheet)s”, row %(row)s") % {"sheet": sheet, "row": line}
    return clean_headings(names, where), line, _chain(early[used:], rows)


def _chain(early: list[Cells], rows: Iterator[Cells]) -> Iterator[Cells]:
    yield from early
    yield from rows


def _texts(cells: list[Any]) -> int:
    return sum(1 for value in cells if isinstance(value, str) and value.strip())


def _is_second(names: list[str], below: list[Any]) -> bool:
    """Merged headings leave gaps that the row below fills with texts, and has nothing under some of the others."""
    width = max((i for i, value in enumerate(below) if value is not None), default=-1) + 1
    gaps = [i for i in range(max(len(names), width)) if not (names[i] if i < len(names) else "")]
    filled = [i for i in range(width) if below[i] is not None]
    return (
        bool(gaps)
        and all(isinstance(below[i], str) for i in filled)
        and all(i in filled for i in gaps if i < width)
        and any(i in filled for i in gaps)
        and len(filled) < max(len(names), width)
    )


def _joined(names: list[str], below: list[str]) -> list[str]:
    joined, above = [], ""
    for i in range(max(len(names), len(below))):
        name, child = (names[i] if i < len(names) else ""), (below[i] if i < len(below) else "")
        above = name or above
        joined.append(f"{above}/{child}" if child and above else child or name)
    return joined


def _plain(value: Any) -> str:
    return "" if value is None else " ".join(str(value).split())


def _named(rows: Iterator[Cells], names: list[str]) -> Iterator[Row]:
    for line, cells in rows:
        values = {name: _value(cell) for name, cell in zip(names, cells, strict=False)}
        yield Row(line, values)


def _value(cell: Any) -> Value:
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.strftime("%H:%M:%S")
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()
