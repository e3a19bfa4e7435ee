"""What goes into a bundle, read from the database."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import connection
from django.utils import timezone

from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.core.ledger.queries import nodes
from wuxing.core.ledger.queries.nodes import Head
from wuxing.core.ledger.rules import SEALED, Sealed, envelope_of
from wuxing.evidence.assessments.models import Assessment
from wuxing.evidence.bundles import layout
from wuxing.evidence.metrics.queries import rulebooks
from wuxing.evidence.metrics.queries.records import Record, records_of
from wuxing.evidence.metrics.rules import window_start
from wuxing.evidence.populations.declarations import Population
from wuxing.evidence.populations.registry import POPULATIONS
from wuxing.governance.documents.models import DocumentVersion
from wuxing.proof import merkle
from wuxing.schemes.conditions import evaluating, tree
from wuxing.schemes.packs.structure import Metric, Pack
from wuxing.schemes.scoring.storing import plain

ENTRIES_A_RECORD = 20
_DRAW = """
SELECT record_id, member, ok FROM evidence_judgment
WHERE rulebook_id = %s AND day BETWEEN %s AND %s AND member & %s <> 0
ORDER BY sha256((%s || ':' || record_id)::bytea) LIMIT %s"""
_ENTRIES = f"""
SELECT l.index, {SEALED} FROM unnest(%s::bigint[]) WITH ORDINALITY w (case_id, place)
JOIN LATERAL (
    SELECT * FROM core_entry c
    WHERE c.tenant_id = %s AND c.case_type = %s AND c.case_id = w.case_id ORDER BY c.id LIMIT {ENTRIES_A_RECORD}) e ON true
JOIN core_leaf l ON l.entry_id = e.id AND l.tenant_id = e.tenant_id
WHERE l.index < %s
ORDER BY w.place, l.index"""  # noqa: S608  # column names of our own


@dataclass(frozen=True, slots=True)
class Drawn:
    """The records of one population that were drawn, and by which metrics."""

    population: Population
    records: Mapping[int, Record]
    metrics: Mapping[int, tuple[str, ...]]


def draw(pack: Pack, kept: Assessment, by: Actor, seed: str, each: int) -> list[Drawn]:
    """Draw up to `each` records of every metric, in the order of SHA-256(seed:metric:record): nobody chooses them."""
    books = rulebooks(pack)
    chosen: dict[str, dict[int, list[str]]] = {}
    with connection.cursor() as cursor:
        for name, metric in pack.metrics.items():
            book = books.get(metric.population)
            if book is None or book.built_at is None or name not in book.metrics:
                continue
            bit = 1 << book.metrics.index(name)
            starts = window_start(kept.as_of, metric.window)
            cursor.execute(_DRAW, [book.pk, starts, kept.as_of, bit, f"{seed}:{name}", each])
            for record_id, *_bits in cursor.fetchall():
                chosen.setdefault(metric.population, {}).setdefault(record_id, []).append(name)
    now = clock.now()
    found = []
    for population, ids in chosen.items():
        declared = POPULATIONS[population]
        names = _facts_named(declared, [pack.metrics[name] for names in ids.values() for name in names])
        records = records_of(declared, by.tenant_id, list(ids), names, by.zone, now)
        found.append(Drawn(declared, records, {record: tuple(names_) for record, names_ in ids.items()}))
    return found


def _facts_named(population: Population, metrics: Sequence[Metric]) -> list[str]:
    named = {
        name
        for metric in metrics
        for part in (metric.where, metric.conforming)
        if part
        for name in tree.fields_of(part.tree)
    }
    return [field.name for field in population.fields if field.name in named]


def record_line(pack: Pack, drawn: Drawn, record: Record, entries: Sequence[int]) -> dict[str, Any]:
    """Return one record as it stands in a bundle: its facts, how each metric judges it, its entries. No personal data."""
    facts = {name: _fact(value) for name, value in record.facts.items()}
    return {
        "id": record.id,
        "number": record.number,
        "day": record.day.isoformat(),
        "facts": facts,
        "metrics": {name: _judged(pack.metrics[name], record.facts) for name in drawn.metrics[record.id]},
        "entries": list(entries),
    }


def _judged(metric: Metric, facts: Mapping[str, Any]) -> str:
    counts = True if metric.where is None else evaluating.judge(metric.where.tree, {"r": facts})
    if counts is not True:
        return "unknown" if counts is None else "out"
    return {True: "ok", False: "missed", None: "unknown"}[evaluating.judge(metric.conforming.tree, {"r": facts})]


def _fact(value: Any) -> Any:
    return timezone.localtime(value).isoformat() if isinstance(value, datetime) else value


def entries_of(drawn: Drawn, by: Actor, head: Head) -> tuple[dict[int, list[int]], dict[int, Sealed]]:
    """Return the places of each record's entries in the log, and the entries by place; those not sealed yet are left out."""
    if not drawn.population.case_type:
        return {}, {}
    cases: dict[int, list[int]] = {}
    for record in drawn.records.values():
        cases.setdefault(record.case_id, []).append(record.id)
    places: dict[int, list[int]] = {}
    entries: dict[int, Sealed] = {}
    with connection.cursor() as cursor:
        cursor.execute(_ENTRIES, [list(cases), by.tenant_id, drawn.population.case_type, head.size])
        for index, *columns in cursor.fetchall():
            entry = Sealed._make(columns)
            entries[index] = entry
            for record_id in cases[entry.case_id or 0]:
                places.setdefault(record_id, []).append(index)
    return places, entries


def entry_lines(tenant_id: int, entries: Mapping[int, Sealed], head: Head) -> bytes:
    """Return the entries with their paths to the root, one a line."""
    read = nodes.reader(tenant_id)
    ranges = {index: merkle.inclusion_ranges(index, head.size) for index in entries}
    places = merkle.places_for(span for spans in ranges.values() for span in spans)
    known = read(places)
    return b"".join(
        line(
            {
                "index": index,
                "envelope": layout.coded(envelope_of(entry).canonical()),
                "path": [layout.coded(step) for step in merkle.hashes_over(ranges[index], known)],
            }
        )
        for index, entry in sorted(entries.items())
    )


def documents_on(kept: Assessment, by: Actor) -> list[dict[str, Any]]:
    """Return the controlled documents in force when the assessment was made, each with the digests of its files."""
    at = kept.made_at
    rows = (
        DocumentVersion.objects.filter(in_force_from__lte=at).exclude(in_force_until__lte=at).select_related("document")
    )
    return [
        {
            "number": row.document.number,
            "title": row.document.title,
            "version": row.version,
            "in_force_from": row.in_force_from.isoformat() if row.in_force_from else None,
            "files": sorted(
                file.attachment.sha256
                for file in row.files.filter(removed_at__isnull=True).select_related("attachment")
            ),
        }
        for row in rows.prefetch_related("files__attachment").order_by("document__number")
    ]


def metrics_told(pack: Pack, kept: Assessment) -> dict[str, Any]:
    """Return each metric with its rule, its window and its counts."""
    values = json.loads(kept.inputs)["metrics"]
    return {
        name: {
            "title": plain(metric.title),
            "population": metric.population,
            "where": metric.where.text if metric.where else None,
            "conforming": metric.conforming.text,
            "window": metric.window,
            **values[name],
        }
        for name, metric in pack.metrics.items()
        if name in values
    }


def line(value: Any) -> bytes:
    """Return a value as one line of JSON."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def seed_for(kept: Assessment, head: Head) -> str:
    """Return the seed of the draw: it hangs on the signed root, which nobody can choose."""
    return sha256(head.root + kept.number.encode()).hexdigest()
