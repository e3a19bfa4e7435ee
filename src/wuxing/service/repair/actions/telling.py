"""What the steps of procedure 4 put into the outbox: steps of the actions that call them, in their transaction."""

from collections.abc import Mapping
from datetime import datetime

from wuxing.core.actors import Actor
from wuxing.core.notices import recipients
from wuxing.core.notices.actions import send
from wuxing.service.repair.models import Appointment, ServiceRequest, WorkOrder
from wuxing.service.repair.queries import CASE

Window = tuple[datetime, datetime]


def tell_received(request: ServiceRequest, by: Actor) -> None:
    """Tell the customer that the request is in."""
    to = _customer(request)
    if to is None:
        return
    facts = {"number": request.number, "product": request.product.name if request.product else ""}
    send("repair.received", to=to, facts=facts, by=by, target=(CASE, request.pk))


def tell_agreed(order: WorkOrder, visit: Appointment, by: Actor) -> None:
    """Tell the customer, and the technician unless it was their own doing, when somebody comes."""
    _tell_visit("repair.visit_agreed", order, visit, by)
    _tell_technician("repair.order_moved", order, {"slot": _window(visit)}, by, visit)


def tell_moved(order: WorkOrder, visit: Appointment, before: Window, by: Actor) -> None:
    """Tell the customer, and the technician unless it was their own doing, that somebody comes at another time."""
    _tell_visit("repair.visit_moved", order, visit, by, before=before)
    _tell_technician("repair.order_moved", order, {"slot": _window(visit), "before": before}, by, visit)


def tell_on_the_way(order: WorkOrder, visit: Appointment, by: Actor) -> None:
    """Tell the customer that the technician is on the way."""
    _tell_visit("repair.on_the_way", order, visit, by)


def tell_handed(order: WorkOrder, planned: Window | None, parts: str, by: Actor) -> None:
    """Tell the technician that an order is theirs now."""
    site = order.request.site
    facts = {"slot": planned, "district": site.district if site else "", "parts": parts}
    _tell_technician("repair.order_handed", order, facts, by, order)


def _customer(request: ServiceRequest) -> recipients.Recipient | None:
    """Return whom to write to about a request, or None while nobody is known."""
    if request.customer_id is None or request.contact is None or not request.contact.phone:
        return None
    return recipients.customer(request.customer_id, request.contact.name, request.contact.phone)


def _facts(order: WorkOrder) -> dict[str, object]:
    return {
        "number": order.number,
        "product": order.product.name if order.product else "",
        "technician": order.technician.name if order.technician else "",
    }


def _window(visit: Appointment) -> Window:
    assert visit.slot.lower is not None
    assert visit.slot.upper is not None
    return visit.slot.lower, visit.slot.upper


def _tell_visit(event: str, order: WorkOrder, visit: Appointment, by: Actor, **more: object) -> None:
    to = _customer(order.request)
    if to is not None:
        facts = {**_facts(order), "slot": _window(visit), **more}
        send(event, to=to, facts=facts, by=by, target=("appointment", visit.pk), case=(CASE, order.request_id))


def _tell_technician(
    event: str, order: WorkOrder, facts: Mapping[str, object], by: Actor, about: WorkOrder | Appointment
) -> None:
    person = order.technician
    if person is None or person.user_id is None or person.user_id == by.user_id:
        return
    target = ("work_order" if isinstance(about, WorkOrder) else "appointment", about.pk)
    to = recipients.member(person.user_id, person.name)
    send(event, to=to, facts={**_facts(order), **facts}, by=by, target=target, case=(CASE, order.request_id))
