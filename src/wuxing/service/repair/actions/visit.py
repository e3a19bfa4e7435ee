"""Step 4, 上门: on the way, on site, the conduct checklist, warranty and fee told, work begun, visit ended."""

from collections.abc import Mapping

from django.db import transaction

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.reasons import say
from wuxing.governance.commitments import actions as commitments
from wuxing.service.repair import queries, rules, states
from wuxing.service.repair.actions.telling import tell_on_the_way
from wuxing.service.repair.actions.trace import leave, refuse, refuse_long, save_order, subject
from wuxing.service.repair.actions.warranty import why_not_costly
from wuxing.service.repair.models import Appointment, ServiceRequest, WorkOrder
from wuxing.service.repair.states import OrderState, VisitState


def _visit_for(order_id: int, to: VisitState, by: Actor) -> tuple[WorkOrder, Appointment]:
    by.require(Permission.REPAIR_VISIT)
    order = queries.lock_order_of_technician(order_id, by)
    visit = queries.lock_visit(order)
    if visit is None:
        raise RuleBroken(say("no visit is agreed yet; agree one first"))
    refuse(rules.why_not_change_visit(visit.state, to))
    return order, visit


@transaction.atomic
def depart(*, order_id: int, by: Actor) -> Appointment:
    """出发: the technician is on the way. Raises NotAllowed, NotFound, RuleBroken (no visit agreed, or past that)."""
    order, visit = _visit_for(order_id, VisitState.EN_ROUTE, by)

    visit.state, visit.en_route_at = VisitState.EN_ROUTE, clock.happening()
    visit.save(update_fields=["state", "en_route_at"])
    save_order(order)
    leave("repair.depart", by=by, target=visit, request_id=order.request_id)
    tell_on_the_way(order, visit, by)
    return visit


@transaction.atomic
def arrive(*, order_id: int, by: Actor) -> Appointment:
    """到达签到: the technician is on site; the arrival promise is kept or broken now (procedure 4, step 4)."""
    order, visit = _visit_for(order_id, VisitState.ARRIVED, by)
    if order.state != OrderState.IN_PROGRESS:
        refuse(rules.why_not_change_order(order.state, OrderState.IN_PROGRESS))
    now = clock.happening()

    visit.state, visit.arrived_at = VisitState.ARRIVED, now
    visit.save(update_fields=["state", "arrived_at"])
    targets = commitments.open_of(subject(order.request_id))
    commitments.resume(targets, at=now)
    commitments.stop(targets, "arrive", at=now)
    order.state, order.hold_reason, order.visits = OrderState.IN_PROGRESS, "", order.visits + 1
    order.arrived_at = order.arrived_at or now
    save_order(order, "state", "hold_reason", "visits", "arrived_at", targets=targets)
    leave(
        "repair.arrive", by=by, target=visit, request_id=order.request_id, window=[visit.slot.lower, visit.slot.upper]
    )
    return visit


@transaction.atomic
def confirm_problem(*, order_id: int, checklist: Mapping[str, bool], note: str = "", by: Actor) -> Appointment:
    """服务规范检查: the fault asked again and the conduct checklist gone through; may be added to later (step 4).

    Raises NotAllowed, NotFound, BadInput (no such check), RuleBroken (not on site).
    """
    by.require(Permission.REPAIR_VISIT)
    unknown = set(checklist) - set(states.CONDUCT_CHECKS)
    if unknown:
        raise BadInput({"checklist": say("no such check: %(names)s", names=", ".join(sorted(unknown)))})
    order = queries.lock_order_of_technician(order_id, by)
    visit = queries.lock_visit(order)
    if visit is None or visit.state not in (VisitState.ARRIVED, VisitState.WORKING, VisitState.PAUSED):
        raise RuleBroken(say("first check in on site"))

    visit.checklist = {**visit.checklist, **{name: bool(done) for name, done in checklist.items()}}
    visit.save(update_fields=["checklist"])
    order.checklist_complete = all(visit.checklist.get(name) for name in states.CONDUCT_CHECKS)
    save_order(order, "checklist_complete")
    leave(
        "repair.confirm_problem",
        by=by,
        target=visit,
        request_id=order.request_id,
        checklist=visit.checklist,
        note=note.strip(),
    )
    return visit


