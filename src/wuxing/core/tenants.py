"""The tenant's walls: every query inside `in_tenant` sees one organisation, in code and in the database.

Outer wall: managers are scoped (django-scopes), so a query without a tenant raises. Inner wall: row-level security reads
the setting `app.tenant` of the transaction, and the application's database role cannot bypass it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django_scopes import scope


@contextmanager
def in_tenant(tenant_id: int) -> Iterator[None]:
    """Run the block in one transaction, seeing and writing the rows of `tenant_id` only."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('app.tenant', %s, true)", [str(tenant_id)])
        with scope(tenant=tenant_id):
            yield
