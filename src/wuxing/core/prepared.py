"""Statements of one fixed text, planned once a connection: what every request asks, and what every action writes.

The framework's cursor writes the values into the text, so the database plans each statement anew. Here they are sent beside it, and
the plan is kept. Where prepared statements are off (`prepare_threshold` none, for poolers that cannot keep them), all goes plainly.
"""

from collections.abc import Sequence
from typing import Any, LiteralString

import psycopg
from django.db import connection


def fetch(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Run a statement and return its rows. Errors are the framework's own."""
    connection.ensure_connection()
    raw = connection.connection
    if raw.prepare_threshold is None or connection.queries_logged:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return list(cursor.fetchall())
    connection.validate_no_broken_transaction()
    with connection.wrap_database_errors, psycopg.Cursor(raw) as cursor:
        return list(cursor.execute(sql, params, prepare=True).fetchall())


def fetch_lists(sql: LiteralString, params: Sequence[Any]) -> tuple[list[tuple[Any, ...]], ...]:
    """Run a statement that gives one row, each column of it a list of rows, and return them; its places are $1, $2 …

    The answer comes in the database's own form: so the values of rows within rows keep their types.
    """
    connection.ensure_connection()
    raw = connection.connection
    connection.validate_no_broken_transaction()
    with connection.wrap_database_errors, psycopg.RawCursor(raw) as cursor:
        cursor.execute(sql, params, prepare=raw.prepare_threshold is not None, binary=True)
        return cursor.fetchone() or ()
