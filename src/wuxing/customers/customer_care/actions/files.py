"""客户档案: the head of a file, its contacts and places; old and new values stay in the ledger (procedure 14)."""

from django.db import transaction

from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.reasons import Reason, say
from wuxing.customers.customer_care import above, rules
from wuxing.customers.customer_care.models import Contact, Customer, ServiceSite
from wuxing.customers.customer_care.queries.files import customer_of


@transaction.atomic
def change_customer(*, customer_id: int, name: str, kind: str, tier: str = "", by: Actor) -> Customer:
    """客户档案: correct a customer's name, kind and tier; old and new value stay in the ledger (procedure 14).

    Raises NotAllowed, NotFound, BadInput (no name, no such kind), RuleBroken (the data were erased).
    """
    by.require(Permission.CUSTOMER_WRITE)
    wrong = {}
    if not name.strip():
        wrong["name"] = say("write the customer's name")
    if kind not in Customer.Kind.values:
        wrong["kind"] = say("choose person or organisation")
    if wrong:
        raise BadInput(wrong)
    customer = locked(customer_id)
    before = {"name": customer.name, "kind": customer.kind, "tier": customer.tier}

    customer.name, customer.kind, customer.tier = name.strip()[:200], kind, tier.strip()[:20]
    customer.save(update_fields=["name", "kind", "tier"])
    after = {"name": customer.name, "kind": customer.kind, "tier": customer.tier}
    ledger.record(
        "customer.change",
        by=by,
        target=customer,
        case=("customer", customer.pk),
        changed={"before": before, "after": after},
    )
    return customer


@transaction.atomic
def add_contact(
    *, customer_id: int, name: str, phone: str, part: str = "", site_id: int | None = None, by: Actor
) -> Contact:
    """联系人: add whom to call, what they are to the customer and about which place (procedure 14).

    Raises NotAllowed, NotFound, BadInput (no name, a wrong number), RuleBroken.
    """
    by.require(Permission.CUSTOMER_WRITE)
    customer = locked(customer_id)
    digits = rules.phone_from(phone)
    _check_contact(customer_id, name, digits, part, site_id)
    if Contact.objects.filter(customer_id=customer_id, name=name.strip()[:100], phone=digits).exists():
        raise BadInput({"phone": say("this contact is on file already")})

    made = Contact.objects.create(
        tenant_id=by.tenant_id, customer=customer, name=name.strip()[:100], phone=digits, part=part, site_id=site_id
    )
    ledger.record(
        "customer.add_contact",
        by=by,
        target=made,
        case=("customer", customer.pk),
        name=made.name,
        phone=digits,
        part=part,
    )
    return made


@transaction.atomic
def change_contact(
    *, contact_id: int, name: str, phone: str = "", part: str = "", site_id: int | None = None, by: Actor
) -> Contact:
    """联系人更正: correct a contact; an empty number leaves the one on file, which need not be seen for that.

    Raises NotAllowed, NotFound, BadInput, RuleBroken.
    """
    by.require(Permission.CUSTOMER_WRITE)
    contact = Contact.objects.filter(pk=contact_id).first()
    if contact is None:
        raise NotFound(say("there is no contact %(id)s here", id=contact_id))
    customer = locked(contact.customer_id)
    digits = rules.phone_from(phone) if phone.strip() else contact.phone
    _check_contact(customer.pk, name, digits, part, site_id)
    before = {"name": contact.name, "phone": contact.phone, "part": contact.part, "site_id": contact.site_id}

    contact.name, contact.phone, contact.part, contact.site_id = name.strip()[:100], digits, part, site_id
    contact.save(update_fields=["name", "phone", "part", "site"])
    after = {"name": contact.name, "phone": contact.phone, "part": contact.part, "site_id": contact.site_id}
    ledger.record(
        "customer.change_contact",
        by=by,
        target=contact,
        case=("customer", customer.pk),
        changed={"before": before, "after": after},
    )
    return contact


def _check_contact(customer_id: int, name: str, digits: str, part: str, site_id: int | None) -> None:
    wrong: dict[str, str] = {}
    if not name.strip():
        wrong["name"] = say("write whom to ask for")
    if reason := rules.why_not_phone(digits):
        wrong["phone"] = reason
    if part not in Contact.Part.values:
        wrong["part"] = say("choose one of the list")
    if site_id and not ServiceSite.objects.filter(pk=site_id, customer_id=customer_id).exists():
        wrong["site_id"] = say("choose a place of this customer")
    if wrong:
        raise BadInput(wrong)


