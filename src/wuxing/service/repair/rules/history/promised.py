"""The promises of a case while its story is told. Pure."""

from collections.abc import Sequence
from datetime import datetime

from wuxing.governance.commitments import rules as promise_rules
from wuxing.governance.commitments.rules import Event, Pause
from wuxing.governance.commitments.states import STOPS, Clock, ClockMove, PauseReason
from wuxing.service.repair.rules.history.drafts import PROMISED_AT_INTAKE, CaseDraft, Payload, Story, TargetFact


class Promised:
    """The clocks: opened, stopped, dropped, moved to a time the customer chose."""

    def __init__(self, case: CaseDraft, promises: Sequence[promise_rules.Terms], strict: bool) -> None:
        self.case, self.promises, self.strict = case, promises, strict
        self.story = Story()
        self.order: Payload = {}
        for kind in PROMISED_AT_INTAKE:
            self._open(kind, case.received_at)

    def _open(self, kind: str, start: datetime) -> None:
        if terms := promise_rules.terms_for(kind, rural=self.case.rural, promises=self.promises):
            due = promise_rules.due_for(terms, start)
            self.story.targets.append(TargetFact(terms, start, due, due))

    def _running(self, *kinds: str) -> list[TargetFact]:
        return [t for t in self.story.targets if t.stopped_at is None and (not kinds or t.terms.kind in kinds)]

    def _stop(self, kind: str, at: datetime) -> None:
        for target in self._running(kind):
            target.stopped_at, target.kept = at, would_be_kept(target, at)

    def _drop(self, at: datetime, *kinds: str) -> None:
        for target in self._running(*kinds):
            target.stopped_at, target.kept = at, None if would_be_kept(target, at) else False

    def _choose_time(self, due: datetime, at: datetime) -> None:
        for target in self._running("arrive"):
            if would_be_kept(target, at):  # one that is broken already stays the one that counts
                target.stopped_at = at
                later = max(due, at)
                self.story.targets.append(TargetFact(target.terms, at, later, later))

    def _pause(self, reason: str, at: datetime) -> None:
        stops = STOPS[PauseReason(reason)]
        for target in self._running("arrive", "resolve"):
            customer, internal = (
                stops.customer and target.paused_at is None,
                stops.internal and target.own_paused_at is None,
            )
            if customer:
                target.paused_at, target.effective_due_at = at, None
                target.pauses.append((at, None))
            if internal:
                target.own_paused_at = at
            if customer or internal:
                target.events.append(Event(ClockMove.PAUSE, at, reason, customer, internal))

    def _go_on(self, at: datetime) -> None:
        self.order.update(hold_reason="", held_at=None)
        for target in self._running():
            if target.paused_at is None and target.own_paused_at is None:
                continue
            target.events.append(Event(ClockMove.RESUME, at))
            target.own_paused_at = None
            if target.paused_at is not None:
                target.pauses[-1] = (target.pauses[-1][0], at)
                target.paused_at = None
                target.effective_due_at = promise_rules.effective_due_for(
                    start=target.starts_at,
                    due=target.due_at,
                    calendar=target.terms.calendar,
                    pauses=target.pauses,
                )


def would_be_kept(target: TargetFact, at: datetime) -> bool:
    """Say whether a running promise would count as kept if it were stopped now."""
    if target.effective_due_at is not None:
        return promise_rules.is_kept(stopped_at=at, due_at=target.effective_due_at)
    return promise_rules.is_kept_in_pause(
        stopped_at=at,
        start=target.starts_at,
        due=target.due_at,
        calendar=target.terms.calendar,
        pauses=target.pauses,
    )


def own_clock(target: TargetFact) -> tuple[datetime | None, bool | None]:
    """Return what counts on our own clock: when it is due, and whether it was kept."""
    pauses: list[Pause] = promise_rules.pauses_on(Clock.INTERNAL, target.events)
    due = target.due_at
    calendar = target.terms.calendar
    counted = promise_rules.effective_due_for(start=target.starts_at, due=due, calendar=calendar, pauses=pauses)
    if target.stopped_at is None:
        return counted, None
    if counted is not None:
        kept = promise_rules.is_kept(stopped_at=target.stopped_at, due_at=counted)
    else:
        kept = promise_rules.is_kept_in_pause(
            stopped_at=target.stopped_at, start=target.starts_at, due=due, calendar=calendar, pauses=pauses
        )
    return counted, None if kept and target.kept is None else kept
