"""Verify a whole log: is what is there intact, and is it complete? Streams, a batch at a time."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from wuxing.core.ledger.queries import files, nodes
from wuxing.core.ledger.queries.witnesses import Claim, Tiles, claims_on, trusted_tiles
from wuxing.core.ledger.rules import SEALED, Sealed, envelope_of
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.proof import merkle
from wuxing.proof.differences import Fault, Mismatch, faults_in
from wuxing.proof.envelopes import commitment

BATCH = 4_096
MOST_MISMATCHES = 100_000

_LEAVES = f"""
SELECT l.index, l.entry_id, l.hash, {SEALED}, e.payload, e.salt, e.erased_at
FROM core_leaf l LEFT JOIN core_entry e ON e.id = l.entry_id AND e.tenant_id = l.tenant_id
WHERE l.tenant_id = %s AND l.index >= %s AND l.index < %s ORDER BY l.index
"""  # noqa: S608  # column names of our own

_NODES = """
SELECT n.level, n.index, n.hash FROM generate_series(1, 40) AS l (level)
JOIN core_node n ON n.tenant_id = %s AND n.level = l.level
    AND n.index >= (%s::bigint >> l.level) AND n.index < (%s::bigint >> l.level)
"""

_STRAYS = f"""
SELECT {SEALED} FROM core_entry e WHERE e.tenant_id = %s
    AND NOT EXISTS (SELECT FROM core_leaf l WHERE l.entry_id = e.id)
    AND NOT EXISTS (SELECT FROM core_pending p WHERE p.tenant_id = e.tenant_id AND p.entry_id = e.id)
ORDER BY e.id
"""  # noqa: S608  # column names of our own

_LOST = """
SELECT p.entry_id FROM core_pending p LEFT JOIN core_entry e ON e.id = p.entry_id
WHERE p.tenant_id = %s AND e.id IS NULL ORDER BY p.entry_id
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: where, and what was found there."""

    fault: Fault
    detail: str
    index: int | None = None
    entry_id: int | None = None


@dataclass(slots=True)
class Verdict:
    """The answer about one log. `intact`: nothing that is there was altered. `complete`: nothing is missing."""

    slug: str
    size: int = 0
    pending: int = 0
    checkpoints: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def intact(self) -> bool:
        return all(finding.fault.spoils_completeness for finding in self.findings)

    @property
    def complete(self) -> bool:
        return not any(finding.fault.spoils_completeness for finding in self.findings)

    def add(self, fault: Fault, detail: str, index: int | None = None, entry_id: int | None = None) -> None:
        """Note a fault."""
        self.findings.append(Finding(fault, detail, index, entry_id))


def verify(tenant_id: int, checkpoint: str | None = None) -> Verdict:
    """校验: check the tenant's whole log against its checkpoints and files, and a checkpoint kept elsewhere."""
    slug = Tenant.objects.values_list("slug", flat=True).get(pk=tenant_id)
    verdict = Verdict(slug)
    with in_tenant(tenant_id):
        claims = claims_on(tenant_id, slug, checkpoint, verdict.add)
        sealed = trusted_tiles(slug, claims, verdict.add)
        verdict.size = nodes.size_of(tenant_id)
        verdict.checkpoints = sum(claim.is_stored for claim in claims)
        if any(claim.is_stored for claim in claims) and files.published_note(slug) is None:
            verdict.add(
                Fault.UNPUBLISHED, "no published checkpoint is here, so a cut of the database cannot be excluded"
            )
        mismatches = _walk(tenant_id, verdict, claims, sealed)
        _judge(verdict, mismatches, claims, sealed)
        _look_beside(tenant_id, verdict, sealed)
    return verdict


def _walk(tenant_id: int, verdict: Verdict, claims: Sequence[Claim], sealed: Tiles) -> list[Mismatch]:
    """Go through the log from the first entry to the last; check roots, nodes and payloads on the way."""
    frontier, waiting = merkle.Frontier(), sorted(claims, key=lambda claim: claim.size)
    mismatches: list[Mismatch] = []
    end = max(verdict.size, sealed.size)
    for start in range(0, end, BATCH):
        stop = min(end, start + BATCH)
        rows = {row[0]: row for row in _rows(_LEAVES, [tenant_id, start, stop])}
        published = sealed.hashes(start, stop)
        completed: dict[merkle.Place, bytes] = {}
        for index in range(start, stop):
            leaf, mismatch = _compared(index, rows.get(index), published.get(index), verdict)
            if mismatch is None and mismatches and 0 < sealed.size <= index:
                mismatch = Mismatch(index, None, None, leaf)
            if mismatch is not None and len(mismatches) < MOST_MISMATCHES:
                mismatches.append(mismatch)
            completed.update({(level, place): node for level, place, node in frontier.append(leaf)})
            while waiting and waiting[0].size <= frontier.size:
                _check_root(waiting.pop(0), frontier, verdict)
        _check_nodes(tenant_id, start, min(stop, verdict.size), completed, verdict)
    return mismatches


