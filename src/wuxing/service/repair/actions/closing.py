"""Step 6, 确认与结单: the customer signs, the work is reported, reviewed and closed; or held, given up, reopened."""

from typing import Any

from django.db import transaction

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.reasons import say
from wuxing.governance.commitments import actions as commitments
from wuxing.service.bench_repair import queries as bench
from wuxing.service.bench_repair import rules as bench_rules
from wuxing.service.repair import queries, rules
from wuxing.service.repair.actions import endings, promising
from wuxing.service.repair.actions.trace import leave, refuse, refuse_long, save_order, subject
from wuxing.service.repair.actions.waiting import let_go_on, put_on_hold
from wuxing.service.repair.models import Signature, WorkOrder
from wuxing.service.repair.states import HoldReason, OrderState, Outcome, VisitState


@transaction.atomic
def sign_order(
    *,
    order_id: int,
    name: str,
    image_id: int | None = None,
    not_drawn: str = "",
    satisfied: bool | None = None,
    comment: str = "",
    by: Actor,
) -> Signature:
    """客户签字: the customer confirms result, parts and fee, by hand or by typed name (step 6).

    `not_drawn`: why the name alone was given; kept on the timeline, and with no drawing only.

    Raises NotAllowed, NotFound, BadInput (no name), RuleBroken (no diagnosis yet; the order is over).
    """
    by.require(Permission.REPAIR_VISIT)
    if not name.strip():
        raise BadInput({"name": say("write the name of the person who signs")})
    refuse_long(name=(name, 100), comment=(comment, 500), not_drawn=(not_drawn, 300))
    order = queries.lock_order_of_technician(order_id, by)
    if order.state not in (OrderState.IN_PROGRESS, OrderState.WORK_DONE):
        refuse(say("the customer signs when the work on site is under way"))
    if not queries.is_diagnosed(order):
        refuse(say("write down the diagnosis"))
    now = clock.happening()
    why: dict[str, Any] = {"not_drawn": not_drawn.strip()} if not_drawn.strip() and not image_id else {}

    made = Signature.objects.create(
        tenant_id=by.tenant_id,
        order=order,
        name=name.strip(),
        method="drawn" if image_id else "typed",
        image_id=image_id,
        satisfied=satisfied,
        comment=comment.strip(),
        signed_at=now,
    )
    order.signed_at = order.signed_at or now
    save_order(order, "signed_at")
    leave(
        "repair.sign", by=by, target=made, request_id=order.request_id, name=made.name, method=made.method,
        satisfied=satisfied, comment=made.comment, **why,
    )  # fmt: skip
    return made


@transaction.atomic
def finish_work(*, order_id: int, by: Actor) -> WorkOrder:
    """完工: the technician reports the order as done; the resolution promise is kept or broken now (step 6).

    Raises NotAllowed, NotFound, RuleBroken (something is missing; the reason lists it).
    """
    by.require(Permission.REPAIR_VISIT)
    order = queries.lock_order_of_technician(order_id, by)
    refuse(rules.why_not_finish_work(order.state, queries.gaps_before_finish(order)))
    if not order.outcome:
        refuse(say("another visit is to follow; agree it first"))
    now = clock.happening()

    targets = commitments.open_of(subject(order.request_id))
    order.state = OrderState.WORK_DONE
    if order.outcome != Outcome.TAKEN_BACK:
        order.resolved_at = now
        commitments.stop(targets, "resolve", at=now)
    save_order(order, "state", "resolved_at", targets=targets)
    leave("repair.finish_work", by=by, target=order, request_id=order.request_id, outcome=order.outcome)
    return order


@transaction.atomic
def review_order(*, order_id: int, note: str = "", by: Actor) -> WorkOrder:
    """复核: the dispatcher checks the finished order (step 6). Raises NotAllowed, NotFound, RuleBroken."""
    by.require(Permission.REPAIR_CLOSE)
    order = queries.lock_order(order_id)
    refuse(rules.why_not_change_order(order.state, OrderState.REVIEWED))

    order.state = OrderState.REVIEWED
    save_order(order, "state")
    leave("repair.review", by=by, target=order, request_id=order.request_id, note=note.strip())
    return order


@transaction.atomic
def close_order(*, order_id: int, by: Actor) -> WorkOrder:
    """结单: the order is closed; the promise to call back begins (step 6). Raises NotAllowed, NotFound, RuleBroken."""
    by.require(Permission.REPAIR_CLOSE)
    order = queries.lock_order(order_id)
    refuse(rules.why_not_change_order(order.state, OrderState.CLOSED))
    refuse(bench_rules.why_not_close_order(items=bench.open_items(order.pk), loans=bench.open_loans(order.pk)))
    now = clock.happening()

    order.state, order.closed_at = OrderState.CLOSED, now
    begun = endings.closing(order, by)
    if order.resolved_at is None:
        order.resolved_at = now
    targets = commitments.open_of(subject(order.request_id))
    commitments.stop(targets, "resolve", at=now)
    targets += promising.open_for(order.request, begun.promises, start=now, by=by, outlet=order.outlet)
    save_order(order, "state", "closed_at", "resolved_at", targets=targets)
    leave("repair.close", by=by, target=order, request_id=order.request_id, outcome=order.outcome, **begun.told)
    return order


