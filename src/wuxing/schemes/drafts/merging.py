"""What differs between two states of the tables, as changes that can be laid on another state, or taken back. Pure.

Two people who edit at once: the changes of the second are laid on what the first has saved. Where both changed the same
cell nothing is laid on; every such cell is told, with what each of them wrote.
"""

import copy
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from wuxing.schemes.drafts.columns import sheets
from wuxing.schemes.drafts.tables import Address, Row, Tables

PARENT = "parent"


class Change(NamedTuple):
    """One change. `what`: set a cell · add a row · drop a row · order the rows of a table.

    set: was and becomes are texts. add, drop: the one that is there is [parent, cells, key of the row before]. order: keys.
    """

    what: str
    sheet: str
    row: str
    column: str
    was: Any
    becomes: Any

    def back(self) -> "Change":
        """Return the change that takes this one back."""
        what = {"add": "drop", "drop": "add"}.get(self.what, self.what)
        return Change(what, self.sheet, self.row, self.column, self.becomes, self.was)


@dataclass(frozen=True, slots=True)
class Clash:
    """A cell (or, without a column, a row) that somebody else changed first."""

    address: Address
    was: str
    mine: str
    theirs: str
    is_gone: bool = False


class Clashes(ValueError):
    """Changes that cannot be laid on, because others changed the same."""

    def __init__(self, found: list[Clash]) -> None:
        super().__init__(", ".join(str(one.address) for one in found))
        self.found = found


def difference(old: Tables, new: Tables) -> list[Change]:
    """Return the changes that lead from `old` to `new`."""
    return [change for name in sheets() for change in _of_sheet(name, old.get(name, []), new.get(name, []))]


def _of_sheet(sheet: str, old: list[Row], new: list[Row]) -> Iterable[Change]:
    before, after = {row.key: row for row in old}, {row.key: row for row in new}
    for number, row in reversed(list(enumerate(old))):
        if row.key not in after:
            yield Change("drop", sheet, row.key, "", _there(old, number), None)
    order = [row.key for row in old if row.key in after]
    for number, row in enumerate(new):
        if row.key in before:
            yield from _of_row(sheet, before[row.key], row)
        else:
            order.insert(order.index(new[number - 1].key) + 1 if number else 0, row.key)
            yield Change("add", sheet, row.key, "", None, _there(new, number))
    wanted = [row.key for row in new]
    if order != wanted:
        yield Change("order", sheet, "", "", order, wanted)


def _there(rows: list[Row], number: int) -> list[Any]:
    return [rows[number].parent, rows[number].cells, rows[number - 1].key if number else ""]


def _of_row(sheet: str, old: Row, new: Row) -> Iterable[Change]:
    if old.parent != new.parent:
        yield Change("set", sheet, old.key, PARENT, old.parent, new.parent)
    for column in sorted({*old.cells, *new.cells}):
        was, becomes = old.cells.get(column, ""), new.cells.get(column, "")
        if was != becomes:
            yield Change("set", sheet, old.key, column, was, becomes)


def back(changes: Iterable[Change]) -> list[Change]:
    """Return the changes that take `changes` back."""
    return [change.back() for change in reversed(list(changes))]


def lay(tables: Tables, changes: Iterable[Change], *, over: Iterable[Address] = ()) -> Tables:
    """Return `tables` with `changes` laid on. `over`: cells that the same person changed before, and may change again.

    Raises:
        Clashes: somebody else changed the same cells or rows; nothing is laid on.
    """
    made: Tables = {name: [Row(row.key, row.parent, dict(row.cells)) for row in rows] for name, rows in tables.items()}
    own, clashes = set(over), []
    for change in changes:
        rows = made.setdefault(change.sheet, [])
        clash = {"set": _set, "add": _add, "drop": _drop, "order": _order}[change.what](rows, change)
        if clash is not None and change.what == "set" and not clash.is_gone and clash.address in own:
            _force(rows, change)
        elif clash is not None:
            clashes.append(clash)
    if clashes:
        raise Clashes(clashes)
    return made


def _find(rows: list[Row], key: str) -> Row | None:
    return next((row for row in rows if row.key == key), None)


def _set(rows: list[Row], change: Change) -> Clash | None:
    row = _find(rows, change.row)
    address = Address(change.sheet, change.row, change.column)
    if row is None:
        return Clash(address, change.was, change.becomes, "", is_gone=True)
    there = row.parent if change.column == PARENT else row.cells.get(change.column, "")
    if there not in (change.was, change.becomes):
        return Clash(address, change.was, change.becomes, there)
    _write(row, change.column, change.becomes)
    return None


def _write(row: Row, column: str, text: str) -> None:
    if column == PARENT:
        row.parent = text
    elif text:
        row.cells[column] = text
    else:
        row.cells.pop(column, None)


def _force(rows: list[Row], change: Change) -> None:
    row = _find(rows, change.row)
    assert row is not None
    _write(row, change.column, change.becomes)


def _add(rows: list[Row], change: Change) -> Clash | None:
    parent, cells, before = change.becomes
    there = _find(rows, change.row)
    if there is not None:
        same = (there.parent, there.cells) == (parent, cells)
        return None if same else Clash(Address(change.sheet, change.row, ""), "", _shown(cells), _shown(there.cells))
    place = next((number + 1 for number, row in enumerate(rows) if row.key == before), 0 if not before else len(rows))
    rows.insert(place, Row(change.row, parent, copy.copy(cells)))
    return None


def _drop(rows: list[Row], change: Change) -> Clash | None:
    there = _find(rows, change.row)
    if there is None:
        return None
    if there.cells != change.was[1]:
        return Clash(Address(change.sheet, change.row, ""), _shown(change.was[1]), "", _shown(there.cells))
    rows.remove(there)
    return None


def _order(rows: list[Row], change: Change) -> Clash | None:
    places = {key: number for number, key in enumerate(change.becomes)}
    last = -1
    ranks = {}
    for row in rows:  # a row that the order does not know stays behind the one it stands behind now
        last = places.get(row.key, last)
        ranks[row.key] = (places.get(row.key, last), row.key not in places)
    rows.sort(key=lambda row: ranks[row.key])
    return None


def _shown(cells: dict[str, str]) -> str:
    return " · ".join(cells[name] for name in sorted(cells))[:200]
