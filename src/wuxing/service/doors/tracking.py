"""Blocks of the tracking page that belong to the case itself: how far it is, the visit, the warranty, the paper, whom to call."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wuxing.core import clock, wording
from wuxing.core.errors import BadInput
from wuxing.core.reasons import say
from wuxing.customers.entitlement.rules import words as warranty_words
from wuxing.customers.entitlement.views.panel import free_words, reason_of, word
from wuxing.resources.models import Skill
from wuxing.service.bench_repair.queries import open_items
from wuxing.service.doors import actions, queries
from wuxing.service.doors.actions.moving import why_not_move
from wuxing.service.doors.blocks import block, door_act
from wuxing.service.doors.door import Door
from wuxing.service.repair.models import Appointment, WorkOrder
from wuxing.service.repair.rules.words import HOLDS, TRADES
from wuxing.service.repair.states import OrderState
from wuxing.service.repair.views.words import near, slot_words, visit_state

OVER = (OrderState.CANCELLED, OrderState.CANNOT_COMPLETE)


@block("steps", order=10, before_order=True)
def steps(order: WorkOrder | None, door: Door) -> dict[str, Any]:
    """Say how far the case is: received, handed over, on the way, under repair, done."""
    visit = order.appointments.order_by("-sequence").values("en_route_at", "slot").first() if order else None
    times: list[tuple[str, datetime | None]] = [
        (_("Received"), door.request.received_at),
        (_("Handed to a technician"), order.dispatched_at if order else None),
        (_("On the way"), visit["en_route_at"] if visit else None),
        (pgettext("stage of a case", "Repair"), order.work_started_at if order else None),
        (pgettext("stage of a case", "Done"), (order.resolved_at or order.closed_at) if order else None),
    ]
    last = max(place for place, (_title, at) in enumerate(times) if at)
    ended = order is not None and (order.state in OVER or last == len(times) - 1)
    stages = []
    for place, (title, at) in enumerate(times):
        state = "done" if at or place < last else "now" if place == last + 1 and not ended else "waiting"
        stages.append({"title": title, "state": state, "at": near(at, door.tenant.zone) if at else ""})
    return {"stages": stages, "now": _now(order, door, times[last][0])}


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
    if found is None and open_items(order.pk):
        return None  # nobody comes: the things are here
    refusal = why_not_move(order, found, door.now)
    windows = [] if refusal else queries.offered_windows(order, found, door.now, door.tenant.zone)
    return {
        "technician": order.technician.name,
        "skill": _skill(order, door),
        "when": slot_words(found.slot, door.tenant.zone) if found else "",
        "state": visit_state(found.state) if found else None,
        "moving": not refusal and bool(windows),
        "why_not": wording.text(refusal) if refusal and found else "",
        "windows": [(begin.isoformat(), slot_words(_Slot(begin, end), door.tenant.zone)) for begin, end in windows],
        "moved": _moved(order),
    }


class _Slot:
    """A window as a range: what the words of slots read."""

    def __init__(self, lower: datetime, upper: datetime) -> None:
        self.lower, self.upper = lower, upper


def _skill(order: WorkOrder, door: Door) -> dict[str, str]:
    """Return the technician's skill for this order and whether its certificate is valid today."""
    found = Skill.objects.filter(person=order.technician, trade=order.trade).first()
    if found is None:
        return {"look": "unknown", "word": _("no qualification on record for this kind of work")}
    title = _("%(trade)s level %(level)s") % {"trade": word(TRADES, found.trade), "level": found.level}
    if found.valid_until and found.valid_until < clock.today(door.tenant.zone):
        return {"look": "late", "word": _("%(skill)s · certificate ran out") % {"skill": title}}
    if not found.certificate_no:
        return {"look": "waiting", "word": _("%(skill)s · without a certificate on record") % {"skill": title}}
    return {"look": "done", "word": _("%(skill)s · certificate valid") % {"skill": title}}


def _moved(order: WorkOrder) -> str:
    """Say who moved the visit last."""
    rows = Appointment.objects.filter(order=order, state="rescheduled").order_by("-sequence")
    asked = rows.values_list("reschedule_asked_by", flat=True).first()
    return {"customer": _("moved at your wish"), "us": _("moved by us")}.get(asked or "", "")


@door_act("visit", "move")
def move(request: HttpRequest, order: WorkOrder, door: Door) -> str:
    """Move the visit to an offered window."""
    begins = parse_datetime(request.POST.get("slot", "")[:40])
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
    free = all(share == 100 for share in row.values())
    return {
        "look": warranty_words.LOOKS[found.outcome],
        "word": word(warranty_words.OUTCOMES, found.outcome),
        "until": found.until,
        "free": free,
        "shares": "" if free else free_words(row),
        "reasons": [reason_of(code, values) for code, values in found.reasons],
        "fee": found.fee_told if door.verified else "",
        "hidden": bool(found.fee_told) and not door.verified,
    }


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
    return {"settings": settings, "again": door.tenant.slug}
