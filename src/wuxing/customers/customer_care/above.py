"""What contexts above tell of a customer: the case that is open, the history of work, outlets. Each says so in its `caring.py`.

`open_case(customers)` returns (kind, id, number) of an open case, or None; `number_of(kind, id)` a case's number, or "".
`history(customers, most)` returns rows (day, title, state's word, address of the page); `outlets()` the outlets' names by id.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps

Case = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Done:
    """A piece of work for a customer."""

    on: date
    title: str
    state: str
    url: str
    look: str = "done"


@cache
def _told(name: str) -> tuple[Callable[..., Any], ...]:
    modules = [f"{one.name}.caring" for one in apps.get_app_configs() if one.name.startswith("wuxing.")]
    found = [getattr(import_module(module), name, None) for module in modules if find_spec(module)]
    return tuple(one for one in found if one is not None)


def open_case(customers: Sequence[int]) -> tuple[str, int, str] | None:
    """Return a case of these customers that is open: its kind, id and number; None when there is none."""
    return next((case for one in _told("open_case") if (case := one(customers))), None)


def number_of(case: Case) -> str:
    """Return what people call a case, or nothing."""
    return next((str(number) for one in _told("number_of") if (number := one(*case))), "")


def history(customers: Sequence[int], most: int = 20) -> list[Done]:
    """Return the work done for customers, newest first."""
    rows: Iterator[Done] = (row for one in _told("history") for row in one(customers, most))
    return sorted(rows, key=lambda row: row.on, reverse=True)[:most]


def outlets() -> Mapping[int, str]:
    """Return the outlets' names."""
    return {pk: name for one in _told("outlets") for pk, name in one().items()}
