"""Tables of the context."""

from wuxing.evidence.assessments.models import Assessment, DayScore
from wuxing.evidence.bundles.models import Bundle
from wuxing.evidence.foreign.models import ForeignImport
from wuxing.evidence.metrics.models import DayTotal, Judgment, Rollup, Rulebook, Waiting
from wuxing.evidence.rulings.models import EvidenceItem, Exclusion, Ruling, SpecialItem

__all__ = [
    "Assessment",
    "Bundle",
    "DayScore",
    "DayTotal",
    "EvidenceItem",
    "Exclusion",
    "ForeignImport",
    "Judgment",
    "Rollup",
    "Rulebook",
    "Ruling",
    "SpecialItem",
    "Waiting",
]
