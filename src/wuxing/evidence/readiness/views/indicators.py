"""One indicator: how its points come about, and what is unknown of it."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import NotFound
from wuxing.evidence.readiness import queries, rules, words
from wuxing.evidence.readiness.queries import Report
from wuxing.evidence.readiness.views.asked import basis_of, day_of
from wuxing.evidence.readiness.views.readiness import shown_step
from wuxing.evidence.rulings.queries import of_leaf
from wuxing.evidence.rulings.rules import has_manual_part, why_not_exclude
from wuxing.evidence.rulings.views import shown
from wuxing.schemes.licensing.queries import overlay_texts
from wuxing.schemes.packs.structure import Coverage, Indicator, metrics_of
from wuxing.schemes.scoring.results import PartResult


def indicator(request: HttpRequest, indicator_id: str) -> HttpResponse:
    """Show one leaf: points, mode, metrics, what the records cannot show."""
    by = acting(request, Permission.EVIDENCE_READ)
    report = queries.report_for(by, day_of(request, by), basis_of(request))
    leaf = report.pack.by_id.get(indicator_id)
    if leaf is None or leaf.mode is None:
        raise NotFound(_("this edition has no indicator %s") % indicator_id)
    result = report.readiness.indicators[leaf.id]
    group = report.pack.by_id[leaf.parent] if leaf.parent else leaf
    state, word = words.status(result)
    reads_metrics = bool(metrics_of(leaf.mode))
    context = {
        "report": report,
        "leaf": leaf,
        "title": words.text(leaf.title),
        "group": f"{group.id} {words.text(group.title)}",
        "summary": words.text(leaf.summary) if leaf.summary else "",
        "result": result,
        "likely": result.points.low if result.points.likely is None else result.points.likely,
        "state": state,
        "word": word,
        "placeholder": words.placeholder(report.readiness, report.pack),
        "is_placeholder": words.is_placeholder(report.readiness, leaf),
        "parts": [_part(report, part) for part in result.parts],
        "coverage": words.text(leaf.coverage_note) if leaf.coverage_note else "",
        "is_partial": leaf.coverage is not Coverage.FULL,
        "by_hand": not reads_metrics,
        "facts": _facts(report, leaf.id),
        "checks": [words.text(check) for check in leaf.checks],
        "kinds": [words.evidence_kind(kind) for kind in leaf.evidence_kinds],
        "guidance": _guidance(leaf),
        "licensed_text": overlay_texts(by.tenant_id, report.pack.sha256, get_language() or "").get(leaf.id, ""),
        "acts": _acts(by, report, leaf),
        **_said(by, report, leaf),
    }
    return render(request, "evidence/indicator.html", context)


def _guidance(leaf: Indicator) -> list[tuple[str, str]]:
    """Return what the pack tells people who rule on the leaf."""
    if leaf.guidance is None:
        return []
    found = leaf.guidance
    return [
        (_("What to look at"), words.text(found.look)),
        (_("Often missing"), words.often_missing(found.missing)),
        (_("Usually owned by"), words.text(found.owner)),
    ]


def _acts(by: Actor, report: Report, leaf: Indicator) -> list[dict[str, Any]]:
    """Return what a person may propose about the leaf; locked with the reason where it may not be."""
    role = "" if by.may(Permission.EVIDENCE_RULE) else _("your role does not allow this")
    out = why_not_exclude(report.pack, leaf.id)
    manual = has_manual_part(leaf)
    ruling = _("Rule on it") if manual else _("Override the records")
    return [
        {"label": ruling, "url": reverse("evidence:rule", args=[leaf.id]), "reason": role, "icon": "scale"},
        {
            "label": _("Hand in evidence"),
            "url": reverse("evidence:hand_in", args=[leaf.id]),
            "reason": role,
            "icon": "upload",
        },
        {
            "label": _("Leave it out"),
            "url": reverse("evidence:exclude", args=[leaf.id]),
            "reason": wording.text(out) if out else role,
            "icon": "ban",
        },
    ]


def _said(by: Actor, report: Report, leaf: Indicator) -> dict[str, Any]:
    """Return what people said of the leaf, and, beside an override, what the records alone would give."""
    rows = of_leaf(report.pack.id, leaf.id)
    override = report.said.overrides.get(leaf.id)
    without = {name: ruling for name, ruling in report.inputs.overrides.items() if name != leaf.id}
    automatic = queries.scored(report.pack, replace(report.inputs, overrides=without)) if override else None
    return {
        "said": [shown.line(row, report.as_of) for kind in rows.values() for row in kind],
        "override": override,
        "override_share": words.percent(override.ratio) if override else "",
        "automatic": automatic.indicators[leaf.id].points if automatic else None,
    }


def plan(request: HttpRequest) -> HttpResponse:
    """Show the whole gap plan."""
    by = acting(request, Permission.EVIDENCE_READ)
    report = queries.report_for(by, day_of(request, by), basis_of(request))
    usual = rules.USUAL_EFFORT
    effort = replace(
        usual, record=_minutes(request, "record", usual.record), ruling=_minutes(request, "ruling", usual.ruling)
    )
    context = {
        "report": report,
        "effort": effort,
        "steps": [shown_step(report, step) for step in report.plan_by(effort).steps],
        "placeholder": words.placeholder(report.readiness, report.pack),
    }
    return render(request, "evidence/plan.html", context)


def _minutes(request: HttpRequest, name: str, usual: int) -> int:
    """Return the minutes that were asked for; what makes no sense is the usual."""
    asked = request.GET.get(name, "")
    return int(asked) if asked.isascii() and asked.isdecimal() and 0 < int(asked) <= 10_000 else usual


def how(request: HttpRequest) -> HttpResponse:
    """Explain how a record becomes a point."""
    by = acting(request, Permission.EVIDENCE_READ)
    report = queries.report_for(by)
    context = {
        "report": report,
        "levels": [(words.text(level.title), level.min) for level in report.pack.levels],
        "placeholder": words.placeholder(report.readiness, report.pack),
        "notice": words.text(report.pack.notice),
    }
    return render(request, "evidence/how.html", context)


def _part(report: Report, part: PartResult) -> dict[str, Any]:
    metric = report.metrics.get(part.metric) if part.metric else None
    value = part.value
    known = part.known
    ratio = metric.ratio if metric else None
    return {
        "title": words.text(metric.metric.title) if metric else _("to be ruled on by a person"),
        "url": reverse("evidence:metric", args=[part.metric]) if metric else "",
        "says": words.text(metric.metric.says) if metric else "",
        "mode": words.mode(part.mode),
        "weight": words.percent(part.weight),
        "ratio": words.percent(ratio),
        "n": value.n if value else None,
        "ok": value.ok if value else None,
        "low": part.points.low,
        "likely": part.points.low if part.points.likely is None else part.points.likely,
        "high": part.points.high,
        "of": part.of,
        "known": known,
        "reason": words.reason(metric) if metric and not metric.value.known else "" if metric else words.unknown(None),
    }


def _facts(report: Report, leaf_id: str) -> list[tuple[str, Any]]:
    leaf = report.pack.by_id[leaf_id]
    deduction = {
        "all_or_nothing": _("not met loses all points"),
        "proportional": _("points are lost in proportion to the failing samples"),
    }.get(leaf.deduction, leaf.deduction)
    likely = _("%s (likely, not verified)") % leaf.likely_clause if leaf.likely_clause else ""
    return [
        (_("Points"), words.points_status(report.readiness, leaf)),
        (_("Deduction"), deduction),
        (_("Clause number"), likely or leaf.id),
        (_("Procedures"), ", ".join(str(number) for number in leaf.procedures)),
        (_("May be left out"), _("yes, with a reason and approval") if leaf.excludable else _("no")),
    ]
