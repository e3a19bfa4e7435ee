"""Timelines, and the state of a log."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from wuxing.core.ledger.models import Entry, Leaf

_STATE = """
SELECT coalesce((SELECT max(l.index) + 1 FROM core_leaf l WHERE l.tenant_id = %(tenant)s), 0),
       (SELECT count(*) FROM core_pending p WHERE p.tenant_id = %(tenant)s),
       c.size, c.signed_at
FROM (SELECT 1) AS one
LEFT JOIN LATERAL (
    SELECT size, signed_at FROM core_checkpoint c WHERE c.tenant_id = %(tenant)s ORDER BY c.size DESC LIMIT 1) c ON true
"""


@dataclass(frozen=True, slots=True)
class LogState:
    """How far a log is: entries in their places, entries waiting, and the newest signed size and its time."""

    size: int
    pending: int
    sealed: int
    sealed_at: datetime | None


def timeline(tenant_id: int, case: tuple[str, int]) -> QuerySet[Entry]:
    """Return the entries of a case as recorded; `sealed` says whether each has its place in the log."""
    return (
        Entry.objects.filter(tenant_id=tenant_id, case_type=case[0], case_id=case[1])
        .annotate(sealed=Exists(Leaf.objects.filter(entry_id=OuterRef("pk"))))
        .select_related("actor")
        .order_by("id")
    )


def entries_about(tenant_id: int, target: tuple[str, int]) -> QuerySet[Entry]:
    """Return the entries about one thing, in the order they were recorded."""
    return (
        Entry.objects.filter(tenant_id=tenant_id, target_type=target[0], target_id=target[1])
        .annotate(sealed=Exists(Leaf.objects.filter(entry_id=OuterRef("pk"))))
        .select_related("actor")
        .order_by("id")
    )


def state_of(tenant_id: int) -> LogState:
    """Return how far the tenant's log is."""
    with connection.cursor() as cursor:
        cursor.execute(_STATE, {"tenant": tenant_id})
        size, pending, sealed, sealed_at = cursor.fetchone()
    return LogState(size, pending, sealed or 0, sealed_at)
