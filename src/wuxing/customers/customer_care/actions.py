"""Actions on customers' data: what is hidden is shown on demand, and that leaves a trace (个人信息保护法)."""

from dataclasses import dataclass

from django.db import transaction

from wuxing.core import background, clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.ledger.actions.erase import erase
from wuxing.core.ledger.models import Entry
from wuxing.core.reasons import say
from wuxing.customers.customer_care import rules
from wuxing.customers.customer_care.models import Contact, Customer, ServiceSite
from wuxing.governance.records import rules as record_rules
from wuxing.governance.records.queries.holds import holds_on_customer

ERASED_NAME = "—"


@dataclass(frozen=True, slots=True)
class Revealed:
    """A contact's full number and the full address of a place."""

    name: str
    phone: str
    address: str


@transaction.atomic
def reveal_contact(
    *, contact_id: int, site_id: int | None = None, case: tuple[str, int] | None = None, by: Actor
) -> Revealed:
    """查看联系方式: show a number and an address in full; who looked, and when, stays on the case's timeline.

    Raises:
        NotAllowed: the actor may not see personal data in full.
        NotFound: no such contact or place in the tenant.
    """
    by.require(Permission.CUSTOMER_REVEAL)
    contact = Contact.objects.filter(pk=contact_id).first()
    if contact is None:
        raise NotFound(say("there is no contact %(id)s here", id=contact_id))
    site = ServiceSite.objects.filter(pk=site_id, customer_id=contact.customer_id).first() if site_id else None
    if site_id and site is None:
        raise NotFound(say("there is no such place of this customer"))

    ledger.record("customer.reveal", by=by, target=contact, case=case, site_id=site_id)
    address = f"{site.city}{site.district}{site.address}" if site else ""
    return Revealed(contact.name, contact.phone, address)


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
    customer = _locked(customer_id)
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
def add_contact(*, customer_id: int, name: str, phone: str, by: Actor) -> Contact:
    """联系人: add whom to call (procedure 14). Raises NotAllowed, NotFound, BadInput (no name, a wrong number)."""
    by.require(Permission.CUSTOMER_WRITE)
    digits = rules.phone_from(phone)
    wrong: dict[str, str] = {}
    if not name.strip():
        wrong["name"] = say("write whom to ask for")
    if reason := rules.why_not_phone(digits):
        wrong["phone"] = reason
    if wrong:
        raise BadInput(wrong)
    customer = _locked(customer_id)

    made = Contact.objects.create(tenant_id=by.tenant_id, customer=customer, name=name.strip()[:100], phone=digits)
    ledger.record(
        "customer.add_contact", by=by, target=made, case=("customer", customer.pk), name=made.name, phone=digits
    )
    return made


def _locked(customer_id: int) -> Customer:
    customer = Customer.objects.select_for_update().filter(pk=customer_id).first()
    if customer is None:
        raise NotFound(say("there is no customer %(id)s here", id=customer_id))
    if customer.erased_at:
        raise RuleBroken(say("this customer's personal data were erased"))
    return customer


@transaction.atomic
def erase_customer(*, customer_id: int, reason: str, by: Actor) -> Customer:
    """删除个人信息: erase names, numbers and addresses; what was done for the customer stays countable, and the log verifies.

    Requests and timelines forget the customer in a job of the same commit (个人信息保护法 art. 47).

    Raises NotAllowed, NotFound, BadInput (no reason), RuleBroken (erased already, or a legal hold covers the data).
    """
    by.require(Permission.CUSTOMER_ERASE)
    if not reason.strip():
        raise BadInput({"reason": say("state why the data is erased, for example the customer's request and its date")})
    customer = _locked(customer_id)
    if refusal := record_rules.why_not_erase(holds_on_customer(customer.pk)):
        raise RuleBroken(refusal)

    if entries := _forget(customer):
        erase(entries, by=by, reason=reason)
    _leave_erased(customer, reason, by)
    return customer


def forget_after_its_time(record_id: int, by: Actor, reason: str) -> list[int]:
    """销毁客户档案: take the person out of a file whose time is over; return the ledger entries that told of them.

    A step of the destruction of records (procedure 21), which asked for the permission, looked for holds and empties the entries.
    """
    customer = _locked(record_id)
    entries = _forget(customer)
    _leave_erased(customer, reason, by)
    return entries


def _forget(customer: Customer) -> list[int]:
    """Take names, numbers and addresses away; return the ledger entries about them that still say something."""
    customer.name, customer.erased_at = ERASED_NAME, clock.now()
    customer.save(update_fields=["name", "erased_at"])
    customer.contacts.update(name=ERASED_NAME, phone="")
    customer.sites.update(address="")
    return [
        pk
        for kind, ids in (
            ("customer", [customer.pk]),
            ("contact", list(customer.contacts.values_list("pk", flat=True))),
        )
        for pk in Entry.objects.filter(target_type=kind, target_id__in=ids, erased_at=None).values_list("pk", flat=True)
    ]


def _leave_erased(customer: Customer, reason: str, by: Actor) -> None:
    ledger.record("customer.erase", by=by, target=customer, case=("customer", customer.pk), reason=reason.strip())
    background.defer("repair.forget_customer", by=by, customer_id=customer.pk)
