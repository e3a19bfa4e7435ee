"""Step 1, 受理: the call is logged; the warranty is looked up at once and the promises begin."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from wuxing.core import bulk, clock, numbering
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.service.repair import queries
from wuxing.service.repair.actions import promising
from wuxing.service.repair.actions.call import CallDetails, cleaned, kept
from wuxing.service.repair.actions.parties import decide_warranty, party, search_text, unit
from wuxing.service.repair.actions.telling import tell_received
from wuxing.service.repair.actions.trace import leave
from wuxing.service.repair.models import ServiceRequest
from wuxing.service.repair.rules.history import promised_at_intake
from wuxing.service.repair.states import RequestState


@transaction.atomic
def log_request(*, call: CallDetails, by: Actor) -> ServiceRequest:
    """受理登记: log a call; the warranty is looked up at once and the promises begin (procedure 4, step 1).

    Raises:
        NotAllowed: the actor does not take calls.
        BadInput: a field cannot be read; missing fields are no error here, they stop the dispatch later.
        NotFound: a chosen customer or product is not the tenant's.
    """
    by.require(Permission.REPAIR_INTAKE)
    now = clock.now()
    today = now.astimezone(ZoneInfo(by.zone)).date()
    call = cleaned(call, now, today)

    request = _drafted(call, now, by)
    missing = queries.missing_in(request)
    request.complete = not missing
    request.number = numbering.next_number("SR", by=by, year=today.year)
    request.search = search_text(request)
    request.pk = bulk.next_ids(ServiceRequest, 1)[0]  # known before, so that decision and request are written once
    request.entitlement = decision = decide_warranty(request, by, today)
    request.save(force_insert=True)
    promising.open_for(request, promised_at_intake(request.channel), start=request.received_at, by=by)
    leave(
        "repair.log",
        by=by,
        target=request,
        request_id=request.pk,
        occurred_at=request.received_at,
        number=request.number,
        call=kept(call),
        missing=list(missing),
        warranty=decision.outcome if decision else "unknown",
    )
    tell_received(request, by)
    return request


def _drafted(call: CallDetails, now: datetime, by: Actor) -> ServiceRequest:
    """Return the request of a call, with its people and its unit found or made; not saved, not numbered."""
    customer, contact, site = party(call, by, now)
    product, asset = unit(call, customer, site, by)
    return ServiceRequest(
        tenant_id=by.tenant_id,
        state=RequestState.NEW,
        channel=call.channel,
        work_type=call.work_type,
        received_at=call.received_at or now,
        recorded_at=now,
        taken_by_id=by.user_id,
        passed_on_by=call.passed_on_by.strip(),
        customer=customer,
        contact=contact,
        site=site,
        product=product,
        asset=asset,
        serial_unknown=call.serial_unknown and not call.serial,
        purchase_unknown=call.purchase_unknown and not call.purchased_on,
        symptom=call.symptom,
        fault=call.fault.strip(),
        urgent=call.urgent,
        source=by.source,
    )
