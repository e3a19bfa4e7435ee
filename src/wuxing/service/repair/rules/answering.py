"""When it counts that the customer was answered: how, and how far back it may be noted. Pure."""

from datetime import datetime, timedelta

from wuxing.core.reasons import Reason, say
from wuxing.service.repair.rules.refusals import STATE_WORDS

HOWS: dict[str, Reason] = {
    "phone": say("answered by telephone"),
    "message": say("answered by message"),
    "counter": say("answered at the counter"),
}
MOST_BACK = timedelta(hours=24)
LATELY = timedelta(minutes=15)
"""What is noted within this time counts as noted at once; further back it says how one knows."""


def why_not_answer(state: str, *, owed: bool) -> Reason | None:
    """Return why it cannot be noted that the customer was answered."""
    if state in ("merged", "rejected"):
        return say("this request is %(state)s; take it up again first", state=STATE_WORDS[state])
    return None if owed else say("no answer is owed: somebody spoke to them, or the promise has ended")


def wrong_answer(at: datetime, *, moved_at: datetime, now: datetime, how: str, note: str) -> dict[str, str]:
    """Return what is wrong with an answer as it is noted; `moved_at` is when its clock began or last moved."""
    wrong: dict[str, str] = {}
    if how not in HOWS:
        wrong["how"] = say("choose how the customer was answered")
    if at > now:
        wrong["at"] = say("this time has not come yet")
    elif at < moved_at:
        wrong["at"] = say("the clock began, or was paused or resumed, only later; give a later time")
    elif now - at > MOST_BACK:
        wrong["at"] = say("at most %(hours)s hours back", hours=int(MOST_BACK.total_seconds() // 3600))
    if "at" not in wrong and now - at > LATELY and not note.strip():
        wrong["note"] = say("noted afterwards: write down how you know, such as the call log")
    return wrong
