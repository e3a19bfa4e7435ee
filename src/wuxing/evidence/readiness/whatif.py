"""What if: the score with other shares, other promises, rulings not yet made. Nothing is written."""
# ruff: noqa: S608  # names of our own, values as parameters

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db import connection

from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.evidence.metrics.judging import fields_sql
from wuxing.evidence.metrics.queries import rulebooks
from wuxing.evidence.metrics.rules import window_start
from wuxing.evidence.populations.registry import POPULATIONS
from wuxing.evidence.readiness.queries import Report
from wuxing.schemes.conditions import tree
from wuxing.schemes.packs.structure import Metric
from wuxing.schemes.scoring.results import Inputs, MetricValue, Ruling

SAMPLE = 5_000
SUPPOSED_RECORDS = 10_000
_STARTS = "received_at"
TWO_SUPPOSED = ("—", "——")
"""The two persons of a ruling that nobody has made yet."""


@dataclass(frozen=True, slots=True)
class Supposed:
    """What is supposed: shares of metrics, hours instead of promises, shares of manual parts, special deductions."""

    shares: Mapping[str, Decimal] = field(default_factory=dict)  # metric -> 0..1
    hours: Mapping[str, Decimal] = field(default_factory=dict)  # metric -> within so many hours of the report
    rulings: Mapping[str, Decimal] = field(default_factory=dict)  # leaf -> 0..1
    deductions: int | None = None


@dataclass(frozen=True, slots=True)
class Within:
    """How many of the newest records were done within so many hours."""

    n: int
    ok: int


def timed(metric: Metric) -> str | None:
    """Return the time that the metric compares with a promise, if that is all it asks: `r.x <= r.y_due`."""
    population = POPULATIONS.get(metric.population)
    match metric.conforming.tree:
        case tree.Compare(tree.Op.LE, tree.Field(name=name), tree.Field(name=due)) if due.endswith("_due"):
            return name if population is not None and _STARTS in population.by_name else None
        case _:
            return None


def within(by: Actor, report: Report, metric: Metric, hours: Decimal) -> Within:
    """Return how many of the metric's newest records were done within `hours` of the report; undone ones were not."""
    name = timed(metric)
    population = POPULATIONS[metric.population]
    book = rulebooks(report.pack).get(metric.population)
    if name is None or book is None or metric.id not in book.metrics:
        return Within(0, 0)
    ids = _newest(book.pk, book.metrics.index(metric.id), window_start(report.as_of, metric.window), report.as_of)
    fields = [population.by_name[_STARTS], population.by_name[name]]
    select = fields_sql(population, fields, with_steps_now=False).replace(
        "/*some*/", f"AND {population.key} = ANY(%(ids)s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT count(*), count(*) FILTER (WHERE f."{name}" - f."{_STARTS}" <= %(hours)s * interval '1 hour')
            FROM ({select}) f""",
            {"tenant": by.tenant_id, "zone": by.zone, "now": clock.now(), "ids": ids, "hours": hours},
        )
        return Within(*cursor.fetchone())


def _newest(book: int, bit: int, starts: date, ends: date) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT record_id FROM evidence_judgment
            WHERE rulebook_id = %s AND day BETWEEN %s AND %s AND member & %s <> 0
            ORDER BY day DESC, record_id DESC LIMIT %s""",
            [book, starts, ends, 1 << bit, SAMPLE],
        )
        return [row[0] for row in cursor.fetchall()]


def supposed_inputs(report: Report, supposed: Supposed, measured: Mapping[str, Within]) -> Inputs:
    """Return the report's inputs with everything that is supposed. `measured` holds the counts behind `hours`."""
    shares = dict(supposed.shares)
    shares |= {name: Decimal(found.ok) / found.n for name, found in measured.items() if found.n}
    metrics = {
        name: _with_share(value, shares[name]) if name in shares else value for name, value in report.values.items()
    }
    rulings = dict(report.inputs.rulings)
    overrides = dict(report.inputs.overrides)
    for leaf, share in supposed.rulings.items():
        (overrides if leaf in overrides else rulings)[leaf] = Ruling(share, "what if", TWO_SUPPOSED)
    deductions = report.inputs.special_deductions if supposed.deductions is None else supposed.deductions
    return replace(report.inputs, metrics=metrics, rulings=rulings, overrides=overrides, special_deductions=deductions)


def _with_share(value: MetricValue, share: Decimal) -> MetricValue:
    """Return a known value with this share, over as many records as there are (never so few that rounding shows)."""
    n = max(value.n, SUPPOSED_RECORDS)
    return MetricValue(n, int((n * share).to_integral_value(ROUND_HALF_UP)))
