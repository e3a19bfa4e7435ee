"""Step 1, 受理: the call is logged, completed, and either becomes an order or is answered, merged or rejected."""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from wuxing.core import clock, numbering
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound
from wuxing.core.reasons import say
from wuxing.customers.customer_care import rules as care_rules
from wuxing.customers.entitlement import rules as entitlement_rules
from wuxing.customers.models import Asset, Contact, Customer, EntitlementDecision, Product, ServiceSite
from wuxing.governance.commitments import actions as commitments
from wuxing.service.repair import queries, rules
from wuxing.service.repair.actions.trace import leave, refuse, subject
from wuxing.service.repair.models import ServiceRequest
from wuxing.service.repair.states import RequestState

PROMISED_AT_INTAKE = ("dispatch", "arrive", "resolve")
LONGEST = {
    "fault": 1000,
    "address": 300,
    "customer_name": 200,
    "contact_name": 100,
    "serial": 80,
    "symptom": 40,
    "city": 40,
}


@dataclass(slots=True, kw_only=True)
class CallDetails:
    """What the agent writes down while the customer speaks. Empty means not said; ids choose known records."""

    channel: str = "hotline"
    work_type: str = "onsite"
    received_at: datetime | None = None
    passed_on_by: str = ""
    customer_id: int | None = None
    customer_name: str = ""
    contact_name: str = ""
    phone: str = ""
    city: str = ""
    district: str = ""
    address: str = ""
    rural: bool = False
    product_id: int | None = None
    serial: str = ""
    serial_unknown: bool = False
    purchased_on: date | None = None
    purchase_unknown: bool = False
    symptom: str = ""
    fault: str = ""
    urgent: bool = False


def _cleaned(call: CallDetails, now: datetime, today: date) -> CallDetails:
    """Return the details as they will be kept, or raise BadInput naming each field and what to do."""
    call = replace(call, phone=care_rules.phone_from(call.phone), received_at=call.received_at or now)
    not_a_phone = care_rules.why_not_phone(call.phone) if call.phone else None
    passed_on = call.channel == ServiceRequest.Channel.PASSED_ON
    checks = (
        ("channel", call.channel not in ServiceRequest.Channel.values, say("choose how the call came in")),
        ("work_type", call.work_type not in ServiceRequest.WorkType.values, say("choose on site, carry-in or remote")),
        ("phone", not_a_phone is not None, not_a_phone),
        ("received_at", (call.received_at or now) > now, say("the call cannot come later than now")),
        ("purchased_on", (call.purchased_on or today) > today, say("the purchase date cannot be later than today")),
        ("fault", not _says_something(call), say("write down the fault, or at least a number to call back")),
        ("passed_on_by", passed_on and not call.passed_on_by.strip(), say("say who passed the call on")),
    )
    wrong: dict[str, str] = {name: reason for name, refused, reason in checks if refused and reason}
    for name, limit in LONGEST.items():
        if len(getattr(call, name)) > limit:
            wrong[name] = say("at most %(limit)s characters", limit=limit)
    if wrong:
        raise BadInput(wrong)
    return call


def _says_something(call: CallDetails) -> bool:
    return bool(call.fault.strip() or call.symptom or call.phone)


def _party(call: CallDetails, by: Actor, now: datetime) -> tuple[Customer | None, Contact | None, ServiceSite | None]:
    """Find or make the customer, the contact and the place; a known number brings its customer along."""
    contact: Contact | None = None
    customer: Customer | None = None
    if call.customer_id:
        customer = Customer.objects.filter(pk=call.customer_id).first()
        if customer is None:
            raise NotFound(say("there is no customer %(id)s here", id=call.customer_id))
    if call.phone:
        known = Contact.objects.select_related("customer").filter(phone=call.phone)
        contact = (known.filter(customer=customer) if customer else known).order_by("pk").first()
        customer = customer or (contact.customer if contact else None)
    tenant_id = by.tenant_id
    name = call.customer_name.strip() or call.contact_name.strip()
    if customer is None and name:
        customer = Customer.objects.create(tenant_id=tenant_id, name=name, created_at=now)
    if customer and contact is None and (call.phone or call.contact_name):
        contact = Contact.objects.create(
            tenant_id=tenant_id, customer=customer, name=call.contact_name.strip() or customer.name, phone=call.phone
        )
    site: ServiceSite | None = None
    if customer and (call.address or call.district):
        place = {"city": call.city, "district": call.district, "address": call.address.strip()}
        site = None if not call.customer_id and contact is None else customer.sites.filter(**place).first()
        site = site or ServiceSite.objects.create(tenant_id=tenant_id, customer=customer, rural=call.rural, **place)
    return customer, contact, site


def _unit(
    call: CallDetails, customer: Customer | None, site: ServiceSite | None, by: Actor
) -> tuple[Product | None, Asset | None]:
    """Find or make the unit that the call is about."""
    if not call.product_id:
        return None, None
    product = Product.objects.filter(pk=call.product_id).first()
    if product is None:
        raise NotFound(say("there is no product %(id)s here", id=call.product_id))
    if customer is None or not (call.serial or call.purchased_on):
        return product, None
    serial = call.serial.strip().upper()
    asset = Asset.objects.filter(product=product, serial=serial).first() if serial else None
    if asset is None:
        asset = Asset.objects.create(
            tenant_id=by.tenant_id,
            product=product,
            customer=customer,
            site=site,
            serial=serial,
            purchased_on=call.purchased_on,
        )
    elif asset.purchased_on is None and call.purchased_on:
        asset.purchased_on = call.purchased_on
        asset.save(update_fields=["purchased_on"])
    return product, asset


