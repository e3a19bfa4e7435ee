"""Read a workbook that was written here and changed by people. Hostile until read: every bound is checked first."""

import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl.utils import get_column_letter

from wuxing.core.errors import BadInput
from wuxing.core.reasons import Reason, say
from wuxing.core.tables import sheets as shared
from wuxing.core.tables.rows import Unreadable
from wuxing.core.tables.uploads import refuse_office
from wuxing.schemes.drafts import kinds, words
from wuxing.schemes.drafts.columns import Column, Shape, Sheet, sheets
from wuxing.schemes.drafts.editing import parent_of
from wuxing.schemes.drafts.kinds import BadCell, Form
from wuxing.schemes.drafts.tables import Address, Row, Tables
from wuxing.schemes.drafts.workbooks import layout
from wuxing.schemes.drafts.workbooks.layout import FIRST, NAMES, ROOT, About

MOST_BYTES = 5 << 20
MOST_UNPACKED = 60 << 20
MOST_ROWS, MOST_COLUMNS = 5_000, 120
_OUTWARD = ("xl/externallinks/", "xl/connections", "xl/embeddings/", "xl/activex/", "xl/ctrlprops/", "xl/querytables/")


@dataclass(slots=True)
class Book:
    """What a workbook holds, and where each cell stood in it."""

    about: About
    tables: Tables
    places: dict[Address, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)

    def place(self, address: Address) -> str:
        """Return where a cell stands: sheet and coordinate, and the column in words."""
        title = self.titles.get(address.sheet, address.sheet)
        there = self.places.get(address) or self.places.get(address._replace(column=""), "")
        label = words.label(address.sheet, address.column) if address.column else ""
        return f"{title}!{there} {label}".strip() if there else f"{title} {address.row} {label}".strip()


def read(data: bytes) -> Book:
    """Return the tables of a workbook.

    Raises:
        Unreadable: no workbook of ours, damaged, too large, packed to harm, with macros, formulas or links to other files.
        BadInput: cells that cannot hold what they hold; each is named by sheet and coordinate.
    """
    _refuse_harm(data)
    pages = _pages(data)
    book = Book(*_about(pages))
    reader = _Reader(book, pages)
    for sheet in sheets().values():
        book.tables[sheet.name] = reader.rows(sheet)
    reader.refuse()
    return book


def _refuse_harm(data: bytes) -> None:
    if len(data) > MOST_BYTES:
        raise Unreadable(
            say("the workbook is over %(limit)s MB; a scheme has a hundredth of that", limit=MOST_BYTES >> 20)
        )
    refuse_office(data[:8])
    if not data.startswith(b"PK\x03\x04"):
        raise Unreadable(say("this is no Excel workbook; export the draft, change that file and send it back"))
    parts = shared.parts_of(BytesIO(data))
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unreadable(
            say("the workbook unpacks to over %(limit)s MB, as an archive bomb does", limit=MOST_UNPACKED >> 20)
        )
    shared.refuse_harm(parts)
    if any(part.filename.lower().startswith(_OUTWARD) for part in parts):
        raise Unreadable(say("the workbook is linked to other files or programs; break the links and save it again"))


Cells = list[tuple[int, list[Any]]]


