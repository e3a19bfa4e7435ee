"""Rows of procedure 4, locked for actions, and what they lack."""

from typing import Any

from django.db.models import Q, QuerySet

from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import NotAllowed, NotFound
from wuxing.core.reading import is_id, models_by, rows_by
from wuxing.core.reasons import say
from wuxing.customers.entitlement.queries import is_told
from wuxing.resources.models import Person
from wuxing.service.bench_repair.queries import is_bench_diagnosed, is_taken_in
from wuxing.service.repair import rules, states
from wuxing.service.repair.models import Appointment, Diagnosis, ServiceRequest, WorkOrder

CASE = "service_request"


def _request(request_id: int) -> QuerySet[ServiceRequest]:
    return ServiceRequest.objects.select_for_update().filter(pk=request_id)


def _order(order_id: int) -> QuerySet[WorkOrder]:
    return WorkOrder.objects.select_for_update().filter(pk=order_id)


def _visit(order_id: int) -> QuerySet[Appointment]:
    live = sorted(states.LIVE_VISITS)
    return Appointment.objects.select_for_update().filter(order_id=order_id, state__in=live).order_by("-sequence")[:1]


def _person_of(user_id: int) -> Any:
    return Person.objects.filter(user_id=user_id).values("pk")[:1]


def lock_request(request_id: int) -> ServiceRequest:
    """Return a request of the tenant, locked. Raises NotFound."""
    found = models_by(_request, request_id) if is_id(request_id) else []
    if not found:
        raise NotFound(say("there is no service request %(id)s here", id=request_id))
    return found[0]


def lock_order(order_id: int) -> WorkOrder:
    """Return an order of the tenant, locked. Raises NotFound."""
    found = models_by(_order, order_id) if is_id(order_id) else []
    if not found:
        raise NotFound(say("there is no work order %(id)s here", id=order_id))
    return found[0]


def lock_order_of_technician(order_id: int, by: Actor) -> WorkOrder:
    """Return an order, locked, on which the actor may work: its own technician, or a dispatcher on their behalf.

    Raises:
        NotFound: no such order in the tenant.
        NotAllowed: it is another technician's order.
    """
    order = lock_order(order_id)
    if by.may(Permission.REPAIR_DISPATCH):
        return order
    own = rows_by(_person_of, by.user_id) if by.user_id else []
    if not own or own[0]["pk"] != order.technician_id:
        raise NotAllowed(say("this order is not yours; ask the dispatcher to hand it to you"))
    return order


def has_own_work(order_id: int, user_id: int | None) -> bool:
    """Say whether somebody served an order as its technician, or went on one of its visits."""
    own = WorkOrder.objects.filter(pk=order_id)
    mine = user_id or 0
    return own.filter(technician__user_id=mine).exists() or own.filter(appointments__technician__user_id=mine).exists()


def lock_visit(order: WorkOrder) -> Appointment | None:
    """Return the live visit of an order, locked; None when there is none."""
    found = models_by(_visit, order.pk)
    if not found:
        return None
    found[0].order = order
    return found[0]


def _said(request_id: int) -> Any:
    return ServiceRequest.objects.filter(pk=request_id).values(
        "customer__name", "contact__name", "contact__phone", "site__address", "product__model", "asset__serial",
        "asset__purchased_on",
    )  # fmt: skip


def missing_in(request: ServiceRequest) -> tuple[str, ...]:
    """Return the mandatory fields that a request lacks, saved or not."""
    if request.pk is None or "product" in request._state.fields_cache:  # noqa: SLF001  # at hand: nothing to ask
        asset = request.asset
        found = (
            request.customer.name if request.customer else "",
            request.contact.name if request.contact else "",
            request.contact.phone if request.contact else "",
            request.site.address if request.site else "",
            request.product.model if request.product else "",
            asset.serial if asset else "",
            asset.purchased_on if asset else None,
        )
    else:
        found = tuple(rows_by(_said, request.pk)[0].values())
    customer, contact, phone, address, product, serial, purchased_on = found
    return rules.missing_fields(
        work_type=request.work_type,
        customer=customer or "",
        contact=contact or "",
        phone=phone or "",
        address=address or "",
        product=product or "",
        serial=serial or "",
        serial_unknown=request.serial_unknown,
        purchased=purchased_on is not None,
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
        visited=any(arrived and arrived >= since for _state, arrived in visits) or is_taken_in(order.pk),
        diagnosed=is_diagnosed(order) or is_bench_diagnosed(order.pk),
        explained=is_told(order.request.entitlement, order.warranty_explained_at),
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
