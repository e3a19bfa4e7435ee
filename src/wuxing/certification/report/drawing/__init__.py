"""Draw a report from its facts: the same sections as Word file and as PDF."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import translation

from wuxing.certification.report.drawing import pdf, word
from wuxing.certification.report.drawing.sections import Frame, sheet_of


@dataclass(frozen=True, slots=True)
class Papers:
    """Both papers of one version."""

    docx: bytes
    pdf: bytes


def draw(facts: Mapping[str, Any], *, digest: str, version: int, made_at: datetime, zone: str) -> Papers:
    """Return the report as Word file and PDF in the language of its facts."""
    at = made_at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")
    with translation.override(facts["language"]):
        sheet = sheet_of(facts, Frame(version=version, made_at=at, digest=digest))
        return Papers(docx=word.draw(sheet), pdf=pdf.draw(sheet))
