"""What an assessment says: report.json, the sheet of report.pdf, and the table on the screen. One shape for all doors."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wuxing.core.actors import Actor
from wuxing.core.tables.rows import Table
from wuxing.core.wording import listed
from wuxing.evidence.foreign.drafting import Drafted, Rejected
from wuxing.evidence.foreign.importing import Imported
from wuxing.evidence.foreign.mapping.structure import Mapping
from wuxing.evidence.foreign.scoring import Scored
from wuxing.evidence.populations.registry import POPULATIONS
from wuxing.evidence.readiness import documents, words

FORMAT = "wuxing.assessment/1"
LINES_PRINTED = 30
Report = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Origin:
    """The file, as it came."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Assessment:
    """The report as data, and the sheet from which its PDF is drawn."""

    report: Report
    sheet: dict[str, Any]

    def pdf(self) -> bytes:
        """Return the report as a PDF."""
        return documents.draw(self.sheet)


def assessment_of(
    origin: Origin,
    table: Table,
    mapping: Mapping,
    drafted: Drafted,
    imported: Imported,
    scored: Scored,
    *,
    dataset: str,
    by: Actor,
) -> Assessment:
    """Return everything an assessment says: the readiness report of E's pages, and where its records came from."""
    rejected = [*drafted.rejected, *imported.changed]
    base = documents.as_json(scored.report, by)
    report = {
        **base,
        "format": FORMAT,
        "language": get_language(),
        "as_of_note": _as_of_note(drafted, base["as_of"]),
        "log": {"first": _iso(drafted.first), "newest_case": _iso(drafted.newest), "last": _iso(drafted.last)},
        "source": _source(origin, table, mapping),
        "mapping": _mapping(mapping),
        "dataset": dataset,
        "cases": len(drafted.cases),
        "events": drafted.events,
        "rows": drafted.rows,
        "imported": {"new": imported.cases, "known": imported.known, "ledger_entries": imported.entries},
        "rejected": [{"line": r.line or None, "case": r.case, "reason": r.reason} for r in rejected],
        "unmapped_activities": drafted.unmapped,
        "notes": drafted.notes,
        "cases_in_period": scored.in_window,
        "metrics": [_metric(metric, scored) for metric in base["metrics"]],
    }
    return Assessment(report, _sheet(documents.sheet_of(scored.report, by), report, rejected))


def _source(origin: Origin, table: Table, mapping: Mapping) -> dict[str, Any]:
    return {
        "name": mapping.source,
        "file": origin.name,
        "sha256": origin.sha256,
        "bytes": origin.size,
        "format": table.format,
        "encoding": table.encoding,
        **({"sheet": table.sheet} if table.sheet else {}),
        **table.details,
    }


def _mapping(mapping: Mapping) -> dict[str, Any]:
    return {
        "name": mapping.name,
        "title": words.text(mapping.title),
        "sha256": mapping.sha256,
        "kind": mapping.kind.value,
        "note": words.text(mapping.note) if mapping.note else "",
        "promises": {p.kind: {"minutes": p.minutes, "text": p.text} for p in mapping.promises},
    }


def _as_of_note(drafted: Drafted, day: str) -> str:
    return _("Assessed as of %(day)s, over the 12 months before; the log runs from %(first)s to %(last)s.") % {
        "day": day,
        "first": drafted.first.date() if drafted.first else "—",
        "last": drafted.last.date() if drafted.last else "—",
    }


def _iso(at: Any) -> str | None:
    return at.isoformat() if at else None


def _metric(metric: dict[str, Any], scored: Scored) -> dict[str, Any]:
    """Add what a foreign source alone has to say: which facts it lacks, and the share over the whole log."""
    silent = scored.silent.get(metric["id"], ())
    whole = scored.whole.get(metric["id"])
    counted = whole if whole is not None and not silent else None
    made = {
        **metric,
        "missing_facts": list(silent),
        "whole_log": {
            "population": counted.n if counted else 0,
            "conforming": counted.ok if counted else 0,
            "value": f"{counted.ok / counted.n:.6f}" if counted and counted.n else None,
        },
    }
    if silent:
        fields = POPULATIONS[scored.report.pack.metrics[metric["id"]].population].by_name
        facts = listed(words.text(fields[name].title) for name in silent)
        made["reason_text"] = _("the source does not tell: %(facts)s") % {"facts": facts}
    return made


def _sheet(sheet: dict[str, Any], report: Report, rejected: Sequence[Rejected]) -> dict[str, Any]:
    """Return the printed report: that of readiness, headed by the file and what became of its rows."""
    source, mapping = report["source"], report["mapping"]
    facts = [
        [_("File"), f"{source['file']} · {source['format']} · {source['encoding']}"],
        [_("SHA-256 of the file"), source["sha256"]],
        [_("Mapping"), " · ".join(filter(None, (f"{mapping['title']} ({mapping['name']})", mapping["note"])))],
        [_("Period"), report["as_of_note"]],
        [_("Cases, events"), f"{report['cases']:,} · {report['events']:,}"],
        [_("Rejected rows"), _printed_rejected(rejected)],
        *([[_("Reading"), note] for note in report["notes"]]),
    ]
    remarks = {metric["title"]: metric["reason_text"] for metric in report["metrics"] if metric["missing_facts"]}
    printed = [[*row[:3], remarks.get(row[0], row[3])] for row in sheet["metrics"]]
    return {
        **sheet,
        "title": _("Assessment of foreign records"),
        "organisation": source["file"],
        "metrics": printed,
        "facts": [*sheet["facts"][:3], *facts, *sheet["facts"][3:]],
    }


def _printed_rejected(rejected: Sequence[Rejected]) -> str:
    if not rejected:
        return "0"
    shown = "; ".join(f"{r.line or r.case}: {r.reason}" for r in rejected[:LINES_PRINTED])
    more = " …" if len(rejected) > LINES_PRINTED else ""
    return f"{len(rejected):,} ({shown}{more})"


def table_of(report: Report) -> str:
    """Return the report as text for a terminal."""
    source, score = report["source"], report["readiness"]
    lines = [
        f"{report['scheme']['title']}  {report['scheme']['id']}@{report['scheme']['edition']}",
        f"{source['file']}  {source['format']} · {source['encoding']} · sha256 {source['sha256'][:16]}…",
        "",
        *_columns(
            [
                [_("cases"), str(report["cases"])],
                [_("events"), str(report["events"])],
                [_("rejected"), str(len(report["rejected"]))],
                [_("new cases"), str(report["imported"]["new"])],
                [_("known cases, left alone"), str(report["imported"]["known"])],
                [_("orders in the period"), str(report["cases_in_period"])],
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
        % {k: score[k] or "—" for k in ("low", "likely", "high")},
    ]
    if report["placeholder"]:
        lines.append(report["placeholder"])
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
        value = _percent(metric["value"]) if metric["state"] == "known" else _("unknown")
        counts = [str(metric["population"]), str(metric["conforming"])]
        lines.append([metric["title"], *counts, value, _percent(metric["whole_log"]["value"]), metric["reason_text"]])
    return lines


def _percent(value: str | None) -> str:
    return "—" if value is None else f"{float(value) * 100:.1f}%"


def _indicator_line(row: dict[str, Any]) -> list[str]:
    title = "  " * (row["level"] - 1) + f"{row['id']} {row['title']}"
    return [title, *(_shown(row[key], 1) for key in ("of", "low", "likely", "high"))]


def _shown(value: str | None, places: int) -> str:
    return "—" if value is None else f"{float(value):.{places}f}"


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
