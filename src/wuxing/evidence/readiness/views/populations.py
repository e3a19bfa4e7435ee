"""Populations: the kinds of record that metrics may count, what is known of each, and the newest records."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.errors import NotFound
from wuxing.evidence.metrics import queries as sums
from wuxing.evidence.metrics import wording
from wuxing.evidence.metrics.queries import Record
from wuxing.evidence.populations.declarations import Field, Population
from wuxing.evidence.populations.registry import ALL, POPULATIONS
from wuxing.evidence.readiness import queries, words
from wuxing.resources.models import Outlet
from wuxing.schemes.conditions.tree import Type
from wuxing.schemes.packs.structure import Pack

SHOWN = 4


def populations(request: HttpRequest) -> HttpResponse:
    """List the populations: what each is, on which day it counts, its facts, which metrics count it."""
    by = acting(request, Permission.EVIDENCE_READ)
    pack = queries.adopted_pack(by, clock.today(by.zone))
    counts = sums.counts_of(ALL, sums.rulebooks(pack), by.tenant_id)
    context = {
        "pack": pack,
        "rows": [
            {
                "id": population.id,
                "title": words.text(population.title),
                "says": words.text(population.says),
                "url": reverse("evidence:population", args=[population.id]),
                "facts": len(population.fields),
                "metrics": sum(metric.population == population.id for metric in pack.metrics.values()),
                "count": counts[population.id][0],
                "has_more": counts[population.id][1],
            }
            for population in ALL
        ],
    }
    return render(request, "evidence/populations.html", context)


def population(request: HttpRequest, population_id: str) -> HttpResponse:
    """Show one population: every fact with its kind, unit and meaning, and the newest records."""
    by = acting(request, Permission.EVIDENCE_READ)
    found = POPULATIONS.get(population_id)
    if found is None:
        raise NotFound(_("there is no population %s") % population_id)
    pack = queries.adopted_pack(by, clock.today(by.zone))
    readers = _readers(pack, found)
    shown = _shown(found, readers)
    newest = sums.newest_records(found, by.tenant_id, [field.name for field in shown], by.zone, clock.now())
    outlets = dict(Outlet.objects.filter(pk__in={record.outlet_id for record in newest}).values_list("pk", "name"))
    context = {
        "pack": pack,
        "id": found.id,
        "title": words.text(found.title),
        "says": words.text(found.says),
        "about": _about(found),
        "facts": [_fact(field, readers[field.name]) for field in found.fields],
        "metrics": [
            (words.text(metric.title), reverse("evidence:metric", args=[metric.id]), metric.is_standing)
            for metric in pack.metrics.values()
            if metric.population == found.id
        ],
        "heads": [words.text(field.title) for field in shown],
        "has_outlets": bool(outlets),
        "records": [_record(found, record, shown, outlets) for record in newest],
    }
    return render(request, "evidence/population.html", context)


def _readers(pack: Pack, population: Population) -> dict[str, list[tuple[str, str]]]:
    """Return for each fact the metrics whose conditions read it."""
    found: dict[str, list[tuple[str, str]]] = {field.name: [] for field in population.fields}
    for metric in pack.metrics.values():
        if metric.population == population.id:
            link = words.text(metric.title), reverse("evidence:metric", args=[metric.id])
            for name in queries.facts_of(metric):
                found[name].append(link)
    return found


def _shown(population: Population, readers: Mapping[str, list[tuple[str, str]]]) -> list[Field]:
    """Return the few facts that the list of records shows: those that metrics read most."""
    told = [field for field in population.fields if field.name != "as_of"]
    return sorted(told, key=lambda field: -len(readers[field.name]))[:SHOWN]


def _about(population: Population) -> list[tuple[str, str]]:
    return [
        (_("Name in a pack"), f"population: {population.id}"),
        (_("Own day"), _("yes") if population.has_day else _("none: seen as it stands on the day")),
        (_("By outlet"), _("yes") if population.has_outlet else _("no")),
        (_("By product category"), _("yes") if population.has_category else _("no")),
        (_("In the ledger"), _("with its case") if population.case_type else _("by itself")),
    ]


def _fact(field: Field, readers: list[tuple[str, str]]) -> dict[str, Any]:
    kinds = {
        Type.BOOL: _("yes or no"),
        Type.DOUBLE: _("number"),
        Type.STRING: _("text"),
        Type.TIMESTAMP: _("time"),
    }
    unit = pgettext("unit of a number of things", "count") if field.type is Type.DOUBLE else ""
    return {
        "title": words.text(field.title),
        "name": field.name,
        "kind": kinds[field.type],
        "unit": words.text(field.unit) if field.unit else unit,
        "notes": _notes(field),
        "codes": [(code, words.text(text)) for code, text in field.words.items()],
        "metrics": readers,
    }


def _notes(field: Field) -> str:
    if field.name == "as_of":
        return _("the instant at which a record is judged; what is overdue by then counts")
    if field.happens_while:
        return _("a step: while it is missing and can still be taken, the record can be kept")
    return _("grows with the clock") if field.since else ""


def _record(population: Population, record: Record, shown: list[Field], outlets: Mapping[int, str]) -> dict[str, Any]:
    return {
        "number": record.number,
        "url": _url(population, record.id),
        "day": record.day if population.has_day else None,
        "outlet": outlets.get(record.outlet_id, "—"),
        "facts": [wording.shown(record.facts[field.name], field) for field in shown],
    }


def _url(population: Population, record_id: int) -> str:
    try:
        return reverse(population.page, args=[record_id]) if population.page else ""
    except NoReverseMatch:
        return ""
