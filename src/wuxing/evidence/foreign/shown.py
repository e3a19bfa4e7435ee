"""What the pages of foreign records show: figures and words, made ready for the templates."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from wuxing.evidence.foreign.mapping.structure import STEPS
from wuxing.evidence.foreign.models import ForeignImport
from wuxing.evidence.foreign.queries import SHOWN_CASES, Preview
from wuxing.evidence.readiness import words

State = ForeignImport.State
SHOWN_REJECTED = 50


def state_of(found: ForeignImport) -> tuple[str, str]:
    """Return the state (its colour and shape) and its word."""
    return {
        State.UPLOADED: ("waiting", _("mapping to choose")),
        State.WAITING: ("waiting", _("waiting")),
        State.RUNNING: ("ontime", _("running")),
        State.DONE: ("done", _("assessed")),
        State.FAILED: ("late", _("not taken")),
    }[State(found.state)]


def line(found: ForeignImport) -> dict[str, Any]:
    """Return one upload as a line of the list."""
    report = found.report or {}
    return {
        "one": found,
        "state": state_of(found),
        "cases": report.get("cases"),
        "events": report.get("events"),
        "rejected": len(report["rejected"]) if report else None,
        "likely": (report.get("readiness") or {}).get("likely"),
    }


def progress(found: ForeignImport) -> dict[str, Any]:
    """Return how far it is."""
    return {
        "badge": state_of(found),
        "percent": int(100 * found.done / found.total) if found.total else 0,
        "counted": _("%(done)s of %(total)s cases") % {"done": f"{found.done:,}", "total": f"{found.total:,}"}
        if found.total
        else _("reading the file"),
    }


def preview(found: Preview) -> dict[str, Any]:
    """Return the first rows, and what the mapping makes of them."""
    drafted = found.drafted
    cases = [
        (
            case.key,
            case.received_at,
            [(said(step.event), step.at, step.payload.get("activity", "")) for step in case.steps],
        )
        for case in (drafted.cases[:SHOWN_CASES] if drafted else [])
    ]
    return {
        "preview": found,
        "file_facts": [
            (_("Format"), found.table.format),
            (_("Encoding"), found.table.encoding),
            *([(_("Sheet"), found.table.sheet)] if found.table.sheet else []),
            *([(_("Delimiter"), found.table.details["delimiter"])] if "delimiter" in found.table.details else []),
        ],
        "cases": cases,
        "unmapped": sorted(drafted.unmapped.items(), key=lambda item: -item[1])[:20] if drafted else [],
        "rejected": drafted.rejected[:8] if drafted else [],
    }


def said(step: str) -> str:
    """Return what a step is called."""
    assert step in STEPS, step
    return {
        "log": _("call logged"),
        "write_order": _("order written"),
        "dispatch": _("dispatched"),
        "reassign": _("reassigned"),
        "accept": _("accepted"),
        "contact": _("customer contacted"),
        "depart": _("on the way"),
        "arrive": _("arrived"),
        "explain_warranty": _("warranty explained"),
        "start_work": _("work started"),
        "finish_work": _("resolved"),
        "sign": _("signed"),
        "review": _("reviewed"),
        "close": _("closed"),
        "follow_up": _("followed up"),
        "hold": _("on hold"),
        "resume": _("resumed"),
        "cancel": _("cancelled"),
        "cannot_complete": _("cannot be completed"),
        "reopen": _("reopened"),
        "note": _("remark"),
    }[step]


def result(found: ForeignImport) -> dict[str, Any]:
    """Return the figures of a report."""
    report = found.report or {}
    score = report["readiness"]
    low, high = Decimal(score["low"]), Decimal(score["high"])
    return {
        "report": report,
        "badge": state_of(found),
        "low": low,
        "likely": Decimal(score["likely"]) if score["likely"] is not None else None,
        "high": high,
        "grades": [(Decimal(points), title) for points, title in (found.sheet or {})["score"]["grades"]],
        "stats": [
            {"value": f"{report['cases']:,}", "label": _("cases")},
            {"value": f"{report['events']:,}", "label": _("events")},
            {
                "value": f"{len(report['rejected']):,}",
                "label": _("rejected rows"),
                "state": "late" if report["rejected"] else "",
            },
            {"value": f"{report['imported']['new']:,}", "label": _("new cases")},
            {"value": f"{report['imported']['known']:,}", "label": _("known, left alone")},
            {"value": f"{report['cases_in_period']:,}", "label": _("orders in the period")},
        ],
        "metrics": [{**metric, "shown": _share(metric), "whole": _whole(metric)} for metric in report["metrics"]],
        "indicators": [_points(row) for row in report["indicators"]],
        "stamp": (found.sheet or {})["stamp_note"],
        "rejected": report["rejected"][:SHOWN_REJECTED],
        "more_rejected": max(0, len(report["rejected"]) - SHOWN_REJECTED),
        "facts": [
            (_("File"), f"{report['source']['file']} · {report['source']['format']} · {report['source']['encoding']}"),
            (_("SHA-256 of the file"), report["source"]["sha256"]),
            (_("Mapping"), f"{report['mapping']['title']} ({report['mapping']['name']})"),
            (_("Scheme"), f"{report['scheme']['title']} · {report['scheme']['id']}@{report['scheme']['edition']}"),
            (_("Data set"), report["dataset"]),
        ],
    }


def _points(row: dict[str, Any]) -> dict[str, Any]:
    """Return an indicator with its points as they are shown."""
    shown = {
        key: words.number(Decimal(row[key]), 2) if row[key] is not None else "—" for key in ("low", "likely", "high")
    }
    return {**row, **shown, "of": f"{Decimal(row['of']).normalize():f}"}


def _share(metric: dict[str, Any]) -> str:
    return f"{float(metric['value']) * 100:.1f}%" if metric["state"] == "known" else ""


def _whole(metric: dict[str, Any]) -> str:
    value = metric["whole_log"]["value"]
    return f"{float(value) * 100:.1f}%" if value else "—"
