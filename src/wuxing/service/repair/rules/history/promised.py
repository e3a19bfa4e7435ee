"""The promises of a case while its story is told: what the single actions do to them, in the same order. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from wuxing.core.worktime import next_worked
from wuxing.governance.commitments import rules as promise_rules
from wuxing.governance.commitments.rules import Event, Terms
from wuxing.governance.commitments.states import STOPS, Clock, ClockMove, PauseReason, Recipient
from wuxing.service.repair.rules.history.drafts import (
    Binding,
    CaseDraft,
    Payload,
    Story,
    TargetFact,
    promised_at_intake,
)


@dataclass(frozen=True, slots=True)
class Called:
    """A reminder or an escalation that went out: which step, to whom, when, and what counted as due then."""

    step: int
    percent: int
    recipient: Recipient
    at: datetime
    due: datetime


class Promised:
    """The clocks: opened, stopped, dropped, moved to a time the customer chose."""

    def __init__(self, case: CaseDraft, binding: Binding, strict: bool) -> None:
        self.case, self.binding, self.strict = case, binding, strict
        self.story = Story()
        self.order: Payload = {}
        for kind in promised_at_intake(case.channel):
            self._open(kind, case.received_at)

    def _open(self, kind: str, start: datetime, technician: str = "") -> None:
        """Open the promise that binds the case: in the calendar of the technician's outlet, else of its place."""
        terms = promise_rules.terms_for(
            kind,
            rural=self.case.rural,
            promises=self.binding.in_force(start, technician),
            product_line=self.binding.line,
            tier=self.binding.tier,
        )
        if terms:
            self._begin(terms, start, promise_rules.due_for(terms, start))

    def _begin(self, terms: Terms, start: datetime, due: datetime) -> TargetFact:
        made = TargetFact(terms, start, due, due, due, events=[Event(ClockMove.START, start)])
        self.story.targets.append(made)
        return made

    def _running(self, *kinds: str) -> list[TargetFact]:
        return [t for t in self.story.targets if t.stopped_at is None and (not kinds or t.terms.kind in kinds)]

    def _stop(self, kind: str, at: datetime) -> None:
        for target in self._running(kind):
            _end(target, at, would_be_kept(target, at), _would_be_kept(target, at, Clock.INTERNAL))

    def _drop(self, at: datetime, *kinds: str) -> None:
        for target in self._running(*kinds):
            _drop(target, at)

    def _choose_time(self, due: datetime, at: datetime) -> None:
        for target in self._running("arrive"):
            if would_be_kept(target, at):  # one that is broken already stays the one that counts
                _drop(target, at, "chosen")
                made = self._begin(target.terms, at, max(due, at))
                made.replaces, made.round = target, target.round + (1 if target.starts_at == at else 0)

    def _pause(self, reason: str, at: datetime) -> None:
        stops = STOPS[PauseReason(reason)]
        for target in self._running("arrive", "resolve"):
            customer = stops.customer and target.paused_at is None
            internal = stops.internal and target.own_paused_at is None
            if customer:
                target.paused_at = at
                target.effective_due_at = promise_rules.due_in_pause(target.effective_due_at, at)
            if internal:
                target.own_paused_at, target.own_due_at = at, promise_rules.due_in_pause(target.own_due_at, at)
            if customer or internal:
                target.events.append(Event(ClockMove.PAUSE, at, reason, customer, internal))

    def _go_on(self, at: datetime) -> None:
        self.order.update(hold_reason="", held_at=None)
        for target in self._running():
            if target.paused_at is None and target.own_paused_at is None:
                continue
            target.events.append(Event(ClockMove.RESUME, at))
            target.paused_at = target.own_paused_at = None
            target.effective_due_at = _counted(target, Clock.CUSTOMER)
            target.own_due_at = _counted(target, Clock.INTERNAL)


