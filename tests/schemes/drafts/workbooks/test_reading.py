"""A workbook comes back as it went out, with what was changed in it; what is wrong is named; harm is refused."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.utils import translation
from hypothesis import given, settings

from tests.schemes.drafts.strategies import edited, gbt, small
from tests.schemes.drafts.workbooks.books import ABOUT, as_excel_saves, opened, repacked, saved, with_cells, written
from wuxing.core.errors import BadInput
from wuxing.core.tables.rows import Unreadable
from wuxing.schemes.drafts.tables import Address, Tables, content_of, tables_of
from wuxing.schemes.drafts.workbooks import writing
from wuxing.schemes.drafts.workbooks.layout import About
from wuxing.schemes.drafts.workbooks.reading import read
from wuxing.schemes.packs import loading, shipped
from wuxing.schemes.packs.canonical import canonical, digest

Parts = dict[str, bytes]


@pytest.mark.parametrize("pack", [loading.draft(path) for path in shipped.directories()], ids=lambda pack: pack.id)
def test_an_edition_exported_and_imported_again_has_the_same_identity(pack: loading.Draft) -> None:
    book = read(written(pack.data, About(pack.id, pack.edition, pack.sha256)))
    assert digest(canonical(content_of(book.tables))) == pack.sha256
    assert (book.about.scheme, book.about.edition, book.about.base) == (pack.id, pack.edition, pack.sha256)


def _comes_back(tables: Tables) -> None:
    content = content_of(tables)
    sent = tables_of(content)
    data = writing.written(sent, ABOUT)
    assert read(data).tables == sent
    assert content_of(read(saved(opened(data))).tables) == content  # opened and saved by a program on the way


@settings(max_examples=8)
@given(edited("small"))
def test_any_draft_comes_back_whole(tables: Tables) -> None:
    _comes_back(tables)


@settings(max_examples=2)
@given(edited("gbt"))
def test_a_large_draft_comes_back_whole(tables: Tables) -> None:
    _comes_back(tables)


def test_texts_in_a_shared_table_are_read_too() -> None:
    data = small()
    texts = {"zh-Hans": " 一\n二 ", "zh-Hant": "_x0041_ =1+1", "en": "a <b> & 'c'\t\"d\""}
    data["indicators"]["indicators"][0]["title"] = texts
    assert content_of(read(as_excel_saves(written(data))).tables) == data
    assert content_of(read(as_excel_saves(written(gbt()))).tables) == gbt()


def test_the_hidden_sheet_names_the_draft_and_its_version() -> None:
    assert read(written(small())).about == ABOUT


def test_a_changed_cell_a_new_row_and_one_taken_out_arrive() -> None:
    book = opened(written(small()))
    book["Indicators"]["E4"].value = "=cmd|' /C calc'!A0"
    book["Indicators"]["E4"].data_type = "s"
    book["Levels"].delete_rows(3)
    for place, value in enumerate(["", "1.3", "三", "三", "three"], 1):
        book["Indicators"].cell(8, place).value = value or None
    changed = content_of(read(saved(book)).tables)
    first = changed["indicators"]["indicators"][0]
    assert first["children"][0]["title"]["en"] == "=cmd|' /C calc'!A0"
    assert [(one["id"], one["title"]["en"]) for one in first["children"]][2] == ("1.3", "three")
    assert [level["id"] for level in changed["scheme"]["levels"]] == ["star5"]


@pytest.mark.parametrize(
    ("column", "typed", "held"),
    [
        ("H", "2.50", "2.50"),  # text stays as it is written
        ("H", 2.5, "2.5"),
        ("H", 40, "40"),
        ("H", "１２．５", "12.5"),
        ("C", 2.5, "2.5"),
        ("C", True, "yes"),
    ],
)
def test_numbers_arrive_exactly(column: str, typed: object, held: str) -> None:
    name = {"H": "placeholder_points", "C": "title.zh-Hans"}[column]
    book = opened(written(small()))
    headings = {book["Indicators"].cell(2, n).value: n for n in range(1, 40)}
    book["Indicators"].cell(4, headings[name]).value = typed
    assert read(saved(book)).tables["indicators"][1].cells[name] == held


@pytest.mark.parametrize(
    ("cells", "faults"),
    [
        (
            {("Indicators", "E4"): "=1+1"},
            {"Indicators!E4": "holds a formula; write its value as text, after an apostrophe: '=…"},
        ),
        (
            {("Levels", "F3"): "2,5", ("Levels", "E3"): "many"},
            {
                "Levels!F3": "2,5 is no number; write digits with a dot, like 2.5",
                "Levels!E3": "many is no whole number; write digits only",
            },
        ),
        (
            {("Indicators", "B4"): 1.1},
            {"Indicators!B4": "Excel has made the number 1.1 of it; format the cell as text and write it again"},
        ),
        (
            {("Levels", "F3"): 1 / 3},
            {"Levels!F3": "0.3333333333333333 is no number; write digits with a dot, like 2.5"},
        ),
        ({("Levels", "AA3"): "note"}, {"Levels!AA3": "stands in a column without a name; take it out"}),
        ({("Scheme", "D4"): "x"}, {"Scheme!D4": "there is no such cell to write to"}),
    ],
)
def test_a_cell_that_cannot_be_taken_is_named(cells: dict[tuple[str, str], Any], faults: dict[str, str]) -> None:
    with pytest.raises(BadInput) as refused:
        read(with_cells(written(small()), cells))
    assert refused.value.fields == faults


def _add(name: str, content: bytes = b"x") -> Callable[[Parts], None]:
    return lambda parts: parts.update({name: content})


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (
            lambda data: b"\xd0\xcf\x11\xe0" + data,
            "This is an old or password-protected Excel file; save it as .xlsx without password and try again.",
        ),
        (lambda data: b"%PDF" + data, "This is a PDF; export the records as CSV, XLSX or XES and try again."),
        (lambda data: b"", "this is no Excel workbook; export the draft, change that file and send it back"),
        (lambda data: data[:3000], "The workbook is damaged or cut off; save or copy it again."),
        (lambda data: b"PK\x03\x04" + bytes(6 << 20), "the workbook is over 5 MB; a scheme has a hundredth of that"),
        (
            lambda data: repacked(data, _add("xl/vbaProject.bin")),
            "The workbook holds macros; save it as .xlsx without macros and try again.",
        ),
        (
            lambda data: repacked(data, _add("xl/externalLinks/externalLink1.xml")),
            "the workbook is linked to other files or programs; break the links and save it again",
        ),
        (
            lambda data: repacked(data, _add("xl/media/big.bin", bytes(61 << 20))),
            "the workbook unpacks to over 60 MB, as an archive bomb does",
        ),
        (
            lambda data: repacked(data, _add("xl/worksheets/sheet7.xml", BOMB)),
            "the workbook is damaged or cut off; save or copy it again",
        ),
    ],
)
def test_a_workbook_made_to_harm_is_refused(made: Callable[[bytes], bytes], reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(made(written(small())))
    assert refused.value.reason == reason


def _with(change: Callable[[Any], None]) -> bytes:
    book = opened(written(small()))
    change(book)
    return saved(book)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            lambda book: book.remove(book["_wuxing"]),
            "this workbook was not exported here; export the draft, change that file and send it back",
        ),
        (
            lambda book: book.remove(book["Levels"]),
            "the workbook lacks the sheet Levels; export the draft again and change that file",
        ),
        (lambda book: book.create_sheet("Notes"), "the sheet Notes is none of a scheme; take it out of the workbook"),
        (
            lambda book: book["Levels"].delete_cols(2),
            "sheet Levels lacks the column title.zh-Hans; leave row 2 as it was exported",
        ),
        (
            lambda book: book["Levels"].__setitem__("B2", "mine"),
            "sheet Levels has a column mine that does not belong there, or twice",
        ),
        (
            lambda book: book["Levels"].__setitem__("A6000", "x"),
            "the sheet Levels is larger than any scheme; take out what lies beyond row 5000 and column DP",
        ),
        (
            lambda book: book["Levels"].__setitem__("XFD3", "x"),
            "the sheet Levels is larger than any scheme; take out what lies beyond row 5000 and column DP",
        ),
    ],
)
def test_other_sheets_than_ours_are_refused(change: Callable[[Any], None], reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(_with(change))
    assert refused.value.reason == reason


def test_an_archive_of_anything_is_no_workbook() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("x", "x")
    with pytest.raises(Unreadable, match="This is a ZIP archive, but no Excel workbook"):
        read(content.getvalue())


def test_a_row_that_hangs_on_nothing_is_found_by_its_cell() -> None:
    book = read(with_cells(written(small()), {("Things to look at", "A3"): "9.9"}))
    row = book.tables["checks"][0]
    assert book.place(Address("checks", row.key, "indicators")) == "Things to look at!A3 Indicator"


def test_a_workbook_of_another_language_is_read_too() -> None:
    with translation.override("zh-hans"):
        data = written(gbt())
    assert openpyxl.load_workbook(io.BytesIO(data)).sheetnames[0] != ""
    assert content_of(read(data).tables) == gbt()
