"""Statements of one fixed text, planned once a connection: what every request asks, and what every action writes.

The framework's cursor writes the values into the text, so the database plans each statement anew. Here they are sent beside it, and
the plan is kept. Where prepared statements are off (`prepare_threshold` none, for poolers that cannot keep them), all goes plainly.
"""

from collections.abc import Sequence
from typing import Any

import psycopg
from django.db import connection


def fetch(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Run a statement and return its rows. Errors are the framework's own."""
    raw = connection.connection
    if raw is None or raw.prepare_threshold is None or connection.queries_logged:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return list(cursor.fetchall())
    connection.validate_no_broken_transaction()
    with connection.wrap_database_errors, psycopg.Cursor(raw) as cursor:
        return list(cursor.execute(sql, params, prepare=True).fetchall())
