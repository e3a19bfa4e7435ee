"""Clocks that go on otherwise: the customer gives a sign of life, or other terms bind the case."""

from datetime import datetime

from wuxing.core import clock, ledger
from wuxing.core.actors import Actor
from wuxing.governance.commitments import queries, rules, subjects
from wuxing.governance.commitments.actions.clocks import (
    begin,
    drop_one,
    new_target,
    open_of,
    plan_reminder,
    resume,
    would_be_kept,
)
from wuxing.governance.commitments.models import ClockEvent, Target
from wuxing.governance.commitments.rules import Terms
from wuxing.governance.commitments.states import Clock, ClockMove


def customer_acted(subject: tuple[str, int], *, channel: str, by: Actor) -> list[Target]:
    """客户有回音: a sign of life from the customer, by whatever channel, ends the waiting for them (states.md section 4).

    Returns the running targets, locked. What waits for the manufacturer or for the weather waits on.
    """
    targets = open_of(subject)
    waiting = [target for target in targets if target.paused_at is not None and _waits_for_customer(target)]
    if waiting:
        resume(waiting, at=clock.now(), reason=channel)
        ledger.record(
            "promise.resume",
            by=by,
            target=waiting[0],
            case=subject,
            channel=channel,
            kinds=[one.kind for one in waiting],
        )
        subjects.changed(subject, by)
    return targets


def _waits_for_customer(target: Target) -> bool:
    paused = [event for event in queries.events_of(target.pk) if event.kind == ClockMove.PAUSE and event.customer]
    return bool(paused) and rules.waits_for_customer(paused[-1].reason)


def put_under(target: Target, terms: Terms, *, at: datetime) -> Target:
    """Put a running target under other terms: it ends with its result so far, and a new one opens that began when it began.

    Its pauses go over with it, for they are what happened, whatever was promised.
    """
    events = queries.events_of(target.pk)
    drop_one(target, at, "replaced")
    subject = (target.subject_type, target.subject_id)
    due = rules.due_for(terms, target.starts_at)
    made = new_target(terms, subject, target.tenant_id, starts=target.starts_at, due=due, safety=target.safety)
    made.round, made.replaces = target.round + 1, target
    made.paused_at, made.own_paused_at = target.paused_at, target.own_paused_at
    recounted = [event for event in events if event.kind in (ClockMove.PAUSE, ClockMove.RESUME)]
    calendar = terms.calendar
    for name, which in (("effective_due_at", Clock.CUSTOMER), ("own_due_at", Clock.INTERNAL)):
        counted = rules.counted_due(which, start=made.starts_at, due=due, calendar=calendar, events=recounted)
        setattr(made, name, counted)
    plan_reminder(made, terms.steps, rules.pauses_on(Clock.CUSTOMER, recounted))
    carried = [
        ClockEvent(
            tenant_id=made.tenant_id, target=made, kind=one.kind, reason=one.reason, at=one.at,
            customer=one.customer, internal=one.internal,
        )
        for one in recounted
    ]  # fmt: skip
    return begin([made], carried)[0]


def reassess(
    targets: list[Target],
    *,
    rural: bool,
    by: Actor,
    product_line: str = "",
    tier: str = "",
    calendar_id: int | None = None,
) -> list[Target]:
    """Put running targets under the promises that bind the case now, where those are others: its place, tier or line changed.

    What is broken already stays the one that counts. Returns the targets opened; they are added to `targets`.
    """
    now = clock.now()
    opened = []
    for target in list(targets):
        chosen = rules.is_chosen(target.starts_at, target.due_at, queries.terms_of(target))
        if target.stopped_at is None and not chosen and would_be_kept(target, now):
            promises = queries.promises_in_force(target.starts_at, calendar_id)
            terms = rules.terms_for(target.kind, rural=rural, promises=promises, product_line=product_line, tier=tier)
            if terms and terms.promise_id != target.promise_id:
                opened.append(put_under(target, terms, at=now))
    targets.extend(opened)
    return opened
