"""Targets on cases: opened, paused, resumed, stopped, replaced. Called inside the actions of the procedures.

These are steps of another action (its permission, its ledger entry, its transaction), so they take the actor only for the
tenant. Each leaves an event of the clock; what a target shows is what its events and its frozen calendar say.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache

from django.db.models import QuerySet

from wuxing.core.actors import Actor
from wuxing.core.reading import models_by
from wuxing.governance.commitments import queries, rules
from wuxing.governance.commitments.models import ClockEvent, Promise, Target
from wuxing.governance.commitments.rules import Event, Terms
from wuxing.governance.commitments.states import STOPS, Clock, ClockMove, PauseReason


def open_targets(
    kinds: Iterable[str],
    *,
    subject: tuple[str, int],
    start: datetime,
    rural: bool,
    by: Actor,
    product_line: str = "",
    tier: str = "",
    calendar_id: int | None = None,
    safety: bool = False,
) -> list[Target]:
    """Open one target for each kind that has a promise in force at `start`.

    `calendar_id` is the calendar of the outlet, where it has its own; `safety` lets reminders go out at any hour.
    """
    promises = queries.promises_in_force(start, calendar_id)
    targets = []
    for kind in kinds:
        if terms := rules.terms_for(kind, rural=rural, promises=promises, product_line=product_line, tier=tier):
            due = rules.due_for(terms, start)
            targets.append(new_target(terms, subject, by.tenant_id, starts=start, due=due, safety=safety))
    return begin(targets)


def new_target(
    terms: Terms, subject: tuple[str, int], tenant_id: int, *, starts: datetime, due: datetime, safety: bool = False
) -> Target:
    """Return a target that begins now: both clocks run, and its first reminder is planned."""
    target = Target(
        tenant_id=tenant_id,
        subject_type=subject[0],
        subject_id=subject[1],
        kind=terms.kind,
        promise_id=terms.promise_id,
        calendar_version_id=terms.calendar_version_id,
        hours_version_id=terms.hours_version_id,
        minutes=terms.minutes,
        starts_at=starts,
        due_at=due,
        effective_due_at=due,
        own_due_at=due,
        safety=safety or terms.safety,
    )
    plan_reminder(target, terms.steps, [])
    return target


def begin(targets: list[Target], events: Iterable[ClockEvent] = ()) -> list[Target]:
    """Write targets with the start of their clocks, and what else happened to them."""
    made = Target.objects.bulk_create(targets)
    begun = [_event(target, ClockMove.START, target.starts_at) for target in made]
    if begun:
        ClockEvent.objects.bulk_create([*begun, *events])
    return made


def _event(target: Target, kind: ClockMove, at: datetime, reason: str = "", *clocks: Clock) -> ClockEvent:
    return ClockEvent(
        tenant_id=target.tenant_id,
        target=target,
        kind=kind,
        reason=reason,
        at=at,
        customer=not clocks or Clock.CUSTOMER in clocks,
        internal=not clocks or Clock.INTERNAL in clocks,
    )


def plan_reminder(target: Target, steps: tuple[rules.Step, ...], pauses: list[rules.Pause]) -> None:
    """Plan when the next reminder or escalation goes out; none while the customer's clock stands or it is over."""
    target.remind_at = None
    if target.stopped_at is None and target.step < len(steps):
        target.remind_at = rules.step_at(
            steps[target.step][0],
            start=target.starts_at,
            due=target.due_at,
            calendar=queries.calendar_of(target.calendar_version_id),
            pauses=pauses,
            hours=queries.calendar_of(target.hours_version_id),
            safety=target.safety,
        )


@cache
def _running(subject_type: str) -> Callable[[int], QuerySet[Target]]:
    def running(subject_id: int) -> QuerySet[Target]:
        return (
            Target.objects.select_for_update()
            .filter(subject_type=subject_type, subject_id=subject_id, stopped_at=None)
            .order_by("effective_due_at", "pk")
        )

    return running


def open_of(subject: tuple[str, int]) -> list[Target]:
    """Return the running targets of a case, locked, soonest first."""
    return models_by(_running(subject[0]), subject[1])


def stop(targets: list[Target], kind: str, *, at: datetime) -> None:
    """Stop the clocks of `kind` among the running `targets` and say whether the promise was kept."""
    for target in targets:
        if target.kind == kind and target.stopped_at is None:
            _end(target, at, would_be_kept(target, at), _own_would_be_kept(target, at))


def _end(target: Target, at: datetime, kept: bool | None, own_kept: bool | None, reason: str = "") -> None:
    target.stopped_at, target.kept, target.own_kept, target.remind_at = at, kept, own_kept, None
    target.save(update_fields=["stopped_at", "kept", "own_kept", "remind_at"])
    _event(target, ClockMove.STOP, at, reason).save(force_insert=True)


