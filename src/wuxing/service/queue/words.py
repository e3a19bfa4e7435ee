"""The causes of the queue in the reader's words, for page and API alike."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from wuxing.core.reasons import Reason, say
from wuxing.core.wording import quick as _
from wuxing.resources.spare_parts.queries import Awaited
from wuxing.service.queue.rules import Cause
from wuxing.service.repair.rules.words import HOLDS, PROMISES, TRADES
from wuxing.service.repair.views.words import length, near, word

TITLES: Mapping[str, Reason] = {
    "late": say("overdue"),
    "soon": say("soon due"),
    "not_under_way": say("nobody on the way"),
    "overrun": say("visit overruns"),
    "left_over": say("left over from earlier days"),
    "unassigned": say("not dispatched"),
    "came_back": say("came back"),
    "incomplete": say("record incomplete"),
    "not_accepted": say("not accepted"),
    "no_time": say("no visit agreed"),
    "parts": say("waiting for parts"),
    "held": say("on hold"),
    "to_close": say("to be closed"),
}
_SINCE: Mapping[str, Reason] = {
    "not_under_way": say("the visit was to begin %(at)s, nobody is on the way"),
    "overrun": say("the visit was to end %(at)s and goes on"),
    "left_over": say("a visit of %(at)s was never ended"),
    "unassigned": say("nobody has it for %(time)s"),
    "came_back": say("was handed over %(at)s and came back"),
    "not_accepted": say("handed over %(time)s ago, not accepted yet"),
    "no_time": say("with somebody for %(time)s, no visit agreed"),
    "parts": say("waits for parts for %(time)s"),
    "to_close": say("work done for %(time)s, not closed"),
}


def sentence(cause: Cause, now: datetime, zone: str) -> str:
    """Return a cause as a sentence: what is so, and for how long."""
    time = length(now - cause.at) if cause.at else _("an unknown time")
    if cause.kind in ("late", "soon"):
        text = (
            _("%(promise)s was due %(at)s: %(time)s over") if cause.kind == "late" else _("%(promise)s: %(time)s left")
        )
        return text % {"promise": word(PROMISES, cause.what), "at": near(cause.at, zone), "time": time}
    if cause.kind == "held":
        return _("%(reason)s for %(time)s") % {"reason": word(HOLDS, cause.what), "time": time}
    if cause.kind == "incomplete":
        return _("mandatory facts are missing: it may not be dispatched before")
    if cause.kind == "to_close" and cause.at is None:
        return _("the work is done, the order is not closed")
    return _(_SINCE[cause.kind].message) % {"at": near(cause.at, zone), "time": time}


def of_customer(heard: datetime, now: datetime) -> str:
    """Return that the customer answered while the order waited for them: a person decides whether it goes on."""
    return _("the customer answered %(time)s ago: decide whether it goes on") % {"time": length(now - heard)}


def of_parts(waiting: Sequence[Awaited]) -> list[tuple[str, str]]:
    """Return what an order that is on hold for parts waits for, each part with its day; or that all of them are there."""
    if waiting and all(one.arrived for one in waiting):
        return [("ontime", _("all parts have arrived: it can go on"))]
    return [(look, said) for look, said in map(_of_part, waiting) if said]


def _of_part(one: Awaited) -> tuple[str, str]:
    facts = {"part": f"{one.part_number} {one.part}", "day": one.expected_on}
    if one.arrived:
        return "ontime", _("%(part)s has arrived") % facts
    if one.in_store and one.state != "issued":
        return "risk", _("%(part)s lies in the store: issue it") % facts
    if one.expected_on:
        return "waiting", _("%(part)s is expected on %(day)s") % facts
    return "waiting", _("%(part)s: no day known") % facts


def unskilled(trade: str, level: int, best: Mapping[str, int]) -> str:
    """Return that no active technician may do this work, or nothing."""
    if not trade or best.get(trade, 0) >= level:
        return ""
    return _("no active technician has %(trade)s level %(level)s") % {"trade": word(TRADES, trade), "level": level}
