"""Read samples; list the population of a metric."""

from typing import Any

from django.db import connection

from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import NotFound
from wuxing.core.ledger.queries.nodes import Head
from wuxing.core.reasons import say
from wuxing.evidence.metrics.queries import rulebooks
from wuxing.evidence.metrics.rules import window_start
from wuxing.evidence.readiness.queries import Report
from wuxing.evidence.sampling.models import Sample, SampleFinding

_IDS = """
SELECT record_id FROM evidence_judgment
WHERE rulebook_id = %s AND day BETWEEN %s AND %s AND member & %s <> 0
ORDER BY record_id LIMIT %s"""
_FIRST_HEAD = """
SELECT c.size, c.root, c.note, c.signed_at FROM core_checkpoint c
WHERE c.tenant_id = %s AND c.size > (SELECT l.index FROM core_leaf l WHERE l.tenant_id = %s AND l.entry_id = %s)
ORDER BY c.size LIMIT 1"""


def population_of(sample: Sample, report: Report, most: int) -> list[int]:
    """Return the records that the sample's metric counts, in order, at most `most`."""
    metric = report.pack.metrics[sample.metric]
    book = rulebooks(report.pack).get(metric.population)
    if book is None or book.built_at is None or sample.metric not in book.metrics:
        return []
    bit = 1 << book.metrics.index(sample.metric)
    with connection.cursor() as cursor:
        cursor.execute(_IDS, [book.pk, window_start(sample.as_of, metric.window), sample.as_of, bit, most])
        return [row[0] for row in cursor.fetchall()]


def first_head_after(tenant_id: int, entry_id: int | None) -> Head | None:
    """Return the first checkpoint that holds an entry: nobody chooses among later ones."""
    with connection.cursor() as cursor:
        cursor.execute(_FIRST_HEAD, [tenant_id, tenant_id, entry_id])
        row = cursor.fetchone()
    return None if row is None else Head(row[0], bytes(row[1]), row[2], row[3])


def unfrozen() -> list[int]:
    """Return the samples of the acting organisation whose population waits to be frozen."""
    return list(Sample.objects.filter(frozen_at__isnull=True).values_list("pk", flat=True)[:100])


def samples(by: Actor, *, before: int | None = None, most: int = 50) -> list[Sample]:
    """Return the newest samples, without their populations. Raises NotAllowed."""
    by.require(Permission.EVIDENCE_READ)
    rows = Sample.objects.defer("population", "drawn").select_related("committed_by").order_by("-pk")
    return list((rows.filter(pk__lt=before) if before else rows)[:most])


def sample(by: Actor, sample_id: int) -> Sample:
    """Return one sample. Raises NotAllowed, NotFound."""
    by.require(Permission.EVIDENCE_READ)
    found = Sample.objects.select_related("committed_by", "engagement").filter(pk=sample_id).first()
    if found is None:
        raise NotFound(say("there is no such sample"))
    return found


def findings_of(found: Sample) -> dict[int, SampleFinding]:
    """Return the newest finding of each drawn record."""
    rows = SampleFinding.objects.filter(sample=found).select_related("found_by").order_by("pk")
    return {row.record_id: row for row in rows}


def as_file(found: Sample) -> dict[str, Any]:
    """Return everything that is needed to draw the sample again, as plain data. `wuxing verify` checks it."""
    return {
        "format": "wuxing-sample-1",
        "number": found.number,
        "pack": found.pack,
        "metric": found.metric,
        "as_of": found.as_of.isoformat(),
        "rule": found.rule,
        "amount": str(found.amount),
        "at_least": found.at_least,
        "at_most": found.at_most,
        "promise": found.promise,
        "checkpoint": found.checkpoint,
        "population": found.population,
        "population_digest": found.population_digest,
        "word": found.word,
        "seed": found.seed,
        "drawn": found.drawn,
    }