def _decide_warranty(request: ServiceRequest, by: Actor, today: date) -> EntitlementDecision | None:
    """保修判定 at once (procedure 4, intake); None while no product is known."""
    if request.product is None:
        return None
    purchased_on = request.asset.purchased_on if request.asset else None
    decision = entitlement_rules.decide(
        purchased_on=purchased_on, warranty_months=request.product.warranty_months, today=today
    )
    return EntitlementDecision.objects.create(
        tenant_id=by.tenant_id,
        subject_type=queries.CASE,
        subject_id=request.pk,
        asset=request.asset,
        rule_set=entitlement_rules.RULE_SET,
        inputs={
            "purchased_on": purchased_on.isoformat() if purchased_on else None,
            "warranty_months": request.product.warranty_months,
            "today": today.isoformat(),
        },
        reasons=decision.reasons,
        proposed=decision.outcome,
        outcome=decision.outcome,
        until=decision.until,
        decided_at=clock.now(),
    )


def search_text(request: ServiceRequest) -> str:
    """Return what a search finds a request by: number, people, unit, fault, place."""
    parts = [
        request.number,
        request.customer.name if request.customer else "",
        request.contact.name
        if request.contact and request.contact.name != getattr(request.customer, "name", "")
        else "",
        request.contact.phone if request.contact else "",
        f"{request.product.name} {request.product.model}" if request.product else "",
        request.asset.serial if request.asset else "",
        request.fault,
        f"{request.site.city}{request.site.district}{request.site.address}" if request.site else "",
        request.external_id,
    ]
    return " ".join(part for part in parts if part).lower()


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
    call = _cleaned(call, now, today)

    customer, contact, site = _party(call, by, now)
    product, asset = _unit(call, customer, site, by)
    request = ServiceRequest(
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
    missing = queries.missing_in(request)
    request.complete = not missing
    request.number = numbering.next_number("SR", by=by, year=today.year)
    request.search = search_text(request)
    request.save()
    if decision := _decide_warranty(request, by, today):
        request.entitlement = decision
        request.save(update_fields=["entitlement"])
    commitments.open_targets(
        PROMISED_AT_INTAKE,
        subject=subject(request),
        start=request.received_at,
        rural=bool(site and site.rural),
        by=by,
    )
    leave(
        "repair.log",
        by=by,
        target=request,
        request_id=request.pk,
        occurred_at=request.received_at,
        number=request.number,
        call=_kept(call),
        missing=list(missing),
        warranty=decision.outcome if decision else "unknown",
    )
    return request


def _kept(call: CallDetails) -> dict[str, Any]:
    """Return what was said, for the trace: empty fields left out."""
    return {name: value for name, value in asdict(call).items() if value not in ("", None, False)}


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
    call = _cleaned(replace(before, **changes), now, today)

    request.customer, request.contact, request.site = _corrected_party(request, call, by, now)
    request.product, request.asset = _unit(call, request.customer, request.site, by)
    for name in ("channel", "work_type", "symptom", "fault", "urgent", "passed_on_by"):
        setattr(request, name, getattr(call, name))
    request.serial_unknown = call.serial_unknown and not call.serial
    request.purchase_unknown = call.purchase_unknown and not call.purchased_on
    missing = queries.missing_in(request)
    request.complete = not missing
    request.search = search_text(request)
    if decision := _decide_warranty(request, by, today):
        request.entitlement = decision
    request.save()
    request.orders.update(customer=request.customer, asset=request.asset, product=request.product)
    after = details_of(request)
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


def _corrected_party(
    request: ServiceRequest, call: CallDetails, by: Actor, now: datetime
) -> tuple[Customer | None, Contact | None, ServiceSite | None]:
    """Correct the people and the place of a request; a changed number or address is a new row, the old one stays."""
    customer, contact, site = request.customer, request.contact, request.site
    if customer is None:
        return _party(call, by, now)
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


def details_of(request: ServiceRequest) -> CallDetails:
    """Return a request as call details, for a form or a comparison."""
    site, contact, asset = request.site, request.contact, request.asset
    return CallDetails(
        channel=request.channel,
        work_type=request.work_type,
        received_at=request.received_at,
        passed_on_by=request.passed_on_by,
        customer_id=request.customer_id,
        customer_name=request.customer.name if request.customer else "",
        contact_name=contact.name if contact else "",
        phone=contact.phone if contact else "",
        city=site.city if site else "",
        district=site.district if site else "",
        address=site.address if site else "",
        rural=bool(site and site.rural),
        product_id=request.product_id,
        serial=asset.serial if asset else "",
        serial_unknown=request.serial_unknown,
        purchased_on=asset.purchased_on if asset else None,
        purchase_unknown=request.purchase_unknown,
        symptom=request.symptom,
        fault=request.fault,
        urgent=request.urgent,
    )
