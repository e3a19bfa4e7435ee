"""Integrate: give waiting entries their places in the log. Several sequencers may run; one at a time grows a log."""

from django.db import connection

from wuxing.core.ledger.queries import nodes
from wuxing.core.ledger.rules import SEALED, Sealed, envelope_of
from wuxing.core.tenants import in_tenant
from wuxing.proof import merkle

BATCH = 5_000

_WAITING = f"""
SELECT {SEALED} FROM core_pending p JOIN core_entry e ON e.id = p.entry_id
WHERE p.tenant_id = %s ORDER BY p.entry_id LIMIT %s
"""  # noqa: S608  # column names of our own

_ADD_LEAVES = """
INSERT INTO core_leaf (tenant_id, index, entry_id, hash)
SELECT %s, %s + d.place - 1, d.entry_id, substring(%s::bytea FROM (32 * (d.place - 1) + 1)::int FOR 32)
FROM unnest(%s::bigint[]) WITH ORDINALITY AS d (entry_id, place)
"""

_ADD_NODES = """
INSERT INTO core_node (tenant_id, level, index, hash)
SELECT %s, d.level, d.index, substring(%s::bytea FROM (32 * (d.place - 1) + 1)::int FOR 32)
FROM unnest(%s::smallint[], %s::bigint[]) WITH ORDINALITY AS d (level, index, place)
"""


def integrate(tenant_id: int, limit: int | None = None) -> int:
    """并入: put the tenant's waiting entries into the log, each batch in its own transaction; return how many."""
    done = 0
    while limit is None or done < limit:
        wanted = BATCH if limit is None else min(BATCH, limit - done)
        with in_tenant(tenant_id):
            count = _integrate_batch(tenant_id, wanted)
        done += count
        if count < wanted:
            break
    return done


def _integrate_batch(tenant_id: int, most: int) -> int:
    nodes.lock_log(tenant_id)
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [tenant_id, most])
        entries = [Sealed._make(row) for row in cursor.fetchall()]
    if not entries:
        return 0

    start = nodes.size_of(tenant_id)
    frontier = merkle.frontier_at(start, nodes.reader(tenant_id))
    leaves = [merkle.leaf_hash(envelope_of(entry).canonical()) for entry in entries]
    completed = [node for leaf in leaves for node in frontier.append(leaf)]
    numbers = [entry.id for entry in entries]
    with connection.cursor() as cursor:
        cursor.execute(_ADD_LEAVES, [tenant_id, start, b"".join(leaves), numbers])
        if completed:
            levels, indexes, hashes = zip(*completed, strict=True)
            cursor.execute(_ADD_NODES, [tenant_id, b"".join(hashes), list(levels), list(indexes)])
        cursor.execute("DELETE FROM core_pending WHERE tenant_id = %s AND entry_id = ANY(%s)", [tenant_id, numbers])
    return len(entries)