@transaction.atomic
def add_site(
    *,
    customer_id: int,
    district: str,
    address: str,
    city: str = "",
    label: str = "",
    rural: bool = False,
    access_note: str = "",
    outlet_id: int | None = None,
    by: Actor,
) -> ServiceSite:
    """服务地点: add a place with its address, who serves it and how one gets in (procedure 14).

    Raises NotAllowed, NotFound, BadInput (no address, no such outlet), RuleBroken.
    """
    by.require(Permission.CUSTOMER_WRITE)
    customer = locked(customer_id)
    said = _site(city, district, address, label, access_note, outlet_id, rural)

    made = ServiceSite.objects.create(tenant_id=by.tenant_id, customer=customer, **said)
    ledger.record("customer.add_site", by=by, target=made, case=("customer", customer.pk), place=said)
    return made


@transaction.atomic
def change_site(
    *,
    site_id: int,
    district: str,
    address: str = "",
    city: str = "",
    label: str = "",
    rural: bool = False,
    access_note: str = "",
    outlet_id: int | None = None,
    by: Actor,
) -> ServiceSite:
    """服务地点更正: correct a place; an empty address leaves the one on file, which need not be seen for that.

    Raises NotAllowed, NotFound, BadInput, RuleBroken.
    """
    by.require(Permission.CUSTOMER_WRITE)
    site = ServiceSite.objects.filter(pk=site_id).first()
    if site is None:
        raise NotFound(say("there is no such place of this customer"))
    customer = locked(site.customer_id)
    said = _site(city, district, address or site.address, label, access_note, outlet_id, rural)
    before = {name: getattr(site, name) for name in said}

    for name, value in said.items():
        setattr(site, name, value)
    site.save(update_fields=list(said))
    ledger.record(
        "customer.change_site",
        by=by,
        target=site,
        case=("customer", customer.pk),
        changed={"before": before, "after": said},
    )
    return site


def _site(
    city: str, district: str, address: str, label: str, access_note: str, outlet_id: int | None, rural: bool
) -> dict[str, object]:
    wrong: dict[str, Reason] = {}
    if not address.strip():
        wrong["address"] = say("write the address")
    if not district.strip():
        wrong["district"] = say("write the district")
    if outlet_id and outlet_id not in above.outlets():
        wrong["outlet_id"] = say("choose an outlet")
    if wrong:
        raise BadInput(dict(wrong))
    return {
        "city": city.strip()[:40],
        "district": district.strip()[:40],
        "address": address.strip()[:300],
        "label": label.strip()[:60],
        "access_note": access_note.strip()[:300],
        "outlet_id": outlet_id,
        "rural": rural,
    }


@transaction.atomic
def restrict_customer(*, customer_id: int, restricted: bool, reason: str, by: Actor) -> Customer:
    """限制处理: keep the data and use them for nothing but service and law; or let that go again (个人信息保护法 art. 44).

    Raises NotAllowed, NotFound, BadInput (no reason), RuleBroken (it is so already).
    """
    by.require(Permission.CUSTOMER_RIGHTS)
    if not reason.strip():
        raise BadInput({"reason": say("say why, in a sentence that others understand")})
    customer = locked(customer_id)
    if (customer.restricted_at is not None) == restricted:
        raise RuleBroken(say("it is so already"))

    customer.restricted_at = clock.now() if restricted else None
    customer.save(update_fields=["restricted_at"])
    event = "customer.restrict" if restricted else "customer.unrestrict"
    ledger.record(event, by=by, target=customer, case=("customer", customer.pk), reason=reason.strip())
    return customer


def locked(customer_id: int) -> Customer:
    """Return a file that may be changed, locked. Raises NotFound, RuleBroken (erased, or merged into another)."""
    customer = customer_of(customer_id, lock=True)
    if customer.erased_at:
        raise RuleBroken(say("this customer's personal data were erased"))
    if customer.merged_into_id:
        raise RuleBroken(say("this file was merged into file %(id)s; work there", id=customer.merged_into_id))
    return customer
