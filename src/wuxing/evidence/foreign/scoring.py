"""Score the records of one source, and of nobody else: judged as of the end of the log, then all is as before."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.evidence.foreign.drafting import Drafted
from wuxing.evidence.foreign.mapping.structure import Mapping
from wuxing.evidence.metrics import actions as judging
from wuxing.evidence.metrics.models import Judgment, Rulebook
from wuxing.evidence.metrics.rules import Tally, window_start
from wuxing.evidence.readiness import rules
from wuxing.evidence.readiness.queries import Report, adopted_pack
from wuxing.evidence.rulings.queries import Said
from wuxing.governance.commitments.queries import promises_in_force
from wuxing.schemes.conditions import tree
from wuxing.schemes.packs.structure import Metric, Pack
from wuxing.schemes.scoring.results import Inputs, MetricValue, Reason
from wuxing.service.repair.models import WorkOrder

POPULATION = "repair_order"
TOLD_BY: dict[str, str] = {
    "dispatched_at": "dispatch",
    "contacted_at": "contact",
    "arrived_at": "arrive",
    "resolved_at": "finish_work",
    "closed_at": "close",
    "followed_up_at": "follow_up",
    "problem_taken_up": "reopen",
    "visits": "arrive",
    "first_visit_fixed": "arrive",
    "warranty_explained_at": "explain_warranty",
    "work_started_at": "start_work",
    "signed_at": "sign",
    "checklist_complete": "confirm_problem",
}
"""Facts of an order, and the step that has to be in the source for them to mean anything."""

COLUMNS_FOR: dict[str, tuple[str, ...]] = {
    "logged_complete": ("customer", "phone", "product", "fault"),
    "repeat_of_earlier": ("serial",),
    "repeated_later": ("serial",),
}
"""Facts of an order that hang on columns of the source."""

PROMISED: dict[str, str] = {
    "dispatched_at": "dispatch", "contacted_at": "contact", "arrived_at": "arrive", "resolved_at": "resolve",
    "followed_up_at": "follow_up",
}  # fmt: skip
"""A condition asks for these only where there is a promise of that kind, when it names the due time too."""

_BACK = timedelta(days=rules.DAYS_COMPARED)
_COUNT = """
SELECT count(*) FILTER (WHERE member >> %(bit)s & 1 = 1), count(*) FILTER (WHERE ok >> %(bit)s & 1 = 1),
       count(*) FILTER (WHERE undecided >> %(bit)s & 1 = 1), count(*) FILTER (WHERE late >> %(bit)s & 1 = 1),
       count(*) FILTER (WHERE member >> %(bit)s & 1 = 1 AND imported),
       count(*) FILTER (WHERE savable >> %(bit)s & 1 = 1), count(*) FILTER (WHERE running >> %(bit)s & 1 = 1), max(day)
FROM evidence_judgment
WHERE rulebook_id = %(book)s AND record_id = ANY(%(ids)s) AND day BETWEEN %(starts)s AND %(ends)s"""

_COUNTED = ("n", "ok", "undecided", "late", "imported", "savable", "running", "newest")


@dataclass(frozen=True)
class Scored:
    """The report of one source, and what its metrics cannot know."""

    report: Report
    silent: dict[str, tuple[str, ...]]  # metric -> the facts that the source does not tell
    whole: dict[str, Tally]  # over the whole log, for comparison; not scored
    in_window: int  # orders


@dataclass(frozen=True, slots=True)
class _Tallied:
    now: dict[str, Tally]
    before: dict[str, Tally]
    whole: dict[str, Tally]
    in_window: int


def missing_facts(metric: Metric, mapping: Mapping, known: frozenset[str], promised: frozenset[str]) -> tuple[str, ...]:
    """Return the facts that a metric's condition needs and the source cannot tell; empty when it can be judged."""
    fields = tree.fields_of(metric.conforming.tree)
    if metric.population != POPULATION:
        return tuple(sorted(fields))  # the log speaks of repairs alone
    missing = []
    for name in sorted(fields):
        kind = PROMISED.get(name)
        if kind and kind not in promised and f"{kind}_due" in fields:
            continue  # no promise, so the condition asks nothing of it
        step, columns = TOLD_BY.get(name), COLUMNS_FOR.get(name, ())
        if (step and step not in mapping.steps) or any(column not in known for column in columns):
            missing.append(name)
    return tuple(missing)


