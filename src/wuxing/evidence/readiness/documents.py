"""The report as data and as a PDF: what the page shows, fixed at one moment, with the identity of what it was scored by."""

import json
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wuxing.config import fonts
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant
from wuxing.evidence.readiness import words
from wuxing.evidence.readiness.queries import Report
from wuxing.evidence.readiness.rules import MetricState, middle
from wuxing.schemes.packs.structure import Indicator
from wuxing.schemes.scoring.results import Interval, Loss, LossKind

FORMAT = "wuxing.readiness/1"
_TEMPLATE = Path(__file__).resolve().parent / "report.typ"


def as_json(report: Report, by: Actor) -> dict[str, Any]:
    """Return the whole report as plain data: points are decimal strings, shares too."""
    pack, now = report.pack, report.readiness
    return {
        "format": FORMAT,
        "organisation": Tenant.objects.get(pk=by.tenant_id).name,
        "scheme": {
            "id": pack.id,
            "edition": pack.edition,
            "sha256": pack.sha256,
            "identity": pack.identity,
            "title": words.text(pack.title),
            "basis": [source.ref for source in pack.basis],
        },
        "as_of": report.as_of.isoformat(),
        "basis": report.basis,
        "exact": report.is_exact,
        "complete": report.is_built,
        "generated_at": report.made_at.isoformat(timespec="seconds"),
        "judged_at": report.judged_at.isoformat(timespec="seconds") if report.judged_at else None,
        "rehearsal": now.rehearsal,
        "placeholder": words.text(pack.notice) if now.rehearsal else None,
        "readiness": {
            **_interval(now.score),
            "level": now.level_likely,
            "level_low": now.level_low,
            "level_high": now.level_high,
            "applicable": str(now.applicable),
            "known": str(now.known),
            "before": _interval(report.before.score),
        },
        "metrics": [metric_as_json(state) for state in report.metrics.values()],
        "indicators": [_indicator(report, indicator) for indicator in pack.indicators],
        "losses": [_loss(loss) for loss in now.losses_low],
    }


def _interval(interval: Interval) -> dict[str, str | None]:
    likely = None if interval.likely is None else str(interval.likely)
    return {"low": str(interval.low), "likely": likely, "high": str(interval.high)}


def metric_as_json(state: MetricState) -> dict[str, Any]:
    """Return one metric as plain data."""
    tally = state.tally
    return {
        "id": state.metric.id,
        "title": words.text(state.metric.title),
        "population": tally.n,
        "conforming": tally.ok,
        "value": f"{state.ratio:.6f}" if state.ratio is not None else None,
        "state": "known" if state.value.known else "unknown",
        "reason": state.value.reason.value if state.value.reason else None,
        "reason_text": words.reason(state),
        "undecided": tally.undecided,
        "late": tally.late,
        "imported": tally.imported,
        "savable": tally.savable,
        "running": tally.running,
        "period": {
            "from": None if state.metric.is_standing else state.starts.isoformat(),
            "to": state.ends.isoformat(),
        },
        "records_of": state.metric.population,
        "where": state.metric.where.text if state.metric.where else None,
        "rule": state.metric.conforming.text,
        "indicators": [leaf.id for leaf in state.leaves],
    }


def _indicator(report: Report, indicator: Indicator) -> dict[str, Any]:
    result = report.readiness.indicators[indicator.id]
    return {
        "id": indicator.id,
        "parent": indicator.parent,
        "level": indicator.level,
        "title": words.text(indicator.title),
        "of": str(result.of),
        "points": str(result.points.low),
        **_interval(result.points),
        "status": result.status.value,
        "placeholder": words.is_placeholder(report.readiness, indicator),
        "metrics": [part.metric for part in result.parts if part.metric],
    }


def _loss(loss: Loss) -> dict[str, Any]:
    return {
        "kind": loss.kind.value,
        "points": str(loss.points),
        "indicator": loss.indicator,
        "metric": loss.metric,
        "population": loss.n,
        "conforming": loss.ok,
        "reason": loss.reason.value if loss.reason else None,
    }


def pdf_of(report: Report, by: Actor) -> bytes:
    """Return the report as a PDF in the active language."""
    return draw(sheet_of(report, by))


def draw(sheet: dict[str, Any]) -> bytes:
    """Draw a sheet (see `sheet_of`) as PDF; signs that the fonts lack become a visible box and are named at the end."""
    text, lacking = fonts.drawable(json.dumps(sheet, ensure_ascii=False))
    data = json.loads(text)
    if lacking:
        data["lacking"] = _("These signs cannot be printed and are shown as a box: %s") % ", ".join(
            f"U+{ord(sign):04X}" for sign in lacking
        )
    return bytes(_compiler().compile(format="pdf", sys_inputs={"data": json.dumps(data, ensure_ascii=False)}))


@cache
def _compiler() -> Any:
    import typst

    return typst.Compiler(str(_TEMPLATE), font_paths=[str(fonts.folder())], ignore_system_fonts=True)


