"""给客户可选时段: the desk offers times by hand; the customer takes one on the tracking page (procedure 4, step 3)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import QuerySet

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.reasons import Reason, say
from wuxing.service.doors import offers, queries, rules
from wuxing.service.doors.door import lent
from wuxing.service.doors.models import OfferedSlot
from wuxing.service.repair import actions as repair
from wuxing.service.repair import queries as repairs
from wuxing.service.repair.actions.heard import ONLINE, heard
from wuxing.service.repair.actions.trace import leave, refuse, refuse_long
from wuxing.service.repair.models import Appointment
from wuxing.service.repair.states import Answer, VisitState

Ended = OfferedSlot.Ended


@transaction.atomic
def offer_slots(*, order_id: int, slots: Sequence[rules.Window], by: Actor) -> list[OfferedSlot]:
    """给出时段: offer the customer of an order these times instead of computed ones; those offered before are replaced.

    Raises NotAllowed, NotFound, BadInput (what is wrong, by place), RuleBroken (with no technician; on the way; booked).
    """
    by.require(Permission.REPAIR_DISPATCH)
    order, now = repairs.lock_order(order_id), clock.now()
    visit = queries.visit_of(order.pk)
    wrong = rules.why_not_offer(
        order.state,
        technician=order.technician_id is not None,
        visit=visit.state if visit else None,
        windows=slots,
        now=now,
    )
    if isinstance(wrong, Reason):
        raise RuleBroken(wrong)
    if wrong:
        raise BadInput(dict(wrong))

    _end(_live(order.pk), Ended.REPLACED, now)
    made = [
        OfferedSlot(
            tenant_id=by.tenant_id, order=order, slot=DateTimeTZRange(*one), offered_at=now, offered_by_id=by.user_id
        )
        for one in sorted(slots)
    ]
    made = OfferedSlot.objects.bulk_create(made)
    if len(offers.open_to_customer(order, now)) < len(made):
        refuse(say("the technician is booked at one of these times; choose others"))
    leave(
        "link.offer_times", by=by, target=order, request_id=order.request_id, slots=[list(one) for one in sorted(slots)]
    )
    return made


@transaction.atomic
def withdraw_slots(*, order_id: int, reason: str, by: Actor) -> int:
    """撤回时段: the times that stand are offered no longer; return how many.

    Raises NotAllowed, NotFound, BadInput (no reason), RuleBroken (none stands).
    """
    by.require(Permission.REPAIR_DISPATCH)
    if not reason.strip():
        raise BadInput({"reason": say("say why the times are withdrawn")})
    refuse_long(reason=(reason, 300))
    order, now = repairs.lock_order(order_id), clock.now()
    standing = offers.standing(order.pk, now)
    refuse(None if standing else say("no offered time stands"))

    _end(_live(order.pk).filter(pk__in=[one.pk for one in standing]), Ended.WITHDRAWN, now, reason.strip())
    slots = [[one.slot.lower, one.slot.upper] for one in standing]
    leave("link.withdraw_times", by=by, target=order, request_id=order.request_id, slots=slots, reason=reason.strip())
    return len(standing)


@transaction.atomic
def take_slot(*, order_id: int, slot_id: int, reason: str = "", by: Actor) -> Appointment:
    """客户选定时段: the customer takes a time that was offered by hand; the visit is agreed, or moved, to it.

    Raises NotAllowed, NotFound, BadInput (withdrawn, replaced, past), RuleBroken (on the way; taken meanwhile).
    """
    by.require(Permission.OWN_ORDER)
    order, now = repairs.lock_order(order_id), clock.now()
    chosen = OfferedSlot.objects.filter(pk=slot_id, order_id=order.pk).first()
    if chosen is None:
        raise NotFound(say("there is no such offered time here"))
    if (fate := offers.fate(chosen, now, offers.agreed_at(order.pk))) != "standing":
        raise BadInput({"slot": why_gone(fate)})
    visit = queries.visit_of(order.pk)
    refuse(rules.why_not_take(visit.state if visit else None))
    if chosen not in offers.open_to_customer(order, now):
        raise BadInput({"slot": say("this time is not free any more; choose another")})  # whose it is, is not for them
    slot, desk = (chosen.slot.lower, chosen.slot.upper), lent(by, Permission.REPAIR_VISIT, Permission.REPAIR_DISPATCH)
    if visit and visit.state != VisitState.PROPOSED:
        made = repair.reschedule_appointment(
            order_id=order.pk,
            slot=slot,
            asked_by="customer",
            reason=reason.strip()[:300] or "by the tracking page",
            by=desk,
        )
    else:
        heard(request_id=order.request_id, channel=ONLINE, by=by, answers=Answer.SLOT)
        made = repair.agree_appointment(
            order_id=order.pk, slot=slot, warranty_explained=False, chosen_by="customer", note=reason[:300], by=desk
        )
    _end(OfferedSlot.objects.filter(pk=chosen.pk), Ended.TAKEN, now)
    _end(_live(order.pk), Ended.LEFT, now)
    return made


def why_gone(fate: str) -> Reason:
    """Return what a customer hears who takes a time that does not stand any more."""
    said = {
        "past": say("this time is past; choose another"),
        "withdrawn": say("we had to withdraw this time; choose another"),
        "replaced": say("we offer other times now; choose one of them"),
    }
    return said.get(fate, say("a time was chosen already"))


def _live(order_id: int) -> QuerySet[OfferedSlot]:
    return OfferedSlot.objects.filter(order_id=order_id, ended_at=None)


def _end(rows: QuerySet[OfferedSlot], how: str, now: datetime, reason: str = "") -> None:
    rows.update(ended_at=now, ended=how, reason=reason)
