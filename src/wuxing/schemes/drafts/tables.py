"""A pack's documents as tables, and tables as documents again. Nothing is lost either way. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from wuxing.core.reasons import Reason
from wuxing.schemes.drafts import leftovers
from wuxing.schemes.drafts.columns import OTHER, Shape, Sheet, sheets
from wuxing.schemes.drafts.kinds import text
from wuxing.schemes.packs.reading import Path_

Content = dict[str, Any]
"""The four documents by name."""
PART = "part"


class Address(NamedTuple):
    """One cell."""

    sheet: str
    row: str
    column: str

    def __str__(self) -> str:
        return f"{self.sheet}:{self.row}:{self.column}"

    @classmethod
    def parse(cls, name: str) -> "Address | None":
        """Return the address that `str` wrote, or None."""
        parts = name.split(":")
        return cls(*parts) if len(parts) == 3 and parts[0] in sheets() else None


@dataclass(slots=True)
class Row:
    """A row: `key` names it in its table, `parent` the row above. Cells are text; an empty one is left out."""

    key: str
    parent: str = ""
    cells: dict[str, str] = field(default_factory=dict)


Tables = dict[str, list[Row]]


class BadTables(ValueError):
    """Cells that hold what they cannot; each with what to write."""

    def __init__(self, faults: Mapping[Address, Reason]) -> None:
        super().__init__("; ".join(f"{address}: {reason}" for address, reason in faults.items()))
        self.faults = dict(faults)


@dataclass(frozen=True, slots=True)
class Found:
    """What a row stands for: the thing itself and where it lies."""

    sheet: Sheet
    key: str
    parent: str
    name: str  # of the row itself; nothing when rows are numbered
    thing: Any
    path: Path_


def tables_of(content: Content) -> Tables:
    """Return the tables that show `content`."""
    tables: Tables = {name: [] for name in sheets()}
    for found in walk(content):
        tables[found.sheet.name].append(_row(found))
    rest = leftovers.difference(content, content_of(tables))
    if rest:
        _attach(tables, content, rest)
    return tables


def walk(content: Content) -> Iterator[Found]:
    """Yield every row, tables in order, rows in the order of their document."""
    above: dict[str, list[Found]] = {}
    for sheet in sheets().values():
        roots = above[sheet.parent] if sheet.parent else [_root(sheet, content)]
        above[sheet.name] = []
        used: set[str] = set()
        for root in roots:
            for found in _inside(sheet, root):
                key, count = found.key, 2
                while key in used:  # the loader says that it is used twice; here every row needs a name of its own
                    key, count = f"{found.key}~{count}", count + 1
                used.add(key)
                above[sheet.name].append(
                    Found(sheet, key, found.parent, found.name, found.thing, found.path) if key != found.key else found
                )
        yield from above[sheet.name]


def _root(sheet: Sheet, content: Content) -> Found:
    return Found(sheet, "", "", "", content.get(sheet.document), ())


def _inside(sheet: Sheet, root: Found) -> Iterator[Found]:
    thing, path = root.thing, (*root.path, *sheet.path)
    for step in sheet.path:
        thing = thing.get(step) if isinstance(thing, dict) else None
    return _SHAPES[sheet.shape](sheet, root.key, thing, path)


def _one(sheet: Sheet, parent: str, thing: Any, path: Path_) -> Iterator[Found]:
    yield Found(sheet, "", "", "", thing, path)


def _names(sheet: Sheet, parent: str, thing: Any, path: Path_) -> Iterator[Found]:
    for name, one in thing.items() if isinstance(thing, dict) else ():
        if sheet.is_plain or isinstance(one, dict):
            yield Found(sheet, _key(parent, name), parent, name, one, (*path, name))


def _items(sheet: Sheet, parent: str, thing: Any, path: Path_) -> Iterator[Found]:
    for number, one in enumerate(thing if isinstance(thing, list) else []):
        if isinstance(one, dict):
            name = str(one.get(sheet.own, "")) if sheet.own else ""
            yield Found(sheet, _key(parent, name or str(number + 1)), parent, name, one, (*path, number))


def _key(parent: str, name: str) -> str:
    return f"{parent}/{name}" if parent else name


def _branches(sheet: Sheet, parent: str, thing: Any, path: Path_) -> Iterator[Found]:
    for number, one in enumerate(thing if isinstance(thing, list) else []):
        if isinstance(one, dict):
            name, here = str(one.get(sheet.own, "")), (*path, number)
            yield Found(sheet, name, parent, name, one, here)
            yield from _branches(sheet, name, one.get("children"), (*here, "children"))


def _modes(sheet: Sheet, parent: str, thing: Any, path: Path_, label: str = "") -> Iterator[Found]:
    if not isinstance(thing, dict):
        return
    yield Found(sheet, _key(parent, label) if label else parent, parent, label, thing, path)
    parts = thing.get("parts")
    for number, one in enumerate(parts if isinstance(parts, list) else []):
        name = f"{label}.{number + 1}" if label else str(number + 1)
        yield from _modes(sheet, parent, one, (*path, "parts", number), name)


_SHAPES: dict[Shape, Callable[[Sheet, str, Any, Path_], Iterator[Found]]] = {
    Shape.ONE: _one,
    Shape.LIST: _items,
    Shape.MAP: _names,
    Shape.TREE: _branches,
    Shape.PARTS: _modes,
}


def _row(found: Found) -> Row:
    sheet, cells = found.sheet, {}
    for column in sheet.columns:
        if column.name == OTHER:
            continue
        thing = found.thing
        for step in column.path:
            thing = thing.get(step) if isinstance(thing, dict) else None
        written = None if thing is None else text(column.kind, thing)
        if written:
            cells[column.name] = written
    if sheet.shape in (Shape.MAP, Shape.PARTS) and found.name:
        cells[sheet.own] = found.name
    return Row(found.key, found.parent, cells)


def content_of(tables: Tables) -> Content:
    """Return the documents that `tables` show. Raises BadTables, with every cell that holds what it cannot."""
    from wuxing.schemes.drafts.assembling import Assembly

    return Assembly(tables).content()


def _attach(tables: Tables, content: Content, rest: list[leftovers.Patch]) -> None:
    """Write what no column holds into the last cell of the row in which it lies."""
    places = {(found.sheet.document, *found.path): (found.sheet.name, found.key) for found in walk(content)}
    held: dict[tuple[str, str], list[leftovers.Patch]] = {}
    for patch in rest:
        at = patch.path
        while at and at not in places:
            at = at[:-1]
        home = places.get(at, ("scheme", ""))
        start = 0 if home == ("scheme", "") else len(at)  # what lies outside all rows is kept with the scheme
        held.setdefault(home, []).append(patch._replace(path=patch.path[start:]))
    for (sheet, key), patches in held.items():
        row = next(one for one in tables[sheet] if one.key == key)
        row.cells[OTHER] = leftovers.written(patches)
