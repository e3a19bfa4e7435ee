"""What is done in procedure 2: targets and their clocks, promises, calendars, reminders and escalations."""

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
from wuxing.governance.commitments.actions.promises import change_promise, retire_promise
from wuxing.governance.commitments.actions.reminding import remind_due
from wuxing.governance.commitments.actions.replacing import customer_acted, put_under, reassess

__all__ = [
    "change_promise",
    "choose_time",
    "customer_acted",
    "drop",
    "open_of",
    "open_targets",
    "pause",
    "put_under",
    "reassess",
    "remind_due",
    "resume",
    "retire_promise",
    "save_calendar",
    "stop",
    "take_holidays",
]
