"""Random edits of the tables of a pack: what people type and paste, Chinese, line breaks, what looks like a formula."""

import copy
from functools import cache
from typing import Any

from hypothesis import strategies as st

from tests.schemes.conftest import GBT, SMALL
from wuxing.schemes.drafts.columns import OTHER, Column, sheets
from wuxing.schemes.drafts.kinds import Form
from wuxing.schemes.drafts.tables import Row, Tables, tables_of
from wuxing.schemes.packs import loading

NASTY = st.sampled_from(
    ["=1+1", "=HYPERLINK(1)", "+86", "-5", "@here", "'quoted", "第一行\n第二行", "\n", " ", "\t到\t", "“引号”……", "_x0041_",
     "_x000D_", "2.50", "1e5", "TRUE", "#N/A", "<b>&amp;", "a\u2028b", "\U0001f600", "ｆｕｌｌ", "x" * 300]
)  # fmt: skip
TEXTS = st.one_of(
    NASTY,
    st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=40),
    st.text("售后服务评价\n =“”,", min_size=1, max_size=20),
)
DIGITS = st.sampled_from(["0", "2.50", "0.10", "1", "100", "0.333333", "7"])
RATIOS = st.sampled_from(["0", "1", "0.10", "0.500", "1.0"])


@cache
def gbt() -> dict[str, Any]:
    """Return the documents of GB/T 27922-2011 as shipped."""
    return loading.draft(GBT).data


def small() -> dict[str, Any]:
    """Return the documents of the small pack."""
    return copy.deepcopy(SMALL)


def value_of(column: Column) -> st.SearchStrategy[str] | None:
    """Return texts that a column can hold, written as they are kept; None where names must fit others."""
    kind = column.kind
    match kind.form:
        case Form.TEXT | Form.LINE:
            return TEXTS
        case Form.NUMBER:
            return RATIOS if column.kind.pattern.startswith("^(0(") else DIGITS
        case Form.WHOLE:
            return st.integers(kind.least or 0, kind.most or 999).map(str)
        case Form.CHOICE | Form.FLAG:
            return st.sampled_from(kind.options)
        case Form.PAIRS:
            return st.lists(RATIOS, min_size=1, max_size=3).map(lambda found: "; ".join(f"{one}=0.5" for one in found))
        case Form.LIST if kind.options:
            return st.lists(st.sampled_from(kind.options), min_size=1, max_size=3).map(", ".join)
    return st.sampled_from(["-", "3, 4"]) if column.name == "procedures" else None


DOCUMENTS = {"small": small, "gbt": gbt}


@st.composite
def edited(draw: st.DrawFn, name: str) -> Tables:
    """Return the tables of some documents with cells changed or emptied, rows taken out and added."""
    tables = tables_of(DOCUMENTS[name]())
    places = [(sheet, number) for sheet, rows in tables.items() for number in range(len(rows))]
    for sheet_name, number in draw(st.lists(st.sampled_from(places), max_size=6)):
        sheet, row = sheets()[sheet_name], tables[sheet_name][number]
        fixed = (OTHER, sheet.own, "id", "mode")
        free = [
            one for one in sheet.columns if one.name not in fixed and not one.kind.fixed and value_of(one) is not None
        ]
        if not free:
            continue
        column = draw(st.sampled_from(free))
        offered = value_of(column)
        assert offered is not None
        text = draw(offered if sheet.is_plain else st.one_of(offered, st.just("")))
        row.cells.pop(column.name, None)
        row.cells |= {column.name: text} if text else {}
    for sheet_name in ("checks", "basis", "example_rulings"):
        if tables[sheet_name] and draw(st.booleans()):
            del tables[sheet_name][draw(st.integers(0, len(tables[sheet_name]) - 1))]
    if draw(st.booleans()):
        parent = draw(st.sampled_from([row.key for row in tables["indicators"]]))
        tables["checks"].append(Row(f"{parent}/1000", parent, {"zh-Hans": draw(TEXTS)}))
    return tables
