"""What repair keeps of a customer whose personal data are erased: the work and its times, not the person."""

from django.db import transaction

from wuxing.core.actors import Actor
from wuxing.core.ledger.actions.erase import erase
from wuxing.core.ledger.models import Entry
from wuxing.resources.models import OldPart
from wuxing.service.bench_repair import forgetting as bench
from wuxing.service.charges import forgetting as charges
from wuxing.service.doors import forgetting as doors
from wuxing.service.repair.actions.parties import search_text
from wuxing.service.repair.models import ServiceRequest, Signature, WorkOrder
from wuxing.service.repair.queries import CASE

PERSONAL_EVENTS = (
    "repair.log",
    "repair.complete",
    "repair.sign",
    "repair.contact",
    "repair.agree_appointment",
    "repair.no_access",
    *charges.PERSONAL_EVENTS,
    *bench.PERSONAL_EVENTS,
    *doors.PERSONAL_EVENTS,
)


@transaction.atomic
def forget_customer(*, customer_id: int, by: Actor) -> int:
    """删除个人信息: take a customer's words out of requests, orders, signatures and their timelines; return how many entries.

    Safe to run twice. Part of erasing a customer (procedure 14), which asked for the permission.
    """
    requests = list(
        ServiceRequest.objects.filter(customer_id=customer_id).select_related(
            "customer", "contact", "site", "product", "asset"
        )
    )
    for request in requests:
        request.passed_on_by = ""
        request.search = search_text(request)
        request.save(update_fields=["passed_on_by", "search"])
    ids = [request.pk for request in requests]
    signed = Signature.objects.filter(order__request_id__in=ids)
    drawn = list(signed.filter(image__isnull=False).values_list("image_id", flat=True))
    signed.update(name="—", comment="", image=None)
    named = bench.take_away(drawn, by)
    orders = WorkOrder.objects.filter(request_id__in=ids).values_list("pk", flat=True)
    OldPart.objects.filter(order_id__in=list(orders)).update(wish="")
    charges.forget(ids)
    named += bench.forget(ids, by) + doors.forget(ids, by)
    told = Entry.objects.filter(case_type=CASE, case_id__in=ids, event__in=PERSONAL_EVENTS, erased_at=None)
    entries = sorted({*named, *told.values_list("pk", flat=True)})
    if entries:
        erase(entries, by=by, reason="customer erased")
    return len(entries)
