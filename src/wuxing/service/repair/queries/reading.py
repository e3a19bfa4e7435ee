"""Rows of a query as plain dicts; and queries whose SQL is made once a process, for pages that ask a dozen of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection

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
    with connection.cursor() as cursor:
        cursor.execute(ready.sql, [_value(value, places) for value in ready.params])
        found = cursor.fetchall()
    if not ready.converters:
        return [dict(zip(ready.names, row, strict=True)) for row in found]
    return [_converted(ready, row) for row in found]


def _value(value: Any, places: dict[int, Any]) -> Any:
    """Put the real number where one stands for it, in the database's own integer type."""
    return type(value)(places[value]) if _is_number(value) and value in places else value


def _converted(ready: _Ready, row: tuple[Any, ...]) -> Row:
    values = list(row)
    for place, convert, expression in ready.converters:
        values[place] = convert(values[place], expression, connection)
    return dict(zip(ready.names, values, strict=True))


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
