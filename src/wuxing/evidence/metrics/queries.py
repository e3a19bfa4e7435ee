"""Reading sums and judgments. Nothing here touches a business table, but the little lists of records that a page shows."""
# ruff: noqa: S608  # names of our own, values as parameters

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import connection

from wuxing.evidence.metrics.models import ALL_RECORDS, Rulebook
from wuxing.evidence.metrics.rules import Tally, window_start
from wuxing.evidence.metrics.statements import COUNTS, compiled
from wuxing.evidence.populations.registry import POPULATIONS
from wuxing.schemes.packs.structure import Pack

LITTLE_WAITING = 500
LITTLE_RECORDS = 20_000
_SUMS = ", ".join(f"sum(t.{name})" for name in COUNTS)
_TALLIES = f"""
SELECT w.place, {_SUMS}, max(t.day)
FROM unnest(%s::int[], %s::bigint[], %s::smallint[], %s::date[], %s::date[]) w (place, rulebook, metric, starts, ends)
JOIN evidence_daytotal t ON t.rulebook_id = w.rulebook AND t.metric = w.metric AND t.day <= w.ends
     AND t.day >= w.starts
GROUP BY w.place"""


def waiting(tenant_id: int, most: int = LITTLE_WAITING) -> int:
    """Return how many marks wait to be judged, counting no further than `most` + 1."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT FROM evidence_waiting WHERE tenant_id = %s LIMIT %s) w", [tenant_id, most + 1]
        )
        return int(cursor.fetchone()[0])


def is_built(tenant_id: int, pack: Pack) -> bool:
    """Say whether every population of `pack` has been judged for this tenant, by these very conditions."""
    built = Rulebook.objects.filter(edition=pack.sha256, built_at__isnull=False).values_list("population", "fingerprint")
    known = {population: fingerprint.partition("@")[0] for population, fingerprint in built}
    return all(known.get(name) == made.fingerprint[:40] for name, made in compiled(pack).items())


def is_little(tenant_id: int, pack: Pack) -> bool:
    """Say whether what is to be judged can be judged while a page is made."""
    if is_built(tenant_id, pack):
        return waiting(tenant_id) <= LITTLE_WAITING
    with connection.cursor() as cursor:
        for name in compiled(pack):
            population = POPULATIONS[name]
            cursor.execute(
                f"SELECT count(*) FROM (SELECT FROM {population.source} WHERE {population.tenant} = %s LIMIT %s) r",
                [tenant_id, LITTLE_RECORDS + 1],
            )
            if cursor.fetchone()[0] > LITTLE_RECORDS:
                return False
    return True


def due_for_recheck(book: Rulebook, now: datetime, most: int) -> set[int]:
    """Return the records that the clock alone may have changed since they were judged."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT record_id FROM evidence_judgment WHERE rulebook_id = %s AND recheck_at <= %s "
            "ORDER BY recheck_at LIMIT %s",
            [book.pk, now, most],
        )
        return {row[0] for row in cursor.fetchall()}


def rulebooks(pack: Pack) -> dict[str, Rulebook]:
    """Return the rulebooks of `pack` by population."""
    return {book.population: book for book in Rulebook.objects.filter(edition=pack.sha256)}


def tallies(pack: Pack, books: Mapping[str, Rulebook], ends: Sequence[date]) -> list[dict[str, Tally]]:
    """Return, for each last day in `ends`, the sums of every metric, and population, over its window; in one statement."""
    asked: list[tuple[int, str, int, int, date, date]] = []
    for place, end in enumerate(ends):
        for population, book in books.items():
            asked.append((place, population, book.pk, ALL_RECORDS, window_start(end, "P12M"), end))
        for metric in pack.metrics.values():
            book_of = books.get(metric.population)
            if book_of is not None and metric.id in book_of.metrics:
                bit = book_of.metrics.index(metric.id)
                asked.append((place, metric.id, book_of.pk, bit, window_start(end, metric.window), end))
    found: list[dict[str, Tally]] = [{} for _ in ends]
    if not asked:
        return found
    with connection.cursor() as cursor:
        cursor.execute(_TALLIES, [list(range(len(asked))), *([row[i] for row in asked] for i in range(2, 6))])
        for number, *counts in cursor.fetchall():
            found[asked[number][0]][asked[number][1]] = Tally(*counts)
    for tallied in found:
        for metric in pack.metrics.values():  # the source is silent when the population is, not when one metric is
            if metric.id in tallied and metric.population in tallied:
                tallied[metric.id] = replace(tallied[metric.id], newest=tallied[metric.population].newest)
    return found
