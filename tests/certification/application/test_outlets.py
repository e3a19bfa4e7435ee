"""Lists of outlets, typed or as a table."""

import pytest

from wuxing.certification.application import outlets
from wuxing.certification.application.outlets import Outlet

FIRST = Outlet("福州一店", "福州", 8)
SECOND = Outlet("厦门店", "厦门", 0, own=False)


@pytest.mark.parametrize(
    "text",
    [
        "福州一店, 福州, 8, 自建\n厦门店, 厦门, 0, 委托",
        "\n网点名称,城市,人数,性质\n福州一店，福州，8人，自营\n\n厦门店;厦门;;授权\n",
        "福州一店\t福州\t8\town\r\n厦门店\t厦门\t\tentrusted",
        f"{FIRST.line}\n{SECOND.line}",
    ],
)
def test_lines_are_read_however_they_are_cut(text: str) -> None:
    assert outlets.of_text(text) == outlets.Read((FIRST, SECOND), ())


def test_every_faulty_line_is_named() -> None:
    read = outlets.of_text("一店,福州,许多,自建\n,厦门,3,自建\n二店,厦门,3,租\n三店\n三店")
    assert read.outlets == (Outlet("三店"),)
    assert read.faults == (
        "line 1: write the people as a number",
        "line 2: the outlet has no name",
        "line 3: write 自建 (own) or 委托 (entrusted) at the end",
        "line 5: “三店” is listed twice",
    )


def test_a_table_is_read_by_its_headings() -> None:
    rows = [
        (2, {"性质": "自建", "网点 名称": "福州一店", "城市": "福州", "人数": "8.0", "电话": "1"}),
        (3, {"性质": "委托", "网点 名称": "厦门店", "城市": "厦门", "人数": "", "电话": "2"}),
    ]
    assert outlets.of_rows(rows) == outlets.Read((FIRST, SECOND), ())


def test_a_table_without_names_is_refused() -> None:
    read = outlets.of_rows([(2, {"城市": "福州"})])
    assert read.faults == ("the list has no column with the names; head it “网点名称” or “name”",)


def test_a_list_has_an_end() -> None:
    read = outlets.of_text("\n".join(f"店{n}" for n in range(outlets.MOST + 1)))
    assert read.faults == ("a list has at most 2000 outlets; ask the body how to hand in more",)
