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
    "Page",
    "Share",
    "approvers",
    "beginning",
    "calendar_of",
    "came_back",
    "ended",
    "escalations_of",
    "events_of",
    "in_force",
    "kept_share",
    "newest_version",
    "open_proposal_for",
    "open_proposals",
    "pauses_of",
    "promises_in_force",
    "replaced_by",
    "shares_since",
    "targets_behind",
    "targets_of",
    "terms_of",
    "waiting_to_approve",
]
