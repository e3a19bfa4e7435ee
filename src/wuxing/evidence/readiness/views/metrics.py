"""Metrics and populations: the list, and one metric with its formula, its months and its records."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.ledger.models import Entry
from wuxing.evidence.metrics import queries as sums
from wuxing.evidence.metrics import wording
from wuxing.evidence.metrics.queries import Cut, Page, Record, Seek, Tab
from wuxing.evidence.populations.declarations import Population
from wuxing.evidence.populations.registry import POPULATIONS
from wuxing.evidence.readiness import queries, words
from wuxing.evidence.readiness.queries import Report
from wuxing.evidence.readiness.references import REFERENCES
from wuxing.evidence.readiness.rules import MetricState
from wuxing.evidence.readiness.views import charts
from wuxing.evidence.readiness.views.asked import basis_of, day_of
from wuxing.evidence.readiness.views.findings import deadline_of, finding_for
from wuxing.resources.outlets.models import Outlet

TURNED_AFTER = 30
"""Days after which a record's verdict is not expected to turn."""


def metrics(request: HttpRequest) -> HttpResponse:
    """List the metrics of the edition and the populations that they may count."""
    by = acting(request, Permission.EVIDENCE_READ)
    report = queries.report_for(by, day_of(request, by), basis_of(request))
    context = {
        "report": report,
        "rows": [_listed(state) for state in report.metrics.values()],
        "placeholder": words.placeholder(report.readiness, report.pack),
    }
    return render(request, "evidence/metrics.html", context)


def metric(request: HttpRequest, metric_id: str) -> HttpResponse:
    """Show one metric: formula, months, and the records that cost points first."""
    by = acting(request, Permission.EVIDENCE_READ)
    report = queries.report_for(by, day_of(request, by), basis_of(request))
    state = queries.metric_state(report, metric_id)
    population = POPULATIONS[state.metric.population]
    outlets = dict(Outlet.objects.order_by("code").values_list("pk", "name"))
    look = _look(request, report, state, outlets)
    context = {
        "report": report,
        "found": state,
        "title": words.text(state.metric.title),
        "says": words.text(state.metric.says),
        "placeholder": words.placeholder(report.readiness, report.pack),
        "reason": words.reason(state),
        "where": wording.said(state.metric.where.tree, population) if state.metric.where else "",
        "conforming": wording.said(state.metric.conforming.tree, population),
        "population": words.text(population.title),
        "population_says": words.text(population.says),
        "share": words.percent(state.ratio),
        "feeds": _feeds(report, state),
        "trust": _trust(state, look.cut),
        "references": REFERENCES.get(state.metric.id, ()),
        **_looked(by, report, state, population, look, outlets),
    }
    return render(request, "evidence/metric.html", context)


@dataclass(frozen=True, slots=True)
class Look:
    """What of a metric is looked at: outlet, tab, place in the list."""

    cut: Cut | None
    tab: Tab
    seek: Seek | None
    kept: Mapping[str, str]

    def url(self, **changes: str | None) -> str:
        """Return this page's address with other values; the place in the list is left out."""
        kept = {**self.kept, **changes}
        return "?" + urlencode({name: value for name, value in kept.items() if value})


def _look(request: HttpRequest, report: Report, state: MetricState, outlets: Mapping[int, str]) -> Look:
    wanted = request.GET.get("outlet", "")
    outlet = int(wanted) if wanted.isdecimal() and int(wanted) in {0, *outlets} else None
    tab = Tab(request.GET["tab"]) if request.GET.get("tab") in set(Tab) else Tab.MISSED
    cut = queries.cut_for(report, state, outlet)
    as_of = report.as_of.isoformat() if request.GET.get("as_of") else ""
    basis = "" if report.basis == "now" else report.basis
    kept = {"as_of": as_of, "basis": basis, "outlet": wanted if outlet is not None else "", "tab": tab.value}
    return Look(cut, tab, _seek(request), kept)


def _seek(request: HttpRequest) -> Seek | None:
    for name in ("after", "before"):
        day, _sep, number = request.GET.get(name, "").partition("_")
        try:
            return Seek(date.fromisoformat(day), int(number[:18]), backwards=name == "before")
        except ValueError:
            continue
    return None


def _looked(
    by: Actor, report: Report, state: MetricState, population: Population, look: Look, outlets: Mapping[int, str]
) -> dict[str, Any]:
    """Return what depends on the chosen outlet and tab: months, tabs, records, paging."""
    if look.cut is None:
        return {"tabs": [], "rows": [], "months": [], "page": None}
    counts = sums.tab_counts(look.cut)
    page = sums.page_of_records(
        population, look.cut, look.tab, queries.facts_of(state.metric), by.zone, clock.now(), look.seek
    )
    months = sums.months_of(look.cut)
    return {
        "tabs": _tabs(counts, look),
        "rows": _rows(by, report, state, population, page, outlets, look.tab),
        "months": charts.months(months),
        "bars": charts.bars(months),
        "split": charts.split(counts),
        "counts": {tab.name.lower(): count for tab, count in counts.items()},
        "outlet_menu": _outlet_menu(look, outlets),
        "tab": look.tab,
        "previous": look.url(before=_place(page.before)) if page.before else "",
        "next": look.url(after=_place(page.after)) if page.after else "",
        "paging": _("%(shown)s of %(all)s · newest first")
        % {"shown": len(page.records), "all": f"{counts[look.tab]:,}"},
    }


def _place(seek: Seek) -> str:
    return f"{seek.day.isoformat()}_{seek.record_id}"


