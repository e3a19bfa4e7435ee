"""Blocks of the tracking page that belong to the case itself: how far it is, the visit, the warranty, the paper, whom to call."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wuxing.core import clock, wording
from wuxing.core.errors import BadInput
from wuxing.core.reading import Question
from wuxing.core.reasons import say
from wuxing.customers.entitlement.rules import words as warranty_words
from wuxing.customers.entitlement.views.panel import free_words, reason_of, word
from wuxing.governance.commitments.queries import calendars
from wuxing.service.bench_repair.queries import ITEMS_OPEN, open_items
from wuxing.service.charges.queries import quotes_of
from wuxing.service.charges.states import QuoteState
from wuxing.service.doors import actions, offers, queries, rules, windows
from wuxing.service.doors.actions.moving import why_not_move
from wuxing.service.doors.blocks import block, door_act
from wuxing.service.doors.door import Door
from wuxing.service.doors.models import OfferedSlot
from wuxing.service.repair.models import Appointment, WorkOrder
from wuxing.service.repair.rules.words import HOLDS, TRADES
from wuxing.service.repair.states import OrderState, VisitState
from wuxing.service.repair.views.words import near, slot_words, visit_state

ENDED_BEFORE = ("answered_remotely", "rejected", "merged")
OVER = (OrderState.CANCELLED, OrderState.CANNOT_COMPLETE)


def _of_visits(order: WorkOrder) -> list[Question]:
    technician, calendar = order.technician_id or 0, order.outlet.calendar_id if order.outlet else None
    return [
        (queries.all_visits, order.pk),
        (offers.all_offers, order.pk),
        (queries.skills, technician),
        (windows.booked, technician, *windows.offered_hours(clock.now())),
        (calendars.newest, calendar or 0),
        (ITEMS_OPEN, order.pk),
    ]


@block("steps", order=10, before_order=True, reads=_of_visits)
def steps(order: WorkOrder | None, door: Door) -> dict[str, Any]:
    """Say how far the case is: received, handed over, on the way, under repair, done."""
    visit = next(iter(queries.visits_of(order.pk)), None) if order else None
    times: list[tuple[str, datetime | None]] = [
        (pgettext("stage of a case", "Received"), door.request.received_at),
        (_("Handed to a technician"), order.dispatched_at if order else None),
        (pgettext("stage of a case", "On the way"), visit.en_route_at if visit else None),
        (pgettext("stage of a case", "Repair"), order.work_started_at if order else None),
        (pgettext("stage of a case", "Done"), (order.resolved_at or order.closed_at) if order else None),
    ]
    last = max(place for place, (_title, at) in enumerate(times) if at)
    ended = last == len(times) - 1 or _is_over(order, door)
    stages = []
    for place, (title, at) in enumerate(times):
        state = "done" if at or place < last else "now" if place == last + 1 and not ended else "waiting"
        stages.append({"title": title, "state": state, "at": near(at, door.tenant.zone) if at else ""})
    there = visit is not None and visit.state == VisitState.ARRIVED and times[last][1] == visit.en_route_at
    return {"stages": stages, "now": _now(order, door, visit_state(VisitState.ARRIVED)[1] if there else times[last][0])}


def _is_over(order: WorkOrder | None, door: Door) -> bool:
    """Say whether nothing more comes: without a repair, or before an order was ever written."""
    return order.state in OVER if order else door.request.state in ENDED_BEFORE


def _now(order: WorkOrder | None, door: Door, last: str) -> str:
    """Return the sentence at the top."""
    if order is None:
        found = {
            "answered_remotely": _("Solved on the telephone"),
            "rejected": _("Not taken up"),
            "merged": _("Goes on under another number"),
        }
        return found.get(door.request.state, _("Received; we look at it and get in touch"))
    if order.state == OrderState.ON_HOLD:
        return _("Waits: %(reason)s") % {"reason": word(HOLDS, order.hold_reason)}
    if order.state == OrderState.CANCELLED:
        return _("Cancelled")
    if not order.closed_at and open_items(order.pk):
        return _("With our workshop")
    if order.state == OrderState.CANNOT_COMPLETE:
        return _("Ended without a repair")
    return last


@block("visit", order=20)
def visit(order: WorkOrder, door: Door) -> dict[str, Any] | None:
    """Say who comes when, whether their qualification is valid, and offer other times."""
    found = queries.visit_of(order.pk)
    if order.technician is None or order.closed_at or order.state in OVER:
        return None
    if found is None and (order.resolved_at or open_items(order.pk)):
        return None  # nobody comes: the work is done, or the things are here
    by_hand = offers.open_to_customer(order, door.now)
    refusal = rules.why_not_take(found.state if found else None) if by_hand else why_not_move(order, found, door.now)
    times = [] if refusal else _windows(order, found, by_hand, door)
    return {
        "technician": order.technician.name,
        "skill": _skill(order, door),
        "when": slot_words(found.slot, door.tenant.zone) if found else "",
        "state": visit_state(found.state) if found else None,
        "moving": not refusal and bool(times),
        "why_not": wording.text(refusal) if refusal and found else "",
        "windows": times,
        "by_hand": bool(by_hand),
        "gone": "" if by_hand else _gone(order, door),
        "moved": _moved(order),
    }


def _windows(
    order: WorkOrder, found: Appointment | None, by_hand: list[OfferedSlot], door: Door
) -> list[tuple[str, str]]:
    """Return the times to choose from, each with its words: those offered by hand, else the computed ones."""
    zone = door.tenant.zone
    if by_hand:
        return [(str(one.pk), slot_words(one.slot, zone)) for one in by_hand]
    free = windows.offered_windows(order, found, door.now, zone)
    return [(begin.isoformat(), slot_words(_Slot(begin, end), zone)) for begin, end in free]


def _gone(order: WorkOrder, door: Door) -> str:
    """Say that the times offered by hand do not stand any more, where they ended without an answer."""
    said = {"past": _("The times that we offered are past."), "withdrawn": _("We had to withdraw the times offered.")}
    return said.get(offers.last_fate(order.pk, door.now), "")


class _Slot:
    """A window as a range: what the words of slots read."""

    def __init__(self, lower: datetime, upper: datetime) -> None:
        self.lower, self.upper = lower, upper


def _skill(order: WorkOrder, door: Door) -> dict[str, str]:
    """Return the technician's skill for this order and whether its certificate is valid today."""
    found = queries.skill_of(order)
    if found is None:
        return {"look": "unknown", "word": _("no qualification on record for this kind of work")}
    title = _("%(trade)s level %(level)s") % {"trade": word(TRADES, found["trade"]), "level": found["level"]}
    if found["valid_until"] and found["valid_until"] < clock.today(door.tenant.zone):
        return {"look": "late", "word": _("%(skill)s · certificate ran out") % {"skill": title}}
    if not found["certificate_no"]:
        return {"look": "waiting", "word": _("%(skill)s · without a certificate on record") % {"skill": title}}
    return {"look": "done", "word": _("%(skill)s · certificate valid") % {"skill": title}}


