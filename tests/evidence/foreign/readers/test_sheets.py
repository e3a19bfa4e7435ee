"""XLSX: formulas, macros and bombs refused; headings in two rows joined."""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.evidence.foreign.conftest import Write
from wuxing.evidence.foreign.readers import opening
from wuxing.evidence.foreign.refusals import Unreadable


def book(*rows: list[Any], merged: tuple[str, ...] = (), title: str = "工单") -> bytes:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def refused(path: Path) -> str:
    with pytest.raises(Unreadable) as refusal:
        list(opening.open_table(path).rows)
    return refusal.value.reason


def test_a_sheet_is_read_with_its_lines(write: Write) -> None:
    content = book(
        ["单号", "报修时间", "购买日期"],
        ["A1", datetime(2024, 3, 1, 9), date(2023, 1, 2)],
        [],
        ["A2", "2024-03-02", 7.0],
    )

    table = opening.open_table(write("a.xlsx", content))

    assert (table.format, table.sheet, table.headings) == ("XLSX", "工单", ["单号", "报修时间", "购买日期"])
    assert [(row.line, row.values) for row in table.rows] == [
        (2, {"单号": "A1", "报修时间": datetime(2024, 3, 1, 9), "购买日期": "2023-01-02"}),
        (4, {"单号": "A2", "报修时间": "2024-03-02", "购买日期": "7"}),
    ]


def test_a_formula_is_refused_with_sheet_row_and_column(write: Write) -> None:
    content = book(["单号", "报修时间", "费用"], ["A1", "2024-03-01", 3], ["A2", "2024-03-02", "=SUM(C2:C2)"])

    assert refused(write("a.xlsx", content)) == (
        "Sheet “工单”, cell C3 (row 3, column C) holds a formula; paste the sheet as values and try again."
    )


def test_headings_in_two_rows_are_joined_below_a_title(write: Write) -> None:
    content = book(
        ["2024 年服务记录"],
        ["单号", "客户", None, "时间", None],
        [None, "姓名", "电话", "报修", "完工"],
        ["A1", "王丽华", "13805912046", "2024-03-01", "2024-03-02"],
        merged=("A1:E1", "A2:A3", "B2:C2", "D2:E2"),
    )

    table = opening.open_table(write("a.xlsx", content))

    assert table.headings == ["单号", "客户/姓名", "客户/电话", "时间/报修", "时间/完工"]
    assert [row.line for row in table.rows] == [4]


def test_macros_are_refused(write: Write) -> None:
    content = io.BytesIO(book(["单号"], ["A1"]))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")

    assert refused(write("a.xlsm", content.getvalue())) == (
        "The workbook holds macros; save it as .xlsx without macros and try again."
    )


def test_a_bomb_is_refused(write: Write) -> None:
    content = io.BytesIO(book(["单号"], ["A1"]))
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/big.bin", b"\0" * (64 << 20))

    assert refused(write("a.xlsx", content.getvalue())) == (
        "The workbook unpacks to 64 MB, as an archive bomb does; export the records as CSV."
    )


def test_what_is_no_workbook_is_named(write: Write) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("readme.txt", "x")

    whole = book(["单号"], ["A1"])
    assert refused(write("a.zip", content.getvalue())) == (
        "This is a ZIP archive, but no Excel workbook; unpack it and take the file inside."
    )
    assert (
        refused(write("b.xlsx", whole[: len(whole) // 2]))
        == "The workbook is damaged or cut off; save or copy it again."
    )


def test_a_sheet_that_is_not_there_is_named(write: Write) -> None:
    path = write("a.xlsx", book(["单号"], ["A1"]))

    with pytest.raises(Unreadable) as refusal:
        opening.open_table(path, sheet="Orders")
    assert refusal.value.reason == "There is no sheet “Orders”; the workbook has 工单."
