"""Tables of the context."""

from wuxing.evidence.assessments.models import Assessment, DayScore
from wuxing.evidence.bundles.models import Bundle
from wuxing.evidence.foreign.models import ForeignImport
from wuxing.evidence.metrics.models import (
    DayTotal,
    FormerJudgment,
    Judgment,
    Picture,
    Revision,
    Rollup,
    Rulebook,
    Waiting,
)
from wuxing.evidence.rulings.models import EvidenceItem, Exclusion, Ruling, SpecialItem
from wuxing.evidence.sampling.models import Sample, SampleFinding

__all__ = [
    "Assessment",
    "Bundle",
    "DayScore",
    "DayTotal",
    "EvidenceItem",
    "Exclusion",
    "ForeignImport",
    "FormerJudgment",
    "Judgment",
    "Picture",
    "Revision",
    "Rollup",
    "Rulebook",
    "Ruling",
    "Sample",
    "SampleFinding",
    "SpecialItem",
    "Waiting",
]
