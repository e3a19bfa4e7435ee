"""Small tables that a form hands in: read by content, hostile files refused in one sentence."""

import io
import zipfile
from collections.abc import Callable, Iterator

import openpyxl
import pytest
from django.utils import translation

from wuxing.core.tables.rows import Unreadable
from wuxing.core.tables.uploads import media_type_of, table_of


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def book(*rows: list[object]) -> bytes:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)  # type: ignore[union-attr]
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def zipped(name: str, content: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"clause,points\n5.1.1.1,3\n", "text/csv"),
        ("条款;分值\n5.1.1.1;3\n".encode("gb18030"), "text/csv"),
        (
            book(["clause", "points"], ["5.1.1.1", 3]),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    ],
)
def test_a_table_is_told_by_its_content(data: bytes, media_type: str) -> None:
    table = table_of(data)
    assert ([list(row.values.values()) for row in table.rows], media_type_of(table)) == ([["5.1.1.1", "3"]], media_type)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: b"", "The file is empty"),
        (lambda: b"%PDF-1.7", "This is a PDF"),
        (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old or password-protected"),
        (lambda: b"\x1f\x8b\x08\0", "The file is packed"),
        (lambda: b"PK\x03\x04 cut off", "damaged or cut off"),
        (lambda: zipped("readme.txt", b"no book"), "no Excel workbook"),
        (lambda: zipped("xl/workbook.xml", b"\0" * (40 << 20)), "as an archive bomb does"),
        (lambda: b"\xff\xd8\xff\xe0\0\0picture\x9c\x9d\x81", "encoding of the file cannot be told"),
        (lambda: b"a,a\n1,2\n", "Two columns are called"),
    ],
)
def test_what_is_no_table_is_refused(make: Callable[[], bytes], says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        list(table_of(make()).rows)


def test_a_formula_is_refused_with_its_cell() -> None:
    data = book(["clause", "points"], ["5.1.1.1", "=1+2"])
    with pytest.raises(Unreadable, match="cell B2"):
        list(table_of(data).rows)


def test_no_row_of_a_workbook_is_lost_below_those_searched_for_headings() -> None:
    data = book(["clause", "points"], *([f"row {number}", number] for number in range(2, 41)))
    assert [row.line for row in table_of(data).rows] == list(range(2, 41))
