"""Tables of the context."""

from wuxing.evidence.metrics.models import DayTotal, Judgment, Rollup, Rulebook, Waiting

__all__ = ["DayTotal", "Judgment", "Rollup", "Rulebook", "Waiting"]
