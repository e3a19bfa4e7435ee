"""Actions of procedure 22: the only writers of its tables. One file a step of the manual."""

from wuxing.governance.nonconformity.actions.checking import check_effectiveness, close, reopen
from wuxing.governance.nonconformity.actions.correcting import (
    assign,
    cancel,
    correct_severity,
    mark_deduction,
    move_due,
    unmark_deduction,
)
from wuxing.governance.nonconformity.actions.planning import (
    ToDo,
    add_action,
    complete_action,
    plan,
    start,
    strike_action,
)
from wuxing.governance.nonconformity.actions.reporting import Finding, report
from wuxing.governance.nonconformity.actions.terms import change_term, escalate_late
from wuxing.governance.nonconformity.actions.treating import analyse, contain

__all__ = [
    "Finding",
    "ToDo",
    "add_action",
    "analyse",
    "assign",
    "cancel",
    "change_term",
    "check_effectiveness",
    "close",
    "complete_action",
    "contain",
    "correct_severity",
    "escalate_late",
    "mark_deduction",
    "move_due",
    "plan",
    "reopen",
    "report",
    "start",
    "strike_action",
    "unmark_deduction",
]
