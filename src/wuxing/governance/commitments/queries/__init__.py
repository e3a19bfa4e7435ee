"""Questions about promises, calendars, targets and their clocks."""

from wuxing.governance.commitments.queries.calendars import calendar_of, newest_version
from wuxing.governance.commitments.queries.clocks import (
    escalations_of,
    events_of,
    pauses_of,
    promises_in_force,
    targets_of,
    terms_of,
)
from wuxing.governance.commitments.queries.goals import (
    COMPANY,
    goals_of,
    page_of_goals,
    reached,
    scope_of,
    targets_of_goal,
    versions_of,
)
from wuxing.governance.commitments.queries.shares import (
    Page,
    Share,
    kept_share,
    shares_since,
    targets_behind,
)
from wuxing.governance.commitments.queries.standing import (
    approvers,
    beginning,
    came_back,
    ended,
    in_force,
    open_proposal_for,
    open_proposals,
    replaced_by,
    waiting_to_approve,
)

__all__ = [
    "COMPANY",
    "Page",
    "Share",
    "approvers",
    "beginning",
    "calendar_of",
    "came_back",
    "ended",
    "escalations_of",
    "events_of",
    "goals_of",
    "in_force",
    "kept_share",
    "newest_version",
    "open_proposal_for",
    "open_proposals",
    "page_of_goals",
    "pauses_of",
    "promises_in_force",
    "reached",
    "replaced_by",
    "scope_of",
    "shares_since",
    "targets_behind",
    "targets_of",
    "targets_of_goal",
    "terms_of",
    "versions_of",
    "waiting_to_approve",
]
