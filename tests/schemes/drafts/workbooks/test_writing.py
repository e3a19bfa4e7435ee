"""A scheme as a workbook: what is text stays text, names are locked, choices have drop-downs."""

from typing import Any

import pytest

from tests.schemes.drafts.strategies import gbt, small
from tests.schemes.drafts.workbooks.books import opened, written
from wuxing.core.errors import RuleBroken


@pytest.fixture(scope="module")
def book() -> Any:
    return opened(written(gbt()))


def test_there_is_a_sheet_for_each_table_and_two_that_nobody_sees(book: Any) -> None:
    shown = {sheet.title: sheet.sheet_state for sheet in book.worksheets}
    assert list(shown)[:3] == ["Scheme", "Sources", "Levels"]
    assert {name for name, state in shown.items() if state != "visible"} == {"_wuxing", "_lists"}


def test_headings_say_the_words_and_the_names(book: Any) -> None:
    sheet = book["Indicators"]
    assert [sheet.cell(1, n).value for n in range(1, 6)] == [
        "Stands under", "Number", "Title · 简体", "Title · 繁體", "Title · English",
    ]  # fmt: skip
    assert [sheet.cell(2, n).value for n in range(1, 4)] == ["parent", "id", "title.zh-Hans"]
    assert [sheet.cell(5, n).value for n in (1, 2, 5)] == ["5.1.1", "5.1.1.1", "Dedicated department and posts"]


def test_names_are_locked_and_everything_else_is_free(book: Any) -> None:
    sheet = book["Indicators"]
    assert sheet.protection.sheet
    assert [sheet.cell(5, n).protection.locked for n in (1, 2, 3)] == [True, True, False]
    assert sheet.column_dimensions["B"].protection.locked is False  # a new row below gets its number
    assert (sheet.protection.insertRows, sheet.protection.password) == (False, None)


def test_three_languages_stand_side_by_side(book: Any) -> None:
    sheet = book["Scheme"]
    line = next(row for row in sheet.iter_rows(min_row=3, values_only=True) if row[0] == "title")
    assert line[:3] == ("title", "Title", None)
    assert line[3:6] == tuple(gbt()["scheme"]["title"].values())


def test_choices_have_drop_downs(book: Any) -> None:
    rules = {rule.formula1 for rule in book["Scoring"].data_validations.dataValidation}
    assert "'Metrics'!$A$3:$A$2000" in rules
    options = [cell.value for column in book["_lists"].iter_cols() for cell in column]
    assert {"manual", "weighted_of", "order", "yes"} <= set(options)


def test_what_looks_like_a_formula_is_a_text() -> None:
    data = small()
    data["indicators"]["indicators"][0]["title"]["en"] = "=1+1"
    cell = opened(written(data))["Indicators"]["E3"]
    assert (cell.value, cell.data_type, cell.quotePrefix, cell.number_format) == ("=1+1", "s", True, "@")


def test_a_text_that_no_cell_can_hold_is_told() -> None:
    data = small()
    data["indicators"]["indicators"][0]["title"]["en"] = "x" * 40_000
    with pytest.raises(RuleBroken, match="is longer than a cell of Excel can be"):
        written(data)
