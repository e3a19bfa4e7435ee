"""Rows of a query as plain dicts; and queries whose SQL is made once a process, for pages that ask a dozen of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

from wuxing.core import prepared
from wuxing.core.tenants import current_tenant

_TENANT = 2**61 + 1  # stands for the tenant in the SQL that is kept; no row has such a number
_PLACES = tuple(2**61 + 11 + i for i in range(4))  # stand for the values
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Ready:
    sql: str
    params: tuple[Any, ...]
    names: tuple[str, ...]
    converters: tuple[tuple[int, Any, Any], ...]


_READY: dict[Callable[..., Any], _Ready] = {}


def all_of(rows: Any) -> list[Row]:
    """Return the rows."""
    return list(rows)


def first_of(rows: Any) -> Row | None:
    """Return the first row, or None."""
    found: Row | None = rows.first()
    return found


def _made(build: Callable[..., Any], count: int) -> _Ready:
    tenant = current_tenant()
    query = build(*_PLACES[:count]).query
    compiler = query.get_compiler(using=connection.alias)
    sql, found = compiler.as_sql()
    params = [type(value)(_TENANT) if _is_number(value) and value == tenant else value for value in found]
    names = tuple(query.selected or (*query.values_select, *query.annotation_select))
    converters = compiler.get_converters([column[0] for column in compiler.select])
    flat = [
        (place, convert, expression) for place, (converts, expression) in converters.items() for convert in converts
    ]
    return _Ready(sql, tuple(params), names, tuple(flat))


def rows_by(build: Callable[..., Any], *values: int) -> list[Row]:
    """Return the rows of `build(*values)`, a values() query of one fixed shape; its SQL is made once a process.

    The query may hold no other whole number than the tenant's and `values`: they are told apart by what they are.
    """
    ready = _READY.get(build)
    if ready is None:
        ready = _READY[build] = _made(build, len(values))
    places = dict(zip(_PLACES, values, strict=False)) | {_TENANT: current_tenant()}
    found = prepared.fetch(ready.sql, [_value(value, places) for value in ready.params])
    if not ready.converters:
        return [dict(zip(ready.names, row, strict=True)) for row in found]
    return [_converted(ready, row) for row in found]


_MODELS: dict[Callable[..., Any], tuple[_Ready, Any]] = {}
Kind = TypeVar("Kind", bound=Model)


def models_by(build: Callable[..., QuerySet[Kind]], *values: int) -> list[Kind]:
    """Return the rows of `build(*values)`, a query of whole models of one fixed shape, as `rows_by` does: for locking."""
    found = _MODELS.get(build)
    if found is None:
        found = _MODELS[build] = _made_models(build, len(values))
    ready, model = found
    places = dict(zip(_PLACES, values, strict=False)) | {_TENANT: current_tenant()}
    rows = prepared.fetch(ready.sql, [_value(value, places) for value in ready.params])
    for place, convert, expression in ready.converters:
        rows = [(*row[:place], convert(row[place], expression, connection), *row[place + 1 :]) for row in rows]
    return [model.from_db(connection.alias, ready.names, row) for row in rows]


def _made_models(build: Callable[..., Any], count: int) -> tuple[_Ready, Any]:
    tenant = current_tenant()
    queryset = build(*_PLACES[:count])
    compiler = queryset.query.get_compiler(using=connection.alias)
    sql, given = compiler.as_sql()
    params = [type(value)(_TENANT) if _is_number(value) and value == tenant else value for value in given]
    converters = compiler.get_converters([column[0] for column in compiler.select])
    flat = [
        (place, convert, expression) for place, (converts, expression) in converters.items() for convert in converts
    ]
    names = tuple(column[0].target.attname for column in compiler.select)
    return _Ready(sql, tuple(params), names, tuple(flat)), queryset.model


def _value(value: Any, places: dict[int, Any]) -> Any:
    """Put the real number where one stands for it, in the database's own integer type."""
    return type(value)(places[value]) if _is_number(value) and value in places else value


def _converted(ready: _Ready, row: tuple[Any, ...]) -> Row:
    values = list(row)
    for place, convert, expression in ready.converters:
        values[place] = convert(values[place], expression, connection)
    return dict(zip(ready.names, values, strict=True))


def is_id(value: int) -> bool:
    """Say whether a number can be that of a row; larger ones would be taken for the places kept in the SQL."""
    return 0 < value < 2**61


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
