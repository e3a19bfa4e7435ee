"""The state machines of procedure 4 (states.md section 2). A status is this fixed state; labels are the company's own."""

from enum import StrEnum

from wuxing.governance.commitments.states import STOPS, PauseReason


class RequestState(StrEnum):
    """服务请求: what became of the call."""

    NEW = "new"
    TRIAGED = "triaged"
    CONVERTED = "converted"
    ANSWERED_REMOTELY = "answered_remotely"
    MERGED = "merged"
    REJECTED = "rejected"


class OrderState(StrEnum):
    """工单: how far the work is."""

    DRAFT = "draft"
    QUALIFIED = "qualified"
    SCHEDULED = "scheduled"
    DISPATCHED = "dispatched"
    IN_PROGRESS = "in_progress"
    ON_HOLD = "on_hold"
    WORK_DONE = "work_done"
    REVIEWED = "reviewed"
    CLOSED = "closed"
    REOPENED = "reopened"
    CANNOT_COMPLETE = "cannot_complete"
    CANCELLED = "cancelled"


class VisitState(StrEnum):
    """预约(上门): one visit. A rescheduled one stays, and a new one is made."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EN_ROUTE = "en_route"
    ARRIVED = "arrived"
    WORKING = "working"
    PAUSED = "paused"
    COMPLETED = "completed"
    PARTIAL = "partial"
    NO_ACCESS = "no_access"
    TAKEN_BACK = "taken_back"
    RESCHEDULED = "rescheduled"
    CANCELLED = "cancelled"


class HoldReason(StrEnum):
    """暂停原因: why an order waits."""

    WAITING_CUSTOMER = "waiting_customer"
    WAITING_PARTS = "waiting_parts"
    WAITING_QUOTE_APPROVAL = "waiting_quote_approval"
    WAITING_MANUFACTURER = "waiting_manufacturer"
    ACCESS_REFUSED = "access_refused"
    FORCE_MAJEURE = "force_majeure"


UNTIL_CUSTOMER = frozenset({HoldReason.WAITING_CUSTOMER, HoldReason.WAITING_QUOTE_APPROVAL, HoldReason.ACCESS_REFUSED})
"""Reasons that are over once the customer gives a sign of life, as `governance.commitments.states.STOPS` says."""


class Answer(StrEnum):
    """客户答复: what a customer answers, so that an order need not wait for it any longer."""

    QUOTE = "quote"  # accepted or declined
    SLOT = "slot"  # a time was taken
    QUESTION = "question"  # what they were asked


ENDED_BY: dict[Answer, frozenset[HoldReason]] = {
    Answer.QUOTE: frozenset({HoldReason.WAITING_QUOTE_APPROVAL, HoldReason.WAITING_CUSTOMER}),
    Answer.SLOT: frozenset({HoldReason.WAITING_CUSTOMER, HoldReason.ACCESS_REFUSED}),
    Answer.QUESTION: frozenset({HoldReason.WAITING_CUSTOMER}),
}
"""Which waiting an answer ends by itself. A quote is waited for until it has its own answer."""


class Branch(StrEnum):
    """故障判断: the four ways on from the diagnosis (procedure 4, on site)."""

    FIX_NOW = "fix_now"
    TAKE_BACK = "take_back"
    ANOTHER_VISIT = "another_visit"
    ADVISE_REPLACING = "advise_replacing"


class Outcome(StrEnum):
    """What came of the order."""

    FIXED = "fixed"
    TAKEN_BACK = "taken_back"
    REPLACE_ADVISED = "replace_advised"
    CANNOT_COMPLETE = "cannot_complete"


R, W, V = RequestState, OrderState, VisitState

REQUEST: dict[RequestState, frozenset[RequestState]] = {
    R.NEW: frozenset({R.TRIAGED, R.ANSWERED_REMOTELY, R.MERGED, R.REJECTED, R.CONVERTED}),
    R.TRIAGED: frozenset({R.CONVERTED, R.ANSWERED_REMOTELY, R.MERGED, R.REJECTED}),
    R.CONVERTED: frozenset(),
    R.ANSWERED_REMOTELY: frozenset({R.TRIAGED}),
    R.MERGED: frozenset(),
    R.REJECTED: frozenset({R.TRIAGED}),
}

_ENDINGS = {W.CANNOT_COMPLETE, W.CANCELLED}
ORDER: dict[OrderState, frozenset[OrderState]] = {
    W.DRAFT: frozenset({W.QUALIFIED} | _ENDINGS),
    W.QUALIFIED: frozenset({W.SCHEDULED, W.DISPATCHED} | _ENDINGS),
    W.SCHEDULED: frozenset({W.DISPATCHED, W.QUALIFIED} | _ENDINGS),
    W.DISPATCHED: frozenset({W.IN_PROGRESS, W.QUALIFIED, W.ON_HOLD} | _ENDINGS),
    W.IN_PROGRESS: frozenset({W.ON_HOLD, W.WORK_DONE, W.QUALIFIED} | _ENDINGS),
    W.ON_HOLD: frozenset({W.IN_PROGRESS, W.DISPATCHED, W.QUALIFIED} | _ENDINGS),
    W.WORK_DONE: frozenset({W.REVIEWED, W.IN_PROGRESS}),
    W.REVIEWED: frozenset({W.CLOSED, W.IN_PROGRESS}),
    W.CLOSED: frozenset({W.REOPENED}),
    W.REOPENED: frozenset({W.IN_PROGRESS, W.QUALIFIED} | _ENDINGS),
    W.CANNOT_COMPLETE: frozenset({W.REOPENED}),
    W.CANCELLED: frozenset(),
}

VISIT: dict[VisitState, frozenset[VisitState]] = {
    V.PROPOSED: frozenset({V.CONFIRMED, V.CANCELLED, V.RESCHEDULED}),
    V.CONFIRMED: frozenset({V.ASSIGNED, V.ACCEPTED, V.EN_ROUTE, V.RESCHEDULED, V.CANCELLED}),
    V.ASSIGNED: frozenset({V.ACCEPTED, V.DECLINED, V.RESCHEDULED, V.CANCELLED}),
    V.ACCEPTED: frozenset({V.EN_ROUTE, V.RESCHEDULED, V.CANCELLED}),
    V.DECLINED: frozenset(),
    V.EN_ROUTE: frozenset({V.ARRIVED, V.NO_ACCESS, V.RESCHEDULED, V.CANCELLED}),
    V.ARRIVED: frozenset({V.WORKING, V.NO_ACCESS, V.PARTIAL}),
    V.WORKING: frozenset({V.PAUSED, V.COMPLETED, V.PARTIAL, V.TAKEN_BACK}),
    V.PAUSED: frozenset({V.WORKING, V.PARTIAL}),
    V.COMPLETED: frozenset(),
    V.PARTIAL: frozenset(),
    V.NO_ACCESS: frozenset(),
    V.TAKEN_BACK: frozenset(),
    V.RESCHEDULED: frozenset(),
    V.CANCELLED: frozenset(),
}

OPEN_ORDERS = frozenset(W) - {W.CLOSED, W.CANCELLED, W.CANNOT_COMPLETE}
LIVE_VISITS = frozenset({V.PROPOSED, V.CONFIRMED, V.ASSIGNED, V.ACCEPTED, V.EN_ROUTE, V.ARRIVED, V.WORKING, V.PAUSED})
EARLY_VISITS = frozenset({V.PROPOSED, V.CONFIRMED, V.ASSIGNED, V.ACCEPTED, V.EN_ROUTE})

# Which clocks a hold stops: (the customer's, our own). Waiting for parts stops neither.
HOLD_STOPS: dict[HoldReason, tuple[bool, bool]] = {
    reason: (STOPS[PauseReason(reason)].customer, STOPS[PauseReason(reason)].internal) for reason in HoldReason
}

CONDUCT_CHECKS = ("badge_shown", "shoe_covers", "fault_asked_again", "fee_told", "site_cleaned", "advice_given")
"""服务规范检查: the conduct checklist of a visit on site."""
