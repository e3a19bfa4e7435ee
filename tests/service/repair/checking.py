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

_TABLES = (
    "SELECT table_name FROM information_schema.columns WHERE column_name = 'tenant_id' AND table_schema = 'public'"
)


def snapshot() -> dict[str, list[str]]:
    """All rows of the present tenant, table by table, as text."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        for (table,) in sorted(cursor.fetchall()):
            cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')
            found[table] = [row[0] for row in cursor]
    return found


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
