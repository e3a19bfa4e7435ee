"""Uploads, and a look at the first rows of one."""

from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from wuxing.core import clock
from wuxing.core.errors import BusinessError, NotFound
from wuxing.core.tables.rows import Row, Table
from wuxing.evidence.foreign import drafting
from wuxing.evidence.foreign.drafting import Drafted
from wuxing.evidence.foreign.mapping import loading
from wuxing.evidence.foreign.models import ForeignImport
from wuxing.evidence.foreign.readers import opening

SAMPLE_ROWS = 300
SHOWN_ROWS = 6
SHOWN_COLUMNS = 12
SHOWN_CASES = 5
SHOWN_IMPORTS = 50


@dataclass(slots=True)
class Preview:
    """The first rows as they stand, and what a mapping makes of them."""

    table: Table
    headings: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    drafted: Drafted | None = None
    sampled: int = 0
    problem: str = ""


def newest_imports() -> list[ForeignImport]:
    """Return the organisation's uploads, newest first."""
    return list(ForeignImport.objects.defer("sheet", "mapping").order_by("-pk")[:SHOWN_IMPORTS])


def one_import(import_id: int) -> ForeignImport:
    """Return one upload of the organisation.

    Raises:
        NotFound: there is none.
    """
    found = ForeignImport.objects.filter(pk=import_id).first()
    if found is None:
        raise NotFound(_("there is no such upload here"))
    return found


def preview(path: Path, text: str) -> Preview:
    """Read the first rows by a mapping; what is wrong with either is the preview's `problem`.

    Raises:
        Unreadable: not even the first rows can be read.
    """
    try:
        mapping = loading.parse(text)
    except BusinessError as wrong:
        found = _looked(opening.open_table(path))
        found.problem = str(wrong.reason)
        return found
    table = opening.open_table(path, sheet=mapping.sheet, encoding=mapping.encoding)
    rows = list(islice(table.rows, SAMPLE_ROWS))
    found = _shown(table, rows)
    table.rows = iter(rows)
    try:
        found.drafted = drafting.draft(table, mapping, now=clock.now())
    except BusinessError as wrong:
        found.problem = str(wrong.reason)
    return found


def _looked(table: Table) -> Preview:
    return _shown(table, list(islice(table.rows, SAMPLE_ROWS)))


def _shown(table: Table, rows: list[Row]) -> Preview:
    names = table.headings or list(dict.fromkeys(name for row in rows for name in row.values))
    shown = names[:SHOWN_COLUMNS]
    lines = [(row.line, [str(row.values.get(name, "")) for name in shown]) for row in rows[:SHOWN_ROWS]]
    return Preview(table, shown, lines, sampled=len(rows))
