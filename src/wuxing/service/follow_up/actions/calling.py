"""回访: a call is planned, tried, ended. What the customer says stands in the call, not in the ledger."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound
from wuxing.core.reasons import say
from wuxing.customers.customer_care import actions as care
from wuxing.governance.commitments import actions as commitments
from wuxing.service.follow_up import queries, rules
from wuxing.service.follow_up.actions.trace import CASE, leave, refuse, said
from wuxing.service.follow_up.models import CallTry, FollowUpCall
from wuxing.service.follow_up.rules.script import answers_from
from wuxing.service.follow_up.rules.tries import counts_as_failed
from wuxing.service.follow_up.states import CallKind, CallState, Try
from wuxing.service.repair.actions.trace import save_order
from wuxing.service.repair.models import WorkOrder
from wuxing.service.repair.states import OrderState

WITHOUT_PROMISE = timedelta(hours=72)  # where no promise says until when


@transaction.atomic
def plan_call(
    *, order_id: int, plan_id: int | None = None, rule: int | None = None, ticket: int | None = None, by: Actor
) -> FollowUpCall | None:
    """计划回访: put a closed order on the list of those to be called; None when it is there, was called, or goes on.

    Safe to run twice. The promise began when the order was closed. Raises NotAllowed, NotFound.
    """
    by.require(Permission.FOLLOW_UP)
    order = queries.lock_order(order_id)
    waiting = FollowUpCall.objects.filter(order=order, kind=CallKind.AFTER_SERVICE, state=CallState.PLANNED)
    if order.state != OrderState.CLOSED or order.followed_up_at is not None or waiting.exists():
        return None
    script = queries.script_in_force()
    targets = [one for one in commitments.open_of((CASE, order.request_id)) if one.kind == "follow_up"]
    now = clock.now()

    made = FollowUpCall.objects.create(
        tenant_id=by.tenant_id,
        kind=CallKind.AFTER_SERVICE,
        order=order,
        plan_id=plan_id,
        script=script,
        rule=rule,
        ticket=ticket,
        planned_at=now,
        due_at=targets[0].due_at if targets else (order.closed_at or now) + WITHOUT_PROMISE,
    )
    leave("follow_up.begin", by=by, target=made, case=(CASE, order.request_id), due_at=made.due_at)
    return made


@transaction.atomic
def show_number(*, call_id: int, by: Actor) -> care.Revealed:
    """查看电话: the caller sees the number in full when it is time to call; who looked stays on the case's timeline.

    Raises NotAllowed, NotFound (no such call, nobody to call), RuleBroken (the call is over, it is too early, the customer
    restricted the use of their data and did not ask to be called).
    """
    by.require(Permission.FOLLOW_UP)
    call = queries.lock_call(call_id, by)
    refuse(rules.why_not_call(CallState(call.state), call.next_at, clock.now()))
    refuse(queries.why_not_disturb(call))
    request = call.order.request
    if request.contact_id is None:
        raise NotFound(say("nobody to call is on record"))
    return care.reveal_contact(contact_id=request.contact_id, case=(CASE, request.pk), by=by)


@transaction.atomic
def record_try(
    *,
    call_id: int,
    result: str,
    note: str = "",
    later_at: datetime | None = None,
    satisfied: bool | None = None,
    answers: Mapping[str, Any] | None = None,
    by: Actor,
) -> FollowUpCall:
    """回访记录: write down one try and what the customer said; the plan says when the next try may be, or that it ends.

    Raises NotAllowed, NotFound, BadInput (no such result, no time named, reached but not said whether content, answers that fit
    no question), RuleBroken (the call is over).
    """
    by.require(Permission.FOLLOW_UP)
    words = said("note", note, 500, required=False)
    now = clock.now()
    _refuse_try(result, later_at, satisfied, now)
    call = queries.lock_call(call_id, by)
    refuse(rules.why_not_call(CallState(call.state), None, now))
    kept, wrong = answers_from(queries.questions_of(call), answers or {})
    if wrong:
        raise BadInput(wrong)
    what = Try(result)

    call.tries += 1
    call.failed += counts_as_failed(what)
    after = _after(call, what, later_at, now, by.zone)
    CallTry.objects.create(
        tenant_id=by.tenant_id,
        call=call,
        sequence=call.tries,
        result=what,
        at=now,
        by_id=by.user_id,
        later_at=later_at if what == Try.LATER else None,
        note=words,
    )
    call.state, call.next_at = after.state, after.next_at
    if what == Try.REACHED:
        call.satisfied, call.answers = satisfied, kept
    if after.state != CallState.PLANNED:
        call.ended_at, call.ended_by_id = now, by.user_id
        _end_promise(call, now)
    call.save(update_fields=["tries", "failed", "state", "next_at", "satisfied", "answers", "ended_at", "ended_by"])
    _leave_try(call, what, by)
    return call


def _after(call: FollowUpCall, what: Try, later_at: datetime | None, now: datetime, zone: str) -> rules.After:
    """Return what follows a try by the plan of its call."""
    plan = queries.terms_of(call.plan)
    return rules.after_try(
        what,
        failed=call.failed,
        max_tries=plan.max_tries,
        spacing=plan.spacing,
        now=now,
        zone=zone,
        later_at=later_at,
    )


def _leave_try(call: FollowUpCall, what: Try, by: Actor) -> None:
    told = {"result": what, "sequence": call.tries, "next_at": call.next_at}
    if call.kind == CallKind.AFTER_SERVICE:
        leave("follow_up.try", by=by, target=call, case=(CASE, call.order.request_id), **told)
    else:  # that somebody is called back may tell of an answer
        leave("problem.try", by=by, target=call, case=("problem", call.problem_id or 0), **told)


def _refuse_try(result: str, later_at: datetime | None, satisfied: bool | None, now: datetime) -> None:
    if result not in set(Try):
        raise BadInput({"result": say("choose what became of the call")})
    if result == Try.LATER and (fault := rules.why_not_later(later_at, now)):
        raise BadInput({"later_at": fault})
    if result == Try.REACHED and satisfied is None:
        raise BadInput({"satisfied": say("note what the customer said: content or not")})


def _end_promise(call: FollowUpCall, now: datetime) -> None:
    """Stop the clock: kept or broken when somebody was reached; without a verdict when nobody was, unless it is late already."""
    reached = call.state in (CallState.REACHED, CallState.REFUSED)
    if call.kind == CallKind.CALL_BACK:
        targets = commitments.open_of(("problem", call.problem_id or 0))
        for kind in {target.kind for target in targets}:
            _stop(targets, kind, reached=reached, now=now)
        return
    order: WorkOrder = queries.lock_order(call.order_id)
    targets = commitments.open_of((CASE, order.request_id))
    _stop(targets, "follow_up", reached=reached, now=now)
    fields = []
    if call.state == CallState.REACHED and order.followed_up_at is None:
        order.followed_up_at, order.follow_up_satisfied = now, call.satisfied
        fields = ["followed_up_at", "follow_up_satisfied"]
    save_order(order, *fields, targets=targets)


def _stop(targets: list[Any], kind: str, *, reached: bool, now: datetime) -> None:
    if reached:
        commitments.stop(targets, kind, at=now)
    else:
        commitments.drop(targets, at=now, kind=kind)


@transaction.atomic
def cancel_call(*, call_id: int, reason: str, by: Actor) -> FollowUpCall:
    """取消回访: the customer must not be called, and why. Raises NotAllowed, NotFound, BadInput, RuleBroken (it is over)."""
    by.require(Permission.GOVERNANCE_WRITE)
    why = said("reason", reason, 300)
    call = queries.lock_call(call_id, by)
    refuse(rules.why_not_call(CallState(call.state), None, clock.now()))
    now = clock.now()

    call.state, call.ended_at, call.ended_by_id = CallState.CANCELLED, now, by.user_id
    call.save(update_fields=["state", "ended_at", "ended_by"])
    _end_promise(call, now)
    if call.kind == CallKind.AFTER_SERVICE:
        leave("follow_up.cancel", by=by, target=call, case=(CASE, call.order.request_id), reason=why)
    else:
        leave("problem.cancel", by=by, target=call, case=("problem", call.problem_id or 0), reason=why)
    return call