def day_for(drafted: Drafted, asked: date | None, zone: str) -> date:
    """Return the last day of the window: the one asked for, else that of the last call in the log.

    Records count on the day of their call, so a log whose last calls are still worked on ends with its last call.
    """
    if asked is not None:
        return asked
    assert drafted.newest is not None
    return drafted.newest.astimezone(ZoneInfo(zone)).date()


def score(drafted: Drafted, mapping: Mapping, *, day: date, by: Actor) -> Scored:
    """Judge and score the records of `by.source`, knowing what the log knows at its end; writes nothing. Call inside the tenant."""
    pack = adopted_pack(by, clock.today(by.zone))
    tallied = _tallied(pack, day, drafted, by)
    in_force = {terms.kind for terms in promises_in_force(clock.now())}
    promised = frozenset(in_force | {promise.kind for promise in mapping.promises})
    silent = {
        name: missing
        for name, metric in pack.metrics.items()
        if (missing := missing_facts(metric, mapping, drafted.known, promised))
    }
    values, before = (
        _without(rules.values_for(pack, tallies, end, frozenset()), silent)
        for tallies, end in ((tallied.now, day), (tallied.before, day - _BACK))
    )
    told = {name: Tally(newest=tally.newest) if name in silent else tally for name, tally in tallied.now.items()}
    now = clock.now()
    report = Report(
        pack=pack,
        as_of=day,
        made_at=now,
        judged_at=now,
        is_built=True,
        waiting=0,
        tallies=told,
        inputs=Inputs(values),
        readiness=rules.readiness_for(pack, values),
        inputs_before=Inputs(before),
        before=rules.readiness_for(pack, before),
        said=Said(),
    )
    return Scored(report, silent, tallied.whole, tallied.in_window)


def _without(values: dict[str, MetricValue], silent: dict[str, tuple[str, ...]]) -> dict[str, MetricValue]:
    return {
        name: replace(value, n=0, ok=0, reason=Reason.NO_VALUE, last_known=None) if name in silent else value
        for name, value in values.items()
    }


def _tallied(pack: Pack, day: date, drafted: Drafted, by: Actor) -> _Tallied:
    """Judge the records as of the log's end, count, and take the judgments back: the organisation's own are of today."""
    ids = list(WorkOrder.objects.filter(request__source=by.source).values_list("pk", flat=True))
    end_of_day = datetime.combine(day + timedelta(days=1), time(0), tzinfo=ZoneInfo(by.zone))
    now = max(end_of_day, drafted.last or end_of_day)
    with transaction.atomic():
        books = judging.ensure_rulebooks(tenant_id=by.tenant_id, pack=pack)
        book = next(book for book in books if book.population == POPULATION)
        Judgment.objects.filter(rulebook=book, record_id__in=ids).delete()
        judging.judge(book, pack, ids, now=min(now, clock.now()))
        windows = {name: metric.window for name, metric in pack.metrics.items()}
        tallied = _Tallied(
            _counted(book, ids, {name: window_start(day, window) for name, window in windows.items()}, day),
            _counted(book, ids, {name: window_start(day - _BACK, w) for name, w in windows.items()}, day - _BACK),
            _counted(book, ids, dict.fromkeys(windows, date(1990, 1, 1)), day),
            Judgment.objects.filter(
                rulebook=book, record_id__in=ids, day__range=(window_start(day, "P12M"), day)
            ).count(),
        )
        transaction.set_rollback(True)
    return tallied


def _counted(book: Rulebook, ids: list[int], starts: dict[str, date], end: date) -> dict[str, Tally]:
    found: dict[str, Tally] = {}
    with connection.cursor() as cursor:
        for bit, name in enumerate(book.metrics):
            cursor.execute(_COUNT, {"bit": bit, "book": book.pk, "ids": ids, "starts": starts[name], "ends": end})
            found[name] = Tally(**dict(zip(_COUNTED, cursor.fetchone(), strict=True)))
    return found
