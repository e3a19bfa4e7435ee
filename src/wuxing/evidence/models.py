"""Tables of the context."""

from wuxing.evidence.foreign.models import ForeignImport
from wuxing.evidence.metrics.models import DayTotal, Judgment, Rollup, Rulebook, Waiting

__all__ = ["DayTotal", "ForeignImport", "Judgment", "Rollup", "Rulebook", "Waiting"]
