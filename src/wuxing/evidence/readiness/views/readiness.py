"""The readiness page: one picture, the tree of indicators, the plan, what changed."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.evidence.assessments.views.pages import since_context
from wuxing.evidence.readiness import queries, rules, words
from wuxing.evidence.readiness.queries import Report
from wuxing.evidence.readiness.views.asked import basis_of, day_of
from wuxing.schemes.packs.structure import Indicator, metrics_of
from wuxing.schemes.scoring.results import IndicatorResult, Status

PLAN_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the tree of indicators."""

    indicator: Indicator
    result: IndicatorResult
    title: str
    records: int | None
    url: str
    is_open: bool
    toggle: str
    is_placeholder: bool

    @property
    def likely(self) -> Decimal:
        """Return the likely points, or the proven ones while nothing is known."""
        return self.result.points.low if self.result.points.likely is None else self.result.points.likely

    @property
    def code(self) -> str:
        """Return what is written before the title: a leaf's own part of its number is enough."""
        return self.indicator.id


def readiness(request: HttpRequest) -> HttpResponse:
    """Show how ready the organisation is."""
    by = acting(request, Permission.EVIDENCE_READ)
    asked = request.GET.get("as_of")
    report = queries.report_for(by, day_of(request, by), basis_of(request))
    only, opened = request.GET.get("only", ""), request.GET.get("open", "")
    kept = {"as_of": report.as_of.isoformat()} if asked else {}
    if report.basis != "now":
        kept["basis"] = report.basis
    context = {
        "report": report,
        "kept": f"?{urlencode(kept)}" if kept else "",
        "rows": _rows(report, only, opened, kept),
        "only": only,
        "filters": _filters(only, kept),
        "counted": _counted(report),
        **_headline(report),
        "steps": [shown_step(report, step) for step in report.plan.steps[:PLAN_SHOWN]],
        "saved": _saved(report),
        "acts": _acts(kept),
        "bases": [
            ("now", _("by what is on record today")),
            ("true", _("by what was true that day")),
            ("known", _("by what was known that day")),
        ],
        "may_keep": by.may(Permission.EVIDENCE_RULE),
        **since_context(report, request.GET.get("since", ""), kept),
    }
    return render(request, "evidence/readiness.html", context)


def _headline(report: Report) -> dict[str, Any]:
    pack, now = report.pack, report.readiness
    further = rules.next_level(pack, now)
    placeholder = words.placeholder(now, pack)
    return {
        "low": now.score.low,
        "likely": now.score.likely,
        "high": now.score.high,
        "before": None if report.before.score.likely is None else words.number(report.before.score.likely),
        "grades": [(level.min, words.text(level.title)) for level in pack.levels],
        "level": words.level(pack, now.level_likely) if now.score.likely is not None else _("not known yet"),
        "level_low": words.level(pack, now.level_low),
        "level_high": words.level(pack, now.level_high),
        "is_thin": now.known < now.applicable / 2,
        "stars": next((level.stars for level in pack.levels if level.id == now.level_likely), 0),
        "next": (words.level(pack, further[0]), words.number(further[1], 2)) if further else None,
        "title": words.text(pack.title),
        "basis": pack.basis[0].ref if pack.basis else pack.id,
        "identity": f"#{pack.sha256[:4]}…{pack.sha256[-4:]}",
        "placeholder": placeholder,
        "notice": words.text(pack.notice),
        "decided": words.percent(now.known / now.applicable) if now.applicable else "—",
    }


def _acts(kept: dict[str, str]) -> list[dict[str, Any]]:
    query = f"?{urlencode(kept)}" if kept else ""
    return [
        {"label": "PDF", "url": reverse("evidence:report_pdf") + query, "icon": "download"},
        {"label": "JSON", "url": reverse("evidence:report_json") + query, "icon": "download"},
    ]


def _counted(report: Report) -> str:
    levels = [sum(1 for i in report.pack.indicators if i.level == level) for level in (1, 2)]
    out = sum(1 for leaf in report.pack.leaves if report.readiness.indicators[leaf.id].status is Status.EXCLUDED)
    return _("%(areas)s areas · %(groups)s groups · %(leaves)s indicators, %(out)s not applicable") % {
        "areas": levels[0],
        "groups": levels[1],
        "leaves": len(report.pack.leaves),
        "out": out,
    }


