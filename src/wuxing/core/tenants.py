"""The tenant's walls: every query inside `in_tenant` sees one organisation, in code and in the database.

Outer wall: managers of tenant tables filter by the tenant of the running block, and a query outside any block raises. Inner
wall: row-level security reads the setting `app.tenant` of the transaction, and the application's role cannot bypass it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

from wuxing.core import prepared

_current: ContextVar[int | None] = ContextVar("tenant", default=None)


class NoTenant(RuntimeError):
    """A tenant's table was asked outside `in_tenant`: a fault of the program, never of the user."""


def current_tenant() -> int:
    """Return the tenant of the running block. Raises NoTenant outside any."""
    tenant_id = _current.get()
    if tenant_id is None:
        raise NoTenant("ask a tenant's tables inside in_tenant(...)")
    return tenant_id


@contextmanager
def in_tenant(tenant_id: int) -> Iterator[None]:
    """Run the block in one transaction, seeing and writing the rows of `tenant_id` only."""
    outer = _current.get()
    with transaction.atomic():
        _tell_database(tenant_id)
        token = _current.set(tenant_id)
        try:
            yield
        finally:
            _current.reset(token)
        if outer is not None and outer != tenant_id:  # after an exception the rollback has put the old one back
            _tell_database(outer)


def _tell_database(tenant_id: int) -> None:
    prepared.fetch("SELECT set_config('app.tenant', %s, true)", [str(tenant_id)])
