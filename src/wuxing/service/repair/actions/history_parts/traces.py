"""Promises with their clocks, and the ledger's entries."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from wuxing.core import bulk, clock, ledger
from wuxing.core.actors import Actor
from wuxing.governance.commitments.models import ClockEvent, Target
from wuxing.governance.commitments.states import ClockMove
from wuxing.service.repair.actions.history_parts.bound import Bound
from wuxing.service.repair.actions.history_parts.reminders import Written
from wuxing.service.repair.queries import CASE
from wuxing.service.repair.rules.history import CaseDraft, TargetFact, reminder_of


def write_targets(bound: Sequence[Bound], by: Actor, *, reminded: bool) -> list[Written]:
    """Write the promises of all cases, and the events of their clocks; of a foreign case nobody knows who was `reminded`."""
    told = [(b, fact) for b in bound for fact in b.story.targets]
    now = clock.now()
    rows = [_target_row(b, fact, now, by, reminded) for b, fact in told]
    bulk.number(rows)
    _join_rounds([fact for _b, fact in told], rows)
    bulk.insert(rows)
    paused = [
        ClockEvent(
            tenant_id=by.tenant_id,
            target=target,
            kind=event.kind,
            reason=event.reason,
            customer=event.customer,
            internal=event.internal,
            at=event.at,
        )
        for target, (_b, fact) in zip(rows, told, strict=True)
        for event in fact.events
        if event.kind not in (ClockMove.START, ClockMove.STOP)
    ]
    made = [row.pk for row in rows]
    chosen = [row.replaces_id for row in rows if row.replaces_id]
    with connection.cursor() as cursor:
        cursor.execute(_STARTS, [made])
        bulk.insert(paused)
        cursor.execute(_STOPS, [chosen, made])
    return [(b, fact, row) for row, (b, fact) in zip(rows, told, strict=True)]


# Each target has one start and nearly each one stop, and both stand on it: written from there, for they are many.
_STARTS = """
INSERT INTO governance_clockevent (tenant_id, target_id, kind, reason, customer, internal, at)
SELECT tenant_id, id, 'start', '', true, true, starts_at FROM governance_target WHERE id = ANY(%s) ORDER BY id
"""
_STOPS = """
INSERT INTO governance_clockevent (tenant_id, target_id, kind, reason, customer, internal, at)
SELECT tenant_id, id, 'stop', CASE WHEN id = ANY(%s) THEN 'chosen' ELSE '' END, true, true, stopped_at
FROM governance_target WHERE id = ANY(%s) AND stopped_at IS NOT NULL ORDER BY id
"""


def _join_rounds(facts: Sequence[TargetFact], rows: Sequence[Target]) -> None:
    """Let targets name those whose place they took."""
    numbers = {id(fact): row.pk for fact, row in zip(facts, rows, strict=True)}
    for fact, row in zip(facts, rows, strict=True):
        if fact.replaces is not None:
            row.replaces_id = numbers[id(fact.replaces)]


def _target_row(b: Bound, fact: TargetFact, now: datetime, by: Actor, reminded: bool) -> Target:
    over = fact.stopped_at is not None and not reminded
    step, remind_at = (0, None) if over else reminder_of(fact, now)
    return Target(
        tenant_id=by.tenant_id,
        subject_type=CASE,
        subject_id=b.request.pk,
        kind=fact.terms.kind,
        promise_id=fact.terms.promise_id,
        calendar_version_id=fact.terms.calendar_version_id,
        hours_version_id=fact.terms.hours_version_id,
        minutes=fact.terms.minutes,
        starts_at=fact.starts_at,
        due_at=fact.due_at,
        effective_due_at=fact.effective_due_at,
        paused_at=fact.paused_at,
        stopped_at=fact.stopped_at,
        kept=fact.kept,
        own_paused_at=fact.own_paused_at,
        own_due_at=fact.own_due_at,
        own_kept=fact.own_kept,
        round=fact.round,
        safety=fact.terms.safety,
        step=step,
        remind_at=remind_at,
    )


def write_traces(bound: Sequence[Bound], called: Sequence[ledger.EntryDraft], by: Actor) -> int:
    """Leave the same traces as the single actions, in the order of time; `called` tell of reminders."""
    drafts = list(called)
    for b in bound:
        case = (CASE, b.request.pk)
        logged = {"number": b.request.number, "call": _call(b.case), "missing": [], **b.case.details}
        if b.request.entitlement:
            logged["warranty"] = b.request.entitlement.outcome
        drafts.append(ledger.EntryDraft("repair.log", (CASE, b.request.pk), case, b.case.received_at, logged))
        for event, kind, place, at, payload in b.story.trace:
            target = _target(b, kind, place)
            drafts.append(ledger.EntryDraft(event, target, case, at, {**payload, **_numbers_in(b, event, place)}))
            if event == "repair.merge" and (other := b.request.merged_into):
                absorbing = (CASE, other.pk)
                drafts.append(
                    ledger.EntryDraft("repair.absorb", absorbing, absorbing, at, {"number": b.request.number})
                )
    drafts.sort(key=lambda draft: draft.occurred_at or clock.now())
    ledger.record_many(drafts, by=by)
    return len(drafts)


def _numbers_in(b: Bound, event: str, place: int) -> dict[str, Any]:
    """Return what a story cannot know of its own trace: the numbers that its records got."""
    if event == "repair.write_order" and b.order:
        return {"number": b.order.number, "request": b.request.number}
    if event == "bench.take_back":
        names = ("serial", "accessories", "look")
        listed = [
            {"number": one.number, "item": one.name, **{name: getattr(one, name) for name in names}}
            for one in b.parts["bench_item"]
        ]
        return {"number": b.parts["take_back"][0].number, "items": listed}
    if event.startswith("bench."):
        item = b.parts["bench_item"][place]
        return {"item_id": item.pk, "item": item.number}
    if event == "repair.merge" and b.request.merged_into:
        return {"into": b.request.merged_into.number, "into_id": b.request.merged_into.pk}
    return {}


def _target(b: Bound, kind: str, place: int) -> tuple[str, int]:
    rows = b.parts.get(kind, [])
    if place < len(rows):
        return kind, rows[place].pk
    return ("work_order", b.order.pk) if b.order else (CASE, b.request.pk)


def _call(case: CaseDraft) -> dict[str, Any]:
    """Return what was said, in the words of the single action's trace."""
    names = (
        "channel", "work_type", "received_at", "customer_name", "phone", "city", "district", "address", "rural", "product",
        "serial", "serial_unknown", "purchased_on", "purchase_unknown", "symptom", "fault", "urgent",
    )  # fmt: skip
    return {name: value for name in names if (value := getattr(case, name)) not in ("", None, False)}
