"""Outlets compared: what each one's own records say, by the sums that are kept a day and outlet."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.evidence.metrics.queries.outlets import tallies_by_outlet
from wuxing.evidence.metrics.rules import Tally, value_for
from wuxing.evidence.readiness.queries import Report, scored
from wuxing.evidence.readiness.rules import middle
from wuxing.resources.models import Outlet
from wuxing.schemes.scoring.results import Inputs, MetricValue


@dataclass(frozen=True)
class Compared:
    """One outlet: its values by metric, and the score if the whole organisation worked as it does."""

    outlet: Outlet
    values: Mapping[str, MetricValue]
    records: int
    likely: Decimal
    low: Decimal

    def ratio(self, metric: str) -> Decimal | None:
        """Return the conforming share, or None without records."""
        value = self.values[metric]
        return Decimal(value.ok) / value.n if value.n else None


def compare(by: Actor, report: Report) -> list[Compared]:
    """Return the outlets with records in the window, the best first. Raises NotAllowed.

    A metric that has too few records at an outlet is unknown there, as it would be for an organisation.
    """
    by.require(Permission.EVIDENCE_READ)
    tallies = _tallies(report)
    outlets = {outlet.pk: outlet for outlet in Outlet.objects.filter(pk__in=tallies)}
    found = [_compared(report, outlets[pk], told) for pk, told in tallies.items() if pk in outlets]
    return sorted(found, key=lambda each: (-each.likely, -each.low, each.outlet.code))


def _compared(report: Report, outlet: Outlet, told: Mapping[str, Tally]) -> Compared:
    """Score with the outlet's values in the place of the organisation's, where its records say anything at all."""
    own = {
        name: value_for(metric, told[name], report.as_of)
        for name, metric in report.pack.metrics.items()
        if name in told
    }
    values = {name: own.get(name, value) for name, value in report.values.items()}
    inputs = Inputs(
        metrics=values,
        rulings=report.inputs.rulings,
        overrides=report.inputs.overrides,
        exclusions=report.inputs.exclusions,
        licensed=report.inputs.licensed,
    )
    readiness = scored(report.pack, inputs)
    return Compared(
        outlet=outlet,
        values={name: own.get(name, MetricValue(0, 0)) for name in report.pack.metrics},
        records=max((tally.n for tally in told.values()), default=0),
        likely=middle(readiness),
        low=readiness.score.low,
    )


def _tallies(report: Report) -> dict[int, dict[str, Tally]]:
    if report.look is None:
        return {}
    return tallies_by_outlet(report.pack, report.look.readable, report.as_of, known_on=report.look.known_on)
