"""纠正措施: planned, approved, added, struck, done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.reasons import Reason, say
from wuxing.governance.nonconformity import queries, rules
from wuxing.governance.nonconformity.actions import clocks
from wuxing.governance.nonconformity.actions.trace import leave, may_treat, refuse, said, save
from wuxing.governance.nonconformity.models import ActionPlan, Nonconformity, PlannedAction
from wuxing.governance.nonconformity.rules import terms
from wuxing.governance.nonconformity.states import ActionKind, Stage, State


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """One action as it is planned: what, by whom, until when."""

    what: str
    responsible_id: int
    due_on: date
    kind: str = ActionKind.CORRECTIVE


@transaction.atomic
def plan(*, nonconformity_id: int, actions: Sequence[ToDo], criterion: str, check_on: date, by: Actor) -> ActionPlan:
    """纠正措施计划: who does what until when, and by what its effect will be seen from which day (procedure 22).

    Raises:
        NotAllowed, NotFound, RuleBroken (the cause is not found yet, or the plan stands).
        BadInput: no action that takes the cause away, somebody unknown, a day that is past or too late.
    """
    by.require(Permission.NONCONFORMITY_REPORT)
    found = queries.lock_nonconformity(nonconformity_id)
    may_treat(found, by)
    refuse(rules.why_not_plan(found.state))
    criterion = said("criterion", criterion, 500)
    now = clock.now()
    _check(found, actions, check_on, at=now, by=by)

    made = ActionPlan.objects.create(
        tenant_id=by.tenant_id,
        nonconformity=found,
        round=found.round,
        criterion=criterion,
        check_on=check_on,
        by_id=by.user_id,
        at=now,
    )
    PlannedAction.objects.bulk_create(_row(found, todo, now, by) for todo in actions)
    found.state, found.planned_at = State.PLANNED, now
    clocks.end(found, Stage.PLAN, at=now)
    clocks.begin_work(found, last_due=max(todo.due_on for todo in actions), at=now, by=by)
    save(found, "state", "planned_at")
    leave(
        "plan",
        by=by,
        found=found,
        round=found.round,
        criterion=criterion,
        check_on=check_on,
        actions=[_told(todo) for todo in actions],
    )
    return made


def _told(todo: ToDo) -> dict[str, object]:
    return {"kind": todo.kind, "what": todo.what.strip(), "responsible": todo.responsible_id, "due_on": todo.due_on}


def _row(found: Nonconformity, todo: ToDo, now: datetime, by: Actor) -> PlannedAction:
    return PlannedAction(
        tenant_id=by.tenant_id,
        nonconformity=found,
        round=found.round,
        kind=todo.kind,
        what=todo.what.strip(),
        responsible_id=todo.responsible_id,
        due_on=todo.due_on,
        planned_at=now,
        planned_by_id=by.user_id,
    )


def _check(found: Nonconformity, actions: Sequence[ToDo], check_on: date, *, at: datetime, by: Actor) -> None:
    wrong: dict[str, Reason | str] = {}
    if reason := rules.why_not_accept_plan(found.kind, [todo.kind for todo in actions]):
        wrong["actions"] = reason
    limit = clocks.work_limit(found, at=at, by=by)
    for place, todo in enumerate(actions):
        wrong |= {f"actions.{place}.{name}": why for name, why in _wrong_in(todo, limit, by).items()}
    if actions and (reason := rules.why_not_check_on(check_on, max(todo.due_on for todo in actions))):
        wrong["check_on"] = reason
    if wrong:
        raise BadInput(wrong)


def _wrong_in(todo: ToDo, limit: datetime | None, by: Actor) -> dict[str, Reason | str]:
    wrong: dict[str, Reason | str] = {}
    if not todo.what.strip() or len(todo.what.strip()) > 500:
        wrong["what"] = say("say what is to be done, in at most %(limit)s characters", limit=500)
    if todo.kind not in list(ActionKind):
        wrong["kind"] = say("choose one of the list")
    if not queries.is_member(todo.responsible_id):
        wrong["responsible_id"] = say("choose a member of the organisation")
    if reason := terms.why_not_due_on(todo.due_on, today=clock.today(by.zone), limit=limit, zone=by.zone):
        wrong["due_on"] = reason
    return wrong


@transaction.atomic
def start(*, nonconformity_id: int, by: Actor) -> Nonconformity:
    """批准计划: the plan is read and approved, and its actions begin; that of a major one by a second person.

    Raises NotAllowed, NotFound, RuleBroken (nothing planned, begun already, or one's own plan).
    """
    by.require(Permission.NONCONFORMITY_REPORT)
    found = queries.lock_nonconformity(nonconformity_id)
    may_treat(found, by)
    made = queries.plan_of(found)
    planner = made.by_id if made else None
    refuse(rules.why_not_start(found.state, severity=found.severity, planner=planner, person=by.user_id))

    found.state, found.started_at = State.IMPLEMENTING, clock.now()
    save(found, "state", "started_at")
    leave("start", by=by, found=found, round=found.round)
    return found


@transaction.atomic
def add_action(*, nonconformity_id: int, todo: ToDo, by: Actor) -> PlannedAction:
    """追加措施: one more action, while they are planned or under way. Raises as plan."""
    by.require(Permission.NONCONFORMITY_REPORT)
    found = queries.lock_nonconformity(nonconformity_id)
    may_treat(found, by)
    refuse(rules.why_not_add_action(found.state))
    running = [one for one in queries.lock_clocks(found) if one.stage == Stage.IMPLEMENT]
    if wrong := _wrong_in(todo, running[0].counts_until if running else None, by):
        raise BadInput(wrong)

    made = _row(found, todo, clock.now(), by)
    made.save(force_insert=True)
    save(found)
    leave("add_action", by=by, found=found, action_id=made.pk, **_told(todo))
    return made


@transaction.atomic
def strike_action(*, nonconformity_id: int, action_id: int, reason: str, by: Actor) -> PlannedAction:
    """划去措施: an action turned out to be none; it stays, with the reason. Raises as start, and BadInput (no reason)."""
    by.require(Permission.NONCONFORMITY_REPORT)
    found = queries.lock_nonconformity(nonconformity_id)
    may_treat(found, by)
    action = queries.lock_action(found, action_id)
    others = [one for one in queries.standing_actions(found) if one.pk != action.pk]
    done, struck = action.done_at is not None, action.struck_at is not None
    refuse(rules.why_not_strike_action(found.state, done=done, struck=struck, others=len(others)))
    reason = said("reason", reason, 300)
    if refusal := rules.why_not_accept_plan(found.kind, [one.kind for one in others]):
        raise BadInput({"reason": refusal})

    action.struck_at, action.strike_reason = clock.now(), reason
    action.save(update_fields=["struck_at", "strike_reason"])
    _go_on_when_done(found, by)
    leave("strike_action", by=by, found=found, action_id=action.pk, what=action.what, reason=reason)
    return action


@transaction.atomic
def complete_action(
    *, nonconformity_id: int, action_id: int, result: str, record: str = "", by: Actor
) -> PlannedAction:
    """措施完成: what came of an action and what shows it; after the last one the effect is waited for.

    Raises NotAllowed, NotFound, BadInput (no result), RuleBroken (not under way, done already, somebody else's).
    """
    by.require(Permission.NONCONFORMITY_REPORT)
    found = queries.lock_nonconformity(nonconformity_id)
    action = queries.lock_action(found, action_id)
    refuse(
        rules.why_not_complete_action(
            found.state,
            done=action.done_at is not None,
            struck=action.struck_at is not None,
            responsible=by.user_id is not None and by.user_id == action.responsible_id,
            may_manage=by.may(Permission.NONCONFORMITY_MANAGE),
        )
    )
    result = said("result", result, 1000)
    if len(record.strip()) > 120:
        raise BadInput({"record": say("at most %(limit)s characters", limit=120)})

    action.done_at, action.done_by_id = clock.now(), by.user_id
    action.result, action.record = result, record.strip()
    action.save(update_fields=["done_at", "done_by", "result", "record"])
    _go_on_when_done(found, by)
    leave(
        "complete_action",
        by=by,
        found=found,
        action_id=action.pk,
        what=action.what,
        result=result,
        record=action.record,
    )
    return action


def _go_on_when_done(found: Nonconformity, by: Actor) -> None:
    """After the last action the effect is waited for: the clock of the actions stops, that of the check begins."""
    if found.state == State.IMPLEMENTING and all(one.done_at for one in queries.standing_actions(found)):
        made, now = queries.plan_of(found), clock.now()
        found.state, found.done_at = State.EFFECTIVENESS_CHECK, now
        clocks.end(found, Stage.IMPLEMENT, at=now)
        if made is not None:
            clocks.begin_check(found, check_on=made.check_on, at=now, by=by)
    save(found, "state", "done_at")