@transaction.atomic
def record_follow_up(*, order_id: int, reached: bool, satisfied: bool | None, note: str = "", by: Actor) -> WorkOrder:
    """回访: the call after the repair; unhappy customers are noted for complaint handling (step 6, procedure 14).

    Raises NotAllowed, NotFound, BadInput (reached but no answer), RuleBroken (not closed yet).
    """
    by.require(Permission.REPAIR_INTAKE)
    if reached and satisfied is None:
        raise BadInput({"satisfied": say("note what the customer said: content or not")})
    order = queries.lock_order(order_id)
    if order.state != OrderState.CLOSED:
        refuse(say("the follow-up call comes after the order is closed"))
    now = clock.happening()

    if reached and order.followed_up_at is None:
        order.followed_up_at, order.follow_up_satisfied = now, satisfied
        targets = commitments.open_of(subject(order.request_id))
        commitments.stop(targets, "follow_up", at=now)
        save_order(order, "followed_up_at", "follow_up_satisfied", targets=targets)
        endings.called(order, bool(satisfied), by)
    leave(
        "repair.follow_up",
        by=by,
        target=order,
        request_id=order.request_id,
        reached=reached,
        satisfied=satisfied,
        note=note.strip(),
    )
    return order


@transaction.atomic
def hold_order(*, order_id: int, reason: str, note: str = "", by: Actor) -> WorkOrder:
    """挂起: the order waits for a listed reason, which says which of its clocks stop (states.md section 2)."""
    by.require(Permission.REPAIR_VISIT)
    if reason not in set(HoldReason):
        raise BadInput({"reason": say("choose why the order waits")})
    order = queries.lock_order_of_technician(order_id, by)
    refuse(rules.why_not_change_order(order.state, OrderState.ON_HOLD))

    put_on_hold(order, reason, by, note=note.strip())
    return order


@transaction.atomic
def resume_order(*, order_id: int, note: str = "", by: Actor) -> WorkOrder:
    """恢复: the wait is over and the clocks run again. Raises NotAllowed, NotFound, RuleBroken (it does not wait)."""
    by.require(Permission.REPAIR_VISIT)
    order = queries.lock_order_of_technician(order_id, by)
    if order.state != OrderState.ON_HOLD:
        refuse(say("this order does not wait"))

    let_go_on(order, by, note=note.strip())
    return order


def _end(order_id: int, to: OrderState, event: str, reason: str, by: Actor) -> WorkOrder:
    by.require(Permission.REPAIR_DISPATCH)
    if not reason.strip():
        raise BadInput({"reason": say("say why, in a sentence that others understand")})
    order = queries.lock_order(order_id)
    refuse(rules.why_not_change_order(order.state, to))
    now = clock.happening()

    if visit := queries.lock_visit(order):
        under_way = visit.state in (VisitState.ARRIVED, VisitState.WORKING, VisitState.PAUSED)
        visit.state, visit.ended_at = (VisitState.PARTIAL if under_way else VisitState.CANCELLED), now
        visit.save(update_fields=["state", "ended_at"])
    targets = commitments.open_of(subject(order.request_id))
    if to == OrderState.CANCELLED:
        commitments.drop(targets, at=now)
        order.cancelled_at = now
    else:
        commitments.resume(targets, at=now)
        order.outcome = Outcome.CANNOT_COMPLETE
    order.state, order.hold_reason = to, ""
    save_order(order, "state", "hold_reason", "outcome", "cancelled_at", targets=targets)
    leave(event, by=by, target=order, request_id=order.request_id, reason=reason.strip())
    return order


@transaction.atomic
def cancel_order(*, order_id: int, reason: str, by: Actor) -> WorkOrder:
    """取消: the customer does not want it any more, or it was written by mistake; promises end without a verdict."""
    return _end(order_id, OrderState.CANCELLED, "repair.cancel", reason, by)


@transaction.atomic
def give_up_order(*, order_id: int, reason: str, by: Actor) -> WorkOrder:
    """无法完成: the repair cannot be done; the promise to resolve runs on and will count as broken."""
    return _end(order_id, OrderState.CANNOT_COMPLETE, "repair.cannot_complete", reason, by)


@transaction.atomic
def reopen_order(*, order_id: int, reason: str, by: Actor) -> WorkOrder:
    """重新打开: a closed order goes on, as a visible event; what was closed stays on the timeline (states.md section 2)."""
    by.require(Permission.REPAIR_CLOSE)
    if not reason.strip():
        raise BadInput({"reason": say("say why the order goes on")})
    order = queries.lock_order(order_id)
    refuse(rules.why_not_change_order(order.state, OrderState.REOPENED))
    now = clock.happening()

    order.state, order.reopened_at = OrderState.REOPENED, now
    order.resolved_at = order.closed_at = order.signed_at = order.followed_up_at = None
    order.outcome = ""
    targets = commitments.open_of(subject(order.request_id))
    commitments.drop(targets, at=now, kind="follow_up")
    endings.reopening(order, by)
    targets += promising.open_for(order.request, ["resolve"], start=now, by=by, outlet=order.outlet)
    save_order(
        order,
        "state",
        "reopened_at",
        "resolved_at",
        "closed_at",
        "signed_at",
        "followed_up_at",
        "outcome",
        targets=targets,
    )
    leave("repair.reopen", by=by, target=order, request_id=order.request_id, reason=reason.strip())
    return order
