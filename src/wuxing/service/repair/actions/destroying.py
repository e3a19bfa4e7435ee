"""What stays of a repair after its time: the work, its times and figures; not the person, the words or the drawing.

Steps of the destruction of records (procedure 21), which asked for the permission. Each takes the person out of the rows of
one record and returns the ledger entries that tell of it, for the destruction to empty.
"""

from django.db.models import Q

from wuxing.core import files
from wuxing.core.actors import Actor
from wuxing.core.ledger import kind_of
from wuxing.core.ledger.models import Entry
from wuxing.customers.models import EntitlementDecision
from wuxing.resources.models import OldPart
from wuxing.service.charges import forgetting as charges
from wuxing.service.repair.actions.parties import search_text
from wuxing.service.repair.models import (
    Appointment,
    Diagnosis,
    ServiceRequest,
    Signature,
    WorkOrder,
    WorkOrderLine,
)
from wuxing.service.repair.queries import CASE

GONE = "—"


def destroy_signature(record_id: int, by: Actor, reason: str) -> list[int]:
    """销毁客户签字: the name, the comment and the drawing go; that and when it was signed stays."""
    signature = Signature.objects.select_related("order").get(pk=record_id)
    drawing = signature.image_id
    about = Q(target_type=kind_of(Signature), target_id=signature.pk)
    if drawing:
        about |= Q(target_type="attachment", target_id=drawing)
    entries = _entries(signature.order.request_id, about)
    signature.name, signature.comment, signature.image_id = GONE, "", None
    signature.save(update_fields=["name", "comment", "image"])
    if drawing:
        files.discard(drawing, by=by)
    return entries


def destroy_order(record_id: int, by: Actor, reason: str) -> list[int]:
    """销毁工单内容: findings, notes and serial numbers go; steps, times, codes, product, parts and charges stay."""
    order = WorkOrder.objects.select_related("product").get(pk=record_id)
    visits = Appointment.objects.filter(order=order)
    found = Diagnosis.objects.filter(order=order)
    lines = WorkOrderLine.objects.filter(order=order)
    entries = _entries(
        order.request_id,
        Q(target_type=kind_of(WorkOrder), target_id=order.pk)
        | Q(target_type=kind_of(Appointment), target_id__in=visits.values("pk"))
        | Q(target_type=kind_of(Diagnosis), target_id__in=found.values("pk"))
        | Q(target_type=kind_of(WorkOrderLine), target_id__in=lines.values("pk"))
        | Q(target_type="quote", target_id__in=order.quotes.values("pk")),
    )
    charges.forget_order(order.pk)
    visits.update(note="", reschedule_reason="")
    found.update(finding=GONE)
    lines.update(old_serial="", new_serial="")
    lines.exclude(strike_reason="").update(strike_reason=GONE)
    OldPart.objects.filter(order_id=order.pk).update(serial="", wish="")
    title = order.product.name if order.product else GONE  # it held the words of the call
    WorkOrder.objects.filter(pk=order.pk).update(title=title, customer=None, asset=None)
    return entries


def destroy_request(record_id: int, by: Actor, reason: str) -> list[int]:
    """销毁服务请求内容: the words of the call and the ties to customer, place and unit go; number, times and outcome stay."""
    request = ServiceRequest.objects.get(pk=record_id)
    entries = _entries(request.pk, Q(target_type=kind_of(ServiceRequest), target_id=request.pk))
    decisions = EntitlementDecision.objects.filter(subject_type=CASE, subject_id=request.pk)
    decisions.exclude(override_reason="").update(override_reason=GONE)
    decisions.exclude(exception_reason="").update(exception_reason=GONE)
    decisions.update(asset=None, inputs={}, reasons=[], fee_told="", evidence_ids=[])
    request.customer = request.contact = request.site = request.asset = None
    request.fault = request.passed_on_by = request.closing_note = ""
    request.search = search_text(request)
    request.save(
        update_fields=["customer", "contact", "site", "asset", "fault", "passed_on_by", "closing_note", "search"]
    )
    return entries


def _entries(request_id: int, about: Q) -> list[int]:
    """Return the entries of a case about these things that still say something."""
    found = Entry.objects.filter(about, case_type=CASE, case_id=request_id, erased_at=None)
    return list(found.order_by("pk").values_list("pk", flat=True))
