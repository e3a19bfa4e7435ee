"""Readiness of an organisation: sums read, scored, explained. Its cost does not grow with the number of records."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound
from wuxing.evidence.metrics import actions as judging
from wuxing.evidence.metrics import queries as sums
from wuxing.evidence.metrics.actions import Look
from wuxing.evidence.metrics.models import Rulebook
from wuxing.evidence.metrics.queries import Cut
from wuxing.evidence.metrics.rules import Tally, window_start
from wuxing.evidence.populations.registry import POPULATIONS
from wuxing.evidence.readiness import rules
from wuxing.evidence.readiness.rules import Change, Effort, MetricState, Plan
from wuxing.evidence.rulings.queries import Said, sayings
from wuxing.schemes.conditions import tree
from wuxing.schemes.editions import queries as editions
from wuxing.schemes.licensing import queries as licensing
from wuxing.schemes.packs.structure import Metric, Pack
from wuxing.schemes.scoring import rules as scoring
from wuxing.schemes.scoring import storing
from wuxing.schemes.scoring.results import Inputs, MetricValue, Readiness

DEFAULT_SCHEME = "cn.gbt.27922"
DAYS_AT_ONCE = 30


@dataclass(frozen=True)
class Report:
    """Everything that the readiness page, the PDF and the JSON show."""

    pack: Pack = field(repr=False)
    as_of: date
    made_at: datetime
    judged_at: datetime | None
    is_built: bool
    waiting: int  # records that changed and are not judged yet, counted up to a limit
    tallies: dict[str, Tally]
    inputs: Inputs
    readiness: Readiness
    inputs_before: Inputs
    before: Readiness
    said: Said
    basis: str = "now"
    look: Look | None = field(default=None, repr=False)  # which judgments spoke

    @property
    def is_exact(self) -> bool:
        """Say whether what was known is told from what was kept then, not worked out from times of entry."""
        return self.look is None or self.look.is_exact

    @property
    def values(self) -> Mapping[str, MetricValue]:
        """Return what the records say, by metric."""
        return self.inputs.metrics

    @cached_property
    def metrics(self) -> dict[str, MetricState]:
        """Return the state of every metric."""
        fed = rules.leaves_fed(self.pack)
        return {
            name: MetricState(
                metric=metric,
                tally=self.tallies.get(name, Tally()),
                value=self.values[name],
                starts=window_start(self.as_of, metric.window),
                ends=self.as_of,
                leaves=fed[name],
            )
            for name, metric in self.pack.metrics.items()
        }

    @cached_property
    def plan(self) -> Plan:
        """Return the gap plan."""
        return self.plan_by(rules.USUAL_EFFORT)

    def plan_by(self, effort: Effort) -> Plan:
        """Return the gap plan, ordered by another assumption of the work that a step takes."""
        return _planned(self.pack.sha256, tuple(self.tallies.items()), Asked.of(self.inputs), effort)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Return what changed in 30 days."""
        return rules.changes_for(
            self.pack, self.before, self.readiness, self.inputs_before.metrics, self.inputs.metrics
        )

    @property
    def records(self) -> int:
        """Return how many records of all populations lie in the window."""
        return sum(self.tallies[name].n for name in dict.fromkeys(m.population for m in self.pack.metrics.values())
                   if name in self.tallies)  # fmt: skip


def adopted_pack(by: Actor, day: date) -> Pack:
    """Return the pack by which the actor's organisation is assessed on `day`; without adoption the newest of the default.

    Raises:
        NotFound: no edition is loaded.
    """
    adoption = editions.adoption_on(day, DEFAULT_SCHEME)
    edition = adoption.edition if adoption else editions.newest_edition(DEFAULT_SCHEME)
    return editions.pack_of(edition.sha256)


def day_asked(by: Actor, text: str | None) -> date:
    """Return the day that was asked for, or today at the organisation's zone.

    Raises:
        BadInput: it is no date, or lies in the future.
    """
    today = clock.today(by.zone)
    if not text:
        return today
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadInput({"as_of": _("write the day as 2026-11-18")}) from None
    if day > today:
        raise BadInput({"as_of": _("choose today or an earlier day; nothing is known of %s yet") % day})
    return day


