"""现场操作: when an act of a device happened, and which acts are taken. Pure."""

from datetime import datetime, timedelta

from wuxing.core.reasons import Reason, say
from wuxing.service.charges.rules import Cover, proposed_payers

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


def payer_of_part(cover: Cover) -> str | None:
    """Return who pays a part by the warranty decision; None where it is shared, and a person has to say."""
    shares = proposed_payers("part", cover)
    return shares[0][0] if len(shares) == 1 else None


def why_not_take(*, captured: datetime, sent: datetime) -> Reason | None:
    """Return why an act of a device is not taken: after a week nobody remembers; it is written down by hand, today."""
    if sent - captured > OLDEST:
        return say("this was kept for over %(days)s days; write it down again, as of today", days=OLDEST.days)
    return None
