"""The sums of every outlet: of today and of pictures from what is kept a day and outlet, of what was known from the judgments."""
# names of our own, values as parameters

from collections.abc import Iterator, Mapping
from datetime import date

from django.db import connection

from wuxing.evidence.metrics.models import Rulebook
from wuxing.evidence.metrics.queries.records import Cut
from wuxing.evidence.metrics.rules import Tally, window_start
from wuxing.schemes.packs.structure import Pack

_SUMS = """
SELECT w.metric, t.outlet_id, sum(t.n), sum(t.ok), sum(t.undecided), sum(t.late), max(t.day)
FROM unnest(%s::text[], %s::bigint[], %s::smallint[], %s::date[]) w (metric, rulebook, bit, starts)
JOIN evidence_rollup t ON t.rulebook_id = w.rulebook AND t.metric = w.bit AND t.day BETWEEN w.starts AND %s
WHERE t.outlet_id <> 0
GROUP BY w.metric, t.outlet_id"""
_KNOWN = """
SELECT w.metric, j.outlet_id, count(*) FILTER (WHERE j.member >> w.bit & 1 = 1), count(*) FILTER (WHERE j.ok >> w.bit & 1 = 1),
       count(*) FILTER (WHERE j.undecided >> w.bit & 1 = 1), count(*) FILTER (WHERE j.late >> w.bit & 1 = 1),
       max(j.day) FILTER (WHERE j.member >> w.bit & 1 = 1)
FROM unnest(%(names)s::text[], %(bits)s::int[], %(starts)s::date[]) w (metric, bit, starts)
JOIN {judgments} ON j.day BETWEEN w.starts AND %(ends)s
WHERE j.outlet_id <> 0 AND (j.member | j.undecided) >> w.bit & 1 = 1
GROUP BY w.metric, j.outlet_id"""


def tallies_by_outlet(
    pack: Pack, books: Mapping[str, Rulebook], end: date, *, known_on: date | None = None
) -> dict[int, dict[str, Tally]]:
    """Return the sums of every metric by outlet, over its window that ends with `end`."""
    rows = _kept(pack, books, end) if known_on is None else _known(pack, books, end, known_on)
    found: dict[int, dict[str, Tally]] = {}
    for name, outlet, n, ok, undecided, late, newest in rows:
        found.setdefault(outlet, {})[name] = Tally(n=n, ok=ok, undecided=undecided, late=late, newest=newest)
    return found


def _asked(pack: Pack, book: Rulebook, end: date) -> list[tuple[str, int, date]]:
    return [
        (name, book.metrics.index(name), window_start(end, metric.window))
        for name, metric in pack.metrics.items()
        if metric.population == book.population and name in book.metrics
    ]


def _kept(pack: Pack, books: Mapping[str, Rulebook], end: date) -> Iterator[tuple[str, int, int, int, int, int, date]]:
    asked = [(name, book.pk, bit, day) for book in books.values() for name, bit, day in _asked(pack, book, end)]
    if asked:
        with connection.cursor() as cursor:
            cursor.execute(_SUMS, [*(list(column) for column in zip(*asked, strict=True)), end])
            yield from cursor.fetchall()


def _known(
    pack: Pack, books: Mapping[str, Rulebook], end: date, known_on: date
) -> Iterator[tuple[str, int, int, int, int, int, date]]:
    for book in books.values():
        if not (asked := _asked(pack, book, end)):
            continue
        names, bits, starts = (list(column) for column in zip(*asked, strict=True))
        cut = Cut(book, 0, min(starts), end, known_on=known_on)
        with connection.cursor() as cursor:
            parameters = {**cut.parameters, "names": names, "bits": bits, "starts": starts}
            cursor.execute(_KNOWN.format(judgments=cut.judgments), parameters)
            yield from cursor.fetchall()
