"""An uploaded table gives every leaf its points once and adds up, or is refused row by row."""

import pytest

from tests.schemes.licensing.conftest import as_book, as_csv, points_like
from wuxing.core.tables.rows import Row
from wuxing.core.tables.uploads import table_of
from wuxing.schemes.licensing import reading
from wuxing.schemes.packs.structure import Pack


def read(pack: Pack, data: bytes) -> reading.Points:
    table = table_of(data)
    return reading.points_in(pack, table.headings, table.rows)


def faults(pack: Pack, **changes: str) -> list[str]:
    return [str(fault) for fault in read(pack, as_csv(points_like(pack, **changes)).getvalue()).faults]


def test_a_whole_table_is_read_from_csv_and_workbook_alike(gbt: Pack) -> None:
    points = points_like(gbt)
    found = [read(gbt, file(points).getvalue()) for file in (as_csv, as_book)]
    assert [one.faults for one in found] == [[], []]
    assert [{leaf: reading.shown(value) for leaf, value in one.points.items()} for one in found] == [points, points]


def test_rows_of_groups_are_sums_that_must_agree(gbt: Pack) -> None:
    points = points_like(gbt)
    assert read(gbt, as_csv({"5.1": "40", **points, "5.2": "35.0", "5.3.2": "11"}).getvalue()).faults == []
    assert read(gbt, as_csv({**points, "5.3.2": "12"}).getvalue()).faults == [
        "row 45, column 分值: 5.3.2 says 12, its indicators add up to 11"
    ]


def test_level_1_must_be_what_public_pages_verify(gbt: Pack) -> None:
    assert faults(gbt, **{"5.1.1.1": "4.1", "5.3.2-d": "1"}) == [
        "5.1 adds up to 41 in this table, and is known to be worth 40",
        "5.3 adds up to 24 in this table, and is known to be worth 25",
    ]


def test_the_whole_must_be_the_total_of_the_scheme(gbt: Pack) -> None:
    assert faults(gbt, **{"5.1.1.1": "4.1"}) == [
        "5.1 adds up to 41 in this table, and is known to be worth 40",
        "the table adds up to 101, the scheme to 100",
    ]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"5.1.1.1": "three"}, "row 2, column 分值: three is no number of points; write it as 2 or 2.5"),
        ({"5.1.1.1": "-3"}, "row 2, column 分值: -3 is no number of points; write it as 2 or 2.5"),
        ({"5.1.1.1": "1e2"}, "row 2, column 分值: 1e2 is no number of points; write it as 2 or 2.5"),
        ({"5.1.1.1": "0.1234567"}, "row 2, column 分值: 0.1234567 is no number of points; write it as 2 or 2.5"),
        ({"5.1.1.1": "0"}, "row 2, column 分值: points are above 0"),
        ({"5.1.1.1": ""}, "row 2, column 分值: write the points"),
        ({"9.9": "1"}, "row 45, column 条款: this edition has no 9.9"),
        ({"5.2.4.2": "1"}, "row 45, column 条款: 5.2.4.2 may be 5.2.4-b in this edition; write that, if it is"),
        ({"": "1"}, "row 45, column 条款: write the number of the clause"),
        ({" ５．１．１．１": "3"}, "row 45, column 条款: 5.1.1.1 stands in row 2 already"),
    ],
)  # fmt: skip
def test_a_fault_names_its_row_and_column(gbt: Pack, change: dict[str, str], fault: str) -> None:
    assert faults(gbt, **change) == [fault]


def test_what_is_missing_is_counted_and_named(gbt: Pack) -> None:
    points = points_like(gbt)
    for leaf in ("5.1.1.1", "5.3.2-d"):
        del points[leaf]
    assert read(gbt, as_csv(points).getvalue()).faults == ["2 indicators have no row: 5.1.1.1, 5.3.2-d"]
    none = read(gbt, b"clause,points\n").faults
    assert [str(fault) for fault in none] == [
        "43 indicators have no row: 5.1.1.1, 5.1.1.2, 5.1.2.1, 5.1.2.2, 5.1.3.1, 5.1.3.2, 5.1.3.3, 5.1.4.1, 5.1.4.2, 5.1.5.1, "
        "5.1.5.2, 5.1.6-a …"
    ]


def test_columns_are_asked_for_by_name(gbt: Pack) -> None:
    assert read(gbt, as_csv(points_like(gbt), heading="甲,乙").getvalue()).faults == [
        "there is no column clause; the columns are 甲, 乙",
        "there is no column points; the columns are 甲, 乙",
    ]


def test_a_flood_of_rows_is_cut_off(gbt: Pack) -> None:
    rows = (Row(line, {"clause": "5.1.1.1", "points": "3"}) for line in range(2, 10**6))
    found = reading.points_in(gbt, ["clause", "points"], rows)
    assert "the table has more than 2000 rows; this is something else" in found.faults


def texts(pack: Pack, *lines: str) -> reading.Texts:
    table = table_of("\n".join(["clause,language,text", *lines]).encode())
    return reading.texts_in(pack, table.headings, table.rows)


def test_texts_are_read_by_clause_and_language(gbt: Pack) -> None:
    found = texts(gbt, "5.1.1.1,简体中文,甲", "5.1.1.1,EN,A", '5.1,zh_TW,"两\n行"')
    assert (found.faults, found.texts) == (
        [],
        {("5.1.1.1", "zh-hans"): "甲", ("5.1.1.1", "en"): "A", ("5.1", "zh-hant"): "两\n行"},
    )


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (["5.1.1.1,de,A"], "row 2, column language: write zh-Hans, zh-Hant or en"),
        (["5.1.1.1,en, "], "row 2, column text: write the text"),
        (["5.1.1.1,en,A\x07"], "row 2, column text: the text holds signs that cannot be shown"),
        ([f"5.1.1.1,en,{'A' * 20_001}"], "row 2, column text: the text is over 20000 characters"),
        (["5.1.1.1,en,A", "5.1.1.1,english,B"], "row 3: 5.1.1.1 in this language stands in row 2 already"),
        (["7,en,A"], "row 2, column clause: this edition has no 7"),
        ([], "the table has no rows"),
    ],
)
def test_a_text_that_cannot_be_taken_names_its_row(gbt: Pack, lines: list[str], fault: str) -> None:
    assert texts(gbt, *lines).faults == [fault]
