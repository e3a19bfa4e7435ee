"""Put the documents of a pack together again from its tables. Pure."""

from typing import Any

from wuxing.core.reasons import Reason, say
from wuxing.schemes.drafts import leftovers
from wuxing.schemes.drafts.columns import OTHER, Shape, Sheet, sheets
from wuxing.schemes.drafts.kinds import BadCell, value
from wuxing.schemes.drafts.tables import PART, Address, BadTables, Content, Row, Tables
from wuxing.schemes.packs.reading import FILES


class Assembly:
    """One run over the tables: things by table and row, and the cells that do not fit."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.documents: Content = {name: {} for name in FILES}
        self.things: dict[tuple[str, str], Any] = {}
        self.faults: dict[Address, Reason] = {}

    def content(self) -> Content:
        """Return the documents. Raises BadTables with every cell that holds what it cannot."""
        for sheet in sheets().values():
            if sheet.is_always:
                _inner(self.documents[sheet.document], sheet.path[:-1])[sheet.path[-1]] = []
            rows = self.tables.get(sheet.name, [])
            for row in rows:
                if (sheet.name, row.key) in self.things:
                    self._blame(sheet, row, sheet.own, say("stands here twice; keep one row"))
                self.things[sheet.name, row.key] = self._thing(sheet, row)
            self._hang(sheet, rows)
        if not self.faults:
            self._lay_leftovers()
        if self.faults:
            raise BadTables(self.faults)
        return self.documents

    def _thing(self, sheet: Sheet, row: Row) -> Any:
        """Return what the cells of a row write."""
        values = self._values(sheet, row)
        if sheet.is_plain:
            return values.get((), "")
        thing: dict[str, Any] = self.documents[sheet.document] if sheet.shape is Shape.ONE else {}
        for path in sheet.needs:
            _inner(thing, path)
        for path, found in values.items():
            _inner(thing, path[:-1])[path[-1]] = found
        for column in sheet.columns:
            if column.kind.nullable and column.path not in values:
                home = _there(thing, column.path[:-1])
                if home is not None:
                    home[column.path[-1]] = None
        return thing

    def _values(self, sheet: Sheet, row: Row) -> dict[tuple[str, ...], Any]:
        found = {}
        for column in sheet.columns:
            written = row.cells.get(column.name, "")
            if not written or column.name == OTHER:
                continue
            try:
                found[column.path] = value(column.kind, written)
            except BadCell as error:
                self.faults[Address(sheet.name, row.key, column.name)] = error.reason
        return found

    def _hang(self, sheet: Sheet, rows: list[Row]) -> None:
        """Put the things of a table where they belong."""
        if sheet.shape is Shape.ONE:
            return
        for row in rows:
            thing = self.things[sheet.name, row.key]
            if sheet.shape is Shape.TREE:
                self._hang_branch(sheet, row, rows, thing)
                continue
            above = self.documents[sheet.document] if not sheet.parent else self.things.get((sheet.parent, row.parent))
            if above is None:
                self._blame(
                    sheet,
                    row,
                    sheet.parent_column,
                    say("%(name)s is not in the table above; write one that is", name=row.parent),
                )
            elif sheet.shape is Shape.LIST:
                _inner(above, sheet.path[:-1]).setdefault(sheet.path[-1], []).append(thing)
            elif sheet.shape is Shape.MAP:
                self._hang_name(sheet, row, _inner(above, sheet.path), thing)
            else:
                self._hang_part(sheet, row, above, thing)

    def _hang_branch(self, sheet: Sheet, row: Row, rows: list[Row], thing: Any) -> None:
        parents = {one.key: one.parent for one in rows}
        at, seen = row.parent, {row.key}
        while at and at in parents and at not in seen:
            seen.add(at)
            at = parents[at]
        if at and at not in parents:
            self._blame(sheet, row, "parent", say("%(name)s is no indicator here; write one that is", name=at))
        elif at:
            self._blame(
                sheet, row, "parent", say("%(name)s would stand under itself; choose another parent", name=row.key)
            )
        elif row.parent:
            self.things[sheet.name, row.parent].setdefault("children", []).append(thing)
        else:
            self.documents[sheet.document][sheet.path[-1]].append(thing)

    def _hang_name(self, sheet: Sheet, row: Row, home: dict[str, Any], thing: Any) -> None:
        name = row.cells.get(sheet.own, "")
        if not name:
            self._blame(sheet, row, sheet.own, say("is empty; each row needs a name here"))
        elif name in home:
            self._blame(sheet, row, sheet.own, say("%(name)s stands here twice; keep one row", name=name))
        else:
            home[name] = thing

    def _hang_part(self, sheet: Sheet, row: Row, above: Any, thing: Any) -> None:
        label = row.cells.get(PART, "")
        outer = label.rpartition(".")[0]
        home = self.things.get((sheet.name, f"{row.parent}/{outer}" if outer else row.parent)) if label else None
        if not label:
            above[sheet.path[-1]] = thing
        elif home is None or home is thing:
            self._blame(
                sheet,
                row,
                PART,
                say("part %(part)s has nothing above it; begin with the row without a part", part=label),
            )
        else:
            home.setdefault("parts", []).append(thing)

    def _lay_leftovers(self) -> None:
        for sheet in sheets().values():
            for row in self.tables.get(sheet.name, []):
                written = row.cells.get(OTHER, "")
                if not written:
                    continue
                home = self.documents if sheet.shape is Shape.ONE else self.things[sheet.name, row.key]
                column = sheet.column(OTHER)
                assert column is not None
                try:
                    for patch in leftovers.read(value(column.kind, written)):
                        leftovers.patched(home, patch)
                except BadCell as error:
                    self._blame(sheet, row, OTHER, error.reason)
                except (LookupError, TypeError, ValueError):
                    self._blame(
                        sheet, row, OTHER, say("points to what is not there; leave this cell as it was exported")
                    )

    def _blame(self, sheet: Sheet, row: Row, column: str, reason: Reason) -> None:
        self.faults[Address(sheet.name, row.key, column)] = reason


def _inner(thing: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    """Return the object at a path, made where it is missing."""
    for step in path:
        thing = thing.setdefault(step, {})
    return thing


def _there(thing: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any] | None:
    for step in path:
        if not isinstance(thing.get(step), dict):
            return None
        thing = thing[step]
    return thing
