"""The demo's care of customers' data: consent, a part of a unit, requests about data, a file kept twice. Invented."""

from datetime import date, timedelta

from wuxing.core.actors import Actor
from wuxing.customers.customer_care import actions
from wuxing.customers.installed_base import actions as base
from wuxing.customers.models import Asset, Contact, Customer

_CONSENTS = (
    (("survey",), "phone", "来电录音"),
    (("survey", "marketing"), "counter", "柜台登记表"),
    (("manufacturer",), "paper", "授权书"),
)
_REQUESTS = (("access", 2, ""), ("correction", 6, "门牌号写错，应为 3 号楼"), ("restriction", 20, ""))


def care(today: date, by: Actor) -> None:
    """Record what some customers said about their data, and what they asked for."""
    files = list(Customer.objects.filter(erased_at=None, kind="person").order_by("-pk")[:12])
    for customer, (purposes, channel, proof) in zip(files, _CONSENTS, strict=False):
        actions.record_consent(
            customer_id=customer.pk,
            purposes=purposes,
            given=True,
            channel=channel,
            proof=f"{proof} {customer.pk}",
            by=by,
        )
    if len(files) > 1:
        actions.record_consent(
            customer_id=files[1].pk, purposes=["marketing"], given=False, channel="message", proof="", by=by
        )
    for customer, (kind, days, wish) in zip(files[3:], _REQUESTS, strict=False):
        made = actions.receive_request(
            customer_id=customer.pk,
            kind=kind,
            channel="phone",
            wish=wish,
            asked_on=today - timedelta(days=days),
            by=by,
        )
        if kind == "restriction":
            actions.identify_person(request_id=made.pk, how="回拨档案中的号码", by=by)
            actions.answer_request(request_id=made.pk, answer="已按要求限制使用，只用于服务", by=by)
    _parts(today, by)
    _twice(files, by)


def _parts(today: date, by: Actor) -> None:
    """One customer's unit has a part with a serial number of its own."""
    whole = Asset.objects.exclude(serial="").filter(customer__erased_at=None).order_by("-pk").first()
    if whole:
        base.add_unit(
            customer_id=whole.customer_id,
            product_id=whole.product_id,
            serial=f"{whole.serial}-B",
            site_id=whole.site_id,
            parent_id=whole.pk,
            installed_on=today - timedelta(days=30),
            by=by,
        )


def _twice(files: list[Customer], by: Actor) -> None:
    """One person called from the same number under a name that was heard wrongly."""
    known = [(one, one.contacts.exclude(phone="").first()) for one in files[6:]]
    for customer, contact in known:
        if contact and customer.name:
            heard = Customer.objects.create(
                tenant_id=by.tenant_id, name=f"{customer.name[:1]}先生", created_at=customer.created_at
            )
            Contact.objects.create(tenant_id=by.tenant_id, customer=heard, name=heard.name, phone=contact.phone)
            return