def would_be_kept(target: Target, at: datetime) -> bool:
    """Say whether a running promise would count as kept if it were stopped at an instant."""
    if target.effective_due_at is not None:
        return rules.is_kept(stopped_at=at, due_at=target.effective_due_at)
    return _kept_in_pause(target, at, Clock.CUSTOMER)


def _own_would_be_kept(target: Target, at: datetime) -> bool | None:
    if target.own_due_at is not None:
        return rules.is_kept(stopped_at=at, due_at=target.own_due_at)
    if target.own_paused_at is None:  # from before there was a clock of our own
        return None
    return _kept_in_pause(target, at, Clock.INTERNAL)


def _kept_in_pause(target: Target, at: datetime, which: Clock) -> bool:
    return rules.is_kept_in_pause(
        stopped_at=at,
        start=target.starts_at,
        due=target.due_at,
        calendar=queries.calendar_of(target.calendar_version_id),
        pauses=queries.pauses_of(target.pk, which),
    )


def drop(targets: list[Target], *, at: datetime, kind: str = "") -> None:
    """End running clocks without a verdict, for the case was cancelled or goes on anew; what was broken by then stays so."""
    for target in targets:
        if target.stopped_at is None and kind in ("", target.kind):
            drop_one(target, at)


def drop_one(target: Target, at: datetime, reason: str = "") -> None:
    """End one running target without a verdict, unless it was broken by then; `reason` says for what it gave way."""
    own = _own_would_be_kept(target, at)
    _end(target, at, None if would_be_kept(target, at) else False, False if own is False else None, reason)


def choose_time(targets: list[Target], *, due: datetime, at: datetime) -> list[Target]:
    """Put the arrival promise on the time the customer chose: the old target ends without a verdict, a new one opens.

    A promise that is broken already stays the one that counts.
    """
    opened = []
    for target in list(targets):
        if target.kind == Promise.Kind.ARRIVE and target.stopped_at is None and would_be_kept(target, at):
            drop_one(target, at, "chosen")
            subject = (target.subject_type, target.subject_id)
            terms = queries.terms_of(target)
            made = new_target(terms, subject, target.tenant_id, starts=at, due=max(due, at), safety=target.safety)
            made.replaces, made.round = target, target.round + (1 if target.starts_at == at else 0)
            opened.append(made)
    opened = begin(opened)
    targets.extend(opened)
    return opened


def pause(targets: list[Target], *, reason: str, at: datetime) -> None:
    """Pause the running clocks for a listed reason, which says which of the two stand; the promised deadlines stay.

    What is late by then stays late: no waiting that begins after the end moves it.
    Raises ValueError: the reason is not on the list.
    """
    stops = STOPS[PauseReason(reason)]
    for target in targets:
        if target.stopped_at is not None:
            continue
        clocks = []
        if stops.customer and target.paused_at is None:
            target.paused_at, target.remind_at = at, None
            target.effective_due_at = rules.due_in_pause(target.effective_due_at, at)
            clocks.append(Clock.CUSTOMER)
        if stops.internal and target.own_paused_at is None:
            target.own_paused_at, target.own_due_at = at, rules.due_in_pause(target.own_due_at, at)
            clocks.append(Clock.INTERNAL)
        if clocks:
            target.save(update_fields=_MOVED)
            _event(target, ClockMove.PAUSE, at, reason, *clocks).save(force_insert=True)


_MOVED = ["paused_at", "effective_due_at", "own_paused_at", "own_due_at", "remind_at"]


def resume(targets: list[Target], *, at: datetime, reason: str = "") -> None:
    """Resume the paused clocks and work out from all events which instants count now."""
    for target in targets:
        paused = target.paused_at is not None or target.own_paused_at is not None
        if target.stopped_at is None and paused:
            _event(target, ClockMove.RESUME, at, reason).save(force_insert=True)
            target.paused_at = target.own_paused_at = None
            recount(target, queries.events_of(target.pk))
            target.save(update_fields=_MOVED)


def recount(target: Target, events: list[Event]) -> None:
    """Put on a target what its events and its frozen calendar say; its promised deadline is not touched."""
    calendar = queries.calendar_of(target.calendar_version_id)
    start, due = target.starts_at, target.due_at
    target.effective_due_at = rules.counted_due(Clock.CUSTOMER, start=start, due=due, calendar=calendar, events=events)
    target.own_due_at = rules.counted_due(Clock.INTERNAL, start=start, due=due, calendar=calendar, events=events)
    plan_reminder(target, queries.terms_of(target).steps, rules.pauses_on(Clock.CUSTOMER, events))