def _filters(only: str, kept: dict[str, str]) -> list[tuple[str, str, bool]]:
    """Return label, address and whether it is on, of each filter of the tree; a second click takes it off."""
    found = []
    for name, label in (
        ("lost", _("lost points only")),
        ("unknown", _("unknown only")),
        ("known", _("with records only")),
    ):
        query = kept if only == name else {**kept, "only": name}
        found.append((label, f"?{urlencode(query)}#tree", only == name))
    return found


def _rows(report: Report, only: str, opened: str, kept: dict[str, str]) -> list[Row]:
    """Return the visible lines: leaves of an opened group, of one with records, and those a filter asks for."""
    rows = []
    for indicator in report.pack.indicators:
        result = report.readiness.indicators[indicator.id]
        wanted = _wanted(result, only)
        if indicator.is_leaf:
            if not wanted or not (only or opened == "all" or indicator.parent in _open_groups(report, opened)):
                continue
        elif only and not any(
            _wanted(report.readiness.indicators[leaf.id], only) for leaf in _leaves_under(report, indicator)
        ):
            continue
        rows.append(_row(report, indicator, result, opened, kept))
    return rows


def _wanted(result: IndicatorResult, only: str) -> bool:
    return {"lost": result.lost > 0, "unknown": result.open > 0, "known": result.open < result.of}.get(only, True)


def _open_groups(report: Report, opened: str) -> set[str | None]:
    if opened == "none":
        return set()
    known = {leaf.parent for leaf in report.pack.leaves if leaf.mode and metrics_of(leaf.mode)}
    return {opened} if opened else known


def _leaves_under(report: Report, indicator: Indicator) -> list[Indicator]:
    below = report.pack.children(indicator.id)
    return [leaf for child in below for leaf in ([child] if child.is_leaf else _leaves_under(report, child))]


def _row(report: Report, indicator: Indicator, result: IndicatorResult, opened: str, kept: dict[str, str]) -> Row:
    leaves = [indicator] if indicator.is_leaf else _leaves_under(report, indicator)
    names = dict.fromkeys(name for leaf in leaves if leaf.mode for name in metrics_of(leaf.mode))
    seen = [report.values[name].n for name in names]
    is_open = not indicator.is_leaf and (opened == "all" or indicator.id in _open_groups(report, opened))
    has_leaves = any(child.is_leaf for child in report.pack.children(indicator.id))
    toggle = (
        f"?{urlencode({**kept, 'open': 'none' if is_open else indicator.id})}#i-{indicator.id}" if has_leaves else ""
    )
    return Row(
        indicator=indicator,
        result=result,
        title=words.text(indicator.title),
        records=max(seen) if seen else None,
        url=reverse("evidence:indicator", args=[indicator.id]) if indicator.is_leaf else "",
        is_open=is_open or indicator.level == 1,
        toggle=toggle,
        is_placeholder=words.is_placeholder(report.readiness, indicator),
    )


def shown_step(report: Report, step: rules.Step) -> dict[str, Any]:
    state, title, small = words.step(report.pack, step)
    url = (
        reverse("evidence:metric", args=[step.metric])
        if step.metric
        else f"{reverse('evidence:readiness')}?only=unknown#tree"
    )
    if step.kind is rules.StepKind.KEEP:
        url += "?tab=open"
    if step.kind is rules.StepKind.RULE:
        url = reverse("evidence:indicator", args=[step.leaves[0]])
    if step.for_a_point:
        point = (
            ngettext("%s record makes a point", "%s records make a point", step.for_a_point) % f"{step.for_a_point:,}"
        )
        small = f"{point} · {small}"
    return {
        "state": state,
        "title": title,
        "small": small,
        "url": url,
        "gain": words.number(step.gain, 2),
        "kind": step.kind,
        "days": words.number(step.days, 1) if step.days else "",
        "a_day": words.number(step.a_day, 1) if step.days else "",
    }


def _saved(report: Report) -> str:
    """Say where keeping every open record would lead; nothing when there is none."""
    saved = report.plan.saved
    if saved is report.readiness:
        return ""
    return _("Every open record kept: likely %(score)s, %(level)s") % {
        "score": words.number(rules.middle(saved), 2),
        "level": words.level(report.pack, saved.level_likely),
    }