def report_for(by: Actor, as_of: date | None = None, basis: str = "now") -> Report:
    """准备度: return the organisation's readiness for the window that ends with `as_of`.

    By `basis` the records speak as they stand now, as what was true by the end of that day, or as what was known then.

    Raises:
        NotAllowed: the actor may not read evidence.
        NotFound: no edition is loaded.
    """
    by.require(Permission.EVIDENCE_READ)
    day = as_of or clock.today(by.zone)
    pack = adopted_pack(by, day)
    look = judging.look_at(by=by, pack=pack, live=adopted_pack(by, clock.today(by.zone)), day=day, basis=basis)
    broken = frozenset(pack.metrics) if look.error else _broken(pack, look.books)
    earlier = day - timedelta(days=rules.DAYS_COMPARED)
    known = None if look.known_on is None else [look.known_on] * 2
    tallies, then = sums.tallies(pack, look.readable, [day, earlier], known=known)
    said, licensed = sayings(pack), licensing.licensed_points(by.tenant_id, pack.sha256)
    heard = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(by.zone)) if basis == "known" else None
    inputs, before = (
        said.on(end, heard).onto(Inputs(metrics=rules.values_for(pack, tally, end, broken), licensed=licensed))
        for tally, end in ((tallies, day), (then, earlier))
    )
    judged = [book.judged_at for book in look.books.values() if book.judged_at]
    return Report(
        pack=pack,
        as_of=day,
        made_at=clock.now(),
        judged_at=min(judged) if judged else None,
        is_built=look.is_built,
        waiting=look.waiting,
        tallies=tallies,
        inputs=inputs,
        readiness=scored(pack, inputs),
        inputs_before=before,
        before=scored(pack, before),
        said=said.on(day, heard),
        basis=basis,
        look=look,
    )


def cut_for(report: Report, state: MetricState, outlet: int | None = None) -> Cut | None:
    """Return which records stand behind a metric of a report; None while they are not judged."""
    book = report.look.readable.get(state.metric.population) if report.look else None
    if book is None or report.look is None or state.metric.id not in book.metrics:
        return None
    bit = book.metrics.index(state.metric.id)
    return Cut(book, bit, state.starts, state.ends, outlet, report.look.known_on, report.basis)


def with_inputs(report: Report, pack: Pack, inputs: Inputs) -> Report:
    """Return the report of the same day with other inputs, scored anew."""
    return replace(report, pack=pack, inputs=inputs, readiness=scored(pack, inputs))


def reports_afterwards(by: Actor, pack: Pack, days: Sequence[date]) -> Iterator[tuple[date, Inputs, Readiness]]:
    """Yield inputs and readiness of past days, as the records that stand today speak of them; many days a statement."""
    books = {name: book for name, book in sums.rulebooks(pack).items() if book.built_at}
    broken = _broken(pack, books)
    said, licensed = sayings(pack), licensing.licensed_points(by.tenant_id, pack.sha256)
    for start in range(0, len(days), DAYS_AT_ONCE):
        some = days[start : start + DAYS_AT_ONCE]
        for day, tallies in zip(some, sums.tallies(pack, books, some), strict=True):
            values = rules.values_for(pack, tallies, day, broken)
            inputs = said.on(day).onto(Inputs(metrics=values, licensed=licensed))
            yield day, inputs, scoring.score(pack, inputs)


def metric_state(report: Report, metric_id: str) -> MetricState:
    """Return one metric of a report.

    Raises:
        NotFound: the edition has no such metric.
    """
    try:
        return report.metrics[metric_id]
    except KeyError:
        raise NotFound(_("this edition has no metric %s") % metric_id) from None


def facts_of(metric: Metric) -> list[str]:
    """Return the facts that the metric's conditions read, in the order of the population."""
    named = tree.fields_of(metric.conforming.tree)
    if metric.where:
        named |= tree.fields_of(metric.where.tree)
    return [field.name for field in POPULATIONS[metric.population].fields if field.name in named]


@dataclass(frozen=True, slots=True)
class Asked:
    """Inputs as a key: equal texts are equal inputs."""

    text: str
    inputs: Inputs = field(compare=False, repr=False)

    @classmethod
    def of(cls, inputs: Inputs) -> "Asked":
        """Return the key of `inputs`."""
        return cls(storing.text_of(inputs), inputs)


def scored(pack: Pack, inputs: Inputs) -> Readiness:
    """Return the readiness that `inputs` give; the last ones asked for are kept."""
    return _scored(pack.sha256, Asked.of(inputs))


@lru_cache(maxsize=256)
def _scored(sha256: str, asked: Asked) -> Readiness:
    return scoring.score(editions.pack_of(sha256), asked.inputs)


@lru_cache(maxsize=256)
def _planned(sha256: str, tallies: tuple[tuple[str, Tally], ...], asked: Asked, effort: Effort) -> Plan:
    pack, inputs = editions.pack_of(sha256), asked.inputs
    return rules.plan_for(pack, dict(tallies), inputs.metrics, _scored(sha256, asked), inputs, effort)


def _broken(pack: Pack, books: Mapping[str, Rulebook]) -> frozenset[str]:
    """Return the metrics that could not be judged: the statement failed, or the condition cannot be said in SQL."""
    return frozenset(
        name
        for name, metric in pack.metrics.items()
        if (book := books.get(metric.population)) and (book.error or (book.built_at and name not in book.metrics))
    )