def _tabs(counts: Mapping[Tab, int], look: Look) -> list[dict[str, Any]]:
    titles = {
        Tab.MISSED: _("cost points"),
        Tab.OPEN: _("can still be kept"),
        Tab.UNDECIDED: _("undecided"),
        Tab.OK: _("conform"),
        Tab.LEFT_OUT: _("not counted"),
        Tab.ALL: _("all"),
    }
    shown = [tab for tab in Tab if counts[tab] or tab in {Tab.MISSED, Tab.OK, Tab.ALL, look.tab}]
    return [
        {"title": titles[tab], "count": f"{counts[tab]:,}", "url": look.url(tab=tab.value), "here": tab is look.tab}
        for tab in shown
    ]


def _rows(
    by: Actor,
    report: Report,
    state: MetricState,
    population: Population,
    page: Page,
    outlets: Mapping[int, str],
    tab: Tab,
) -> list[dict[str, Any]]:
    seals = ledger_numbers(by.tenant_id, population, page.records)
    worth = _worth(report, state) if tab is Tab.MISSED else ""
    asked = {"as_of": report.as_of.isoformat(), "basis": report.basis}
    then = "" if report.basis == "now" else f"?{urlencode(asked)}"
    return [
        {
            "number": record.number,
            "url": reverse("evidence:record", args=[state.metric.id, record.id]) + then,
            "day": record.day,
            "outlet": outlets.get(record.outlet_id, "—"),
            "why": (deadline_of if tab is Tab.OPEN else finding_for)(state.metric, population, record.facts),
            "worth": worth,
            "entry": seals.get(record.id),
        }
        for record in page.records
    ]


def ledger_numbers(tenant_id: int, population: Population, records: list[Record]) -> dict[int, int]:
    """Return the newest ledger entry of each record, of its case if it has one."""
    found = Entry.objects.filter(tenant_id=tenant_id)
    if population.case_type:
        of = {record.case_id: record.id for record in records}
        newest = found.filter(case_type=population.case_type, case_id__in=of).values_list("case_id")
    else:
        of = {record.id: record.id for record in records}
        newest = found.filter(target_type=population.target_type, target_id__in=of).values_list("target_id")
    return {of[key]: entry for key, entry in newest.annotate(newest=Max("pk"))}


def _worth(report: Report, state: MetricState) -> str:
    """Return how many points of the score one record of this metric is worth, when the value is known and linear."""
    if not state.value.known or not state.tally.missed or not report.readiness.applicable:
        return ""
    lost = sum(
        (part.of - part.points.high for leaf in state.leaves
         for part in report.readiness.indicators[leaf.id].parts if part.metric == state.metric.id),
        Decimal(0),
    )  # fmt: skip
    each = lost / report.readiness.applicable * 100 / state.tally.missed
    return f"{each:.{max(2, 1 - each.adjusted())}f}" if each else ""


def _listed(state: MetricState) -> dict[str, Any]:
    return {
        "url": reverse("evidence:metric", args=[state.metric.id]),
        "title": words.text(state.metric.title),
        "says": words.text(state.metric.says),
        "n": state.tally.n,
        "ok": state.tally.ok,
        "missed": state.tally.missed,
        "open": state.tally.keepable,
        "share": words.percent(state.ratio),
        "known": state.value.known,
        "reason": words.unknown(state.value),
        "feeds": [(leaf.id, reverse("evidence:indicator", args=[leaf.id])) for leaf in state.leaves],
        "bar": [("ok", state.tally.ok), ("no", state.tally.missed)],
    }


def _feeds(report: Report, state: MetricState) -> list[dict[str, Any]]:
    """Return the parts of leaves that this metric scores, with points."""
    return [
        {
            "id": leaf.id,
            "title": words.text(leaf.title),
            "url": reverse("evidence:indicator", args=[leaf.id]),
            "of": words.number(part.of, 2),
            "earned": words.number(part.points.low, 2),
            "lost": words.number(part.of - part.points.high, 2),
            "open": words.number(part.points.high - part.points.low, 2),
            "mode": words.mode(part.mode),
            "is_placeholder": words.is_placeholder(report.readiness, leaf),
        }
        for leaf in state.leaves
        for part in report.readiness.indicators[leaf.id].parts
        if part.metric == state.metric.id
    ]


def _trust(state: MetricState, cut: Cut | None) -> list[tuple[str, str]]:
    tally, metric = state.tally, state.metric
    late = words.share(tally.late, tally.n)
    if metric.late_entries:
        allowed = {"share": late, "limit": words.percent(metric.late_entries.max_share)}
        late = _("%(share)s, at most %(limit)s") % allowed
    newest = _("Newest change") if metric.is_standing else _("Newest record")
    turned = None if cut is None or metric.is_standing else sums.turned_late(cut, TURNED_AFTER)
    return [
        (_("Entered late"), late if metric.late_entries else _("not asked")),
        (_("Verdict turned after %s days") % TURNED_AFTER, "—" if turned is None else words.share(turned, tally.n)),
        (_("Imported"), words.share(tally.imported, tally.n)),
        (newest, tally.newest.isoformat() if tally.newest else "—"),
        (_("Least records"), f"{metric.min_population:,}"),
    ]


def _outlet_menu(look: Look, outlets: Mapping[int, str]) -> dict[str, Any]:
    chosen = look.cut.outlet if look.cut else None
    options = [(_("all outlets"), look.url(outlet=None), chosen is None)]
    options += [(name, look.url(outlet=str(pk)), pk == chosen) for pk, name in outlets.items()]
    return {
        "menus": [{"label": _("Outlet"), "options": options}],
        "on": [(_("Outlet"), outlets.get(chosen, "—"), look.url(outlet=None))] if chosen is not None else [],
    }
