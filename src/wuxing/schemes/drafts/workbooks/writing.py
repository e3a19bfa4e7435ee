"""Write the tables of a scheme as a workbook: every cell text, names locked, drop-downs where a cell chooses."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from wuxing.core.errors import RuleBroken
from wuxing.core.reasons import say
from wuxing.schemes.drafts import words
from wuxing.schemes.drafts.columns import LANGUAGES, OTHER, Column, Shape, Sheet, sheets
from wuxing.schemes.drafts.editing import parent_of
from wuxing.schemes.drafts.kinds import Form
from wuxing.schemes.drafts.tables import Row, Tables
from wuxing.schemes.drafts.workbooks import layout
from wuxing.schemes.drafts.workbooks.layout import FIELD, FIRST, HEADING, LABEL, LISTS, NAMES, ROOT, VALUE, About

OPEN, LOCKED = Protection(locked=False), Protection(locked=True)
GREY, HEAD = PatternFill("solid", fgColor="FFF1F3F6"), PatternFill("solid", fgColor="FFE3E8EF")
SMALL, BOLD = Font(size=8, color="FF6B7480"), Font(bold=True)
TOP = Alignment(vertical="top", wrap_text=True)
LAST_ROW = 2_000
_FORMULA = ("=", "+", "-", "@")


def written(tables: Tables, about: About, populations: Iterable[str] = ()) -> bytes:
    """Return the workbook of `tables`. Raises RuleBroken where a text is longer than a cell of Excel can be."""
    book = Workbook()
    book.remove(book.worksheets[0])
    titles = _titles()
    lists = _Lists(book, titles, populations)
    for sheet in sheets().values():
        page = book.create_sheet(titles[sheet.name])
        (_upright if layout.is_upright(sheet) else _across)(page, sheet, tables, lists)
        _protect(page)
    _about(book, about, titles)
    lists.write()
    book.active = 0
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _titles() -> dict[str, str]:
    """Return the titles of the sheets, each once, as Excel allows them."""
    found: dict[str, str] = {}
    for name in sheets():
        title = "".join(sign for sign in words.title(name) if sign not in "[]:*?/\\'")[:31]
        found[name] = title if title and title.lower() not in {one.lower() for one in found.values()} else name
    return found


class _Lists:
    """What the drop-downs offer, on a hidden sheet of their own."""

    def __init__(self, book: Workbook, titles: dict[str, str], populations: Iterable[str]) -> None:
        self.book, self.titles = book, titles
        self.columns: dict[tuple[str, ...], str] = {}
        self.populations = tuple(sorted(populations))

    def rule(self, sheet: Sheet, column: str, found: Column | None) -> DataValidation | None:
        """Return the drop-down of a column, or None. Codes must be of the list; names are only offered."""
        if column in sheet.refers and not (found and found.kind.form is Form.LIST):
            named = sheets()[sheet.refers[column]]
            letter = get_column_letter(layout.headings(named).index(named.own) + 1)
            return self._offer(f"'{self.titles[named.name]}'!${letter}${FIRST}:${letter}${LAST_ROW}")
        if sheet.name == "metrics" and column == "population" and self.populations:
            return self._offer(self._range(self.populations))
        if found is None or found.kind.form not in (Form.CHOICE, Form.FLAG) or found.kind.fixed:
            return None
        rule = self._offer(self._range(found.kind.options))
        rule.showErrorMessage = True
        return rule

    def _offer(self, where: str) -> DataValidation:
        return DataValidation(type="list", formula1=where, allow_blank=True, showErrorMessage=False)

    def _range(self, options: tuple[str, ...]) -> str:
        letter = self.columns.setdefault(options, get_column_letter(len(self.columns) + 1))
        return f"{LISTS}!${letter}$1:${letter}${len(options)}"

    def write(self) -> None:
        page = self.book.create_sheet(LISTS)
        page.sheet_state = "hidden"
        for options, letter in self.columns.items():
            for number, option in enumerate(options, 1):
                _put(page[f"{letter}{number}"], option)


def _put(cell: Any, text: str) -> Any:
    """Write a text as a text, whatever it begins with; return the cell."""
    held = layout.escaped(text)
    if len(held) > layout.LONGEST_CELL:
        raise RuleBroken(
            say("the text %(start)s… is longer than a cell of Excel can be; edit it in the page", start=text[:20])
        )
    cell.value = held
    cell.data_type = "s" if held else "n"
    cell.number_format = "@"
    if held.startswith(_FORMULA):
        cell.quotePrefix = True
    return cell


def _across(page: Worksheet, sheet: Sheet, tables: Tables, lists: _Lists) -> None:
    names = layout.headings(sheet)
    fixed = {name for name in (sheet.parent_column, sheet.own) if name}
    for place, name in enumerate(names, 1):
        column = sheet.column(name)
        _head(page, place, words.label(sheet.name, name), name)
        letter = get_column_letter(place)
        look = page.column_dimensions[letter]
        look.width, look.number_format, look.protection = _width(column), "@", OPEN
        if rule := lists.rule(sheet, name, column):
            rule.add(f"{letter}{FIRST}:{letter}{LAST_ROW}")
            page.add_data_validation(rule)
    rows = tables[sheet.name]
    for number, row in enumerate(rows, FIRST):
        cells = row.cells | _above(sheet, row, rows)
        for place, name in enumerate(names, 1):
            cell = _put(page.cell(number, place), cells.get(name, ""))
            cell.alignment = TOP
            cell.protection = LOCKED if name in fixed else OPEN
            if name in fixed:
                cell.fill = GREY
    page.freeze_panes = f"{get_column_letter(len(fixed) + 1)}{FIRST}"


def _above(sheet: Sheet, row: Row, rows: list[Row]) -> dict[str, str]:
    """Return the cell that says under what a row stands."""
    if sheet.shape is Shape.TREE:
        looks = row.parent or parent_of(row.key, rows)
        return {"parent": row.parent or (ROOT if looks else "")}
    return {sheet.parent: row.parent} if sheet.parent else {}


def _head(page: Worksheet, place: int, label: str, name: str) -> None:
    head, small = _put(page.cell(HEADING, place), label), _put(page.cell(NAMES, place), name)
    head.font, head.fill, head.alignment, head.protection = BOLD, HEAD, TOP, LOCKED
    small.font, small.fill, small.protection = SMALL, HEAD, LOCKED


def _width(column: Column | None) -> int:
    if column is None or column.name == OTHER:
        return 14
    return {Form.TEXT: 34, Form.LINE: 40, Form.LIST: 24, Form.CHOICE: 18}.get(column.kind.form, 14)


def _upright(page: Worksheet, sheet: Sheet, tables: Tables, lists: _Lists) -> None:
    """A field a line: value, or three languages side by side."""
    places = {FIELD: 1, LABEL: 2, VALUE: 3} | {name: n for n, name in enumerate(LANGUAGES, 4)}
    for name, place in places.items():
        label = words.NAMES.get(name) or words.label(sheet.name, VALUE if name == VALUE else name)
        _head(page, place, "" if name in (FIELD, LABEL) else label, name)
        look = page.column_dimensions[get_column_letter(place)]
        look.width, look.number_format = 34 if place > 1 else 26, "@"
    row = next(iter(tables[sheet.name]), Row(""))
    line: dict[str, int] = {}
    for column in sheet.columns:
        stem = words.stem(column.name)
        number = line.setdefault(stem, FIRST + len(line))
        for place, text in ((1, stem), (2, words.label(sheet.name, column.name, with_language=False))):
            _put(page.cell(number, place), text).fill = GREY
        cell = _put(page.cell(number, places[words.language(column.name) or VALUE]), row.cells.get(column.name, ""))
        is_locked = column.kind.fixed or column.name == "id"
        cell.alignment, cell.protection = TOP, LOCKED if is_locked else OPEN
        if rule := lists.rule(sheet, column.name, column):
            rule.add(cell.coordinate)
            page.add_data_validation(rule)
    page.freeze_panes = f"C{FIRST}"


def _protect(page: Worksheet) -> None:
    """Names of rows are locked against a slip of the hand; there is no password, everything else is free."""
    guard = page.protection
    guard.sheet = True
    guard.formatCells = guard.formatColumns = guard.formatRows = False
    guard.insertRows = guard.deleteRows = guard.sort = guard.autoFilter = False


def _about(book: Workbook, about: About, titles: dict[str, str]) -> None:
    page = book.create_sheet(layout.ABOUT)
    page.sheet_state = "hidden"
    lines = [
        (layout.MARK, str(layout.FORMAT)),
        ("scheme", about.scheme),
        ("edition", about.edition),
        ("base", about.base),
        ("draft", str(about.draft or "")),
        ("version", str(about.version or "")),
        *((f"sheet {name}", title) for name, title in titles.items()),
    ]
    for number, line in enumerate(lines, 1):
        for place, text in enumerate(line, 1):
            _put(page.cell(number, place), text)
