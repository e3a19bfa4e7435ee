"""Reading sums and judgments. Nothing here touches a business table, but the little lists of records that a page shows."""
# ruff: noqa: S608  # names of our own, values as parameters

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import connection

from wuxing.evidence.metrics.models import ALL_RECORDS, CHANGES, Rulebook
from wuxing.evidence.metrics.queries.records import Cut
from wuxing.evidence.metrics.rules import Tally, window_start
from wuxing.evidence.metrics.statements import COUNTS, compiled
from wuxing.evidence.populations.registry import POPULATIONS
from wuxing.schemes.packs.structure import NOW, Pack

LITTLE_WAITING = 2_000  # marks; a record that is worked on leaves several
LITTLE_RECORDS = 20_000
_SUMS = ", ".join(f"sum(t.{name})" for name in COUNTS)
_TALLIES = f"""
SELECT w.place, {_SUMS}, max(t.day), min(t.day) FILTER (WHERE t.n > t.ok)
FROM unnest(%s::int[], %s::bigint[], %s::smallint[], %s::date[], %s::date[]) w (place, rulebook, metric, starts, ends)
JOIN evidence_daytotal t ON t.rulebook_id = w.rulebook AND t.metric = w.metric AND t.day <= w.ends
     AND t.day >= w.starts
GROUP BY w.place"""
_THEN = ("n", "ok", "undecided", "late", "imported")
_TALLIES_KNOWN = f"""
WITH w AS (SELECT * FROM unnest(%s::int[], %s::bigint[], %s::smallint[], %s::date[], %s::date[], %s::date[])
                         w (place, rulebook, metric, starts, ends, known)),
counts AS (
    SELECT w.place, t.day, {", ".join(f"t.{name}" for name in _THEN)} FROM w
    JOIN evidence_daytotal t ON t.rulebook_id = w.rulebook AND t.metric = w.metric AND t.day BETWEEN w.starts AND w.ends
    UNION ALL
    SELECT w.place, r.day, {", ".join(f"-r.{name}" for name in _THEN)} FROM w
    JOIN evidence_revision r ON r.rulebook_id = w.rulebook AND r.metric = w.metric AND r.known_on > w.known
         AND r.day BETWEEN w.starts AND w.ends),
days AS (SELECT place, day, {", ".join(f"sum({name}) AS {name}" for name in _THEN)} FROM counts GROUP BY place, day)
SELECT place, {", ".join(f"sum({name})" for name in _THEN)}, 0, 0,
       max(day) FILTER (WHERE n > 0), min(day) FILTER (WHERE n > ok)
FROM days GROUP BY place HAVING sum(n) <> 0 OR sum(undecided) <> 0"""


