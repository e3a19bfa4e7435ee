"""What every reader yields: a row with its line, whatever the format. And how much a file may hold."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wuxing.core.errors import BusinessError

Value = str | datetime

MOST_ROWS = 2_000_000
MOST_COLUMNS = 500
LONGEST_VALUE = 1_000_000
CASE = "case:"
"""Prefix of the attributes of a case in an event log, as everybody who reads XES writes them in a table."""


class Unreadable(BusinessError):
    """The file cannot be taken; nothing of it was kept. The reason is one sentence that says what to do next."""

    status = 422


@dataclass(slots=True)
class Row:
    """One row (of a log: one event): values by heading."""

    line: int
    values: dict[str, Value]
    problem: str = ""  # why the row cannot be taken, when its reader knows


@dataclass(slots=True)
class Table:
    """An opened file: what it is, its headings where it has some, and its rows, read as they are asked for."""

    format: str  # XES, CSV, XLSX
    encoding: str
    rows: Iterator[Row]
    headings: list[str] = field(default_factory=list)
    sheet: str = ""
    details: dict[str, Any] = field(default_factory=dict)
