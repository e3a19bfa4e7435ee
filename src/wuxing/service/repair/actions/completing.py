"""Step 1, 补全登记: what was logged is filled in or corrected, and the orders written from it follow."""

from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.reasons import say
from wuxing.customers.entitlement.queries import is_told
from wuxing.customers.models import Contact, Customer, EntitlementDecision, ServiceSite
from wuxing.governance.models import Target
from wuxing.service.repair import queries, rules, states
from wuxing.service.repair.actions import promising
from wuxing.service.repair.actions.call import CallDetails, cleaned, details_of
from wuxing.service.repair.actions.dispatch import title_for
from wuxing.service.repair.actions.parties import decide_warranty, party, search_text, unit
from wuxing.service.repair.actions.trace import leave, refuse, save_order
from wuxing.service.repair.models import ServiceRequest
from wuxing.service.repair.states import OrderState, RequestState


@transaction.atomic
def complete_request(*, request_id: int, changes: dict[str, Any], reason: str = "", by: Actor) -> ServiceRequest:
    """补全登记: fill in or correct what was logged; old and new value stay on the timeline (procedure 4, step 1).

    `changes` holds fields of CallDetails. Raises NotAllowed, NotFound, BadInput, RuleBroken (already merged or rejected).
    """
    by.require(Permission.REPAIR_INTAKE)
    request = queries.lock_request(request_id)
    if request.state in (RequestState.MERGED, RequestState.REJECTED):
        refuse(say("this request is %(state)s; take it up again first", state=rules.STATE_WORDS[request.state]))
    now = clock.now()
    today = now.astimezone(ZoneInfo(by.zone)).date()
    before = details_of(request)
    call = cleaned(replace(before, **changes), now, today)

    request.customer, request.contact, request.site = _corrected_party(request, call, by, now)
    request.product, request.asset = unit(call, request.customer, request.site, by)
    for name in ("channel", "work_type", "symptom", "fault", "urgent", "passed_on_by"):
        setattr(request, name, getattr(call, name))
    request.serial_unknown = call.serial_unknown and not call.serial
    request.purchase_unknown = call.purchase_unknown and not call.purchased_on
    if call.purchased_on != before.purchased_on and request.asset and request.asset.purchased_on != call.purchased_on:
        request.asset.purchased_on = call.purchased_on
        request.asset.save(update_fields=["purchased_on"])
    missing = queries.missing_in(request)
    request.complete = not missing
    request.search = search_text(request)
    after = details_of(request)
    decided_from = (before.product_id, before.purchased_on)
    if (after.product_id, after.purchased_on) != decided_from:  # else what was decided, or overridden, stays
        request.entitlement = _decided_anew(request, by, today)
    request.save()
    _follow(request, complete=not missing, targets=promising.reassess(request, by))
    changed = {
        name: {"before": getattr(before, name), "after": getattr(after, name)}
        for name in asdict(before)
        if getattr(before, name) != getattr(after, name)
    }
    leave(
        "repair.complete",
        by=by,
        target=request,
        request_id=request.pk,
        changed=changed,
        missing=list(missing),
        reason=reason,
        warranty=request.entitlement.outcome if request.entitlement else "unknown",
    )
    return request


def _decided_anew(request: ServiceRequest, by: Actor, today: date) -> EntitlementDecision | None:
    """Decide by the corrected unit: what a person decided about the other one does not stand."""
    old = request.entitlement
    told = is_told(old, _told_at(request)) if old else False
    return decide_warranty(request, by, today, before=old, told=told, stands=False)


def _told_at(request: ServiceRequest) -> datetime | None:
    """Return when the customer was told warranty and fee on the newest order, if they were."""
    return request.orders.order_by("-pk").values_list("warranty_explained_at", flat=True).first()


def _follow(request: ServiceRequest, *, complete: bool, targets: list[Target]) -> None:
    """Let the orders follow: what they are about; the running ones also in skill needed and readiness to dispatch."""
    product = request.product
    request.orders.update(customer=request.customer, asset=request.asset, product=product)
    for order in request.orders.select_for_update().filter(state__in=states.OPEN_ORDERS):
        order.trade, order.skill_level = (product.trade, product.skill_level) if product else ("", 1)
        order.title = title_for(product.name if product else "", request.fault)
        order.work_type = request.work_type
        if order.state in (OrderState.DRAFT, OrderState.QUALIFIED):
            order.state = OrderState.QUALIFIED if complete else OrderState.DRAFT
        order.symptom = order.symptom if order.diagnoses.exists() else request.symptom
        save_order(order, "trade", "skill_level", "title", "work_type", "state", "symptom", targets=targets)


def _corrected_party(
    request: ServiceRequest, call: CallDetails, by: Actor, now: datetime
) -> tuple[Customer | None, Contact | None, ServiceSite | None]:
    """Correct the people and the place of a request; a changed number or address is a new row, the old one stays."""
    customer, contact, site = request.customer, request.contact, request.site
    if customer is None or (call.customer_id and call.customer_id != customer.pk):
        return party(call, by, now)
    name = call.customer_name.strip()
    if name and name != customer.name:
        customer.name = name
        customer.save(update_fields=["name"])
    if contact is None or (contact.name, contact.phone) != (call.contact_name.strip() or contact.name, call.phone):
        contact = Contact.objects.create(
            tenant_id=by.tenant_id, customer=customer, name=call.contact_name.strip() or customer.name, phone=call.phone
        )
    place = (call.city, call.district, call.address.strip(), call.rural)
    if any(place[:3]) and (site is None or (site.city, site.district, site.address, site.rural) != place):
        site = ServiceSite.objects.create(
            tenant_id=by.tenant_id,
            customer=customer,
            city=call.city,
            district=call.district,
            address=call.address.strip(),
            rural=call.rural,
        )
    return customer, contact, site