def sheet_of(report: Report, by: Actor) -> dict[str, Any]:
    """Return the words and numbers of the printed report, in the active language."""
    pack, now = report.pack, report.readiness
    basis = pack.basis[0].ref if pack.basis else pack.id
    return {
        "lang": get_language() or "zh-hans",
        "family": fonts.FAMILY,
        "title": _("Readiness report"),
        "organisation": Tenant.objects.get(pk=by.tenant_id).name,
        "standard": f"{basis} {words.text(pack.title)}",
        "stamp": words.text(pack.notice) if now.rehearsal else "",
        "stamp_note": words.placeholder(now, pack),
        "facts": [
            [_("As of"), report.as_of.isoformat()],
            [_("Edition"), f"{pack.id} {pack.edition}"],
            ["SHA-256", pack.sha256],
            [_("Generated"), _instant(report.made_at)],
            [_("Records judged"), _instant(report.judged_at)],
            [_("Records"), f"{report.records:,}"],
            [_("Points decided"), words.percent(now.known / now.applicable) if now.applicable else "—"],
        ],
        "score": _printed_score(report),
        "labels": _labels(),
        "indicators": [_printed_indicator(report, indicator) for indicator in pack.indicators],
        "metrics": [_printed_metric(state) for state in report.metrics.values()],
        "losses": _printed_losses(report),
        "losses_note": _("The lines add up to 100 less the low score, to the hundredth."),
        "lacking": "",
    }


def _instant(moment: datetime | None) -> str:
    """Return an instant at the organisation's zone, with its offset."""
    return timezone.localtime(moment).isoformat(" ", "seconds") if moment else "—"


def _printed_score(report: Report) -> dict[str, Any]:
    now = report.readiness
    return {
        "low": str(now.score.low),
        "likely": str(middle(now)),
        "likely_words": _("not known yet") if now.score.likely is None else str(now.score.likely),
        "high": str(now.score.high),
        "level": _("not known yet") if now.score.likely is None else words.level(report.pack, now.level_likely),
        "level_low": words.level(report.pack, now.level_low),
        "level_high": words.level(report.pack, now.level_high),
        "grades": [[str(level.min), words.text(level.title)] for level in report.pack.levels],
    }


def _labels() -> dict[str, str]:
    return {
        "low": _("low"),
        "likely": _("likely"),
        "high": _("high"),
        "level": _("Likely level"),
        "indicators": _("Indicators"),
        "metrics": _("Metrics"),
        "losses": _("What the low score lacks"),
        "clause": _("Clause"),
        "points": _("Points"),
        "proven": _("Proven"),
        "status": _("State"),
        "metric": _("Metric"),
        "share": _("Share"),
        "conforming": _("Conforming / records"),
        "reason": _("Remark"),
        "lost": _("Points"),
        "cause": _("Cause"),
        "placeholder": _("* placeholder points, not official"),
        "page": _("page"),
    }


def _printed_indicator(report: Report, indicator: Indicator) -> list[Any]:
    result = report.readiness.indicators[indicator.id]
    mark = "*" if words.is_placeholder(report.readiness, indicator) else ""
    likely = result.points.likely
    return [
        indicator.level,
        indicator.id,
        words.text(indicator.title),
        f"{result.of.normalize():f}{mark}",
        words.number(result.points.low, 2),
        words.number(likely, 2) if likely is not None else "—",
        words.number(result.points.high, 2),
        words.status(result)[1],
    ]


def _printed_metric(state: MetricState) -> list[str]:
    return [
        words.text(state.metric.title),
        f"{state.tally.ok:,} / {state.tally.n:,}",
        words.percent(state.ratio),
        words.reason(state) or ", ".join(leaf.id for leaf in state.leaves),
    ]


def _printed_losses(report: Report) -> list[list[str]]:
    kinds = {
        LossKind.SPECIAL_DEDUCTION: _("special deduction"),
        LossKind.SPECIAL_BONUS: _("special bonus"),
        LossKind.LIMIT: _("held between 0 and 100"),
        LossKind.ROUNDING: _("rounding"),
    }
    rows = []
    for loss in report.readiness.losses_low:
        indicator = report.pack.by_id.get(loss.indicator or "")
        what = f"{indicator.id} {words.text(indicator.title)}" if indicator else kinds.get(loss.kind, "")
        rows.append([what, _cause(report, loss), _signed(loss.points)])
    return rows


def _cause(report: Report, loss: Loss) -> str:
    title = words.text(report.pack.metrics[loss.metric].title) if loss.metric else ""
    if loss.kind is LossKind.UNKNOWN:
        why = words.reason_short(loss.reason)
        return f"{title}: {why}" if title else why
    if loss.n is not None and loss.ok is not None:
        return f"{title}: {loss.ok:,} / {loss.n:,}"
    return title


def _signed(points: Decimal) -> str:
    return words.number(-points, 2)