def waiting(tenant_id: int, most: int = LITTLE_WAITING) -> int:
    """Return how many marks wait to be judged, counting no further than `most` + 1."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT FROM evidence_waiting WHERE tenant_id = %s LIMIT %s) w", [tenant_id, most + 1]
        )
        return int(cursor.fetchone()[0])


def work_to_do(tenant_id: int, books: Iterable[Rulebook], now: datetime) -> tuple[int, bool]:
    """Return how many marks wait (counted up to a limit), and whether the clock has changed any record."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT (SELECT count(*) FROM (SELECT FROM evidence_waiting WHERE tenant_id = %s LIMIT %s) w),
                      EXISTS (SELECT FROM evidence_judgment WHERE rulebook_id = ANY(%s) AND recheck_at <= %s)""",
            [tenant_id, LITTLE_WAITING + 1, [book.pk for book in books], now],
        )
        count, is_due = cursor.fetchone()
        return int(count), bool(is_due)


def is_built(books: Mapping[str, Rulebook], pack: Pack) -> bool:
    """Say whether every population of `pack` has been judged, by these very conditions."""
    return all(
        (book := books.get(name)) is not None
        and book.built_at is not None
        and book.fingerprint.partition("@")[0] == made.fingerprint[:40]
        for name, made in compiled(pack).items()
    )


def are_few(tenant_id: int, pack: Pack) -> bool:
    """Say whether the tenant has so few records that all can be judged while a page is made."""
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
    """Return the living rulebooks of `pack` by population."""
    return {book.population: book for book in Rulebook.objects.filter(edition=pack.sha256, picture=None)}


@dataclass(frozen=True, slots=True)
class _Asked:
    """One sum that is asked for: of a metric, or of a whole population, over one window."""

    place: int
    name: str
    book: int
    bit: int
    starts: date
    ends: date


def tallies(
    pack: Pack, books: Mapping[str, Rulebook], ends: Sequence[date], *, known: Sequence[date] | None = None
) -> list[dict[str, Tally]]:
    """Return, for each last day in `ends`, the sums of every metric, and population, over its window; in one statement.

    With `known` each as it was known at the end of that day of `known`; what could be saved then is not kept.
    """
    asked = [one for place, end in enumerate(ends) for one in _asked(pack, books, place, end)]
    found: list[dict[str, Tally]] = [{} for _ in ends]
    if not asked:
        return found
    columns = [
        list(column) for column in zip(*((one.book, one.bit, one.starts, one.ends) for one in asked), strict=True)
    ]
    if known is not None:
        columns.append([known[one.place] for one in asked])
    with connection.cursor() as cursor:
        cursor.execute(_TALLIES if known is None else _TALLIES_KNOWN, [list(range(len(asked))), *columns])
        for number, *counts in cursor.fetchall():
            found[asked[number].place][asked[number].name] = Tally(*counts)
    return [_with_newest(pack, tallied) for tallied in found]


def _asked(pack: Pack, books: Mapping[str, Rulebook], place: int, end: date) -> Iterator[_Asked]:
    for population, book in books.items():
        window = "P12M" if _has_periods(pack, population) else NOW
        yield _Asked(place, population, book.pk, ALL_RECORDS, window_start(end, window), end)
        yield _Asked(place, _changes(population), book.pk, CHANGES, date.min, end)
    for metric in pack.metrics.values():
        book_of = books.get(metric.population)
        if book_of is not None and metric.id in book_of.metrics:
            bit = book_of.metrics.index(metric.id)
            yield _Asked(place, metric.id, book_of.pk, bit, window_start(end, metric.window), end)


def _has_periods(pack: Pack, population: str) -> bool:
    return any(not metric.is_standing for metric in pack.metrics.values() if metric.population == population)


def _changes(population: str) -> str:
    return f"{population} changed"


def _with_newest(pack: Pack, tallied: dict[str, Tally]) -> dict[str, Tally]:
    """Take the newest day from the population: the source is silent when that is, not when one metric has no new record.

    What stands may be old and right; there the newest day is that of the last entry or change.
    """
    newest = {name: tallied.pop(name).newest for name in [*tallied] if name not in pack.metrics and " " in name}
    newest |= {name: tally.newest for name, tally in tallied.items() if name not in pack.metrics}
    sources = {m.id: _changes(m.population) if m.is_standing else m.population for m in pack.metrics.values()}
    return {
        name: replace(tally, newest=newest.get(sources[name])) if name in sources else tally
        for name, tally in tallied.items()
    }


@dataclass(frozen=True, slots=True)
class Month:
    """The sums of one month of the window; the first and last may be cut."""

    starts: date
    n: int
    ok: int
    undecided: int


def months_of(cut: Cut) -> list[Month]:
    """Return the sums of a metric by month, oldest first; of what stands for long, those of the last twelve."""
    since = max(cut.starts, window_start(cut.ends, "P12M"))
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT date_trunc('month', day)::date, sum(n), sum(ok), sum(undecided)
            FROM {cut.sums} AND metric = %(metric)s AND day >= %(since)s
            GROUP BY 1 HAVING sum(n) <> 0 OR sum(undecided) <> 0 ORDER BY 1""",
            {**cut.parameters, "since": since},
        )
        return [Month(*row) for row in cursor.fetchall()]


def has_records(tenant_id: int, pack: Pack) -> bool:
    """Say whether the tenant has any record that `pack` counts."""
    with connection.cursor() as cursor:
        for name in compiled(pack):
            population = POPULATIONS[name]
            cursor.execute(
                f"SELECT EXISTS (SELECT FROM {population.source} WHERE {population.tenant} = %s)", [tenant_id]
            )
            if cursor.fetchone()[0]:
                return True
    return False


def failed_since(pack: Pack, since: datetime) -> bool:
    """Say whether judging by `pack` failed lately: it is tried again after a while, not every two seconds."""
    return Rulebook.objects.filter(edition=pack.sha256, picture=None, judged_at__gt=since).exclude(error="").exists()


def changed_since(tenant_id: int, moment: datetime) -> bool:
    """Say whether any record of the tenant was judged after `moment`, or waits to be."""
    return waiting(tenant_id, 0) > 0 or Rulebook.objects.filter(picture=None, judged_at__gt=moment).exists()