@transaction.atomic
def start_work(*, order_id: int, by: Actor) -> Appointment:
    """开工: work begins, once the fault was asked again and the customer knows warranty and fee (step 4).

    What may cost the customer money waits until they were told, or for a named exception.

    Raises NotAllowed, NotFound, RuleBroken (not on site; checklist; warranty and fee not told).
    """
    order, visit = _visit_for(order_id, VisitState.WORKING, by)
    decision, told = order.request.entitlement, queries.is_told(order)
    asked = bool(visit.checklist.get("fault_asked_again")) or order.work_type != ServiceRequest.WorkType.ONSITE
    arrived = visit.arrived_at is not None
    refuse(rules.why_not_start_work(arrived=arrived, explained=True, problem_confirmed=asked))
    refuse(why_not_costly(order))
    excepted = decision is not None and decision.exception != ""
    refuse(rules.why_not_start_work(arrived=arrived, explained=told or excepted, problem_confirmed=asked))
    now = clock.happening()

    visit.state, visit.started_at = VisitState.WORKING, visit.started_at or now
    visit.save(update_fields=["state", "started_at"])
    order.work_started_at = order.work_started_at or now
    save_order(order, "work_started_at")
    leave("repair.start_work", by=by, target=visit, request_id=order.request_id)
    return visit


@transaction.atomic
def finish_visit(*, order_id: int, outcome: str, note: str = "", by: Actor) -> Appointment:
    """结束上门: the visit ends as completed, or partial when another one must follow (procedure 4, step 5).

    Raises NotAllowed, NotFound, BadInput, RuleBroken (no diagnosis yet; work not begun).
    """
    by.require(Permission.REPAIR_VISIT)
    if outcome not in (VisitState.COMPLETED, VisitState.PARTIAL):
        raise BadInput({"outcome": say("a visit ends completed, or partly done with another one to follow")})
    refuse_long(note=(note, 500))
    order, visit = _visit_for(order_id, VisitState(outcome), by)
    if not queries.is_diagnosed(order) or (outcome == VisitState.COMPLETED and not order.outcome):
        refuse(say("write down the diagnosis"))

    visit.state, visit.ended_at, visit.note = outcome, clock.happening(), note.strip() or visit.note
    visit.save(update_fields=["state", "ended_at", "note"])
    save_order(order)
    leave("repair.finish_visit", by=by, target=visit, request_id=order.request_id, outcome=outcome, note=note.strip())
    return visit


@transaction.atomic
def report_no_access(*, order_id: int, note: str, by: Actor) -> Appointment:
    """无法入户: nobody opened; the visit counts, and another time must be agreed (procedure 4, step 4)."""
    by.require(Permission.REPAIR_VISIT)
    if not note.strip():
        raise BadInput({"note": say("write what you found at the door and whom you called")})
    refuse_long(note=(note, 500))
    order, visit = _visit_for(order_id, VisitState.NO_ACCESS, by)
    now = clock.happening()

    visit.state, visit.ended_at, visit.note = VisitState.NO_ACCESS, now, note.strip()
    visit.arrived_at = visit.arrived_at or now
    visit.save(update_fields=["state", "ended_at", "note", "arrived_at"])
    targets = commitments.open_of(subject(order.request_id))
    commitments.stop(targets, "arrive", at=now)
    order.arrived_at = order.arrived_at or now
    save_order(order, "arrived_at", targets=targets)
    leave("repair.no_access", by=by, target=visit, request_id=order.request_id, note=note.strip())
    return visit