def _pages(data: bytes) -> dict[str, Cells]:
    """Return the sheets with their rows that hold something."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
        return {sheet.title: list(_lines(sheet)) for sheet in book.worksheets if sheet.title != layout.LISTS}
    except (Unreadable, BadInput):
        raise
    except (Exception, zipfile.BadZipFile) as error:  # the library raises whatever its XML held
        raise Unreadable(say("the workbook is damaged or cut off; save or copy it again")) from error


def _lines(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    sheet.reset_dimensions()  # a file may lie about them
    for count, row in enumerate(sheet.iter_rows(), 1):
        if count > MOST_ROWS or len(row) > MOST_COLUMNS:
            raise Unreadable(
                say(
                    "the sheet %(name)s is larger than any scheme; take out what lies beyond row %(rows)s and column %(columns)s",
                    name=sheet.title,
                    rows=MOST_ROWS,
                    columns=get_column_letter(MOST_COLUMNS),
                )
            )
        for cell in row:
            if cell.data_type == "f":
                place = f"{sheet.title}!{cell.coordinate}"
                raise BadInput({place: say("holds a formula; write its value as text, after an apostrophe: '=…")})
        values = [_told(cell) for cell in row]
        if any(value is not None for value in values):
            yield count, values


def _told(cell: Any) -> Any:
    value = cell.value
    if isinstance(value, str):
        value = layout.unescaped(value.replace("\r\n", "\n"))
    return None if value == "" else value


def _about(pages: dict[str, Cells]) -> tuple[About, Tables, dict[Address, str], dict[str, str]]:
    page = pages.pop(layout.ABOUT, None)
    lines = {
        str(cells[0]): str(cells[1]) if len(cells) > 1 and cells[1] is not None else "" for _n, cells in page or []
    }
    if lines.get(layout.MARK) != str(layout.FORMAT):
        raise Unreadable(
            say("this workbook was not exported here; export the draft, change that file and send it back")
        )
    numbers = [
        int(lines[name]) if lines.get(name, "").isdecimal() and len(lines[name]) < 18 else 0
        for name in ("draft", "version")
    ]
    about = About(lines.get("scheme", ""), lines.get("edition", ""), lines.get("base", ""), *numbers)
    titles = {name: lines.get(f"sheet {name}", name) for name in sheets()}
    if lacking := [title for title in titles.values() if title not in pages]:
        raise Unreadable(
            say("the workbook lacks the sheet %(name)s; export the draft again and change that file", name=lacking[0])
        )
    if strange := sorted(set(pages) - set(titles.values())):
        raise Unreadable(say("the sheet %(name)s is none of a scheme; take it out of the workbook", name=strange[0]))
    return about, {}, {}, titles


class _Reader:
    """Reads sheet by sheet, and keeps what is wrong with any cell to say it all at once."""

    def __init__(self, book: Book, pages: dict[str, Cells]) -> None:
        self.book, self.pages = book, pages
        self.faults: dict[str, Reason] = {}

    def refuse(self) -> None:
        if self.faults:
            raise BadInput(dict(self.faults))

    def rows(self, sheet: Sheet) -> list[Row]:
        """Return the rows of one sheet."""
        lines = self.pages[self.book.titles[sheet.name]]
        names = self._names(sheet, lines)
        if layout.is_upright(sheet):
            return [self._upright(sheet, names, lines)]
        found = [(number, self._cells(sheet, names, number, cells)) for number, cells in lines if number >= FIRST]
        return self._keyed(sheet, [(number, cells) for number, cells in found if cells], names)

    def _names(self, sheet: Sheet, lines: Cells) -> list[str]:
        title = self.book.titles[sheet.name]
        row = next((cells for number, cells in lines if number == NAMES), [])
        names = ["" if one is None else str(one) for one in row]
        known = layout.headings(sheet)
        if layout.is_upright(sheet):
            known = [layout.FIELD, layout.LABEL, layout.VALUE, *words.NAMES]
        if wrong := [one for one in names if one and (one not in known or names.count(one) > 1)]:
            raise Unreadable(
                say(
                    "sheet %(sheet)s has a column %(name)s that does not belong there, or twice",
                    sheet=title,
                    name=wrong[0],
                )
            )
        if lacking := [one for one in known if one not in names]:
            raise Unreadable(
                say(
                    "sheet %(sheet)s lacks the column %(name)s; leave row 2 as it was exported",
                    sheet=title,
                    name=lacking[0],
                )
            )
        return names

    def _cells(self, sheet: Sheet, names: list[str], number: int, cells: list[Any]) -> dict[str, str]:
        found = {}
        for place, value in enumerate(cells):
            name = names[place] if place < len(names) else ""
            there = f"{get_column_letter(place + 1)}{number}"
            if value is not None and not name:
                self._blame(sheet, there, say("stands in a column without a name; take it out"))
            elif value is not None and (text := self._text(sheet, sheet.column(name), value, there)):
                found[name] = text
        return found

    def _upright(self, sheet: Sheet, names: list[str], lines: Cells) -> Row:
        row = Row("")
        for number, cells in lines:
            field_ = str(cells[0]) if number >= FIRST and cells[0] is not None else ""
            for place, name in enumerate(names[: len(cells)]):
                value = cells[place]
                there = f"{get_column_letter(place + 1)}{number}"
                if number < FIRST or name in (layout.FIELD, layout.LABEL) or value is None:
                    continue
                column = sheet.column(field_ if name == layout.VALUE else f"{field_}.{name}")
                if column is None:
                    self._blame(sheet, there, say("there is no such cell to write to"))
                elif text := self._text(sheet, column, value, there):
                    row.cells[column.name] = text
                    self.book.places[Address(sheet.name, "", column.name)] = there
        return row

    def _text(self, sheet: Sheet, column: Column | None, value: Any, there: str) -> str:
        """Return what a cell writes; a name of a row has no column, and is a code."""
        try:
            text = _as_text(value, column)
            if column is None or column.kind.form in (Form.TEXT, Form.LINE):
                return text if column is not None else text.strip()
            if not text.strip():
                return ""
            return kinds.text(column.kind, kinds.value(column.kind, text)) or text
        except BadCell as error:
            self._blame(sheet, there, error.reason)
            return ""

    def _blame(self, sheet: Sheet, there: str, reason: Reason) -> None:
        self.faults[f"{self.book.titles[sheet.name]}!{there}"] = reason

    def _keyed(self, sheet: Sheet, found: list[tuple[int, dict[str, str]]], names: list[str]) -> list[Row]:
        """Give the rows their keys, as walk does, and their parents."""
        rows: list[Row] = []
        used: set[str] = set()
        counts: Counter[str] = Counter()
        tops = [Row(cells.get(sheet.own, "")) for _number, cells in found]
        for number, cells in found:
            parent = cells.pop(sheet.parent_column, "") if sheet.parent_column else ""
            name = cells.get(sheet.own, "")
            if sheet.shape is Shape.TREE:
                parent = "" if parent == ROOT else parent or parent_of(name, tops)
            counts[parent] += 1
            if sheet.shape is Shape.LIST:
                name = name or str(counts[parent])
            key = _unique(sheet, _key(sheet, parent, name), used)
            rows.append(Row(key, parent, cells))
            self._remember(sheet, key, names, number)
        return rows

    def _remember(self, sheet: Sheet, key: str, names: list[str], number: int) -> None:
        for place, name in enumerate(names, 1):
            self.book.places[Address(sheet.name, key, name)] = f"{get_column_letter(place)}{number}"
        self.book.places[Address(sheet.name, key, "")] = f"A{number}"


def _key(sheet: Sheet, parent: str, name: str) -> str:
    if sheet.shape is Shape.TREE or not parent:
        return name
    return f"{parent}/{name}" if name else parent


def _unique(sheet: Sheet, key: str, used: set[str]) -> str:
    """Where rows stand in a list a name may come twice; the loader says so."""
    made, count = key, 2
    while made in used and sheet.shape in (Shape.LIST, Shape.TREE):
        made, count = f"{key}~{count}", count + 1
    used.add(made)
    return made


def _as_text(value: Any, column: Column | None) -> str:
    """Return a cell as text. What Excel has made a number of is taken only where nothing can have been lost."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return kinds.YES if value else kinds.NO
    if isinstance(value, (datetime, date, time, timedelta)):
        raise BadCell(say("Excel has made a date of it; format the cell as text and write it again"))
    form = column.kind.form if column is not None else Form.CODE
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float) and form in (Form.NUMBER, Form.WHOLE):
        return f"{Decimal(repr(value)).normalize():f}"
    if isinstance(value, float) and form in (Form.TEXT, Form.LINE):
        return f"{Decimal(repr(value)):f}"
    raise BadCell(
        say("Excel has made the number %(value)s of it; format the cell as text and write it again", value=value)
    )
