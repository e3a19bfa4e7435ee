"""Documents become tables and tables documents, and nothing is lost on the way."""

import copy
from typing import Any

import pytest
from hypothesis import given, settings

from tests.schemes.conftest import leaf
from tests.schemes.drafts.strategies import edited, small
from wuxing.schemes.drafts.columns import sheets
from wuxing.schemes.drafts.skeleton import skeleton
from wuxing.schemes.drafts.tables import Address, BadTables, Tables, content_of, tables_of
from wuxing.schemes.packs import loading, shipped
from wuxing.schemes.packs.canonical import canonical

SHIPPED = [loading.draft(path) for path in shipped.directories()]
PARTS = {
    "mode": "weighted_of",
    "parts": [
        {"mode": "min_of", "weight": "0.5", "parts": [{"mode": "proportional", "metric": "kept"}, {"mode": "manual"}]},
        {"mode": "ladder", "weight": "0.5", "metric": "kept", "steps": [{"at": "0.90", "earns": "1"}]},
    ],
}


@pytest.mark.parametrize("pack", SHIPPED, ids=lambda pack: pack.id)
def test_every_shipped_pack_is_shown_wholly_by_columns(pack: loading.Draft) -> None:
    tables = tables_of(pack.data)
    assert canonical(content_of(tables)) == pack.form
    assert [row.cells["other"] for rows in tables.values() for row in rows if "other" in row.cells] == []


def with_(change: Any) -> dict[str, Any]:
    data = small()
    change(data)
    return data


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data["indicators"]["indicators"].append(leaf("3", "0", PARTS)),
        lambda data: data["scheme"].update(gates={}, vetoes=[]),
        lambda data: data["scheme"]["levels"][0].update(gates=[]),
        lambda data: data["scheme"].update(gates={"kept": "score.value >= 1.0"}),
        lambda data: data["scheme"].update(future={"a": [1, {"b/c~d": None}]}),
        lambda data: data["metrics"].update(future=[]),
        lambda data: data["metrics"]["metrics"].clear(),
        lambda data: data["indicators"]["indicators"][0].pop("points"),
        lambda data: data["indicators"]["indicators"][0]["title"].update(en="one\r\ntwo\x07"),
        lambda data: data["indicators"]["indicators"][0]["title"].pop("en"),
        lambda data: data["indicators"]["indicators"].append(copy.deepcopy(data["indicators"]["indicators"][0])),
        lambda data: data["examples"]["examples"].append(copy.deepcopy(data["examples"]["examples"][0])),
        lambda data: data["examples"]["examples"][0]["given"].update(metrics={}, exclusions={"1.1": "a, b\nc"}),
    ],
)
def test_what_has_no_column_is_kept_too(change: Any) -> None:
    data = with_(change)
    assert content_of(tables_of(data)) == data


def test_an_empty_scheme_has_tables() -> None:
    empty = skeleton("cn.org.new", "2026.1")
    tables = tables_of(empty)
    assert content_of(tables) == empty
    assert {name: len(rows) for name, rows in tables.items() if rows} == {"scheme": 1}


def test_rows_are_named_by_what_they_are() -> None:
    tables = tables_of(
        with_(lambda data: data["indicators"]["indicators"][0]["children"].append(leaf("1.3", "0", PARTS)))
    )
    assert [(row.key, row.parent) for row in tables["indicators"]] == [
        ("1", ""), ("1.1", "1"), ("1.2", "1"), ("1.3", "1"), ("2", ""), ("2.1", "2"),
    ]  # fmt: skip
    assert [(row.key, row.cells.get("part", "")) for row in tables["scoring"] if row.parent == "1.3"] == [
        ("1.3", ""), ("1.3/1", "1"), ("1.3/1.1", "1.1"), ("1.3/1.2", "1.2"), ("1.3/2", "2"),
    ]  # fmt: skip
    assert [row.key for row in tables["checks"] if row.parent == "1.3"] == ["1.3/1"]


def test_columns_are_those_of_the_schemas() -> None:
    names = [column.name for column in sheets()["levels"].columns]
    assert names == [
        "id",
        "title.zh-Hans",
        "title.zh-Hant",
        "title.en",
        "stars",
        "min",
        "max_special_deductions",
        "gates",
        "other",
    ]


@pytest.mark.parametrize(
    ("sheet", "row", "changed", "fault"),
    [
        ("checks", 0, {"parent": "9.9"}, ("checks", "indicators", "9.9 is not in the table above; write one that is")),
        ("indicators", 1, {"parent": "9"}, ("indicators", "parent", "9 is no indicator here; write one that is")),
        ("indicators", 0, {"parent": "1.1"}, ("indicators", "parent", "1 would stand under itself; choose another parent")),
        ("scoring", 0, {"part": "2.1"}, ("scoring", "part", "part 2.1 has nothing above it; begin with the row without a part")),
        ("indicators", 1, {"points": "x"}, ("indicators", "points", "x is no number; write digits with a dot, like 2.5")),
        ("indicators", 1, {"other": '{"/a/b/c": 1, "-/title/zz/y": null, "/checks/9": 1}'},
         ("indicators", "other", "points to what is not there; leave this cell as it was exported")),
    ],
)  # fmt: skip
def test_tables_that_make_no_documents_are_told_by_cell(
    sheet: str, row: int, changed: dict[str, str], fault: tuple[str, str, str]
) -> None:
    tables = tables_of(small())
    one = tables[sheet][row]
    one.parent = changed.pop("parent", one.parent)
    one.cells |= changed
    with pytest.raises(BadTables) as refused:
        content_of(tables)
    assert [(address.sheet, address.column, reason) for address, reason in refused.value.faults.items()][:1] == [fault]


def test_a_text_in_the_name_of_an_address_leads_nowhere() -> None:
    assert Address.parse("indicators:1.1:title.en") == ("indicators", "1.1", "title.en")
    assert [Address.parse(name) for name in ("x:1:y", "indicators:1", "")] == [None, None, None]


@settings(max_examples=40)
@given(edited("small") | edited("gbt"))
def test_tables_as_edited_come_back_from_their_documents(tables: Tables) -> None:
    content = content_of(tables)
    assert content_of(tables_of(content)) == content
