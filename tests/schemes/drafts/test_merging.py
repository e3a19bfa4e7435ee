"""Changes lead from one state to another and back; two people's changes meet without loss."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.schemes.drafts.strategies import edited, gbt, small
from wuxing.schemes.drafts.merging import Change, Clash, Clashes, back, difference, lay
from wuxing.schemes.drafts.tables import Address, Tables, content_of, tables_of

CELL = Address("indicators", "1.1", "title.en")


def settled(tables: Tables) -> Tables:
    return tables_of(content_of(tables))


def with_cell(text: str, address: Address = CELL) -> Tables:
    tables = tables_of(small())
    next(row for row in tables[address.sheet] if row.key == address.row).cells[address.column] = text
    return tables


@settings(max_examples=40)
@given(st.tuples(edited("small"), edited("small")) | st.tuples(edited("gbt"), edited("gbt")))
def test_changes_lead_there_and_back(pair: tuple[Tables, Tables]) -> None:
    old, new = map(settled, pair)
    changes = difference(old, new)
    assert lay(old, changes) == new
    assert lay(new, back(changes)) == old
    stored = [Change(*one) for one in map(list, changes)]
    assert lay(old, stored) == new


def test_nothing_changed_is_no_change() -> None:
    assert difference(tables_of(gbt()), tables_of(gbt())) == []


def test_one_cell_is_one_change() -> None:
    assert difference(tables_of(small()), with_cell("mine")) == [Change("set", *CELL, "1.1", "mine")]


def test_two_who_change_different_cells_both_have_their_way() -> None:
    seen = tables_of(small())
    other = Address("indicators", "1.2", "title.en")
    laid = lay(with_cell("theirs", other), difference(seen, with_cell("mine")))
    assert difference(seen, laid) == [Change("set", *CELL, "1.1", "mine"), Change("set", *other, "1.2", "theirs")]


def test_the_same_cell_is_a_clash_that_says_both() -> None:
    with pytest.raises(Clashes) as refused:
        lay(with_cell("theirs"), difference(tables_of(small()), with_cell("mine")))
    assert refused.value.found == [Clash(CELL, "1.1", "mine", "theirs")]


def test_the_same_cell_changed_alike_is_none() -> None:
    assert lay(with_cell("alike"), difference(tables_of(small()), with_cell("alike"))) == with_cell("alike")


def test_ones_own_cell_may_be_changed_again() -> None:
    laid = lay(with_cell("mine"), difference(tables_of(small()), with_cell("again")), over=[CELL])
    assert laid == with_cell("again")


def test_a_cell_of_a_row_that_is_gone_is_told() -> None:
    gone = tables_of(small())
    gone["indicators"] = [row for row in gone["indicators"] if row.key != "1.1"]
    with pytest.raises(Clashes) as refused:
        lay(gone, difference(tables_of(small()), with_cell("mine")), over=[CELL])
    assert refused.value.found == [Clash(CELL, "1.1", "mine", "", is_gone=True)]


def test_a_row_that_somebody_changed_is_not_taken_out() -> None:
    seen, without = tables_of(small()), tables_of(small())
    del without["metrics"][0]
    with pytest.raises(Clashes) as refused:
        lay(with_cell("theirs", Address("metrics", "kept", "says.en")), difference(seen, without))
    assert [(one.address, one.mine) for one in refused.value.found] == [(("metrics", "kept", ""), "")]


def test_rows_in_another_order_keep_a_row_that_came_meanwhile() -> None:
    seen, turned, grown = tables_of(small()), tables_of(small()), tables_of(small())
    turned["levels"].reverse()
    grown["levels"].insert(1, grown["levels"][0].__class__("star3", "", {"id": "star3"}))
    laid = lay(grown, difference(seen, turned))
    assert [row.key for row in laid["levels"]] == ["star5", "pass", "star3"]