def _moved(order: WorkOrder) -> str:
    """Say who moved the visit last."""
    asked = next(iter(queries.moved_by(order.pk)), "")
    return {"customer": _("moved at your wish"), "us": _("moved by us")}.get(asked, "")


@door_act("visit", "move")
def move(request: HttpRequest, order: WorkOrder, door: Door) -> str:
    """Move the visit to an offered window."""
    given = request.POST.get("slot", "")[:40]
    if given.isdecimal() and len(given) < 18:
        actions.take_slot(order_id=order.pk, slot_id=int(given), reason=request.POST.get("reason", ""), by=door.actor)
        return _("The visit is agreed.")
    try:
        begins = parse_datetime(given)
    except ValueError:  # a day that no calendar has
        begins = None
    if begins is None or begins.tzinfo is None:
        raise BadInput({"slot": say("choose one of the times")})
    actions.move_visit(order_id=order.pk, begins=begins, reason=request.POST.get("reason", ""), by=door.actor)
    return _("The visit is moved.")


@block("warranty", order=30, before_order=True)
def warranty(order: WorkOrder | None, door: Door) -> dict[str, Any] | None:
    """Say whether the unit is under warranty, why, and what has to be paid; amounts only once the digits were given."""
    found = door.request.entitlement
    if found is None:
        return None
    row = {name: getattr(found, name) for name in ("covered_parts", "covered_labour", "covered_travel")}
    covered = all(share == 100 for share in row.values())
    free = covered and not _has_agreed_to_pay(order)
    return {
        "look": warranty_words.LOOKS[found.outcome],
        "word": word(warranty_words.OUTCOMES, found.outcome),
        "until": found.until,
        "free": free,
        "shares": "" if covered else free_words(row),
        "before": not covered and not _is_over(order, door) and (order is None or order.resolved_at is None),
        "reasons": [reason_of(code, values) for code, values in found.reasons],
        "fee": found.fee_told if door.verified else "",
        "hidden": bool(found.fee_told) and not door.verified,
    }


def _has_agreed_to_pay(order: WorkOrder | None) -> bool:
    """Say whether the customer accepted a quote with something to pay: an item in the workshop, or what was found on site."""
    quotes = quotes_of(order.pk) if order else []
    return any(one.state == QuoteState.ACCEPTED and one.customer_total > 0 for one in quotes)


@block("verify", order=35, before_order=True)
def verify(order: WorkOrder | None, door: Door) -> dict[str, Any] | None:
    """Ask for the last four digits, and show place and number once they were given."""
    contact, site = door.request.contact, door.request.site
    if contact is None or len(contact.phone) < 4:
        return None
    if not door.verified:
        return {"ask": True}
    address = f"{site.city}{site.district}{site.address}" if site else ""
    return {"ask": False, "address": address, "phone": contact.phone, "fault": door.request.fault}


@block("finish", order=80)
def finish(order: WorkOrder, door: Door) -> dict[str, Any] | None:
    """Offer the service sheet once the work is done."""
    return {"url": f"{door.base}sheet.pdf"} if order.resolved_at and order.state not in OVER else None


@block("contact", order=95, before_order=True)
def contact(order: WorkOrder | None, door: Door) -> dict[str, Any]:
    """Say whom to call."""
    settings = queries.settings()
    return {"hotline": settings.hotline, "hours": settings.hours, "again": door.tenant.slug}
