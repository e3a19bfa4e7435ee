"""The public log by itself: `python -m benchmarks.ledger_public [--entries N] [--keep DIR]` on a server of its own.

Fills one log with so many leaves (synthetic hashes, the tree over them made by the database, real entries strewn in), then proves
entries of it and has its head cosigned; and lets another log take 1,000 entries a second, each its own transaction from four
processes, then twenty a transaction from one, while the ledger's pulse seals, publishes and has a witness cosign.
Prints JSON: milliseconds, entries a second, and the seconds from an entry's commit to the published checkpoint that holds it.
Goals: 10 ms a proof; 1,000 a second within 5 s.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from random import Random
from typing import Any

from benchmarks import apart

REAL = 500  # entries of the large log that exist, the others are hashes only
RATE, SECONDS = 1_000, 10
EMPTY_IDS = 10**12  # where the numbers of made-up entries begin

LEAVES = """
INSERT INTO core_leaf (tenant_id, index, entry_id, hash)
SELECT %s, i, coalesce(r.entry_id, %s + i), coalesce(r.hash, sha256(int8send(i)))
FROM generate_series(0, %s - 1) AS i LEFT JOIN bench_real r ON r.index = i
"""
FIRST = """
INSERT INTO core_node (tenant_id, level, index, hash)
SELECT a.tenant_id, 1, a.index / 2, sha256('\\x01'::bytea || a.hash || b.hash)
FROM core_leaf a JOIN core_leaf b ON b.tenant_id = a.tenant_id AND b.index = a.index + 1
WHERE a.tenant_id = %s AND a.index %% 2 = 0
"""
NEXT = """
INSERT INTO core_node (tenant_id, level, index, hash)
SELECT a.tenant_id, a.level + 1, a.index / 2, sha256('\\x01'::bytea || a.hash || b.hash)
FROM core_node a JOIN core_node b ON b.tenant_id = a.tenant_id AND b.level = a.level AND b.index = a.index + 1
WHERE a.tenant_id = %s AND a.level = %s AND a.index %% 2 = 0
"""


def main() -> None:
    """Start a server, fill it once as its owner, measure as the application."""
    if sys.argv[1:2] == ["--write"]:
        _write(rate=int(sys.argv[2]), batch=int(sys.argv[3]))
        return
    apart.run("ledger_public", __doc__, "entries", 10_000_000, fill, measure)


def fill(count: int) -> None:
    """Make a company with a log of `count` leaves, a busy one, and the body that cosigns both."""
    from django.db import connection

    from wuxing.core import clock
    from wuxing.core.models import Tenant

    if Tenant.objects.filter(slug="large").exists():
        return
    now = clock.now()
    large = Tenant.objects.create(slug="large", name="大账本", kind="company", created_at=now)
    Tenant.objects.create(slug="busy", name="忙账本", kind="company", created_at=now)
    Tenant.objects.create(slug="body", name="认证机构", kind="certification_body", created_at=now)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_real (index bigint PRIMARY KEY, entry_id bigint, hash bytea)")
        for row in _real(large.pk, count):
            cursor.execute("INSERT INTO bench_real VALUES (%s, %s, %s)", row)
        cursor.execute("SET enable_nestloop = off")  # the new tables have no figures yet
        cursor.execute("ANALYZE bench_real")
        cursor.execute(LEAVES, [large.pk, EMPTY_IDS, count])
        cursor.execute("ANALYZE core_leaf")
        cursor.execute(FIRST, [large.pk])
        level = 1
        while count >> (level + 1):
            cursor.execute(NEXT, [large.pk, level])
            level += 1
        cursor.execute("GRANT SELECT ON bench_real TO wuxing_app")
        cursor.execute("VACUUM ANALYZE core_leaf, core_node")


def _real(tenant_id: int, count: int) -> list[tuple[int, int, bytes]]:
    """Record entries and give them places all over the log."""
    from django.db import connection

    from wuxing.core import ledger
    from wuxing.core.actors import system_actor
    from wuxing.core.ledger.rules import SEALED, Sealed, envelope_of
    from wuxing.core.tenants import in_tenant
    from wuxing.proof import merkle

    drafts = [ledger.EntryDraft("bench.entry", ("bench", n), payload={"n": n}) for n in range(REAL)]
    with in_tenant(tenant_id):
        numbers = ledger.record_many(drafts, by=system_actor(tenant_id))
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM core_pending WHERE tenant_id = %s", [tenant_id])
            cursor.execute(f"SELECT {SEALED} FROM core_entry e WHERE e.id = ANY(%s) ORDER BY e.id", [numbers])
            entries = [Sealed._make(row) for row in cursor.fetchall()]
    places = sorted(Random(7).sample(range(count), REAL))
    return [
        (place, entry.id, merkle.leaf_hash(envelope_of(entry).canonical()))
        for place, entry in zip(places, entries, strict=True)
    ]


def measure() -> dict[str, Any]:
    """Prove, cosign, and take entries at a rate."""
    from wuxing.core.models import Tenant

    tenants = {row.slug: row for row in Tenant.objects.all()}
    return {
        "load_before": os.getloadavg()[0],
        **_proofs(tenants["large"], tenants["body"]),
        "one_a_transaction": _stream(tenants["busy"], tenants["body"], writers=4, batch=1),
        "twenty_a_transaction": _stream(tenants["busy"], tenants["body"], writers=1, batch=20),
        "load_after": os.getloadavg()[0],
    }


def _proofs(large: Any, body: Any) -> dict[str, Any]:
    from django.db import connection

    from wuxing.core import clock
    from wuxing.core.ledger.actions import seal
    from wuxing.core.ledger.models import Checkpoint
    from wuxing.core.ledger.queries import files, nodes, proof_of
    from wuxing.core.tenants import in_tenant
    from wuxing.core.witnessing.actions import asking, choosing
    from wuxing.core.witnessing.models import Witness
    from wuxing.proof import checkpoints, merkle

    choosing.pair(large, body)
    signer = seal.signer_of("large")
    with in_tenant(large.pk):
        size = nodes.size_of(large.pk)
        head = checkpoints.Checkpoint(signer.name, size, merkle.root_at(size, nodes.reader(large.pk)))
        Checkpoint.objects.get_or_create(
            size=size,
            tenant_id=large.pk,
            defaults={"root": head.root, "note": checkpoints.signed(head, signer), "signed_at": clock.now()},
        )
        folder = files.folder_of("large")  # as if published: writing 78,000 files is not what is measured
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "checkpoint").write_text(checkpoints.signed(head, signer))
        with connection.cursor() as cursor:
            cursor.execute("SELECT entry_id FROM bench_real")
            entries = [number for (number,) in cursor.fetchall()]
        times, steps, cpu = [], set(), time.process_time()
        for entry in Random(3).sample(entries, len(entries)):
            begun = time.perf_counter()
            found = proof_of(large.pk, entry)
            assert found.file() is not None
            times.append((time.perf_counter() - begun) * 1000)
            steps.add((found.steps["tree"].value, found.steps["signature"].value))
        cpu = (time.process_time() - cpu) * 1000 / len(times)
        Witness.objects.update(size=0)
    begun = time.perf_counter()
    cosigned = asking.cosign_new_head(large.pk, "large")
    return {
        "log_entries": size,
        "proofs": len(times),
        "answers": sorted(steps),
        "proof_ms": round(statistics.median(times), 2),
        "proof_ms_best_tenth": round(sorted(times)[len(times) // 10], 2),  # what it takes when nobody else runs
        "proof_cpu_ms_here": round(cpu, 2),
        "proof_ms_p99": round(sorted(times)[int(len(times) * 0.99)], 2),
        "cosigned": cosigned,
        "cosign_ms": round((time.perf_counter() - begun) * 1000, 1),
    }


def _stream(busy: Any, body: Any, *, writers: int, batch: int) -> dict[str, Any]:
    """Seal every second while other processes write; return rate and delay."""
    from wuxing.core.ledger.actions import sweep
    from wuxing.core.ledger.queries import files, nodes
    from wuxing.core.tenants import in_tenant
    from wuxing.core.witnessing.actions import asking, choosing

    choosing.pair(busy, body)
    sweep.integrate_all(follow=asking.cosign_new_head)
    with in_tenant(busy.pk):
        before = nodes.size_of(busy.pk)
    seen: list[tuple[float, int]] = []
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    command = [sys.executable, "-m", "benchmarks.ledger_public", "--write", str(RATE // writers), str(batch)]
    with ExitStack() as stack:
        told = [stack.enter_context(tempfile.TemporaryFile("w+")) for _ in range(writers)]
        running = [stack.enter_context(subprocess.Popen(command, stdout=each)) for each in told]
        ended = False
        while not ended:
            begun, ended = time.monotonic(), all(each.poll() is not None for each in running)
            sweep.integrate_all(follow=asking.cosign_new_head)
            head = files.published("busy")
            assert head is not None
            seen.append((time.time(), head.size))
            time.sleep(max(0, 1 - (time.monotonic() - begun)))
        lines: list[str] = []
        for each in told:
            each.seek(0)
            lines += each.read().split()
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - used
    written = sorted(map(float, lines))  # entries stand in the log as they were committed, but for milliseconds
    delays = [
        next(at for at, size in seen if size > before + place) - committed for place, committed in enumerate(written)
    ]
    return {
        "entries": len(written),
        "writers_cpu_ms_an_entry": round(used * 1000 / len(written), 2),  # their start with it
        "entries_a_second": round(len(written) / (written[-1] - written[0])),
        "delay_s": round(statistics.median(delays), 2),
        "delay_s_worst": round(max(delays), 2),
        "heads": len(seen),
        "cosignatures_on_the_last": (files.published_note("busy") or "").count("/witness/"),
    }


def _write(*, rate: int, batch: int) -> None:
    """Record entries at the rate, so many a transaction; print when each was committed."""
    import django

    django.setup()
    from wuxing.core import ledger
    from wuxing.core.actors import system_actor
    from wuxing.core.models import Tenant
    from wuxing.core.tenants import in_tenant

    busy = Tenant.objects.get(slug="busy")
    by, begun, times = system_actor(busy.pk), time.monotonic(), list[float]()
    for number in range(0, rate * SECONDS, batch):
        time.sleep(max(0, begun + number / rate - time.monotonic()))
        with in_tenant(busy.pk):
            for _ in range(batch):
                ledger.record("bench.entry", by=by, target=busy, n=number)
        times += [time.time()] * batch
    print("\n".join(f"{each:.6f}" for each in times))


if __name__ == "__main__":
    main()
