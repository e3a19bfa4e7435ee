"""Rows of a query as plain dicts; and queries whose SQL is made once a process, for pages that ask a dozen of them.

A page that asks many small questions may read them `ahead`: one statement for all, one way to the database and back.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from typing import Any, TypeVar

from django.db import connection
from django.db.models import JSONField, Model, QuerySet
from django.db.models.query import ModelIterable, get_related_populators

from wuxing.core import prepared
from wuxing.core.tenants import current_tenant

_TENANT = 2**61 + 1  # stands for the tenant in the SQL that is kept; no row has such a number
_PLACES = tuple(2**61 + 11 + i for i in range(4))  # stand for the values
_PLACE = re.compile("%[s%]")
Row = dict[str, Any]
Build = Callable[..., Any]
Question = tuple[Any, ...]  # a build and its values
Raw = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class _Ready:
    sql: str
    params: tuple[Any, ...]
    names: tuple[str, ...]
    converters: tuple[tuple[int, Any, Any], ...]
    model: Any = None  # of queries of whole models
    related: tuple[Any, ...] = ()  # who fills in the models that are read along

    def values(self, given: tuple[int, ...]) -> list[Any]:
        places = dict(zip(_PLACES, given, strict=False)) | {_TENANT: current_tenant()}
        return [_value(value, places) for value in self.params]


_READY: dict[Build, _Ready] = {}
_ahead: ContextVar[dict[Question, Raw] | None] = ContextVar("ahead", default=None)


def all_of(rows: Any) -> list[Row]:
    """Return the rows."""
    return list(rows)


def first_of(rows: Any) -> Row | None:
    """Return the first row, or None."""
    found: Row | None = rows.first()
    return found


def _made(build: Build, count: int) -> _Ready:
    """Return what is kept of a query: its SQL, where which value stands, what its columns become."""
    tenant = current_tenant()
    queryset = build(*_PLACES[:count])
    query, whole = queryset.query, queryset._iterable_class is ModelIterable  # noqa: SLF001  # the framework's own loop asks it too
    compiler = query.get_compiler(using=connection.alias)
    sql, found = compiler.as_sql()
    params = tuple(type(value)(_TENANT) if _is_number(value) and value == tenant else value for value in found)
    converters = compiler.get_converters([column[0] for column in compiler.select])
    flat = tuple(
        (place, convert, expression) for place, (converts, expression) in converters.items() for convert in converts
    )
    if not whole:
        names = tuple(query.selected or (*query.values_select, *query.annotation_select))
        return _Ready(sql, params, names, flat)
    fields = compiler.klass_info["select_fields"]
    names = tuple(compiler.select[place][0].target.attname for place in fields)
    related = get_related_populators(compiler.klass_info, compiler.select, connection.alias)  # type: ignore[call-arg]
    return _Ready(sql, params, names, flat, queryset.model, tuple(related))


def _ready(build: Build, count: int) -> _Ready:
    found = _READY.get(build)
    if found is None:
        found = _READY[build] = _made(build, count)
    return found


def _raw(build: Build, values: tuple[int, ...]) -> tuple[_Ready, Raw]:
    """Return the rows of a query as the framework's cursor would, converted."""
    ready, read = _ready(build, len(values)), _ahead.get()
    if read is not None and (found := read.get((build, *values))) is not None:
        return ready, found
    rows = prepared.fetch(ready.sql, ready.values(values))
    return ready, _converted(rows, ready.converters)


def _converted(rows: Raw, converters: Sequence[tuple[int, Any, Any]]) -> Raw:
    for place, convert, expression in converters:
        rows = [(*row[:place], convert(row[place], expression, connection), *row[place + 1 :]) for row in rows]
    return rows


def rows_by(build: Build, *values: int) -> list[Row]:
    """Return the rows of `build(*values)`, a values() query of one fixed shape; its SQL is made once a process.

    The query may hold no other whole number than the tenant's and `values`: they are told apart by what they are.
    """
    ready, rows = _raw(build, values)
    return [dict(zip(ready.names, row, strict=True)) for row in rows]


Kind = TypeVar("Kind", bound=Model)


def models_by(build: Callable[..., QuerySet[Kind]], *values: int) -> list[Kind]:
    """Return the rows of `build(*values)`, a query of whole models of one fixed shape, as `rows_by` does.

    For locking, and with `select_related` for what is read along.
    """
    ready, rows = _raw(build, values)
    found = []
    for row in rows:
        one = ready.model.from_db(connection.alias, ready.names, row[: len(ready.names)])
        for populator in ready.related:
            populator.populate(row, one)
        found.append(one)
    return found


@contextmanager
def ahead(*questions: Question) -> Iterator[None]:
    """Read all that is asked, each a build and its values, in one statement; inside the block `rows_by` and `models_by` give it.

    Only for pages that read: what is written inside the block is not seen by a question that was read before.
    """
    outer = _ahead.get() or {}
    asked = dict.fromkeys(one for one in questions if one not in outer)
    if not asked:
        yield
        return
    ready = [_ready(build, len(values)) for build, *values in asked]
    params = [value for one, (_build, *given) in zip(ready, asked, strict=True) for value in one.values(tuple(given))]
    found = prepared.fetch_lists(_together(tuple(one.sql for one in ready)), params)
    read = outer | {
        question: _converted(rows, [one for one in made.converters if not _is_json(one[2])])
        for question, made, rows in zip(asked, ready, found, strict=True)
    }
    token = _ahead.set(read)
    try:
        yield
    finally:
        _ahead.reset(token)


@lru_cache(maxsize=200)
def _together(statements: tuple[str, ...]) -> Any:
    """Return one statement whose columns are the rows of each, its places numbered."""
    joined = "SELECT " + ", ".join(f"ARRAY(SELECT q FROM ({one}) q)" for one in statements)  # noqa: S608  # our own
    place = count(1)
    return _PLACE.sub(lambda found: f"${next(place)}" if found[0] == "%s" else "%", joined)


def _is_json(expression: Any) -> bool:
    """Say whether a column is JSON, which comes read already where rows come in the database's own form."""
    return isinstance(expression.output_field, JSONField)


def _value(value: Any, places: dict[int, Any]) -> Any:
    """Put the real number where one stands for it, in the database's own integer type."""
    return type(value)(places[value]) if _is_number(value) and value in places else value


def is_id(value: int) -> bool:
    """Say whether a number can be that of a row; larger ones would be taken for the places kept in the SQL."""
    return 0 < value < 2**61


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
