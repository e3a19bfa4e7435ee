"""The stored tree: its size, its nodes, its signed heads, the lock under which it grows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from wuxing.proof.merkle import Nodes, Place, ReadNodes

_LOCK_SPACE = 0x5758 << 48  # tells this advisory lock from others

_NODES = """
SELECT 0, l.index, l.hash FROM core_leaf l WHERE l.tenant_id = %s AND l.index = ANY(%s)
UNION ALL
SELECT n.level, n.index, n.hash
FROM unnest(%s::smallint[], %s::bigint[]) AS wanted (level, index)
JOIN core_node n ON n.tenant_id = %s AND n.level = wanted.level AND n.index = wanted.index
"""

_LEAVES = "SELECT l.hash FROM core_leaf l WHERE l.tenant_id = %s AND l.index >= %s AND l.index < %s ORDER BY l.index"
_INNER = """
SELECT n.hash FROM core_node n
WHERE n.tenant_id = %s AND n.level = %s AND n.index >= %s AND n.index < %s ORDER BY n.index
"""

COSIGNED = (
    "coalesce((SELECT string_agg(s.line, '' ORDER BY s.id) FROM core_cosignature s "
    "WHERE s.tenant_id = {} AND s.size = {}), '')"
)


@dataclass(frozen=True, slots=True)
class Head:
    """A signed checkpoint as stored."""

    size: int
    root: bytes
    note: str
    signed_at: datetime


def lock_log(tenant_id: int) -> None:
    """Wait until nobody else grows the tenant's log, and keep others out until the transaction ends."""
    _rows("SELECT pg_advisory_xact_lock(%s)", [_LOCK_SPACE + tenant_id])


def size_of(tenant_id: int) -> int:
    """Return how many entries have their place in the log."""
    return int(_rows("SELECT coalesce(max(index) + 1, 0) FROM core_leaf WHERE tenant_id = %s", [tenant_id])[0][0])


def latest_head(tenant_id: int) -> Head | None:
    """Return the newest checkpoint of the tenant's log."""
    found = _rows(
        "SELECT size, root, note, signed_at FROM core_checkpoint WHERE tenant_id = %s ORDER BY size DESC LIMIT 1",
        [tenant_id],
    )
    return Head(found[0][0], bytes(found[0][1]), found[0][2], found[0][3]) if found else None


def cosigned_note(tenant_id: int, head: Head) -> str:
    """Return a checkpoint with the lines of the witnesses who cosigned it."""
    found = _rows(f"SELECT {COSIGNED.format('%s', '%s')}", [tenant_id, head.size])  # statement of our own
    return head.note + str(found[0][0])


def cosigned_head(tenant_id: int, above: int) -> Head | None:
    """Return the newest checkpoint of more than `above` entries that a witness cosigned, with their lines."""
    found = _rows(
        "SELECT c.size, c.root, c.note, c.signed_at FROM core_checkpoint c WHERE c.tenant_id = %s AND c.size = "
        "(SELECT max(s.size) FROM core_cosignature s WHERE s.tenant_id = %s AND s.size > %s)",
        [tenant_id, tenant_id, above],
    )
    if not found:
        return None
    head = Head(found[0][0], bytes(found[0][1]), found[0][2], found[0][3])
    return Head(head.size, head.root, cosigned_note(tenant_id, head), head.signed_at)


def reader(tenant_id: int) -> ReadNodes:
    """Return a reader of stored nodes that makes one query for all it is asked."""

    def read(places: Sequence[Place]) -> Nodes:
        leaves = [index for level, index in places if level == 0]
        inner = [(level, index) for level, index in places if level]
        found = _rows(
            _NODES, [tenant_id, leaves, [level for level, _ in inner], [index for _, index in inner], tenant_id]
        )
        return {(level, index): bytes(node) for level, index, node in found}

    return read


def hashes_at(tenant_id: int, level: int, start: int, end: int) -> list[bytes]:
    """Return the nodes of a level from index `start` to before `end`, in order."""
    if level == 0:
        return [bytes(node) for (node,) in _rows(_LEAVES, [tenant_id, start, end])]
    return [bytes(node) for (node,) in _rows(_INNER, [tenant_id, level, start, end])]


def _rows(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
