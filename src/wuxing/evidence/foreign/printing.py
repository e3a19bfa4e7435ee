"""report.pdf, set by typst from the same figures as report.json."""

import json
import tempfile
from importlib import resources
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from wuxing.config import paths

TEMPLATE = "report.typ"


def pdf_of(report: dict[str, Any]) -> bytes:
    """Return the report as a PDF."""
    import typst

    template = resources.files("wuxing.evidence.foreign").joinpath(TEMPLATE).read_text("utf-8")
    with tempfile.TemporaryDirectory(prefix="wuxing-report-") as folder:
        root = Path(folder)
        (root / TEMPLATE).write_text(template, encoding="utf-8")
        (root / "report.json").write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
        (root / "words.json").write_text(json.dumps(_words(), ensure_ascii=False), encoding="utf-8")
        made = typst.compile(
            str(root / TEMPLATE),
            root=str(root),
            font_paths=[str(paths.PACKAGE / "web" / "fonts")],
            ignore_system_fonts=True,
        )
    assert isinstance(made, bytes)
    return made


def _words() -> dict[str, str]:
    """Return the fixed words of the page in the active language."""
    return {
        "title": _("Assessment of foreign records"),
        "file": _("File"),
        "mapping": _("Mapping"),
        "period": _("Period"),
        "pack": _("Scheme"),
        "cases": _("cases"),
        "events": _("events"),
        "rejected": _("rejected"),
        "new": _("new cases"),
        "known": _("known cases, left alone"),
        "in_window": _("orders in the period"),
        "readiness": _("Readiness"),
        "low": _("low"),
        "likely": _("likely"),
        "high": _("high"),
        "metrics": _("Metrics"),
        "metric": _("metric"),
        "records": _("records"),
        "conforming": _("conforming"),
        "value": _("value"),
        "whole": _("whole log"),
        "unknown": _("unknown"),
        "indicators": _("Indicators"),
        "indicator": _("indicator"),
        "points": _("points"),
        "rejected_rows": _("Rejected rows"),
        "rejected_more": _("All of them are in report.json."),
        "line": _("line"),
        "case": _("case"),
        "reason": _("reason"),
        "placeholder": _("Placeholder points"),
        "page": _("page"),
    }
