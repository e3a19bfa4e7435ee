"""What every action is held to: it leaves exactly one entry, and a refusal leaves nothing at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.db.models import Max

from wuxing.core.errors import BusinessError
from wuxing.core.ledger.models import Entry
from wuxing.core.ledger.rules import plain

_TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND pg_relation_size(c.oid) > 0 ORDER BY 1
"""


def snapshot() -> dict[str, list[str]]:
    """All rows of the present tenant, table by table, as text; in one statement, for it is asked often."""
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        tables = [table for (table,) in cursor.fetchall()]
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}', t::text FROM \"{table}\" t" for table in tables))
        for table, row in cursor:
            found.setdefault(table, []).append(row)
    return {table: sorted(rows) for table, rows in found.items()}


@contextmanager
def leaves_nothing(error: type[BusinessError], reason: str | None = None) -> Iterator[None]:
    """The block is refused with `error`, and every row is as before."""
    before = snapshot()
    with pytest.raises(error) as refusal:
        yield
    assert snapshot() == before
    assert type(refusal.value) is error
    if reason is not None:
        assert refusal.value.reason == reason


@contextmanager
def leaves_one(event: str, *, case: int, **payload: Any) -> Iterator[None]:
    """The block leaves one entry on the case's timeline, with exactly this payload."""
    last = Entry.objects.aggregate(last=Max("pk"))["last"] or 0
    yield
    made = list(Entry.objects.filter(pk__gt=last).order_by("pk"))
    assert [(entry.event, entry.case_type, entry.case_id) for entry in made] == [(event, "service_request", case)]
    assert made[0].payload == plain(payload)
