"""The Pareto page: which few sources, causes, products, outlets or indicators make most of the trouble."""

from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.governance.nonconformity.forms.reporting import leaf_choices
from wuxing.governance.nonconformity.queries import pareto as counts
from wuxing.governance.nonconformity.rules import pareto as rules
from wuxing.governance.nonconformity.rules.words import CATEGORIES, KINDS, SOURCES
from wuxing.governance.nonconformity.views import pictures
from wuxing.governance.nonconformity.views.words import word

MOST = 8  # columns drawn; the table has all
PERIODS = {"quarter": 91, "half": 182, "year": 365}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _period(request: HttpRequest, by: Actor) -> tuple[date, date, str]:
    """Return the days of the period, both counted, and its name when it is one of the usual ones."""
    today = clock.today(by.zone)
    since, until = _day(request.GET.get("since", "")), _day(request.GET.get("until", ""))
    if since and until and since <= until:
        return since, until, ""
    name = request.GET.get("period", "")
    name = name if name in PERIODS else "year"
    return today - timedelta(days=PERIODS[name] - 1), today, name


def _names(dimension: str, zone: str) -> dict[str, str]:
    if dimension == "source":
        return {code: word(SOURCES, code) for code in SOURCES}
    if dimension == "category":
        return {code: word(CATEGORIES, code) for code in CATEGORIES}
    return dict(leaf_choices(zone)) if dimension == "leaf" else {}


def _dimensions() -> dict[str, str]:
    return {
        "source": _("by source"),
        "category": _("by cause"),
        "product": _("by product"),
        "outlet": _("by outlet"),
        "leaf": _("by indicator"),
    }


def pareto(request: HttpRequest) -> HttpResponse:
    """Show the Pareto chart of a period, with its table."""
    by = acting(request, Permission.GOVERNANCE_READ)
    asked = request.GET.get("by", "")
    dimension = asked if asked in counts.DIMENSIONS else "source"
    kind = request.GET.get("kind", "") if request.GET.get("kind", "") in KINDS else ""
    since, until, period = _period(request, by)
    zone = ZoneInfo(by.zone)
    edges = datetime.combine(since, time.min, zone), datetime.combine(until + timedelta(days=1), time.min, zone)
    found = counts.counted(dimension, since=edges[0], until=edges[1], kind=kind)
    known = [(code, count) for code, count in found if code]
    bars = rules.bars(known)
    names, path = _names(dimension, by.zone), reverse("governance:pareto")
    kept = {"kind": kind} | ({"period": period} if period else {"since": f"{since}", "until": f"{until}"})
    context = {
        "dimension": dimension,
        "tabs": [
            {"title": title, "url": f"{path}?{urlencode({**kept, 'by': code})}", "here": code == dimension}
            for code, title in _dimensions().items()
        ],
        "periods": _links(path, dimension, kind, period),
        "kinds": [
            (word(KINDS, code) if code else _("all classes"),
             f"{path}?{urlencode({**kept, 'by': dimension, 'kind': code})}", code == kind)
            for code in ("", *KINDS)
        ],
        "since": since,
        "until": until,
        "rows": [_row(bar, dimension, names) for bar in bars],
        "chart": pictures.pareto(rules.folded(bars, MOST), names, _("others")) if bars else None,
        "whole": counts.found_in(since=edges[0], until=edges[1], kind=kind),
        "unknown": sum(count for code, count in found if not code),
        "vital": sum(1 for bar in bars if bar.vital),
    }  # fmt: skip
    return render(request, "governance/nonconformity/pareto.html", context)


def _links(path: str, dimension: str, kind: str, chosen: str) -> list[tuple[str, str, bool]]:
    titles = {"quarter": _("13 weeks"), "half": _("half a year"), "year": _("one year")}
    return [
        (title, f"{path}?{urlencode({'by': dimension, 'kind': kind, 'period': code})}", code == chosen)
        for code, title in titles.items()
    ]


def _row(bar: rules.Bar, dimension: str, names: dict[str, str]) -> dict[str, Any]:
    filters = {"source": "source", "category": "category", "leaf": "leaf"}
    url = ""
    if dimension in filters:
        url = f"{reverse('governance:nonconformities')}?{urlencode({filters[dimension]: bar.code})}"
    return {
        "name": names.get(bar.code, bar.code),
        "url": url,
        "count": bar.count,
        "share": f"{bar.share * 100:.1f}%",
        "cumulative": f"{bar.cumulative * 100:.1f}%",
        "vital": bar.vital,
    }
