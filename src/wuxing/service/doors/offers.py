"""What is known of times that the desk offered by hand: those that stand, and what became of the others."""

from datetime import datetime

from django.db.models import QuerySet

from wuxing.core import clock
from wuxing.core.reading import models_by
from wuxing.service.doors import queries, windows
from wuxing.service.doors.models import OfferedSlot
from wuxing.service.repair.models import WorkOrder

MOST_SHOWN = 40
FIRST = 3  # computed times with which a list by hand begins


def all_offers(order_id: int) -> QuerySet[OfferedSlot]:
    """Every time offered by hand on an order, newest first: to be read by `reading`."""
    return OfferedSlot.objects.filter(order_id=order_id).order_by("-pk")


def standing(order_id: int, now: datetime) -> list[OfferedSlot]:
    """Return the times offered by hand that stand and have not begun, the earliest first."""
    rows = [one for one in models_by(all_offers, order_id) if one.ended_at is None and one.slot.lower > now]
    found = sorted(rows, key=lambda one: (one.slot.lower, one.slot.upper, one.pk))
    agreed = agreed_at(order_id) if found else None
    return [one for one in found if fate(one, now, agreed) == "standing"]


def agreed_at(order_id: int) -> datetime | None:
    """Return when a visit of an order was agreed last, by whatever way: what was offered before is over."""
    return next((one.agreed_at for one in queries.visits_of(order_id) if one.agreed_at), None)


def open_to_customer(order: WorkOrder, now: datetime) -> list[OfferedSlot]:
    """Return those that stand and that the technician still has free."""
    found = standing(order.pk, now)
    if not found:
        return []
    taken = windows.taken_from(order, now, max(one.slot.upper for one in found))
    return [one for one in found if not any(one.slot.lower < end and begin < one.slot.upper for begin, end in taken)]


def of_order(order_id: int) -> list[OfferedSlot]:
    """Return what was offered on an order, newest first, each with who offered it."""
    rows = OfferedSlot.objects.select_related("offered_by").filter(order_id=order_id)
    return list(rows.order_by("-pk")[:MOST_SHOWN])


def fate(one: OfferedSlot, now: datetime, agreed: datetime | None) -> str:
    """Return what became of an offered time: standing, past, or how it ended. `agreed`: when a visit was agreed last."""
    if one.ended:
        return one.ended
    if agreed and agreed > one.offered_at:
        return OfferedSlot.Ended.LEFT
    return "standing" if one.slot.lower > now else "past"


def last_fate(order_id: int, now: datetime) -> str:
    """Return what became of the newest time that was offered, or nothing where none was."""
    newest = next(iter(models_by(all_offers, order_id)), None)
    return fate(newest, now, agreed_at(order_id)) if newest else ""


def first_times(order: WorkOrder, zone: str) -> list[tuple[datetime, datetime]]:
    """Return the first of the computed times, to begin a list of one's own with; none while the order is with nobody."""
    if order.technician_id is None:
        return []
    return windows.offered_windows(order, queries.visit_of(order.pk), clock.now(), zone)[:FIRST]
