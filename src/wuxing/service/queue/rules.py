"""Why an open order needs somebody now, the most pressing cause first. Pure; `queries` says the same in SQL.

Causes, by weight: `late` and `soon` (the promise that falls due next), `not_under_way` and `overrun` (a visit that does
not run as agreed), `left_over` (a visit of an earlier day that never ended), `unassigned` and `came_back` (nobody has it,
somebody had it),
`incomplete` (it may not be dispatched), `not_accepted`, `no_time` (somebody has it, no visit is agreed), `parts`, `held`,
`to_close`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from wuxing.service.repair.rules.promises import standing
from wuxing.service.repair.states import EARLY_VISITS, LIVE_VISITS, HoldReason, OrderState

GRACE = timedelta(minutes=10)  # a visit that begins later than this after its time is not under way
ACCEPT_WITHIN = timedelta(minutes=30)
UNASSIGNED = frozenset({OrderState.DRAFT, OrderState.QUALIFIED, OrderState.SCHEDULED, OrderState.REOPENED})
WITH_SOMEBODY = frozenset({OrderState.DISPATCHED, OrderState.IN_PROGRESS})
TO_CLOSE = frozenset({OrderState.WORK_DONE, OrderState.REVIEWED})
AT_WORK = LIVE_VISITS - EARLY_VISITS
BEFORE_WORK = EARLY_VISITS - {"en_route"}
WEIGHTS: dict[str, int] = {
    name: at
    for at, name in enumerate(
        (
            "late", "soon", "not_under_way", "overrun", "left_over", "unassigned", "came_back", "incomplete",
            "not_accepted", "no_time", "parts", "held", "to_close",
        )
    )
}  # fmt: skip
LOOKS = {
    "late": "late",
    "soon": "risk",
    "not_under_way": "late",
    "overrun": "risk",
    "left_over": "risk",
    "unassigned": "waiting",
    "came_back": "risk",
    "incomplete": "unknown",
    "not_accepted": "risk",
    "no_time": "risk",
    "parts": "waiting",
    "held": "waiting",
    "to_close": "waiting",
}
NOTHING = len(WEIGHTS)
"""The weight of an order that runs as it should."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """The visit of an order that is agreed and not ended."""

    state: str
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """What the queue knows of an open order."""

    state: str
    complete: bool
    written_at: datetime
    next_due_at: datetime | None = None
    next_due_kind: str = ""
    hold_reason: str = ""
    held_at: datetime | None = None
    dispatched_at: datetime | None = None
    accepted_at: datetime | None = None
    resolved_at: datetime | None = None
    reopened_at: datetime | None = None
    visit: Visit | None = None
    in_workshop: bool = False  # something taken back is still there: the workshop has its own list


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason. `at`: since when it is so, or when the promise falls due; `what` names the promise or the hold."""

    kind: str
    at: datetime | None = None
    what: str = ""

    @property
    def look(self) -> str:
        """The state that colours it."""
        return LOOKS[self.kind]


def causes(order: Open, now: datetime, day_start: datetime) -> list[Cause]:
    """Return why an open order needs somebody, the most pressing first; empty when it runs as it should.

    `day_start` is the midnight before `now` in the organisation's zone.
    """
    found = [
        *_of_promise(order, now),
        *(_of_visit(order.visit, now, day_start) if order.visit else ()),
        *_of_hands(order, now),
        *_of_waiting(order),
    ]
    return sorted(found, key=lambda cause: WEIGHTS[cause.kind])


def _of_promise(order: Open, now: datetime) -> Collection[Cause]:
    if order.next_due_at is None:
        return ()
    how = {"late": "late", "risk": "soon"}.get(standing(order.next_due_kind, order.next_due_at, now))
    return (Cause(how, order.next_due_at, order.next_due_kind),) if how else ()


def _of_visit(visit: Visit, now: datetime, day_start: datetime) -> Collection[Cause]:
    if visit.ends < day_start:
        return (Cause("left_over", visit.begins),)
    if visit.state in BEFORE_WORK and visit.begins + GRACE < now:
        return (Cause("not_under_way", visit.begins),)
    if visit.state in AT_WORK and visit.ends < now:
        return (Cause("overrun", visit.ends),)
    return ()


def _of_hands(order: Open, now: datetime) -> Collection[Cause]:
    found = []
    if order.state in UNASSIGNED:
        found.append(Cause("unassigned", order.reopened_at or order.written_at))
        if order.dispatched_at is not None:
            found.append(Cause("came_back", order.dispatched_at))
        if not order.complete:
            found.append(Cause("incomplete"))
    if order.state in WITH_SOMEBODY and order.visit is None:
        found.append(Cause("no_time", order.dispatched_at))
    waited = order.dispatched_at is not None and order.dispatched_at + ACCEPT_WITHIN < now
    if order.state == OrderState.DISPATCHED and order.accepted_at is None and waited:
        found.append(Cause("not_accepted", order.dispatched_at))
    return found


def _of_waiting(order: Open) -> Collection[Cause]:
    if order.state in TO_CLOSE:
        return () if order.in_workshop else (Cause("to_close", order.resolved_at),)
    if order.state != OrderState.ON_HOLD:
        return ()
    kind = "parts" if order.hold_reason == HoldReason.WAITING_PARTS else "held"
    return (Cause(kind, order.held_at, order.hold_reason),)
