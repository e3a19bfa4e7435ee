"""Rows added, taken out, renamed and moved; what names them follows."""

from datetime import date
from typing import Any

import pytest

from tests.schemes.conftest import group, leaf
from tests.schemes.drafts.strategies import gbt, small
from wuxing.schemes.drafts.columns import sheets
from wuxing.schemes.drafts.editing import BadRow, moved_up, renamed, with_row, without_row
from wuxing.schemes.drafts.rules import following
from wuxing.schemes.drafts.tables import Tables, content_of, tables_of

PARTS = {"mode": "min_of", "parts": [{"mode": "proportional", "metric": "kept"}, {"mode": "manual"}]}


def tables(*more: Any) -> Tables:
    data = small()
    data["indicators"]["indicators"] += more
    return tables_of(data)


def keys(found: Tables, sheet: str) -> list[str]:
    return [row.key for row in tables_of(content_of(found))[sheet]]


def test_an_indicator_goes_where_its_number_belongs() -> None:
    found, key = with_row(tables_of(gbt()), sheets()["indicators"], name="5.1.1.10")
    assert key == "5.1.1.10"
    here = keys(found, "indicators")
    assert here[here.index(key) - 1 : here.index(key) + 2] == ["5.1.1.2", "5.1.1.10", "5.1.2"]
    row = next(row for row in found["indicators"] if row.key == key)
    assert (row.parent, row.cells["points_status"]) == ("5.1.1", "unknown")
    assert [one.cells["mode"] for one in found["scoring"] if one.parent == key] == ["manual"]


def test_an_indicator_with_its_first_child_is_a_group() -> None:
    found, _key = with_row(tables(), sheets()["indicators"], name="3")
    found, _key = with_row(found, sheets()["indicators"], name="3.1")
    three = content_of(found)["indicators"]["indicators"][2]
    assert (sorted(three), [child["id"] for child in three["children"]]) == (
        ["children", "id", "id_status", "points", "points_status"],
        ["3.1"],
    )


@pytest.mark.parametrize(
    ("sheet", "name", "parent", "key"),
    [
        ("checks", "", "1.1", "1.1/2"),
        ("scoring", "", "1.1", "1.1/1"),
        ("basis", "", "", "2"),
        ("levels", "star3", "", "star3"),
        ("gates", "held", "", "held"),
        ("example_rulings", "1.2", "nothing", "nothing/1.2"),
    ],
)
def test_a_row_is_added(sheet: str, name: str, parent: str, key: str) -> None:
    found, made = with_row(tables(), sheets()[sheet], name=name, parent=parent)
    assert made == key
    assert key in keys(found, sheet)


@pytest.mark.parametrize(
    ("sheet", "name", "parent", "reason"),
    [
        ("indicators", "", "", "write the name of the new row"),
        ("indicators", "five", "", "five is no clause; write it like 5.2.4 or 5.2.4-b"),
        ("indicators", "1.1", "", "1.1 is there already; choose another name"),
        ("checks", "", "9", "the row 9 is not there any more"),
        ("example_rulings", "1.2 ", "gone", "the row gone is not there any more"),
    ],
)
def test_a_row_that_cannot_be_added_says_why(sheet: str, name: str, parent: str, reason: str) -> None:
    with pytest.raises(BadRow) as refused:
        with_row(tables(), sheets()[sheet], name=name, parent=parent)
    assert refused.value.reason == reason


def test_a_row_goes_with_what_hangs_on_it() -> None:
    found = without_row(tables(leaf("3", "0", PARTS)), sheets()["indicators"], "3")
    assert content_of(found) == small()
    found = without_row(tables(leaf("3", "0", PARTS)), sheets()["scoring"], "3/1")
    assert [row.key for row in tables_of(content_of(found))["scoring"] if row.parent == "3"] == ["3", "3/1"]


