"""Whose call it is and about what: the customer, the place and the unit, found or made, and the warranty of the unit."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from wuxing.core.actors import Actor
from wuxing.core.errors import NotFound
from wuxing.core.reasons import say
from wuxing.customers.entitlement import actions as entitlement
from wuxing.customers.models import Asset, Contact, Customer, EntitlementDecision, Product, ServiceSite
from wuxing.service.repair import queries
from wuxing.service.repair.actions.call import CallDetails
from wuxing.service.repair.models import ServiceRequest


def party(call: CallDetails, by: Actor, now: datetime) -> tuple[Customer | None, Contact | None, ServiceSite | None]:
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


def unit(
    call: CallDetails, customer: Customer | None, site: ServiceSite | None, by: Actor
) -> tuple[Product | None, Asset | None]:
    """Find or make the unit that the call is about."""
    if not call.product_id:
        return None, None
    product = Product.objects.filter(pk=call.product_id).first()
    if product is None:
        raise NotFound(say("there is no product %(id)s here", id=call.product_id))
    serial = call.serial.strip().upper()
    known = Asset.objects.filter(pk=call.asset_id, product=product).first() if call.asset_id else None
    if known and serial in ("", known.serial):
        return product, known
    if customer is None or not (serial or call.purchased_on):
        return product, None
    said = {"tenant_id": by.tenant_id, "customer": customer, "site": site, "purchased_on": call.purchased_on}
    if serial:  # two calls at once about a new unit make one
        asset, _made = Asset.objects.get_or_create(product=product, serial=serial, defaults=said)
    else:
        asset = Asset.objects.create(product=product, serial=serial, **said)
    if asset.purchased_on is None and call.purchased_on:
        asset.purchased_on = call.purchased_on
        asset.save(update_fields=["purchased_on"])
    return product, asset


def decide_warranty(
    request: ServiceRequest,
    by: Actor,
    today: date,
    *,
    cause: str = "",
    before: EntitlementDecision | None = None,
    told: bool = False,
    stands: bool = True,
    facts: Mapping[str, int] | None = None,
) -> EntitlementDecision | None:
    """保修判定 at once (procedure 4, intake), and again when the cause is found; None while no product is known.

    It counts on the day of the report, whenever it is taken: that we come later takes nothing from the customer.
    The entry of the step that asks names the outcome, so the decision leaves none of its own. What somebody said about
    the unit (`facts`) goes on while it is the same one.
    """
    if request.product is None:
        return None
    on = request.received_at.astimezone(ZoneInfo(by.zone)).date()
    return entitlement.decide(
        subject=(queries.CASE, request.pk),
        asset=request.asset,
        product=request.product,
        cause=cause,
        on=on,
        by=by,
        repairs=[one for one in queries.repairs_of(request, today, by.zone) if one.begun_on <= on],
        facts={**(before.inputs.get("facts", {}) if before and stands else {}), **(facts or {})},
        before=before,
        told=told,
        stands=stands,
        traced=False,
    )


def search_text(request: ServiceRequest) -> str:
    """Return what a search finds a request and its orders by: numbers, people, unit, fault, place."""
    known = not request._state.adding  # noqa: SLF001  # documented
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
        *(request.orders.order_by("pk").values_list("number", flat=True) if known else ()),
    ]
    return " ".join(part for part in parts if part).lower()
