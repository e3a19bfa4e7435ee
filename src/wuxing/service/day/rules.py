"""现场操作: when an act of a device happened, and which acts are taken. Pure."""

from datetime import datetime, timedelta

from wuxing.core.reasons import Reason, say

OLDEST = timedelta(days=7)
LONGEST = timedelta(days=3650)  # beyond it a device's clock says nonsense
PHOTO_KINDS: dict[str, Reason] = {
    "fault": say("the fault"),
    "nameplate": say("the name plate"),
    "before": say("before the work"),
    "after": say("after the work"),
    "old_part": say("the old part"),
    "place": say("the place"),
}


def happened_at(*, captured: datetime, sent: datetime, received: datetime, floor: datetime | None = None) -> datetime:
    """Return when an act happened by our clock, from the device's: a clock that is wrong is wrong by the same at sending.

    It never lies ahead of its receipt, and not before `floor`, what is known to have happened before it.
    """
    moment = received - min(max(sent - captured, timedelta()), LONGEST)
    return max(moment, min(floor, received)) if floor else moment


def why_not_take(*, captured: datetime, sent: datetime) -> Reason | None:
    """Return why an act of a device is not taken: after a week nobody remembers; it is written down by hand, today."""
    if sent - captured > OLDEST:
        return say("this was kept for over %(days)s days; write it down again, as of today", days=OLDEST.days)
    return None
