"""Step 3, 预约: the technician takes the order, calls first, tells warranty and fee, and agrees a time; or changes it."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Max

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor, Channel
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.reasons import say
from wuxing.governance.commitments import actions as commitments
from wuxing.resources.models import Person
from wuxing.service.repair import queries, rules, states
from wuxing.service.repair.actions.heard import ONLINE, PHONE, heard
from wuxing.service.repair.actions.telling import tell_agreed, tell_moved
from wuxing.service.repair.actions.trace import leave, refuse, refuse_long, save_order, subject
from wuxing.service.repair.actions.warranty import tell
from wuxing.service.repair.models import Appointment, WorkOrder
from wuxing.service.repair.states import Answer, OrderState, VisitState

ASKED_BY = ("customer", "us")
LONGEST_SLOT = timedelta(hours=12)


def book(order: WorkOrder, slot: tuple[datetime, datetime], *, state: VisitState) -> Appointment:
    """Book a visit in the technician's day; the database refuses a time that is taken.

    Raises:
        BadInput: the window is empty or longer than half a day.
        RuleBroken: the technician is booked then; the reason names the order.
    """
    if not slot[0] < slot[1] or slot[1] - slot[0] > LONGEST_SLOT:
        raise BadInput({"slot": say("the window must end after it begins and last at most half a day")})
    assert order.technician_id is not None
    # One booking of a person at a time: two that check the exclusion constraint at once would wait for each other.
    Person.objects.select_for_update(no_key=True).only("pk").get(pk=order.technician_id)
    last = order.appointments.aggregate(last=Max("sequence"))["last"] or 0
    try:
        with transaction.atomic():
            return Appointment.objects.create(
                tenant_id=order.tenant_id,
                order=order,
                sequence=last + 1,
                state=state,
                technician_id=order.technician_id,
                slot=DateTimeTZRange(*slot),
            )
    except IntegrityError:
        taken = (
            Appointment.objects.filter(
                technician_id=order.technician_id, slot__overlap=DateTimeTZRange(*slot), state__in=states.LIVE_VISITS
            )
            .values_list("order__number", flat=True)
            .first()
        )
        raise RuleBroken(say("the technician is booked then for %(order)s; choose another time", order=taken)) from None


@transaction.atomic
def accept_order(*, order_id: int, by: Actor) -> WorkOrder:
    """接单: the technician takes the order. Raises NotAllowed, NotFound, RuleBroken (not handed over, or taken)."""
    by.require(Permission.REPAIR_VISIT)
    order = queries.lock_order_of_technician(order_id, by)
    if order.state != OrderState.DISPATCHED:
        refuse(say("only an order that was handed over can be accepted"))
    if order.accepted_at:
        refuse(say("this order is accepted already"))

    order.accepted_at = clock.happening()
    save_order(order, "accepted_at")
    leave("repair.accept", by=by, target=order, request_id=order.request_id)
    return order


@transaction.atomic
def decline_order(*, order_id: int, reason: str, by: Actor) -> WorkOrder:
    """拒单: the technician gives the order back with a reason; the dispatcher hands it to another.

    Raises NotAllowed, NotFound, BadInput (no reason), RuleBroken (work has begun).
    """
    by.require(Permission.REPAIR_VISIT)
    if not reason.strip():
        raise BadInput({"reason": say("say why, so that the dispatcher can choose another person")})
    order = queries.lock_order_of_technician(order_id, by)
    if order.state != OrderState.DISPATCHED:
        refuse(say("only an order that was handed over can be declined"))

    if visit := queries.lock_visit(order):
        visit.state = VisitState.DECLINED if visit.state == VisitState.ASSIGNED else VisitState.CANCELLED
        visit.save(update_fields=["state"])
    name = order.technician.name if order.technician else ""
    order.state, order.technician, order.accepted_at = OrderState.QUALIFIED, None, None
    save_order(order, "state", "technician", "accepted_at")
    leave("repair.decline", by=by, target=order, request_id=order.request_id, technician=name, reason=reason.strip())
    return order


@transaction.atomic
def record_contact(*, order_id: int, reached: bool, note: str = "", by: Actor) -> WorkOrder:
    """首次联系: a call to the customer, answered or not; the first one that reaches them stops the clock (step 3)."""
    by.require(Permission.REPAIR_VISIT)
    order = queries.lock_order_of_technician(order_id, by)
    if order.state not in states.OPEN_ORDERS:
        refuse(say("an order that is %(state)s is not worked on", state=rules.STATE_WORDS[order.state]))

    if reached:
        _contacted(order, clock.happening())
    leave("repair.contact", by=by, target=order, request_id=order.request_id, reached=reached, note=note.strip())
    return order


def _contacted(order: WorkOrder, now: datetime) -> None:
    if order.contacted_at is None:
        order.contacted_at = now
        targets = commitments.open_of(subject(order.request_id))
        commitments.stop(targets, "respond", at=now)
        commitments.stop(targets, "contact", at=now)
        save_order(order, "contacted_at", targets=targets)


@transaction.atomic
def agree_appointment(
    *,
    order_id: int,
    slot: tuple[datetime, datetime],
    warranty_explained: bool,
    chosen_by: str = "us",
    note: str = "",
    by: Actor,
) -> Appointment:
    """约定上门: a time agreed with the customer on the telephone, warranty and fee told (procedure 4, step 3).

    A time later than the promise counts as the customer's only when the customer chose it (`chosen_by`).

    Raises NotAllowed, NotFound, BadInput (window), RuleBroken (not handed over; a visit stands; the technician is booked).
    """
    by.require(Permission.REPAIR_VISIT)
    if chosen_by not in ASKED_BY:
        raise BadInput({"chosen_by": say("say whether the customer or we chose the time")})
    refuse_long(note=(note, 500))
    order = queries.lock_order_of_technician(order_id, by)
    now = clock.happening()
    _make_room(order, slot, now)

    made = book(order, slot, state=VisitState.CONFIRMED)
    made.agreed_at, made.note = now, note.strip()
    made.save(update_fields=["agreed_at", "note"])
    _contacted(order, now)
    if warranty_explained:
        tell(order, how="phone", by=by)
    if order.accepted_at is None:
        order.accepted_at = now
    targets = commitments.open_of(subject(order.request_id))
    if chosen_by == "customer":
        commitments.choose_time(targets, due=slot[1], at=now)
    if order.state == OrderState.ON_HOLD:
        order.state, order.hold_reason = OrderState.DISPATCHED, ""
        commitments.resume(targets, at=now)
    save_order(order, "state", "hold_reason", "warranty_explained_at", "accepted_at", targets=targets)
    leave(
        "repair.agree_appointment",
        by=by,
        target=made,
        request_id=order.request_id,
        slot=list(slot),
        warranty_explained=warranty_explained,
        chosen_by=chosen_by,
        note=note.strip(),
    )
    tell_agreed(order, made, by)
    return made


def _make_room(order: WorkOrder, slot: tuple[datetime, datetime], now: datetime) -> None:
    """Refuse where no time can be agreed; a visit that was only proposed gives way."""
    if order.state not in (OrderState.DISPATCHED, OrderState.IN_PROGRESS, OrderState.ON_HOLD):
        refuse(say("hand the order to a technician first"))
    if slot[0] < slot[1] <= now:
        raise BadInput({"slot": say("the window is over; choose a time from now on")})
    visit = queries.lock_visit(order)
    if visit is None:
        return
    if visit.state != VisitState.PROPOSED:
        refuse(say("a visit is agreed already; reschedule it instead"))
    visit.state = VisitState.CANCELLED
    visit.save(update_fields=["state"])


def _answered(order: WorkOrder, by: Actor) -> None:
    """The customer took a time: what waited for that goes on."""
    channel = ONLINE if by.channel == Channel.PORTAL else PHONE
    heard(request_id=order.request_id, channel=channel, by=by, answers=Answer.SLOT)
    order.refresh_from_db(fields=["state", "hold_reason", "held_at"])


@transaction.atomic
def reschedule_appointment(
    *, order_id: int, slot: tuple[datetime, datetime], asked_by: str, reason: str, by: Actor
) -> Appointment:
    """改约: another time; the old visit stays with who asked and why, and the dispatcher is told (procedure 4, step 3).

    Raises NotAllowed, NotFound, BadInput, RuleBroken (no visit stands; already on site; the technician is booked).
    """
    by.require(Permission.REPAIR_VISIT)
    if asked_by not in ASKED_BY:
        raise BadInput({"asked_by": say("say who asked for the change")})
    if not reason.strip():
        raise BadInput({"reason": say("say why the time changes")})
    refuse_long(reason=(reason, 300))
    order = queries.lock_order_of_technician(order_id, by)
    visit = queries.lock_visit(order)
    if visit is None:
        raise RuleBroken(say("no visit is agreed yet; agree one first"))
    refuse(rules.why_not_change_visit(visit.state, VisitState.RESCHEDULED))
    now = clock.now()
    if slot[0] < slot[1] <= now:
        raise BadInput({"slot": say("the window is over; choose a time from now on")})

    old_slot = visit.slot
    visit.state, visit.reschedule_reason, visit.reschedule_asked_by = VisitState.RESCHEDULED, reason.strip(), asked_by
    visit.save(update_fields=["state", "reschedule_reason", "reschedule_asked_by"])
    made = book(order, slot, state=VisitState.CONFIRMED)
    made.agreed_at = now
    made.save(update_fields=["agreed_at"])
    visit.rescheduled_to = made
    visit.save(update_fields=["rescheduled_to"])
    _contacted(order, now)
    if asked_by == "customer":
        _answered(order, by)
    targets = commitments.open_of(subject(order.request_id))
    if asked_by == "customer":
        commitments.choose_time(targets, due=slot[1], at=now)
    save_order(order, targets=targets)
    leave(
        "repair.reschedule",
        by=by,
        target=made,
        request_id=order.request_id,
        before=[old_slot.lower, old_slot.upper],
        after=list(slot),
        asked_by=asked_by,
        reason=reason.strip(),
        notice_minutes=max(0, int((old_slot.lower - now).total_seconds() // 60)),
    )
    tell_moved(order, made, (old_slot.lower, old_slot.upper), by)
    return made
