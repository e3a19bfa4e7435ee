"""Rows of procedure 4, locked for actions, and what they lack."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import NotAllowed, NotFound
from wuxing.resources.models import Person
from wuxing.service.repair import rules, states
from wuxing.service.repair.models import Appointment, Diagnosis, ServiceRequest, WorkOrder

CASE = "service_request"


def lock_request(request_id: int) -> ServiceRequest:
    """Return a request of the tenant, locked. Raises NotFound."""
    found = ServiceRequest.objects.select_for_update().filter(pk=request_id).first()
    if found is None:
        raise NotFound(_("there is no service request %s here") % request_id)
    return found


def lock_order(order_id: int) -> WorkOrder:
    """Return an order of the tenant, locked. Raises NotFound."""
    found = WorkOrder.objects.select_for_update().filter(pk=order_id).first()
    if found is None:
        raise NotFound(_("there is no work order %s here") % order_id)
    return found


def lock_order_of_technician(order_id: int, by: Actor) -> WorkOrder:
    """Return an order, locked, on which the actor may work: its own technician, or a dispatcher on their behalf.

    Raises:
        NotFound: no such order in the tenant.
        NotAllowed: it is another technician's order.
    """
    order = lock_order(order_id)
    if by.may(Permission.REPAIR_DISPATCH):
        return order
    own = Person.objects.filter(user=by.user_id).values_list("pk", flat=True).first() if by.user_id else None
    if own is None or own != order.technician_id:
        raise NotAllowed(_("this order is not yours; ask the dispatcher to hand it to you"))
    return order


def lock_visit(order: WorkOrder) -> Appointment | None:
    """Return the live visit of an order, locked; None when there is none."""
    return (
        Appointment.objects.select_for_update()
        .filter(order=order, state__in=states.LIVE_VISITS)
        .order_by("-sequence")
        .first()
    )


def missing_in(request: ServiceRequest) -> tuple[str, ...]:
    """Return the mandatory fields that a request lacks."""
    asset = request.asset
    return rules.missing_fields(
        work_type=request.work_type,
        customer=request.customer.name if request.customer else "",
        contact=request.contact.name if request.contact else "",
        phone=request.contact.phone if request.contact else "",
        address=request.site.address if request.site else "",
        product=request.product.model if request.product else "",
        serial=asset.serial if asset else "",
        serial_unknown=request.serial_unknown,
        purchased=bool(asset and asset.purchased_on),
        purchase_unknown=request.purchase_unknown,
        fault=request.fault,
    )


def is_diagnosed(order: WorkOrder) -> bool:
    """Say whether there is a diagnosis since the order was written, or since it was opened again."""
    return Diagnosis.objects.filter(order=order, made_at__gte=order.reopened_at or order.written_at).exists()


def gaps_before_finish(order: WorkOrder) -> tuple[Any, ...]:
    """Return what an order still lacks before it can be reported as done."""
    since = order.reopened_at or order.written_at
    visits = list(order.appointments.values_list("state", "arrived_at"))
    return rules.missing_for_finish(
        onsite=order.work_type == ServiceRequest.WorkType.ONSITE,
        visited=any(arrived and arrived >= since for _state, arrived in visits),
        diagnosed=is_diagnosed(order),
        explained=order.warranty_explained_at is not None,
        checklist_complete=bool(order.checklist_complete),
        signed=order.signed_at is not None,
        open_visit=any(state in states.LIVE_VISITS for state, _arrived in visits),
    )


def open_requests_like(
    *, phone: str, serial: str, product_id: int | None, exclude: int | None = None
) -> list[dict[str, Any]]:
    """Return open requests that look like the same call, newest first (at most five)."""
    alike = Q()
    if phone and product_id:
        alike |= Q(contact__phone=phone, product_id=product_id)
    if serial:
        alike |= Q(asset__serial=serial)
    if not alike:
        return []
    rows = (
        ServiceRequest.objects.filter(alike)
        .filter(Q(state__in=["new", "triaged"]) | Q(state="converted", orders__state__in=states.OPEN_ORDERS))
        .exclude(pk=exclude or 0)
        .order_by("-pk")
        .values("pk", "number", "received_at", "state", "fault", "product__name", "asset__serial")
        .distinct()[:5]
    )
    return [dict(row) for row in rows]