def test_what_is_taken_out_is_dropped_by_name() -> None:
    until = date(2027, 6, 30)
    found = without_row(tables_of(following(small(), "2026.2", until)), sheets()["indicators"], "1.2")
    assert content_of(found)["scheme"]["supersedes"] == {
        "edition": "2026.1",
        "map": {"1.1": "1.1", "2.1": "2.1"},
        "dropped": ["1.2"],
        "transition_until": "2027-06-30",
    }
    found = renamed(found, sheets()["indicators"], "1.1", "1.7")
    assert content_of(found)["scheme"]["supersedes"]["map"] == {"1.1": "1.7", "2.1": "2.1"}


def test_a_group_is_not_taken_out_from_over_its_children() -> None:
    with pytest.raises(BadRow) as refused:
        without_row(tables(), sheets()["indicators"], "1")
    assert refused.value.reason == "1 has 1.1, 1.2 below it; take those out first"


def test_another_number_is_followed_everywhere() -> None:
    data = small()
    data["examples"]["examples"][0]["given"] = {
        "rulings": {"1.1": "1", "2.1": "0"},
        "metrics": {"kept": {"n": 1, "ok": 1}},
    }
    found = renamed(tables_of(data), sheets()["indicators"], "1", "4")
    found = renamed(found, sheets()["metrics"], "kept", "held")
    found = renamed(found, sheets()["levels"], "star5", "five")
    content = content_of(found)
    four = content["indicators"]["indicators"][0]
    assert [four["id"], *(child["id"] for child in four["children"])] == ["4", "4.1", "4.2"]
    assert [child["scoring"].get("metric") for child in four["children"]] == ["held", None]
    assert [check["en"] for check in four["children"][0]["checks"]] == ["look"]
    assert content["examples"]["examples"][0]["given"] == {
        "rulings": {"4.1": "1", "2.1": "0"},
        "metrics": {"held": {"n": 1, "ok": 1}},
    }
    assert content["examples"]["examples"][0]["expected"]["levels"]["high"] == "five"


def test_a_gate_under_another_name_is_asked_for_by_it() -> None:
    data = small()
    data["scheme"]["gates"] = {"held": "case.outstanding", "open": "case.outstanding"}
    data["scheme"]["levels"][1]["gates"] = ["open", "held"]
    content = content_of(renamed(tables_of(data), sheets()["gates"], "held", "kept"))
    assert (sorted(content["scheme"]["gates"]), content["scheme"]["levels"][1]["gates"]) == (
        ["kept", "open"],
        ["open", "kept"],
    )


@pytest.mark.parametrize(
    ("sheet", "key", "name", "reason"),
    [
        ("indicators", "1.1", "1.2", "1.2 is there already; choose another name"),
        ("checks", "1.1/1", "x", "the rows of this table have no names; take the row out and add another"),
        ("metrics", "gone", "x", "the row gone is not there any more"),
    ],
)
def test_a_name_that_cannot_be_says_why(sheet: str, key: str, name: str, reason: str) -> None:
    with pytest.raises(BadRow) as refused:
        renamed(tables(), sheets()[sheet], key, name)
    assert refused.value.reason == reason


def test_rows_move_up_among_their_own() -> None:
    found = moved_up(tables(group("3", "0", leaf("3.1", "0", PARTS))), sheets()["levels"], "star5")
    assert keys(found, "levels") == ["star5", "pass"]
    found = moved_up(found, sheets()["indicators"], "3")
    assert keys(found, "indicators") == ["1", "1.1", "1.2", "3", "3.1", "2", "2.1"]
    found = moved_up(found, sheets()["scoring"], "3.1/2")
    assert [
        part["mode"] for part in content_of(found)["indicators"]["indicators"][1]["children"][0]["scoring"]["parts"]
    ] == [
        "manual",
        "proportional",
    ]
    with pytest.raises(BadRow, match="the row is the first already"):
        moved_up(found, sheets()["indicators"], "1")
