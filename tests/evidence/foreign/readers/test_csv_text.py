"""CSV: encodings told and named, delimiters sniffed, lines that cannot be read named."""

from pathlib import Path

import pytest

from tests.evidence.foreign.conftest import Write
from wuxing.evidence.foreign.readers import opening
from wuxing.evidence.foreign.refusals import Unreadable

TEXT = "工单号,报修时间,客户姓名,故障描述\nA1,2024-03-01 09:00,王丽华,冰箱冷藏室不制冷\nA2,2024-03-02 10:00,陈伟,洗衣机漏水\n"


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 (BOM)"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("gb18030", "GB18030"),
    ],
)
def test_the_encoding_is_told_and_named(write: Write, codec: str, name: str) -> None:
    table = opening.open_table(write("orders.csv", TEXT, codec))

    assert table.encoding == name
    assert table.headings == ["工单号", "报修时间", "客户姓名", "故障描述"]
    assert [row.values["故障描述"] for row in table.rows] == ["冰箱冷藏室不制冷", "洗衣机漏水"]


@pytest.mark.parametrize(
    "content",
    [
        "單號,報修時間,客戶,故障描述\nA1,2024-03-01,王麗華,冰箱冷藏室不製冷\n".encode("big5"),
        "nº;fecha;avería\n1;2024-03-01;no enfría señor\n".encode("latin-1"),
        b"a,b\n1,\x00\x01\x02\xff\xfe\n" * 3,
        bytes(range(128, 256)) * 4,
    ],
)
def test_an_encoding_that_cannot_be_told_is_refused(write: Write, content: bytes) -> None:
    with pytest.raises(Unreadable) as refusal:
        opening.open_table(write("orders.csv", content))

    assert refusal.value.reason == (
        "The encoding of the file cannot be told: it is neither UTF-8, UTF-16 nor GB18030. "
        "Save it as “CSV UTF-8” and try again, or name it in the mapping (encoding: big5)."
    )


def test_a_mapping_may_name_the_encoding(write: Write) -> None:
    path = write("orders.csv", "單號,客戶\nA1,王麗華\n", "big5")

    table = opening.open_table(path, encoding="big5")

    assert (table.encoding, [row.values for row in table.rows]) == ("Big5", [{"單號": "A1", "客戶": "王麗華"}])


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_sniffed(write: Write, delimiter: str) -> None:
    table = opening.open_table(
        write("orders.csv", "id,at,text\n1,2024-03-01,x\n2,2024-03-02,y\n".replace(",", delimiter))
    )

    assert (table.details["delimiter"], table.headings) == (delimiter, ["id", "at", "text"])


def test_lines_are_those_of_the_file(write: Write) -> None:
    table = opening.open_table(write("orders.csv", 'id,text\r\n\r\n1,"two\r\nlines"\r\n2,x\u2028y\r\n3,a,b\r\n'))

    assert [(row.line, row.values["text"], row.problem) for row in table.rows] == [
        (3, "two\r\nlines", ""),
        (5, "x\u2028y", ""),
        (6, "a", "the row has 3 values, the heading line 2: a delimiter too many?"),
    ]


def test_an_open_quotation_mark_names_its_line(write: Write) -> None:
    table = opening.open_table(write("orders.csv", 'id,text\n1,a\n2,"b\n3,c\n'))

    with pytest.raises(Unreadable) as refusal:
        list(table.rows)
    assert refusal.value.reason == (
        "Line 3 cannot be read as CSV: a quotation mark is not closed or a value is too long."
    )


def test_a_heading_written_twice_is_refused(write: Write) -> None:
    with pytest.raises(Unreadable) as refusal:
        opening.open_table(write("orders.csv", "id,at,id\n1,2,3\n"))

    assert refusal.value.reason == "Two columns are called “id” (line 1, columns 1 and 3); rename one of them."


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_bytes(b"id,text\n" + b"x" * 3_000_000)

    with pytest.raises(Unreadable) as refusal:
        list(opening.open_table(path).rows)
    assert refusal.value.reason == "Line 2 is too long; this is no table."