def _compared(index: int, row: Any, published: bytes | None, verdict: Verdict) -> tuple[bytes, Mismatch | None]:
    """Return the hash that was sealed at `index`, and how what is there differs from it."""
    if row is None:
        return published or bytes(32), Mismatch(index, None, published or bytes(32), None)
    entry_id, stored = row[1], bytes(row[2])
    sealed = published or stored
    found = None
    if row[3] is not None:
        entry = Sealed._make(row[3 : 3 + len(Sealed._fields)])
        found = merkle.leaf_hash(envelope_of(entry).canonical())
        if not _payload_fits(entry, *row[3 + len(Sealed._fields) :]):
            verdict.add(Fault.CHANGED, f"the content of entry {entry_id} was changed", index, entry_id)
    if found == sealed == stored:
        return sealed, None
    return sealed, Mismatch(index, entry_id, sealed, found)


def _payload_fits(entry: Sealed, payload: Any, salt: Any, erased_at: Any) -> bool:
    if erased_at is not None:
        return payload is None and salt is None
    if payload is None or salt is None:
        return False
    try:
        return commitment(bytes(salt), json.loads(payload)) == bytes(entry.commitment)
    except ValueError:
        return False


def _check_root(claim: Claim, frontier: merkle.Frontier, verdict: Verdict) -> None:
    if frontier.root() != claim.root:
        verdict.add(Fault.FORKED, f"the first {claim.size} entries do not have the root of {claim.name}")


def _check_nodes(tenant_id: int, start: int, stop: int, completed: dict[merkle.Place, bytes], verdict: Verdict) -> None:
    """Compare the stored inner nodes with the computed ones; proofs are made from them."""
    if any(finding.fault is Fault.CHANGED and finding.entry_id is None for finding in verdict.findings):
        return
    stored = {(level, index): bytes(node) for level, index, node in _rows(_NODES, [tenant_id, start, stop])}
    for place, node in completed.items():
        level, index = place
        if (index + 1) << level <= stop and stored.get(place) != node:
            verdict.add(Fault.CHANGED, f"the stored tree differs at level {level}, index {index}", index << level)
            return


def _judge(verdict: Verdict, mismatches: list[Mismatch], claims: Sequence[Claim], sealed: Tiles) -> None:
    said = {
        Fault.CHANGED: "entry {entry} is not the one that was sealed",
        Fault.REMOVED: "the entry sealed here is gone",
        Fault.INSERTED: "entry {entry} was put in here later",
        Fault.OUT_OF_ORDER: "entry {entry} does not stand where it was sealed",
    }
    cut = 0
    for fault, mismatch in faults_in(mismatches, verdict.size):
        if fault is Fault.CUT_OFF:
            cut += 1
        else:
            verdict.add(fault, said[fault].format(entry=mismatch.entry_id), mismatch.index, mismatch.entry_id)
    signed = max((claim.size for claim in claims), default=0)
    if cut or signed > max(verdict.size, sealed.size):
        most = max(signed, sealed.size)
        verdict.add(Fault.CUT_OFF, f"{verdict.size} entries are here, but {most} were sealed", verdict.size)
    if len(mismatches) == MOST_MISMATCHES:
        verdict.add(Fault.FORKED, f"more than {MOST_MISMATCHES} places differ; only the first were looked at")


def _look_beside(tenant_id: int, verdict: Verdict, sealed: Tiles) -> None:
    """Look for entries that passed by the log, and for waiting ones that vanished."""
    beyond = set(sealed.hashes(verdict.size, sealed.size).values())
    for row in _rows(_STRAYS, [tenant_id]):
        entry = Sealed._make(row)
        if merkle.leaf_hash(envelope_of(entry).canonical()) not in beyond:
            verdict.add(Fault.INSERTED, f"entry {entry.id} has no place in the log and waits for none", None, entry.id)
    for (entry_id,) in _rows(_LOST, [tenant_id]):
        verdict.add(Fault.REMOVED, f"entry {entry_id} vanished while it waited for its place", None, entry_id)
    verdict.pending = int(_one("SELECT count(*) FROM core_pending WHERE tenant_id = %s", [tenant_id]))


def _rows(statement: str, values: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        yield from cursor.fetchall()


def _one(statement: str, values: Sequence[Any]) -> Any:
    return next(_rows(statement, values))[0]
