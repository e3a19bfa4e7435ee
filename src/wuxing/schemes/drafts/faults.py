"""What the loader finds wrong with a draft, by cell. A value of a draft has no line; its place in the tables is its line. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wuxing.core.reasons import say
from wuxing.schemes.conditions.catalogue import Catalogue
from wuxing.schemes.drafts.columns import OTHER, Shape, Sheet, sheets
from wuxing.schemes.drafts.tables import Content, Found, walk
from wuxing.schemes.packs import examples, loading
from wuxing.schemes.packs.problems import PackError
from wuxing.schemes.packs.reading import Document, Path_
from wuxing.schemes.packs.structure import Pack

_LACKS = re.compile(r"\blacks ([a-z_]+)")


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault, the cell in which to mend it, and in which row of its table that stands."""

    sheet: str
    row: str
    column: str
    number: int
    message: str


def documents_of(content: Content) -> dict[str, Document]:
    """Return what the loader reads: the documents, every value on a line of its own."""
    return {name: Document(f"{name}.yaml", data, _lines(data)) for name, data in content.items()}


def _lines(data: Any) -> dict[Path_, int]:
    return {path: number for number, path in enumerate(_paths(data, ()), 1)}


def _paths(data: Any, path: Path_) -> Iterator[Path_]:
    yield path
    steps = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, inside in steps:
        yield from _paths(inside, (*path, step))


def faults_of(content: Content, catalogue: Catalogue, old: Pack | None = None) -> list[Fault]:
    """Return everything that stands in the way of publishing: shape, sense, conditions, and examples that disagree.

    `old` is the edition that the draft says it replaces.
    """
    documents = documents_of(content)
    try:
        pack = loading.checked(loading.draft_of(documents), catalogue, old)
    except PackError as error:
        lines = {
            f"{name}.yaml": {number: path for path, number in document.lines.items()}
            for name, document in documents.items()
        }
        return _placed(content, [(one.file, lines[one.file].get(one.line, ()), one.message) for one in error.problems])
    ids = {example["id"]: number for number, example in enumerate(content["examples"]["examples"])}
    found: list[tuple[str, Path_, str]] = []
    for line in examples.differences(pack):
        name, _, message = line.partition(": ")
        told = say("%(what)s; mend what it is worked out from, or the expectation", what=message)
        found.append(("examples.yaml", ("examples", ids[name], "expected"), told))
    return _placed(content, found)


def _placed(content: Content, found: list[tuple[str, Path_, str]]) -> list[Fault]:
    rows: dict[tuple[str, Path_], tuple[Found, int]] = {}
    counts: dict[str, int] = {}
    for row in walk(content):
        counts[row.sheet.name] = counts.get(row.sheet.name, 0) + 1
        rows[f"{row.sheet.document}.yaml", row.path] = (row, counts[row.sheet.name])
    return [_fault(rows, file, path, message) for file, path, message in found]


def _fault(rows: Mapping[tuple[str, Path_], tuple[Found, int]], file: str, path: Path_, message: str) -> Fault:
    lacking = _LACKS.search(message)
    path = (*path, lacking[1]) if lacking else path
    at = path
    while at and (file, at) not in rows:
        at = at[:-1]
    row, number = rows.get((file, at), (None, 0))
    if row is None or row.sheet.shape is Shape.ONE:
        for sheet in sheets().values():  # a fault of a whole table, not of a row
            if (
                sheet.path
                and not sheet.parent
                and f"{sheet.document}.yaml" == file
                and path[: len(sheet.path)] == sheet.path
            ):
                return Fault(sheet.name, "", "", 0, message)
    if row is None:
        return Fault("scheme", "", "", 0, message)
    return Fault(row.sheet.name, row.key, _column(row.sheet, path[len(at) :]), number, message)


def _column(sheet: Sheet, inside: Path_) -> str:
    for length in range(len(inside), 0, -1):
        for column in sheet.columns:
            if column.name != OTHER and column.path[:length] == inside[:length]:
                return column.name
    return sheet.own if sheet.column(sheet.own) else sheet.columns[0].name
