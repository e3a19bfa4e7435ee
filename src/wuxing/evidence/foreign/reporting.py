"""What an assessment says: report.json, and the table on the screen. One shape for the command line and the web."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wuxing.core.wording import listed
from wuxing.evidence.foreign.drafting import Drafted
from wuxing.evidence.foreign.importing import Imported
from wuxing.evidence.foreign.mapping.structure import Mapping
from wuxing.evidence.foreign.readers.rows import Table
from wuxing.evidence.foreign.scoring import POPULATION, Scored
from wuxing.evidence.metrics.rules import Tally
from wuxing.evidence.populations.registry import POPULATIONS
from wuxing.evidence.readiness import words
from wuxing.schemes.packs.structure import Text
from wuxing.schemes.scoring.results import Interval

FORMAT = "wuxing-assessment-1"
Report = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Origin:
    """The file, as it came."""

    name: str
    sha256: str
    size: int


def text(words_: Text) -> str:
    """Return words of a pack or mapping in the active language."""
    return words_.in_language(get_language() or "zh-hans")


def report_of(
    origin: Origin, table: Table, mapping: Mapping, drafted: Drafted, imported: Imported, scored: Scored, dataset: str
) -> Report:
    """Return everything an assessment says, as plain JSON values."""
    report, pack = scored.report, scored.report.pack
    readiness = report.readiness
    rejected = [*drafted.rejected, *imported.changed]
    return {
        "format": FORMAT,
        "made_at": report.made_at.isoformat(),
        "language": get_language(),
        "as_of": report.as_of.isoformat(),
        "as_of_note": _as_of_note(drafted, report.as_of.isoformat()),
        "log": {"first": _iso(drafted.first), "newest_case": _iso(drafted.newest), "last": _iso(drafted.last)},
        "source": {
            "name": mapping.source,
            "file": origin.name,
            "sha256": origin.sha256,
            "bytes": origin.size,
            "format": table.format,
            "encoding": table.encoding,
            **({"sheet": table.sheet} if table.sheet else {}),
            **table.details,
        },
        "mapping": {
            "name": mapping.name,
            "title": text(mapping.title),
            "sha256": mapping.sha256,
            "kind": mapping.kind.value,
            "note": text(mapping.note) if mapping.note else "",
            "promises": {p.kind: {"minutes": p.minutes, "text": p.text} for p in mapping.promises},
        },
        "dataset": dataset,
        "cases": len(drafted.cases),
        "events": drafted.events,
        "rows": drafted.rows,
        "imported": {"new": imported.cases, "known": imported.known, "ledger_entries": imported.entries},
        "rejected": [{"line": r.line or None, "case": r.case, "reason": r.reason} for r in rejected],
        "unmapped_activities": drafted.unmapped,
        "notes": drafted.notes,
        "cases_in_window": scored.in_window,
        "metrics": [_metric(name, scored) for name in pack.metrics],
        "indicators": [_indicator(name, scored) for name in readiness.indicators],
        "readiness": {
            **_interval(readiness.score),
            "level_low": readiness.level_low,
            "level_likely": readiness.level_likely,
            "level_high": readiness.level_high,
            "levels": [
                {"id": level.id, "title": text(level.title), "min": _number(level.min)} for level in pack.levels
            ],
            "known_points": _number(readiness.known),
            "applicable_points": _number(readiness.applicable),
            "rehearsal": readiness.rehearsal,
            "lacking_official": len(readiness.lacking_official),
        },
        "pack": {
            "identity": pack.identity,
            "id": pack.id,
            "edition": pack.edition,
            "sha256": pack.sha256,
            "title": text(pack.title),
        },
        "notice": text(pack.notice) if readiness.rehearsal else "",
    }


def _as_of_note(drafted: Drafted, day: str) -> str:
    return _("Assessed as of %(day)s, over the 12 months before; the log runs from %(first)s to %(last)s.") % {
        "day": day,
        "first": drafted.first.date() if drafted.first else "—",
        "last": drafted.last.date() if drafted.last else "—",
    }


def _iso(at: Any) -> str | None:
    return at.isoformat() if at else None


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _interval(points: Interval) -> dict[str, float | None]:
    return {"low": _number(points.low), "likely": _number(points.likely), "high": _number(points.high)}


def _ratio(tally: Tally | None) -> float | None:
    return round(tally.ok / tally.n, 6) if tally and tally.n else None


def _metric(name: str, scored: Scored) -> dict[str, Any]:
    state = scored.report.metrics[name]
    silent = scored.silent.get(name, ())
    value, whole = state.value, scored.whole.get(name)
    known = not silent
    return {
        "id": name,
        "title": text(state.metric.title),
        "population": value.n,
        "conforming": value.ok,
        "value": round(value.ok / value.n, 6) if value.known and value.n else None,
        "unknown": value.reason.value if value.reason else None,
        "why_unknown": _why(name, scored),
        "missing_facts": list(silent),
        "window": {"starts": state.starts.isoformat(), "ends": state.ends.isoformat()},
        "whole_log": {
            "population": whole.n if whole and known else 0,
            "conforming": whole.ok if whole and known else 0,
            "value": _ratio(whole) if known else None,
        },
    }


def _why(name: str, scored: Scored) -> str:
    silent = scored.silent.get(name)
    if silent:
        fields = POPULATIONS[POPULATION].by_name
        return _("the source does not tell: %(facts)s") % {"facts": listed(text(fields[f].title) for f in silent)}
    state = scored.report.metrics[name]
    return words.reason(state) if state.value.reason else ""


def _indicator(name: str, scored: Scored) -> dict[str, Any]:
    pack = scored.report.pack
    result, indicator = scored.report.readiness.indicators[name], pack.by_id[name]
    return {
        "id": name,
        "parent": indicator.parent,
        "level": indicator.level,
        "title": text(indicator.title),
        "status": result.status.value,
        "of": _number(result.of),
        **_interval(result.points),
        "placeholder": indicator.points is None,
        "metrics": [part.metric for part in result.parts if part.metric],
    }


def table_of(report: Report) -> str:
    """Return the report as text for a terminal."""
    source, score = report["source"], report["readiness"]
    lines = [
        f"{report['pack']['title']}  {report['pack']['id']}@{report['pack']['edition']}",
        f"{source['file']}  {source['format']} · {source['encoding']} · sha256 {source['sha256'][:16]}…",
        "",
        *_columns(
            [
                [_("cases"), str(report["cases"])],
                [_("events"), str(report["events"])],
                [_("rejected"), str(len(report["rejected"]))],
                [_("new cases"), str(report["imported"]["new"])],
                [_("known cases, left alone"), str(report["imported"]["known"])],
                [_("orders in the period"), str(report["cases_in_window"])],
            ],
            right=(1,),
        ),
        "",
        report["as_of_note"],
        *[report["mapping"]["note"]][: bool(report["mapping"]["note"])],
        *report["notes"],
        "",
        *_columns(
            _metric_lines(report),
            right=(1, 2, 3, 4),
        ),
        "",
        *_columns(
            [
                [_("indicator"), _("points"), _("low"), _("likely"), _("high")],
                *map(_indicator_line, report["indicators"]),
            ],
            right=(1, 2, 3, 4),
        ),
        "",
        _("Readiness: low %(low)s · likely %(likely)s · high %(high)s")
        % {k: _shown(score[k], 2) for k in ("low", "likely", "high")},
    ]
    if report["notice"]:
        lines += [
            report["notice"]
            + " "
            + _("(%(count)s indicators without official points)") % {"count": score["lacking_official"]}
        ]
    lines += _rejected_lines(report)
    return "\n".join(lines)


def _rejected_lines(report: Report, most: int = 20) -> list[str]:
    rejected = report["rejected"]
    if not rejected:
        return []
    lines = ["", _("Rejected rows (all of them are in report.json):")]
    lines += [
        "  "
        + _("line %(line)s: %(text)s")
        % {"line": row["line"] or "—", "text": " · ".join(filter(None, (row["case"], row["reason"])))}
        for row in rejected[:most]
    ]
    if len(rejected) > most:
        lines.append("  " + _("and %(count)s more") % {"count": len(rejected) - most})
    return lines


def _metric_lines(report: Report) -> list[list[str]]:
    lines = [[_("metric"), _("records"), _("conforming"), _("value"), _("whole log"), ""]]
    for metric in report["metrics"]:
        value = _("unknown") if metric["value"] is None else _percent(metric["value"])
        counts = [str(metric["population"]), str(metric["conforming"])]
        lines.append([metric["title"], *counts, value, _percent(metric["whole_log"]["value"]), metric["why_unknown"]])
    return lines


def _percent(value: float | None) -> str:
    return "—" if value is None else f"{value * 100:.1f}%"


def _indicator_line(row: dict[str, Any]) -> list[str]:
    title = "  " * (row["level"] - 1) + f"{row['id']} {row['title']}"
    return [title, *(_shown(row[key], 1) for key in ("of", "low", "likely", "high"))]


def _shown(value: float | None, places: int) -> str:
    return "—" if value is None else f"{value:.{places}f}"


def width(written: str) -> int:
    """Return how many columns of a terminal a text takes: Chinese signs take two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in written)


def _columns(rows: Sequence[Sequence[str]], right: tuple[int, ...] = ()) -> list[str]:
    """Set rows in columns, some of them flush right."""
    widths = [max(width(row[i]) for row in rows) for i in range(len(rows[0]))]
    made = []
    for row in rows:
        cells = []
        for i, cell in enumerate(row):
            gap = " " * (widths[i] - width(cell))
            cells.append(gap + cell if i in right else cell + gap)
        made.append("  ".join(cells).rstrip())
    return made
