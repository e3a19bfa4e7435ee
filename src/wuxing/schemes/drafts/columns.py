"""The tables a pack is shown as, and their columns, told by the JSON Schemas: a new entry of a schema is a new column. Pure."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from typing import Any

from wuxing.schemes.drafts.kinds import Form, Kind, kind_of
from wuxing.schemes.packs.checking import SCHEMAS

LANGUAGES = ("zh-Hans", "zh-Hant", "en")
OTHER = "other"
"""The last column of every table: as JSON, what has no column of its own. So nothing is ever lost."""


class Shape(Enum):
    """How the rows of a table lie in a document."""

    ONE = "one"  # the document itself
    LIST = "list"
    MAP = "map"  # a name and what stands under it
    TREE = "tree"  # indicators and their children
    PARTS = "parts"  # a scoring mode and the modes inside it


@dataclass(frozen=True, slots=True)
class Column:
    """One column: where its value lies inside the object of a row."""

    name: str
    path: tuple[str, ...]
    kind: Kind


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. Its rows hang on those of `parent`, or on the document."""

    name: str
    document: str
    shape: Shape
    path: tuple[str, ...] = ()
    parent: str = ""
    own: str = ""  # the column that names a row; without it rows are numbered
    is_always: bool = False  # the list stands there even when it is empty
    is_plain: bool = False  # under a name stands a value, not an object
    needs: tuple[tuple[str, ...], ...] = ()  # objects that every row has, even empty
    refers: Mapping[str, str] = field(default_factory=dict)  # column → the table whose rows it names
    columns: tuple[Column, ...] = ()

    @property
    def parent_column(self) -> str:
        """Return the column that names the row above: nothing at the top."""
        return "parent" if self.shape is Shape.TREE else self.parent

    def column(self, name: str) -> Column | None:
        """Return a column by its name."""
        return next((one for one in self.columns if one.name == name), None)


_SHEETS = (
    Sheet("scheme", "scheme", Shape.ONE),
    Sheet("basis", "scheme", Shape.LIST, ("basis",), is_always=True),
    Sheet("levels", "scheme", Shape.LIST, ("levels",), own="id", is_always=True, refers={"gates": "gates"}),
    Sheet("gates", "scheme", Shape.MAP, ("gates",), own="name"),
    Sheet(
        "succession",
        "scheme",
        Shape.MAP,
        ("supersedes", "map"),
        own="old",
        refers={"value": "indicators"},
    ),
    Sheet("vetoes", "scheme", Shape.LIST, ("vetoes",), own="id"),
    Sheet("reasons", "scheme", Shape.LIST, ("rules", "special_deductions", "reasons"), own="id"),
    Sheet("indicators", "indicators", Shape.TREE, ("indicators",), own="id", is_always=True),
    Sheet("checks", "indicators", Shape.LIST, ("checks",), "indicators"),
    Sheet("scoring", "indicators", Shape.PARTS, ("scoring",), "indicators", own="part", refers={"metric": "metrics"}),
    Sheet("metrics", "metrics", Shape.LIST, ("metrics",), own="id", is_always=True),
    Sheet(
        "examples",
        "examples",
        Shape.LIST,
        ("examples",),
        own="id",
        is_always=True,
        needs=(("given",), ("expected",), ("expected", "score"), ("expected", "levels")),
        refers={f"expected.levels.{end}": "levels" for end in ("low", "likely", "high")},
    ),
    Sheet(
        "example_metrics",
        "examples",
        Shape.MAP,
        ("given", "metrics"),
        "examples",
        "metric",
        refers={"metric": "metrics"},
    ),
    Sheet(
        "example_rulings",
        "examples",
        Shape.MAP,
        ("given", "rulings"),
        "examples",
        "indicator",
        refers={"indicator": "indicators"},
    ),
    Sheet(
        "example_exclusions",
        "examples",
        Shape.MAP,
        ("given", "exclusions"),
        "examples",
        "indicator",
        refers={"indicator": "indicators"},
    ),
    Sheet(
        "example_results",
        "examples",
        Shape.MAP,
        ("expected", "indicators"),
        "examples",
        "indicator",
        refers={"indicator": "indicators"},
    ),
)