def _counted(target: TargetFact, which: Clock) -> datetime | None:
    return promise_rules.counted_due(
        which, start=target.starts_at, due=target.due_at, calendar=target.terms.calendar, events=target.events
    )


def _end(target: TargetFact, at: datetime, kept: bool | None, own_kept: bool | None, reason: str = "") -> None:
    target.stopped_at, target.kept, target.own_kept = at, kept, own_kept
    target.events.append(Event(ClockMove.STOP, at, reason))


def _drop(target: TargetFact, at: datetime, reason: str = "") -> None:
    """End a running target without a verdict, unless it was broken by then."""
    kept, own = would_be_kept(target, at), _would_be_kept(target, at, Clock.INTERNAL)
    _end(target, at, None if kept else False, None if own else False, reason)


def would_be_kept(target: TargetFact, at: datetime) -> bool:
    """Say whether a running promise would count as kept if it were stopped now."""
    return _would_be_kept(target, at, Clock.CUSTOMER)


def _would_be_kept(target: TargetFact, at: datetime, which: Clock) -> bool:
    due = target.effective_due_at if which == Clock.CUSTOMER else target.own_due_at
    if due is not None:
        return promise_rules.is_kept(stopped_at=at, due_at=due)
    return promise_rules.is_kept_in_pause(
        stopped_at=at,
        start=target.starts_at,
        due=target.due_at,
        calendar=target.terms.calendar,
        pauses=promise_rules.pauses_on(which, target.events),
    )


def reminder_of(target: TargetFact, now: datetime) -> tuple[int, datetime | None]:
    """Return how many reminders of a target lie behind it, and when the next goes out; none while it stands or is over."""
    gone = len(called_up(target, now))
    if target.stopped_at is not None or target.paused_at is not None or gone == len(target.terms.steps):
        return gone, None
    return gone, _step_at(target, gone, _ended(target))


def called_up(target: TargetFact, now: datetime) -> list[Called]:
    """Return the reminders and escalations that had gone out for a target before it was over, stood still, or it was now."""
    last = min(at for at in (target.stopped_at, target.paused_at, now) if at is not None)
    found: list[Called] = []
    pauses: list[tuple[datetime, datetime]] | None = None
    for step, (percent, recipient) in enumerate(target.terms.steps):
        if _is_early(target, percent, last):
            break
        pauses = _ended(target) if pauses is None else pauses
        at = _step_at(target, step, pauses)
        if at is None or at > last or at == target.stopped_at:
            break
        before = [pause for pause in pauses if pause[0] < at]
        due = promise_rules.effective_due_for(
            start=target.starts_at, due=target.due_at, calendar=target.terms.calendar, pauses=before
        )
        found.append(Called(step, percent, recipient, at, due or target.due_at))
    return found


def _is_early(target: TargetFact, percent: int, last: datetime) -> bool:
    """Say what is plain without any calendar, for most promises are kept soon: that share of the time is not over yet."""
    promised = target.replaces is None  # no time that the customer chose
    return promised and 100 * (last - target.starts_at) < timedelta(minutes=target.terms.minutes) * percent


def _ended(target: TargetFact) -> list[tuple[datetime, datetime]]:
    pauses = promise_rules.pauses_on(Clock.CUSTOMER, target.events)
    return [(begin, end) for begin, end in pauses if end is not None]


def _step_at(target: TargetFact, step: int, pauses: list[tuple[datetime, datetime]]) -> datetime | None:
    """Return when a step goes out by the pauses that are over; what fell due while the clock stood waits until it goes on."""
    terms = target.terms
    at = promise_rules.step_at(
        terms.steps[step][0],
        start=target.starts_at,
        due=target.due_at,
        calendar=terms.calendar,
        pauses=pauses,
        hours=terms.hours,
        safety=terms.safety,
    )
    until = next((end for begin, end in pauses if at is not None and begin <= at < end), None)
    if until is None:
        return at
    return until if terms.safety else next_worked(until, terms.hours)
