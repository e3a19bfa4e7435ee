"""保修登记: an owner's word on the purchase is a proposal; an agent who has seen the invoice confirms it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.reasons import say
from wuxing.customers.customer_care import rules as care_rules
from wuxing.customers.entitlement import actions as entitlement
from wuxing.customers.models import Asset
from wuxing.service.doors import queries
from wuxing.service.doors.actions.reporting import MOST_PHOTOS, Photo, keep_photos
from wuxing.service.doors.models import WarrantyRegistration

State = WarrantyRegistration.State


@dataclass(slots=True, kw_only=True)
class Registered:
    """What an owner writes of a purchase."""

    once: str
    phone: str
    purchased_on: date
    name: str = ""
    serial: str = ""
    product_id: int | None = None
    asset_id: int | None = None
    label_id: int | None = None
    photos: Sequence[Photo] = ()


@transaction.atomic
def register_purchase(*, said: Registered, by: Actor) -> WarrantyRegistration:
    """保修登记: keep what an owner says of the purchase, as a proposal; the same form sent twice makes one.

    Raises NotAllowed, BadInput (phone, a day to come, no invoice).
    """
    by.require(Permission.OWN_ORDER)
    queries.wait_for_twin(said.once, by.tenant_id)
    if there := WarrantyRegistration.objects.filter(once=said.once).first():
        return there
    phone = care_rules.phone_from(said.phone)
    wrong: dict[str, str] = {}
    if reason := care_rules.why_not_phone(phone):
        wrong["phone"] = reason
    if said.purchased_on > clock.today(by.zone):
        wrong["purchased_on"] = say("the purchase date cannot be later than today")
    if not 0 < len(said.photos) <= MOST_PHOTOS:
        wrong["photos"] = say("add a photo of the invoice; at most %(count)s pictures", count=MOST_PHOTOS)
    if wrong:
        raise BadInput(wrong)

    made = WarrantyRegistration.objects.create(
        tenant_id=by.tenant_id,
        once=said.once,
        label_id=said.label_id,
        asset_id=said.asset_id,
        product_id=said.product_id,
        serial=said.serial.strip().upper()[:80],
        purchased_on=said.purchased_on,
        name=said.name.strip()[:100],
        phone=phone,
        at=clock.now(),
    )
    case = ("asset", said.asset_id) if said.asset_id else None
    keep_photos(said.photos, made, by, case)
    ledger.record("registration.make", by=by, target=made, case=case, purchased_on=said.purchased_on, phone=phone)
    return made


def _lock(registration_id: int) -> WarrantyRegistration:
    rows = WarrantyRegistration.objects.select_for_update(of=("self",)).select_related("asset")
    found = rows.filter(pk=registration_id).first()
    if found is None:
        raise NotFound(say("there is no such registration here"))
    if found.state != State.PROPOSED:
        raise RuleBroken(say("this registration was decided already"))
    return found


@transaction.atomic
def confirm_registration(*, registration_id: int, asset_id: int | None = None, by: Actor) -> WarrantyRegistration:
    """确认登记: the day of the invoice is kept with the unit; from then on the warranty counts from it.

    Raises NotAllowed, NotFound, BadInput (no unit is known yet), RuleBroken (decided already).
    """
    by.require(Permission.CUSTOMER_WRITE)
    found = _lock(registration_id)
    asset = Asset.objects.filter(pk=asset_id or found.asset_id or 0).first()
    if asset is None and found.serial and found.product_id:
        asset = Asset.objects.filter(serial=found.serial, product_id=found.product_id).first()
    if asset is None:
        raise BadInput({"asset_id": say("say which unit it is: open the customer's file and take its number")})
    entitlement.date_unit(
        asset_id=asset.pk,
        purchased_on=found.purchased_on,
        delivered_on=asset.delivered_on,
        installed_on=asset.installed_on,
        produced_on=asset.produced_on,
        reason=f"registration {found.pk}",
        by=by,
    )
    found.asset = asset
    return _decide(found, State.CONFIRMED, "", by)


@transaction.atomic
def refuse_registration(*, registration_id: int, reason: str, by: Actor) -> WarrantyRegistration:
    """退回登记: say why a registration cannot be confirmed. Raises NotAllowed, NotFound, BadInput, RuleBroken."""
    by.require(Permission.CUSTOMER_WRITE)
    if not reason.strip():
        raise BadInput({"reason": say("say why, in a sentence that others understand")})
    return _decide(_lock(registration_id), State.REFUSED, reason.strip()[:300], by)


def _decide(found: WarrantyRegistration, state: str, note: str, by: Actor) -> WarrantyRegistration:
    found.state, found.decided_at, found.decided_by_id, found.decision_note = state, clock.now(), by.user_id, note
    found.save(update_fields=["state", "decided_at", "decided_by_id", "decision_note", "asset"])
    event = "registration.confirm" if state == State.CONFIRMED else "registration.refuse"
    case = ("asset", found.asset_id) if found.asset_id else None
    ledger.record(event, by=by, target=found, case=case, purchased_on=found.purchased_on, reason=note)
    return found
