"""The API of evidence: readiness, metrics, and the records behind a number."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field

from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput
from wuxing.evidence.metrics import queries as sums
from wuxing.evidence.metrics.queries import Seek, Tab
from wuxing.evidence.populations.registry import POPULATIONS
from wuxing.evidence.readiness import documents, queries
from wuxing.evidence.readiness.queries import Report
from wuxing.evidence.readiness.views.asked import asked_of

router = Router()


class RecordOut(Schema):
    """One record of a metric with the facts that its condition reads."""

    id: int
    number: str
    day: date
    outlet_id: int | None
    facts: dict[str, Any]


class RecordsOut(Schema):
    """A page of records; `after` asks for the next one."""

    count: int
    records: list[RecordOut]
    after: str | None


def _actor(request: HttpRequest) -> Actor:
    return acting(request)


def _report(by: Actor, as_of: str, basis: str) -> Report:
    """Return the report of the day and basis that were asked for."""
    return queries.report_for(by, *asked_of({"as_of": as_of, "basis": basis}, by))


@router.get("/readiness", summary="准备度: low, likely and high, with every metric and indicator")
def readiness(request: HttpRequest, as_of: str = "", basis: str = "now") -> dict[str, Any]:
    """Return the whole report, as the page and the PDF show it."""
    by = _actor(request)
    return documents.as_json(_report(by, as_of, basis), by)


@router.get("/metrics", summary="the metrics of the edition in force")
def metrics(request: HttpRequest, as_of: str = "", basis: str = "now") -> list[dict[str, Any]]:
    """Return every metric with its value and state."""
    by = _actor(request)
    report = _report(by, as_of, basis)
    return [documents.metric_as_json(state) for state in report.metrics.values()]


@router.get("/metrics/{metric_id}", summary="one metric")
def metric(request: HttpRequest, metric_id: str, as_of: str = "", basis: str = "now") -> dict[str, Any]:
    """Return one metric with its value and state."""
    by = _actor(request)
    report = _report(by, as_of, basis)
    return documents.metric_as_json(queries.metric_state(report, metric_id))


@router.get("/metrics/{metric_id}/records", response=RecordsOut, summary="the records behind a metric, 50 a page")
def records(
    request: HttpRequest,
    metric_id: str,
    tab: Tab = Tab.MISSED,
    outlet: Annotated[int | None, Field(ge=0, le=2**62)] = None,
    after: str = "",
    as_of: str = "",
    basis: str = "now",
) -> RecordsOut:
    """Return the records that cost points (or conform, or are left out), newest first."""
    by = _actor(request)
    report = _report(by, as_of, basis)
    state = queries.metric_state(report, metric_id)
    population = POPULATIONS[state.metric.population]
    cut = queries.cut_for(report, state, outlet)
    if cut is None:
        return RecordsOut(count=0, records=[], after=None)
    names = queries.facts_of(state.metric)
    page = sums.page_of_records(population, cut, tab, names, by.zone, clock.now(), _seek(after))
    return RecordsOut(
        count=sums.tab_counts(cut)[tab],
        records=[
            RecordOut(id=r.id, number=r.number, day=r.day, outlet_id=r.outlet_id or None, facts=dict(r.facts))
            for r in page.records
        ],
        after=f"{page.after.day.isoformat()}_{page.after.record_id}" if page.after else None,
    )


def _seek(text: str) -> Seek | None:
    if not text:
        return None
    day, _sep, number = text.partition("_")
    try:
        return Seek(date.fromisoformat(day), int(number[:18]))
    except ValueError:
        raise BadInput({"after": _("send the value of `after` as the last answer gave it")}) from None
