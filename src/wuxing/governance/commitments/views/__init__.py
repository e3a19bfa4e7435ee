"""Pages of procedure 2."""

from wuxing.governance.commitments.views.calendars import calendar, calendar_form, calendar_holidays
from wuxing.governance.commitments.views.goals import goal, goal_end, goal_form, goals
from wuxing.governance.commitments.views.promises import promise, promise_end, promises
from wuxing.governance.commitments.views.proposals import promise_form, proposal, proposal_act, proposal_form

__all__ = [
    "calendar",
    "calendar_form",
    "calendar_holidays",
    "goal",
    "goal_end",
    "goal_form",
    "goals",
    "promise",
    "promise_end",
    "promise_form",
    "promises",
    "proposal",
    "proposal_act",
    "proposal_form",
]
