"""Tables of procedure 22."""

from wuxing.governance.nonconformity.models.clocks import StageClock, StageTerm
from wuxing.governance.nonconformity.models.nonconformity import Nonconformity
from wuxing.governance.nonconformity.models.treatment import (
    ActionPlan,
    Cause,
    CauseAnalysis,
    Closing,
    Containment,
    Effectiveness,
    PlannedAction,
    Regrading,
    Reopening,
    Why,
)

__all__ = [
    "ActionPlan",
    "Cause",
    "CauseAnalysis",
    "Closing",
    "Containment",
    "Effectiveness",
    "Nonconformity",
    "PlannedAction",
    "Regrading",
    "Reopening",
    "StageClock",
    "StageTerm",
    "Why",
]
