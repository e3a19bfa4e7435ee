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

__all__ = [
    "Page",
    "Share",
    "calendar_of",
    "escalations_of",
    "events_of",
    "kept_share",
    "newest_version",
    "pauses_of",
    "promises_in_force",
    "shares_since",
    "targets_behind",
    "targets_of",
    "terms_of",
]
