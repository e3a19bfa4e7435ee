"""Step 2, 派工: the work order is written and handed to somebody whose skill fits the fault."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from wuxing.core import clock, numbering
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound
from wuxing.core.reasons import Reason, say
from wuxing.governance.commitments import actions as commitments
from wuxing.resources.models import Person
from wuxing.service.repair import queries, rules, states
from wuxing.service.repair.actions import promising
from wuxing.service.repair.actions.telling import tell_handed
from wuxing.service.repair.actions.trace import leave, note_promises, refuse, save_order, subject
from wuxing.service.repair.models import WorkOrder
from wuxing.service.repair.states import OrderState, RequestState, VisitState


@transaction.atomic
def write_order(*, request_id: int, by: Actor) -> WorkOrder:
    """开单: write the work order (派工单) of a request; a complete record makes it ready to dispatch (step 2).

    Raises NotAllowed, NotFound, RuleBroken (the request is merged, rejected or has a running order).
    """
    by.require(Permission.REPAIR_INTAKE)
    request = queries.lock_request(request_id)
    if request.state != RequestState.CONVERTED:
        refuse(rules.why_not_change_request(request.state, RequestState.CONVERTED))
    elif request.orders.filter(state__in=states.OPEN_ORDERS).exists():
        refuse(say("this request has a running order already"))
    now = clock.now()
    product = request.product
    missing = queries.missing_in(request)

    order = WorkOrder(
        tenant_id=by.tenant_id,
        number=numbering.next_number("WO", by=by, year=now.astimezone(ZoneInfo(by.zone)).year),
        request=request,
        state=OrderState.DRAFT if missing else OrderState.QUALIFIED,
        work_type=request.work_type,
        title=title_for(product.name if product else "", request.fault),
        trade=product.trade if product else "",
        skill_level=product.skill_level if product else 1,
        customer=request.customer,
        asset=request.asset,
        product=product,
        symptom=request.symptom,
        written_at=now,
        recorded_at=now,
        updated_at=now,
    )
    note_promises(order, commitments.open_of(subject(request)))
    order.save(force_insert=True)
    request.state = RequestState.CONVERTED
    request.search = f"{request.search} {order.number.lower()}"  # an order is found by its request's words
    request.save(update_fields=["state", "search"])
    leave(
        "repair.write_order",
        by=by,
        target=order,
        request_id=request.pk,
        number=order.number,
        request=request.number,
        missing=list(missing),
    )
    return order


def title_for(product: str, fault: str) -> str:
    """Return the few words by which an order is known in lists."""
    first = fault.strip().splitlines()[0] if fault.strip() else ""
    named = first if product and first.startswith(product) else f"{product} {first}".strip()
    return (named if len(named) <= 120 else f"{named[:119].rstrip()}…") or "—"


def why_not_send_to(order: WorkOrder, technician: Person, on: date) -> Reason | None:
    """Return why this technician may not be given this order."""
    skill = technician.skills.filter(trade=order.trade).first() if order.trade else None
    return rules.why_not_send(
        name=technician.name,
        active=technician.active,
        trade=order.trade,
        level_needed=order.skill_level,
        level=skill.level if skill else None,
        valid_until=skill.valid_until if skill else None,
        on=on,
    )


@transaction.atomic
def dispatch_order(
    *,
    order_id: int,
    technician_id: int,
    planned: tuple[datetime, datetime] | None = None,
    parts_expected: str = "",
    override_reason: str = "",
    by: Actor,
) -> WorkOrder:
    """派单: hand the order to a technician by skill, or hand it on to another (procedure 4, step 2).

    `planned` is a proposed time, to be agreed with the customer. A missing skill refuses, unless a reason is given, which stays.

    Raises NotAllowed, NotFound, BadInput, RuleBroken (record incomplete; skill, certificate; past that).
    """
    by.require(Permission.REPAIR_DISPATCH)
    order = queries.lock_order(order_id)
    missing, visit = queries.missing_in(order.request), queries.lock_visit(order)
    on_site = visit is not None and visit.state not in states.EARLY_VISITS
    refuse(rules.why_not_dispatch(state=order.state, missing=missing, on_site=on_site))
    now = clock.now()
    technician, unfit = _chosen(order, technician_id, override_reason, now.astimezone(ZoneInfo(by.zone)).date())
    if planned and planned[1] <= planned[0]:
        raise BadInput({"planned": say("the window must end after it begins")})

    again = order.technician_id is not None
    before = order.technician.name if order.technician else ""
    if visit and (planned or visit.technician_id != technician.pk):
        visit.state = VisitState.CANCELLED
        visit.save(update_fields=["state"])
    _hand_over(order, technician, now, by)
    if planned:
        propose_visit(order, planned)
    leave(
        "repair.reassign" if again else "repair.dispatch",
        by=by,
        target=order,
        request_id=order.request_id,
        technician=technician.name,
        technician_id=technician.pk,
        outlet=technician.outlet.name,
        before=before,
        planned=list(planned) if planned else None,
        parts_expected=parts_expected,
        unfit=str(unfit) if unfit else "",
        override_reason=override_reason.strip() if unfit else "",
    )
    tell_handed(order, planned, parts_expected, by)
    return order


def _chosen(order: WorkOrder, technician_id: int, override: str, today: date) -> tuple[Person, Reason | None]:
    """Return the technician, and what speaks against them where a reason overrides it; refuse otherwise."""
    technician = Person.objects.select_related("outlet").filter(pk=technician_id).first()
    if technician is None:
        raise NotFound(say("there is no technician %(id)s here", id=technician_id))
    unfit = why_not_send_to(order, technician, today)
    if unfit and (not override.strip() or not technician.active):
        refuse(unfit)
    return technician, unfit


def _hand_over(order: WorkOrder, technician: Person, now: datetime, by: Actor) -> None:
    """Give the order to a technician; the first time, the promise to dispatch is kept or broken and the call's begins."""
    targets = commitments.open_of(subject(order.request_id))
    order.technician, order.outlet = technician, technician.outlet
    order.state, order.accepted_at = OrderState.DISPATCHED, None
    if order.dispatched_at is None:
        order.dispatched_at = now
        commitments.stop(targets, "dispatch", at=now)
        targets += promising.open_for(order.request, ["contact"], start=now, by=by, outlet=technician.outlet)
    save_order(order, "technician", "outlet", "state", "accepted_at", "dispatched_at", targets=targets)


def propose_visit(order: WorkOrder, slot: tuple[datetime, datetime]) -> None:
    """Put a proposed visit on the technician's day; a time already booked is refused with its order."""
    from wuxing.service.repair.actions.appointment import book

    book(order, slot, state=VisitState.PROPOSED)
