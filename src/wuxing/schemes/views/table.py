"""The table of the editor: one view of a draft, fifty rows a page, each row drawn with what is said about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language

from wuxing.schemes.drafts import words
from wuxing.schemes.drafts.columns import Column, Shape, Sheet, children, sheets
from wuxing.schemes.drafts.editing import name_kind
from wuxing.schemes.drafts.faults import Fault
from wuxing.schemes.drafts.kinds import Form
from wuxing.schemes.drafts.models import SchemeDraft
from wuxing.schemes.drafts.tables import Address, Row, Tables
from wuxing.schemes.views import layout
from wuxing.schemes.views.cells import Drawn
from wuxing.schemes.views.layout import View

PAGE = 50


@dataclass(frozen=True, slots=True)
class Said:
    """What is to be said about cells: what was typed and not saved, what is wrong with it, what others wrote."""

    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """A view of a draft."""

    draft: SchemeDraft
    tables: Tables
    view: View
    said: Said = Said()
    faults: tuple[Fault, ...] = ()
    form: str = "editor"
    is_locked: bool = False

    @cached_property
    def sheet(self) -> Sheet:
        """Return the table that the view shows."""
        return sheets()[self.view.sheet]

    @cached_property
    def rows(self) -> list[Row]:
        """Return all its rows."""
        return self.tables[self.view.sheet]

    @cached_property
    def columns(self) -> list[Column]:
        """Return the columns of the view."""
        return layout.columns_of(self.view, self.rows)

    @cached_property
    def groups(self) -> set[str]:
        """Return the indicators that have others below them."""
        return {row.parent for row in self.tables["indicators"]}

    def page_of(self, key: str) -> int:
        """Return where the page begins on which a row stands."""
        place = next((number for number, row in enumerate(self.rows) if row.key == key), 0)
        return place - place % PAGE

    def page(self, key: str) -> list[dict[str, Any]]:
        """Return the rows of the page on which the row `key` stands, drawn."""
        start = self.page_of(key)
        return [self.line(row) for row in self.rows[start : start + PAGE]]

    @cached_property
    def has_own_titles(self) -> bool:
        """Say whether the view has the titles among its columns."""
        return any(words.stem(one.name) == "title" for one in self.columns)

    @cached_property
    def _parents(self) -> dict[str, str]:
        return {one.key: one.parent for one in self.rows} if self.sheet.shape is Shape.TREE else {}

    def line(self, row: Row) -> dict[str, Any]:
        """Return one row, drawn."""
        columns, groups = self.columns, self.groups
        return {
            "key": row.key,
            "id": f"r-{self.sheet.name}:{row.key}",
            "name": row.key if self.sheet.own or self.sheet.parent else str(self.rows.index(row) + 1),
            "depth": min(self._depth(row), 2),
            "is_group": self.sheet.name == "indicators" and row.key in groups,
            "title": "" if self.has_own_titles else self._title(row),
            "url": row_url(self.draft.pk, self.sheet.name, row.key),
            "cells": [
                None if layout.is_blank(self.sheet, one, row, groups) else self.cell(one, row) for one in columns
            ],
            "count": sum(1 for one in self.faults if (one.sheet, one.row) == (self.sheet.name, row.key)),
        }

    def lines_upright(self) -> list[dict[str, Any]]:
        """Return the one row of a table a field a line, each with one cell or three."""
        row = next(iter(self.rows), Row(""))
        found: dict[str, dict[str, Any]] = {}
        for column in self.columns:
            stem = words.stem(column.name)
            label = words.label(self.sheet.name, column.name, with_language=False)
            line = found.setdefault(stem, {"key": "", "id": f"r-{self.sheet.name}:{stem}", "label": label, "cells": []})
            line["cells"].append(self.cell(column, row))
        return list(found.values())

    def cell(self, column: Column, row: Row) -> dict[str, Any]:
        """Return one cell, drawn, with what is said about it."""
        name = str(Address(self.sheet.name, row.key, column.name))
        drawn = Drawn(
            self.sheet,
            column,
            row,
            self.said.typed.get(name),
            self.said.errors.get(name, ""),
            self.lists,
            self.form,
            self.is_locked,
        )
        return {"drawn": drawn, "error": drawn.error, "note": self.said.notes.get(name, "")}

    @cached_property
    def lists(self) -> frozenset[str]:
        """Return the tables whose names the cells of this view may take."""
        single = {one.name for one in self.columns if one.kind.form not in (Form.LIST, Form.SOME)}
        return frozenset(named for column, named in self.sheet.refers.items() if column in single)

    @property
    def names(self) -> list[tuple[str, list[str]]]:
        """Return those names."""
        return [
            (name, [row.cells.get(sheets()[name].own, row.key) for row in self.tables[name]])
            for name in sorted(self.lists)
        ]

    @property
    def adding(self) -> dict[str, Any] | None:
        """Return what the form asks that adds a row; None where there can be one row only."""
        sheet = self.sheet
        if sheet.shape is Shape.ONE:
            return None
        parents = [row.key for row in self.tables[sheet.parent]] if sheet.parent else []
        if sheet.name in ("checks", "scoring"):
            parents = [one for one in parents if one not in self.groups]
        if sheet.shape is Shape.PARTS:
            parents = [*parents, *(row.key for row in self.rows if row.key not in parents)]
        has_name = name_kind(sheet) is not None
        parent_label = words.label(sheet.name, sheet.parent_column) if sheet.parent else ""
        return {"name": words.own_label(sheet) if has_name else "", "parents": sorted(parents), "parent": parent_label}

    def _depth(self, row: Row) -> int:
        if self.sheet.shape is Shape.PARTS:
            return row.cells.get("part", "").count(".") + bool(row.cells.get("part"))
        parents = self._parents
        depth, at = 0, row.parent
        while at in parents and depth < 9:
            depth, at = depth + 1, parents[at]
        return depth

    def _title(self, row: Row) -> str:
        return title_of(self.tables, self.sheet, row)


def title_of(tables: Tables, sheet: Sheet, row: Row) -> str:
    """Return what a row is called in the reader's language; of a row that hangs on another, what that is called."""
    language = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}.get(get_language() or "", "en")
    if found := row.cells.get(f"title.{language}") or row.cells.get("title.en"):
        return found
    if not sheet.parent:
        return ""
    above = next((one for one in tables[sheet.parent] if one.key == row.parent), None)
    return title_of(tables, sheets()[sheet.parent], above) if above is not None else ""


def view_url(draft_id: int, view: View, row: str = "", cell: str = "") -> str:
    """Return the address of a view, of a row in it, of a cell."""
    asked = {"view": view.name} | ({"row": row} if row else {})
    return f"{reverse('schemes:draft', args=[draft_id])}?{urlencode(asked)}{f'#c-{cell}' if cell else ''}"


def row_url(draft_id: int, sheet: str, row: str) -> str:
    """Return the address of the page of one row."""
    return f"{reverse('schemes:draft_row', args=[draft_id])}?{urlencode({'sheet': sheet, 'row': row})}"


def below(tables: Tables, sheet: Sheet, key: str) -> list[tuple[Sheet, list[Row]]]:
    """Return what hangs on a row, table by table."""
    return [(one, [row for row in tables[one.name] if row.parent == key]) for one in children(sheet.name)]
