"""Workbooks as people make them of ours: opened, a cell changed, saved again."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import openpyxl

from wuxing.schemes.drafts.tables import tables_of
from wuxing.schemes.drafts.workbooks import writing
from wuxing.schemes.drafts.workbooks.layout import About

ABOUT = About("test.small", "2026.1", "b" * 64, 7, 3)


def written(documents: dict[str, Any], about: About = ABOUT) -> bytes:
    """Return the workbook of some documents."""
    return writing.written(tables_of(documents), about, ["order"])


def opened(data: bytes) -> Any:
    """Open a workbook as a spreadsheet program does."""
    return openpyxl.load_workbook(io.BytesIO(data))


def saved(book: Any) -> bytes:
    """Save a workbook as a spreadsheet program does: with shared strings."""
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def with_cells(data: bytes, cells: Mapping[tuple[str, str], Any]) -> bytes:
    """Return a workbook with cells changed: (sheet, coordinate) → value."""
    book = opened(data)
    for (sheet, place), value in cells.items():
        book[sheet][place].value = value
    return saved(book)


def repacked(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """Return a workbook whose parts were changed by a function."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


_INLINE = re.compile(r't="inlineStr"><is><t( xml:space="preserve")?>(.*?)</t></is>', re.DOTALL)
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"


def as_excel_saves(data: bytes) -> bytes:
    """Return a workbook with its texts in one shared table, as Excel writes them."""
    texts: list[str] = []

    def shared(found: re.Match[str]) -> str:
        texts.append(f'<si><t xml:space="preserve">{found[2]}</t></si>')
        return f't="s"><v>{len(texts) - 1}</v>'

    def change(parts: dict[str, bytes]) -> None:
        for name in list(parts):
            if name.startswith("xl/worksheets/sheet"):
                parts[name] = _INLINE.sub(shared, parts[name].decode()).encode()
        table = "".join(texts)
        head = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        parts["xl/sharedStrings.xml"] = f"{head}{table}</sst>".encode()
        kinds, relations = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
        if _TYPE.encode() not in parts[kinds]:
            entry = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}"/></Types>'
            parts[kinds] = parts[kinds].replace(b"</Types>", entry.encode())
            entry = f'<Relationship Type="{_RELATION}" Target="/xl/sharedStrings.xml" Id="rIdShared"/></Relationships>'
            parts[relations] = parts[relations].replace(b"</Relationships>", entry.encode())

    made = repacked(data, change)
    assert len(texts) > 100
    return made
