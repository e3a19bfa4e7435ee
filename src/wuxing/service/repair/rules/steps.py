"""Why a step is not open now: what locked buttons say before anybody presses them. Pure."""

from collections.abc import Sequence

from wuxing.core.reasons import Reason, say
from wuxing.service.repair import states
from wuxing.service.repair.rules.refusals import STATE_WORDS, why_not_change_order
from wuxing.service.repair.states import OrderState, VisitState

ON_SITE = frozenset({VisitState.ARRIVED, VisitState.WORKING, VisitState.PAUSED})
STEPS = ("contact", "arrive", "check", "diagnose", "parts", "sign")
"""现场六步: the six steps of a visit on the phone (procedure 4)."""


def why_not_agree(state: str, visit: str | None) -> Reason | None:
    """Return why no appointment can be agreed now (step 3)."""
    if state not in (OrderState.DISPATCHED, OrderState.IN_PROGRESS, OrderState.ON_HOLD):
        return say("hand the order to a technician first")
    if visit and visit != VisitState.PROPOSED:
        return say("a visit is agreed already; reschedule it instead")
    return None


def why_not_reschedule(visit: str | None) -> Reason | None:
    """Return why the appointment cannot be moved now (step 3)."""
    if visit is None:
        return say("no visit is agreed yet; agree one first")
    if visit not in states.EARLY_VISITS:
        return say("the technician is on site already; end the visit instead")
    return None


def why_not_accept(state: str, *, accepted: bool) -> Reason | None:
    """Return why the order cannot be accepted now."""
    if state != OrderState.DISPATCHED:
        return say("only an order that was handed over can be accepted")
    return say("this order is accepted already") if accepted else None


def why_not_decline(state: str) -> Reason | None:
    """Return why the order cannot be given back now."""
    return None if state == OrderState.DISPATCHED else say("only an order that was handed over can be declined")


def why_not_work_on(state: str) -> Reason | None:
    """Return why nothing can be entered on the order now."""
    if state not in states.OPEN_ORDERS or state in (OrderState.REVIEWED, OrderState.DRAFT):
        return say("an order that is %(state)s is not worked on", state=STATE_WORDS[state])
    return None


def why_not_except(*, told: bool) -> Reason | None:
    """Return why no exception from telling can be named: the customer knows the warranty decision that stands."""
    return say("the customer has been told; no exception is needed") if told else None


def why_not_resume(state: str) -> Reason | None:
    """Return why the order cannot be resumed."""
    return None if state == OrderState.ON_HOLD else say("this order does not wait")


def why_not_correct(state: str, *, diagnosed: bool) -> Reason | None:
    """Return why the diagnosis cannot be corrected now (step 5)."""
    if not diagnosed:
        return say("there is no diagnosis to correct yet")
    if state not in (OrderState.IN_PROGRESS, OrderState.ON_HOLD, OrderState.WORK_DONE):
        return say("an order that is %(state)s is not worked on", state=STATE_WORDS[state])
    return None


def why_not_follow_up(state: str, *, done: bool) -> Reason | None:
    """Return why there is no follow-up call to record (step 6)."""
    if state != OrderState.CLOSED:
        return say("the follow-up call comes after the order is closed")
    return say("the customer was called back already") if done else None


def why_not_review(state: str, gaps: Sequence[Reason]) -> Reason | None:
    """Return why the order cannot be reviewed yet: the technician reports it as done first (step 6)."""
    if state not in (OrderState.WORK_DONE, OrderState.REVIEWED, OrderState.CLOSED):
        if gaps:
            return say("still missing: %(gaps)s", gaps=tuple(gaps))
        return say("the technician reports the work as done first")
    return why_not_change_order(state, OrderState.REVIEWED)


def why_not_reveal(state: str, *, own: bool, desk: bool) -> Reason | None:
    """Return why phone and address stay hidden: only who serves an open order needs them (个人信息保护法, minimum)."""
    if state not in states.OPEN_ORDERS and state not in ("new", "triaged", "converted", OrderState.CLOSED):
        return say("the order is over; nobody needs the number any more")
    if state == OrderState.CLOSED and not desk:
        return say("the order is over; nobody needs the number any more")
    if not own and not desk:
        return say("only the technician of this order sees the number")
    return None


def step_of(*, visit: str | None, problem_confirmed: bool, explained: bool, diagnosed: bool, ended: bool) -> str:
    """Return which of the six steps a visit stands at (procedure 4)."""
    if visit in ON_SITE:
        if visit == VisitState.ARRIVED and not diagnosed:
            return "check"
        return "parts" if diagnosed else "diagnose"
    if ended:
        return "sign"
    return "arrive" if visit and visit != VisitState.PROPOSED else "contact"


AHEAD = ("depart", "arrive", "check", "explain", "start", "diagnose", "check", "end_visit", "sign", "finish")
"""离线时的下一步: the steps of a visit that follow one another when the phone has no line to ask what comes next."""


def steps_ahead(
    upcoming: str, *, on_site_step: str, told: bool, onsite: bool, checked: bool = False
) -> tuple[str, ...]:
    """Return the steps after the one that comes next, as far as they can be known without the server.

    `checked`: the whole checklist is ticked already, so that it does not come again before the end.
    """
    if upcoming not in AHEAD or (upcoming == "explain" and on_site_step != "check"):
        return ()
    second = upcoming == "check" and on_site_step == "parts"
    place = AHEAD.index("check", 3) if second else AHEAD.index(upcoming)
    rest = AHEAD[place + 1 :]
    unasked = {"explain"} if told else set()
    unasked |= set() if onsite and not checked else {"check"}
    return tuple(name for name in rest if name not in unasked)
