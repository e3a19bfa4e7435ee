"""One record: why it counts as it does, part by part, and what the ledger has of it."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.errors import NotFound
from wuxing.core.ledger import queries as ledger
from wuxing.core.ledger.models import Entry
from wuxing.core.ledger.views import panel_for
from wuxing.evidence.metrics import queries as sums
from wuxing.evidence.metrics import wording
from wuxing.evidence.metrics.rules import end_of
from wuxing.evidence.populations.declarations import Population
from wuxing.evidence.populations.registry import POPULATIONS
from wuxing.evidence.readiness import queries, words
from wuxing.evidence.readiness.views.asked import basis_of, day_of
from wuxing.evidence.readiness.views.findings import holds, parts_found
from wuxing.governance.nonconformity.queries import origins
from wuxing.resources.outlets.models import Outlet


def record(request: HttpRequest, metric_id: str, record_id: int) -> HttpResponse:
    """Show one record of a metric: its conditions, its facts, its ledger entries and the proof of one of them."""
    by = acting(request, Permission.EVIDENCE_READ)
    report = queries.report_for(by, day_of(request, by), basis_of(request))
    moment = clock.now() if report.basis == "now" else min(clock.now(), end_of(report.as_of, by.zone))
    state = queries.metric_state(report, metric_id)
    population = POPULATIONS[state.metric.population]
    found = sums.record_of(population, by.tenant_id, record_id, by.zone, moment, report.basis)
    if found is None:
        raise NotFound(_("there is no such record here"))
    counts = holds(state.metric.where.tree, found.facts) if state.metric.where else True
    conforms = holds(state.metric.conforming.tree, found.facts) if counts else None
    entries = list(_entries(by.tenant_id, population, found))
    asked = request.GET.get("entry", "")
    chosen = next((entry for entry in entries if str(entry.pk) == asked), entries[-1] if entries else None)
    context = {
        "title": found.number,
        "record": found,
        "metric": state.metric,
        "metric_title": words.text(state.metric.title),
        "verdict": _verdict(counts, conforms),
        "where": parts_found(state.metric.where.tree, population, found.facts) if state.metric.where else [],
        "conforming": parts_found(state.metric.conforming.tree, population, found.facts),
        "facts": [
            (words.text(field.title), wording.shown(found.facts[field.name], field)) for field in population.fields
        ],
        "outlet": Outlet.objects.filter(pk=found.outlet_id).values_list("name", flat=True).first(),
        "page_url": _page_url(population, record_id),
        "raise": origins.kind_at(population.page),
        "leaves": ",".join(leaf.id for leaf in state.leaves),
        "entries": entries,
        "chosen": chosen,
        "proof": panel_for(ledger.proof_of(by.tenant_id, chosen.pk)) if chosen else None,
        "placeholder": words.placeholder(report.readiness, report.pack),
        "report": report,
        "kept": ""
        if report.basis == "now"
        else urlencode({"as_of": report.as_of.isoformat(), "basis": report.basis}) + "&",
    }
    return render(request, "evidence/record.html", context)


def _entries(tenant_id: int, population: Population, found: sums.Record) -> QuerySet[Entry]:
    if population.case_type:
        return ledger.timeline(tenant_id, (population.case_type, found.case_id))
    return ledger.entries_about(tenant_id, (population.target_type, found.id))


def _verdict(counts: bool | None, conforms: bool | None) -> tuple[str, str, Any]:
    if counts is None or (counts and conforms is None):
        return "unknown", _("undecided"), _("a fact that the condition asks for is missing")
    if not counts:
        return "excluded", _("not counted"), _("it does not belong to the records of this metric")
    if conforms:
        return "done", _("conforms"), _("it counts in full")
    return "late", _("costs points"), _("it counts, and does not conform")


def _page_url(population: Population, record_id: int) -> str:
    try:
        return reverse(population.page, args=[record_id])
    except NoReverseMatch:
        return ""
