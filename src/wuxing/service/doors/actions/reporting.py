"""扫码报修: what is reported by a label, a poster or the web becomes a service request, with a link to follow it at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import IO

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from wuxing.core import clock, files, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.reasons import say
from wuxing.customers.customer_care import rules as care_rules
from wuxing.customers.models import Asset, Contact
from wuxing.service.doors import queries
from wuxing.service.doors.actions.links import open_case_link
from wuxing.service.doors.door import lent
from wuxing.service.doors.models import DoorReport, TrackingLink
from wuxing.service.repair import actions as repair
from wuxing.service.repair.actions import CallDetails
from wuxing.service.repair.actions.heard import ONLINE, heard
from wuxing.service.repair.models import ServiceRequest
from wuxing.service.repair.queries import CASE

MOST_PHOTOS = 4


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture that was sent along."""

    name: str
    content: IO[bytes]


@dataclass(slots=True, kw_only=True)
class Reported:
    """What somebody writes on a public page. Phone and fault are needed, nothing else."""

    once: str
    phone: str
    fault: str
    kind: str = DoorReport.Kind.FAULT
    name: str = ""
    symptom: str = ""
    city: str = ""
    district: str = ""
    address: str = ""
    product_id: int | None = None
    serial: str = ""
    label_id: int | None = None
    asset_id: int | None = None
    language: str = "zh-hans"
    photos: Sequence[Photo] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Received:
    """What became of it: the request, the link to follow it, and whether it joined one that was open already."""

    request: ServiceRequest
    url: str
    joined: bool = False


@transaction.atomic
def report(*, said: Reported, by: Actor) -> Received:
    """扫码报修: take a report from a public door (procedure 4, step 1).

    The same form sent twice makes one request. Who reports the same unit again with the same number gets the open case.

    Raises:
        NotAllowed: not a customer at a door.
        BadInput: phone or fault is missing, a photo is none.
        RuleBroken: the company takes no reports here, or has taken too many today.
    """
    by.require(Permission.OWN_ORDER)
    said.phone = care_rules.phone_from(said.phone)
    queries.wait_for_twin(said.once, by.tenant_id)
    if made := DoorReport.objects.select_related("request").filter(once=said.once).first():
        return Received(made.request, open_case_link(request_id=made.request_id, by=by, via=TrackingLink.Via.REPORT))
    _check(said, by)
    asset = Asset.objects.select_related("product", "site").filter(pk=said.asset_id).first() if said.asset_id else None
    if asset and said.kind == DoorReport.Kind.FAULT and (joined := _joined(said, asset, by)):
        return joined

    request = repair.log_request(call=_call(said, asset), by=lent(by, Permission.REPAIR_INTAKE))
    DoorReport.objects.create(
        tenant_id=by.tenant_id,
        once=said.once,
        kind=said.kind,
        request=request,
        label_id=said.label_id,
        language=said.language,
        at=clock.now(),
    )
    _keep_photos(said, request, by)
    return Received(request, open_case_link(request_id=request.pk, by=by, via=TrackingLink.Via.REPORT))


def _check(said: Reported, by: Actor) -> None:
    settings = queries.settings()
    if not settings.is_open:
        raise RuleBroken(say("no reports are taken here at present; call us"))
    if queries.reports_today(by.zone) >= settings.reports_a_day:
        raise RuleBroken(say("very many reports came in today; call us, please"))
    wrong: dict[str, str] = {}
    if not said.phone:
        wrong["phone"] = say("write a number at which we can call back")
    elif reason := care_rules.why_not_phone(said.phone):
        wrong["phone"] = reason
    if not said.fault.strip():
        wrong["fault"] = say("write in a few words what is wrong")
    if len(said.photos) > MOST_PHOTOS:
        wrong["photos"] = say("at most %(count)s pictures", count=MOST_PHOTOS)
    if wrong:
        raise BadInput(wrong)


def _joined(said: Reported, asset: Asset, by: Actor) -> Received | None:
    """Return the open case about the unit when it was reported with the same number; what is said now is kept with it."""
    case = queries.open_case_of(asset.pk)
    if case is None or case["phone"] != said.phone:
        return None
    request = ServiceRequest.objects.get(pk=case["pk"])
    ledger.record("link.report_again", by=by, target=request, case=(CASE, request.pk), text=said.fault.strip()[:1000])
    heard(request_id=request.pk, channel="qr" if said.label_id else ONLINE, by=by)
    _keep_photos(said, request, by)
    return Received(request, open_case_link(request_id=request.pk, by=by, via=TrackingLink.Via.REPORT), joined=True)


def _call(said: Reported, asset: Asset | None) -> CallDetails:
    """Return the report as a call. The owner's file and address come along only for a number that is on it."""
    fault = said.fault.strip()
    call = CallDetails(
        channel=ServiceRequest.Channel.QR if said.label_id else ServiceRequest.Channel.ONLINE,
        customer_name=said.name.strip() or care_rules.masked_phone(said.phone),
        contact_name=said.name.strip(),
        phone=said.phone,
        city=said.city.strip(),
        district=said.district.strip(),
        address=said.address.strip(),
        product_id=asset.product_id if asset else said.product_id,
        serial=asset.serial if asset else said.serial,
        asset_id=asset.pk if asset else None,
        purchase_unknown=asset is None or asset.purchased_on is None,
        symptom=said.symptom,
        fault=fault,
    )
    if said.kind == DoorReport.Kind.PART:
        call.work_type, call.fault = ServiceRequest.WorkType.REMOTE, (_("Spare part wanted: %s") % fault)[:1000]
    if not call.serial:
        call.serial_unknown = True
    if asset and Contact.objects.filter(customer_id=asset.customer_id, phone=said.phone).exists():
        call.customer_id = asset.customer_id
        call.customer_name = call.contact_name = ""
        if site := asset.site:
            call.city, call.district, call.address, call.rural = site.city, site.district, site.address, site.rural
    return call


def _keep_photos(said: Reported, request: ServiceRequest, by: Actor) -> None:
    keep_photos(said.photos, request, by, (CASE, request.pk))


def keep_photos(photos: Sequence[Photo], target: Model, by: Actor, case: tuple[str, int] | None) -> None:
    """Keep pictures beside a record. Raises BadInput when one is none."""
    for photo in photos:
        try:
            files.keep(photo.content, name=photo.name, target=target, by=by, accepted=files.PICTURES, case=case)
        except BadInput as error:
            raise BadInput({"photos": next(iter(error.fields.values()))}) from None