@cache
def sheets() -> dict[str, Sheet]:
    """Return the tables by name, parents before what hangs on them."""
    from dataclasses import replace

    found: dict[str, Sheet] = {}
    for sheet in _SHEETS:
        try:
            schema = _row_schema(sheet)
        except KeyError:  # the schemas know no such table yet
            continue
        other = Column(OTHER, (), Kind(Form.JSON))
        made = (*_columns(sheet.document, schema, (), _taken(sheet)), other)
        if sheet.shape is Shape.PARTS:  # inside another mode a mode has a weight too
            known: set[tuple[str, ...]] = {(column.name,) for column in made} | {("parts",)}
            made = (
                *made[:1],
                *_columns("indicators", _definition("indicators", "weighted_mode"), (), known),
                *made[1:],
            )
        node, named = _resolved(sheet.document, schema)
        kind = kind_of(node, named)
        if plain := kind is not None:
            made = (Column("value", (), kind), other)
        found[sheet.name] = replace(sheet, columns=made, is_plain=plain)
    return found


@cache
def mode_columns() -> dict[str, frozenset[str]]:
    """Return which columns of the table of scoring each mode has."""
    found = {}
    for rule in _definition("indicators", "mode")["allOf"]:
        mode = rule["if"]["properties"]["mode"]["const"]
        found[str(mode)] = frozenset(rule["then"]["properties"]) | {"weight", OTHER}
    return found


def children(name: str) -> tuple[Sheet, ...]:
    """Return the tables that hang on the rows of a table."""
    return tuple(sheet for sheet in sheets().values() if sheet.parent == name)


def _taken(sheet: Sheet) -> set[tuple[str, ...]]:
    """Return what lies inside a row but is shown as another table."""
    inside = {one.path for one in _SHEETS if one.parent == sheet.name}
    if sheet.shape is Shape.ONE:
        inside |= {one.path for one in _SHEETS if one.document == sheet.document and not one.parent and one.path}
    return inside | {("children",), ("parts",)}


@cache
def _schema(document: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SCHEMAS / f"{document}.json").read_text(encoding="utf-8"))
    return found


def _definition(document: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = _schema(document)["$defs"][name]
    return found


def _resolved(document: str, node: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """Return a node with its reference followed, and the name it was defined under."""
    name = ""
    while "$ref" in node:
        name = str(node["$ref"]).rpartition("/")[2]
        node = _definition(document, name)
    return node, name


def _row_schema(sheet: Sheet) -> dict[str, Any]:
    """Return the schema of what one row of a table stands for."""
    node = _schema(sheet.document)
    if sheet.parent:
        node = _row_schema(next(one for one in _SHEETS if one.name == sheet.parent))
    for step in sheet.path:
        node = _resolved(sheet.document, node["properties"][step])[0]
    if sheet.shape in (Shape.LIST, Shape.TREE):
        node = node["items"]
    elif sheet.shape is Shape.MAP:
        node = node["additionalProperties"]
    resolved = _resolved(sheet.document, node)[0]
    return resolved if "properties" in resolved else node


def _columns(
    document: str, schema: dict[str, Any], path: tuple[str, ...], taken: set[tuple[str, ...]]
) -> Iterator[Column]:
    for name, node in schema.get("properties", {}).items():
        here = (*path, name)
        if here in taken or not isinstance(node, dict):
            continue
        inner, defined = _resolved(document, node)
        kind = kind_of(inner, defined) or _many(document, inner)
        if kind is not None:
            yield Column(".".join(here), here, _text(kind) if here[-1] in LANGUAGES else kind)
        elif "properties" in inner:
            yield from _columns(document, inner, here, taken)


def _text(kind: Kind) -> Kind:
    from dataclasses import replace

    return replace(kind, form=Form.TEXT)


def _many(document: str, node: dict[str, Any]) -> Kind | None:
    """Return the kind of a list that fits one cell: of codes, or of pairs."""
    items = node.get("items")
    if not isinstance(items, dict):
        return None
    item, name = _resolved(document, items)
    if "properties" in item and len(item["properties"]) == 2 and set(item["required"]) == set(item["properties"]):
        halves = [kind_of(*_resolved(document, one)) for one in item["properties"].values()]
        same = halves[0] is not None and halves[0] == halves[1]
        return Kind(Form.PAIRS, item=halves[0], names=tuple(item["properties"])) if same else None
    kind = kind_of(item, name)
    return Kind(Form.LIST, item=kind, options=kind.options) if kind else None
