"""What is done in procedure 2: targets and their clocks, promises, calendars, reminders and escalations."""

from wuxing.governance.commitments.actions.approving import approve_promise, return_promise
from wuxing.governance.commitments.actions.calendars import save_calendar, take_holidays
from wuxing.governance.commitments.actions.clocks import (
    choose_time,
    drop,
    open_of,
    open_targets,
    pause,
    resume,
    stop,
)
from wuxing.governance.commitments.actions.ending import propose_end
from wuxing.governance.commitments.actions.goals import end_goal, set_goals
from wuxing.governance.commitments.actions.proposing import draft_promise, propose_promise, withdraw_proposal
from wuxing.governance.commitments.actions.reminding import remind_due
from wuxing.governance.commitments.actions.replacing import customer_acted, put_under, reassess

__all__ = [
    "approve_promise",
    "choose_time",
    "customer_acted",
    "draft_promise",
    "drop",
    "end_goal",
    "open_of",
    "open_targets",
    "pause",
    "propose_end",
    "propose_promise",
    "put_under",
    "reassess",
    "remind_due",
    "resume",
    "return_promise",
    "save_calendar",
    "set_goals",
    "stop",
    "take_holidays",
    "withdraw_proposal",
]
