"""The page that asks: what would our score be, if?"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.evidence.assessments import rules as moving_rules
from wuxing.evidence.assessments.views import moving
from wuxing.evidence.readiness import queries, rules, whatif, words
from wuxing.evidence.readiness.queries import Report
from wuxing.evidence.readiness.views.asked import day_of
from wuxing.evidence.readiness.whatif import Supposed, Within
from wuxing.evidence.rulings.rules import has_manual_part
from wuxing.schemes.packs.structure import metrics_of

MOST_HOURS = Decimal(8760)


def simulate(request: HttpRequest) -> HttpResponse:
    """Show the score with what is supposed in the address, beside the one that is."""
    by = acting(request, Permission.EVIDENCE_READ)
    report = queries.report_for(by, day_of(request, by))
    supposed, faults = _supposed(request.GET, report)
    measured = {
        name: whatif.within(by, report, report.pack.metrics[name], hours) for name, hours in supposed.hours.items()
    }
    inputs = whatif.supposed_inputs(report, supposed, measured)
    then = queries.scored(report.pack, inputs)
    causes = moving_rules.moved(report.pack, report.inputs, inputs, queries.scored)
    context = {
        "report": report,
        "placeholder": words.placeholder(report.readiness, report.pack),
        "now": _ends(report, report.readiness),
        "then": _ends(report, then),
        "asked": bool(causes),
        "causes": [moving.shown(report.pack, cause, counted=False) for cause in causes],
        "groups": _groups(report, request.GET, measured, faults),
        "deductions": request.GET.get("d", ""),
        "standing_deductions": report.inputs.special_deductions,
        "faults": faults,
        "sample": f"{whatif.SAMPLE:,}",
    }
    return render(request, "evidence/simulate.html", context, status=422 if faults else 200)


def _ends(report: Report, readiness: Any) -> dict[str, Any]:
    middle = rules.middle(readiness)
    return {
        "low": readiness.score.low,
        "likely": middle,
        "high": readiness.score.high,
        "level": words.level(report.pack, readiness.level_likely),
    }


def _supposed(data: Mapping[str, str], report: Report) -> tuple[Supposed, dict[str, str]]:
    """Read what is supposed; what makes no sense is left out and named."""
    faults: dict[str, str] = {}

    def read(name: str, most: Decimal) -> Decimal | None:
        text = data.get(name, "").strip().rstrip("%")
        if not text:
            return None
        try:
            value = Decimal(text)
        except InvalidOperation:
            value = Decimal(-1)
        if not value.is_finite() or not 0 <= value <= most:
            faults[name] = _("write a number from 0 to %s") % most
            return None
        return value

    shares = {name: read(f"m.{name}", Decimal(100)) for name in report.pack.metrics}
    hours = {
        name: read(f"h.{name}", MOST_HOURS) for name, metric in report.pack.metrics.items() if whatif.timed(metric)
    }
    rulings = {leaf.id: read(f"r.{leaf.id}", Decimal(100)) for leaf in report.pack.leaves}
    deductions = read("d", Decimal(20))
    return Supposed(
        {name: share / 100 for name, share in shares.items() if share is not None},
        {name: value for name, value in hours.items() if value is not None},
        {leaf: share / 100 for leaf, share in rulings.items() if share is not None},
        None if deductions is None else int(deductions),
    ), faults


def _groups(
    report: Report, data: Mapping[str, str], measured: Mapping[str, Within], faults: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return the lines of the form under the level-2 indicators; each metric once, where it is first read."""
    seen: set[str] = set()
    groups = []
    for group in report.pack.indicators:
        if group.level != 2:
            continue
        lines: list[dict[str, Any]] = []
        for name in report.pack.leaves_under(group.id):
            leaf = report.pack.by_id[name]
            for metric in metrics_of(leaf.mode) if leaf.mode else ():
                if metric not in seen:
                    seen.add(metric)
                    lines.append(_metric_line(report, metric, data, measured, faults))
            if has_manual_part(leaf):
                lines.append(_ruling_line(report, name, data, faults))
        groups.append({"title": f"{group.id} {words.text(group.title)}", "lines": lines})
    return groups


def _metric_line(
    report: Report, name: str, data: Mapping[str, str], measured: Mapping[str, Within], faults: Mapping[str, str]
) -> dict[str, Any]:
    state = report.metrics[name]
    found = measured.get(name)
    told = ""
    if found is not None:
        told = (
            _("%(share)s of the newest %(n)s records") % {"share": words.share(found.ok, found.n), "n": f"{found.n:,}"}
            if found.n
            else _("no record to measure it by")
        )
    return {
        "title": words.text(state.metric.title),
        "now": words.percent(state.ratio) if state.value.known else _("unknown"),
        "name": f"m.{name}",
        "value": data.get(f"m.{name}", ""),
        "fault": faults.get(f"m.{name}", ""),
        "hours": f"h.{name}" if whatif.timed(state.metric) else "",
        "hours_value": data.get(f"h.{name}", ""),
        "hours_fault": faults.get(f"h.{name}", ""),
        "told": told,
    }


def _ruling_line(report: Report, name: str, data: Mapping[str, str], faults: Mapping[str, str]) -> dict[str, Any]:
    ruling = report.inputs.overrides.get(name) or report.inputs.rulings.get(name)
    return {
        "title": _("%s, what people rule") % f"{name} {words.text(report.pack.by_id[name].title)}",
        "now": words.percent(ruling.ratio) if ruling else _("not ruled on"),
        "name": f"r.{name}",
        "value": data.get(f"r.{name}", ""),
        "fault": faults.get(f"r.{name}", ""),
        "hours": "",
    }
