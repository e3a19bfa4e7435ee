"""What a population holds: how many records, and the newest of them."""
# ruff: noqa: S608  # names of our own, values as parameters

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection

from wuxing.evidence.metrics.models import ALL_RECORDS, Rulebook
from wuxing.evidence.metrics.queries.records import Record, records_of
from wuxing.evidence.populations.declarations import Population

COUNTED = 1_000
"""Records of a population that no metric counts are counted so far and no further."""


def counts_of(
    populations: Sequence[Population], books: Mapping[str, Rulebook], tenant_id: int
) -> dict[str, tuple[int, bool]]:
    """Return how many records each population has, and whether there are more than were counted."""
    built = {book.pk: name for name, book in books.items() if book.built_at}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rulebook_id, sum(n) FROM evidence_daytotal WHERE rulebook_id = ANY(%s) AND metric = %s GROUP BY 1",
            [list(built), ALL_RECORDS],
        )
        summed = {built[book]: int(count) for book, count in cursor.fetchall()}
        found: dict[str, tuple[int, bool]] = {}
        for population in populations:
            if population.id in built.values():
                found[population.id] = summed.get(population.id, 0), False
                continue
            cursor.execute(
                f"SELECT count(*) FROM (SELECT FROM {population.source} WHERE {population.tenant} = %s LIMIT %s) r",
                [tenant_id, COUNTED + 1],
            )
            count = int(cursor.fetchone()[0])
            found[population.id] = min(count, COUNTED), count > COUNTED
        return found


def newest_records(
    population: Population, tenant_id: int, names: Sequence[str], zone: str, now: datetime, most: int = 20
) -> list[Record]:
    """Return the records entered last, with the facts `names`."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {population.key} FROM {population.source} WHERE {population.tenant} = %s "
            f"ORDER BY {population.key} DESC LIMIT %s",
            [tenant_id, most],
        )
        ids = [row[0] for row in cursor.fetchall()]
    found = records_of(population, tenant_id, ids, names, zone, now)
    return [found[record_id] for record_id in ids if record_id in found]
