"""What refuses, and why: one function a decision, feeding the locked button, the API's answer and the exception."""

from collections.abc import Mapping, Sequence
from datetime import date

from wuxing.core.reasons import Reason, say
from wuxing.service.repair import states
from wuxing.service.repair.rules.words import TRADES
from wuxing.service.repair.states import OrderState, RequestState, VisitState

FIELDS: dict[str, Reason] = {
    "customer": say("customer"),
    "contact": say("contact"),
    "phone": say("phone"),
    "address": say("address"),
    "product": say("product"),
    "serial": say("serial number"),
    "purchased_on": say("purchase date"),
    "fault": say("fault"),
}

STATE_WORDS: dict[str, Reason] = {
    "new": say("new"),
    "triaged": say("triaged"),
    "converted": say("converted to an order"),
    "answered_remotely": say("answered remotely"),
    "merged": say("merged"),
    "rejected": say("rejected"),
    "draft": say("draft"),
    "qualified": say("ready to dispatch"),
    "scheduled": say("scheduled"),
    "dispatched": say("dispatched"),
    "in_progress": say("in progress"),
    "on_hold": say("on hold"),
    "work_done": say("work done"),
    "reviewed": say("reviewed"),
    "closed": say("closed"),
    "reopened": say("reopened"),
    "cannot_complete": say("cannot be completed"),
    "cancelled": say("cancelled"),
    "proposed": say("proposed"),
    "confirmed": say("confirmed"),
    "assigned": say("assigned"),
    "accepted": say("accepted"),
    "declined": say("declined"),
    "en_route": say("on the way"),
    "arrived": say("arrived"),
    "working": say("working"),
    "paused": say("paused"),
    "completed": say("completed"),
    "partial": say("partly done"),
    "no_access": say("no access"),
    "taken_back": say("taken back"),
    "rescheduled": say("rescheduled"),
}


HANDED_OVER_FROM = frozenset(
    {
        OrderState.QUALIFIED,
        OrderState.SCHEDULED,
        OrderState.DISPATCHED,
        OrderState.IN_PROGRESS,
        OrderState.REOPENED,
    }
)


def _why_not(table: Mapping[str, frozenset[str]], state: str, to: str) -> Reason | None:
    if to in table[state]:
        return None
    return say("this is %(state)s and cannot become %(to)s", state=STATE_WORDS[state], to=STATE_WORDS[to])


def why_not_change_request(state: str, to: RequestState) -> Reason | None:
    """Return why a request may not become `to` (states.md section 2)."""
    return _why_not(states.REQUEST, RequestState(state), to)  # type: ignore[arg-type]


def why_not_take_up(state: str) -> Reason | None:
    """Return why a request may not be taken up again: only one that was answered or rejected waits for nothing."""
    if state in (RequestState.ANSWERED_REMOTELY, RequestState.REJECTED):
        return None
    return say("only a request that was answered or rejected is taken up again")


def why_not_change_order(state: str, to: OrderState) -> Reason | None:
    """Return why an order may not become `to` (states.md section 2)."""
    return _why_not(states.ORDER, OrderState(state), to)  # type: ignore[arg-type]


def why_not_change_visit(state: str, to: VisitState) -> Reason | None:
    """Return why a visit may not become `to` (states.md section 2)."""
    return _why_not(states.VISIT, VisitState(state), to)  # type: ignore[arg-type]


def why_not_dispatch(*, state: str, missing: Sequence[str], on_site: bool = False) -> Reason | None:
    """Return why an order may not be handed over, or on to another person after a visit (procedure 4, steps 2 and 5)."""
    if missing:
        return say("first complete the record: %(fields)s", fields=tuple(FIELDS[name] for name in missing))
    if on_site:
        return say("end the visit that is under way")
    if state not in HANDED_OVER_FROM:
        return say("an order that is %(state)s is not dispatched", state=STATE_WORDS[state])
    return None


def why_not_send(
    *,
    name: str,
    active: bool,
    trade: str,
    level_needed: int,
    level: int | None,
    valid_until: date | None,
    on: date,
) -> Reason | None:
    """Return why a technician may not be sent: skill against fault (procedure 4, step 2; procedure 7)."""
    if not active:
        return say("%(name)s is not active any more", name=name)
    if not trade:
        return None
    trade = TRADES.get(trade, trade)
    if level is None:
        return say("cannot assign %(name)s: no skill in %(trade)s", name=name, trade=trade)
    if level < level_needed:
        return say(
            "cannot assign %(name)s: %(trade)s level %(level)s, this order needs %(needed)s",
            name=name,
            trade=trade,
            level=level,
            needed=level_needed,
        )
    if valid_until is not None and valid_until < on:
        return say("cannot assign %(name)s: the certificate ended on %(date)s", name=name, date=valid_until.isoformat())
    return None


def why_not_start_work(*, arrived: bool, explained: bool, problem_confirmed: bool) -> Reason | None:
    """Return why work may not begin: the customer hears warranty and fee first (procedure 4, steps 3 and 4)."""
    if not arrived:
        return say("first check in on site")
    if not problem_confirmed:
        return say("first ask again about the fault and go through the conduct checklist")
    if not explained:
        return say("first tell the customer whether it is in warranty and what it costs")
    return None


def missing_for_finish(
    *,
    onsite: bool,
    visited: bool,
    diagnosed: bool,
    explained: bool,
    checklist_complete: bool,
    signed: bool,
    open_visit: bool,
) -> tuple[Reason, ...]:
    """Return what still stands between an order and its end, each with what to do (procedure 4, step 6)."""
    gaps = (
        (not visited, say("no visit has been made")),
        (open_visit, say("end the visit that is under way")),
        (not diagnosed, say("write down the diagnosis")),
        (not explained, say("tell the customer about warranty and fee")),
        (onsite and not checklist_complete, say("finish the conduct checklist")),
        (not signed, say("have the customer sign")),
    )
    return tuple(reason for missing, reason in gaps if missing)


def why_not_finish_work(state: str, gaps: Sequence[Reason]) -> Reason | None:
    """Return why an order may not be reported as done."""
    if refusal := why_not_change_order(state, OrderState.WORK_DONE):
        return refusal
    if gaps:
        return say("still missing: %(gaps)s", gaps=tuple(gaps))
    return None
