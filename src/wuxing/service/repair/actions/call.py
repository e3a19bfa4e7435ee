"""What is said in a call: read, checked, and compared with what was logged before."""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from wuxing.core.errors import BadInput
from wuxing.core.reasons import say
from wuxing.customers.customer_care import rules as care_rules
from wuxing.service.repair.models import ServiceRequest

LONGEST = {
    "fault": 1000,
    "address": 300,
    "customer_name": 200,
    "contact_name": 100,
    "passed_on_by": 100,
    "serial": 80,
    "symptom": 40,
    "city": 40,
    "district": 40,
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
    asset_id: int | None = None  # a unit without a serial number, or one whose label was scanned
    serial: str = ""
    serial_unknown: bool = False
    purchased_on: date | None = None
    purchase_unknown: bool = False
    symptom: str = ""
    fault: str = ""
    urgent: bool = False


def cleaned(call: CallDetails, now: datetime, today: date) -> CallDetails:
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


def kept(call: CallDetails) -> dict[str, Any]:
    """Return what was said, for the trace: empty fields left out."""
    return {name: value for name, value in asdict(call).items() if value not in ("", None, False)}


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
        asset_id=asset.pk if asset and not asset.serial else None,
        serial=asset.serial if asset else "",
        serial_unknown=request.serial_unknown,
        purchased_on=asset.purchased_on if asset else None,
        purchase_unknown=request.purchase_unknown,
        symptom=request.symptom,
        fault=request.fault,
        urgent=request.urgent,
    )
