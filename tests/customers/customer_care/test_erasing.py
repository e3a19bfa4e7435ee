"""Erasing reaches every table that holds personal data, leaves the log whole, and no table is forgotten."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db.models import CharField, ForeignKey, JSONField, Model, TextField

from tests.customers.people import person, served
from tests.service.bench_repair.bench import SIGNED, bench_of
from tests.service.repair.pages import signed_in
from tests.service.repair.test_forgetting import everything
from tests.shop import Shop, shop_of
from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.ledger.actions.integrate import integrate
from wuxing.core.ledger.actions.seal import checkpoint
from wuxing.core.ledger.models import Entry
from wuxing.core.ledger.queries import verification
from wuxing.core.models import Attachment, Tenant
from wuxing.core.notices.models import Notice
from wuxing.core.tenants import in_tenant
from wuxing.customers.customer_care import above, actions, erasing
from wuxing.customers.models import Asset, Contact, Customer, ServiceSite
from wuxing.governance.records.actions import holding
from wuxing.service.bench_repair import actions as bench_actions
from wuxing.service.bench_repair.models import BenchItem, Loan
from wuxing.service.doors.actions import Registered, register_purchase
from wuxing.service.doors.actions.reporting import Photo
from wuxing.service.doors.models import WarrantyRegistration
from wuxing.service.repair.models import ServiceRequest, WorkOrder

SECRETS = (
    "王丽华",
    "13805912046",
    "梅亭路",
    "隐语进门",
    "隐语原因",
    "隐语要求",
    "隐语核实",
    "隐语凭证",
    "隐语合并",
    "隐语小李",
    "隐语登记",
    "隐语短信",
)


def rich(shop: Shop) -> Customer:
    """A customer of whom everything that can be said was said."""
    customer = served(shop)
    by, number = shop.agent, customer.pk
    actions.add_contact(customer_id=number, name="隐语小李", phone="13900001111", by=by)
    actions.add_site(customer_id=number, district="台江区", address="梅亭路2号", access_note="隐语进门", by=by)
    actions.record_consent(
        customer_id=number, purposes=["survey"], given=True, channel="phone", proof="隐语凭证", by=by
    )
    twin = person(shop, name="王丽华")
    actions.reveal_contact(contact_id=twin.contacts.get().pk, reason="隐语原因", by=by)
    actions.merge_customers(kept_id=number, gone_id=twin.pk, reason="隐语合并", by=by)
    asked = actions.receive_request(customer_id=number, kind="access", channel="phone", wish="隐语要求", by=by)
    actions.identify_person(request_id=asked.pk, how="隐语核实", by=by)
    registered = Registered(
        once="x" * 20, phone="139 0000 1111", name="隐语登记", purchased_on=clock.today(),
        photos=[Photo("隐语登记.png", ContentFile(b"\x89PNG\r\n\x1a\n" + bytes(40)))],
    )  # fmt: skip
    register_purchase(said=registered, by=replace(by, user_id=None, permissions=frozenset({Permission.OWN_ORDER})))
    Notice.objects.filter(recipient_kind="customer", recipient_id=number).update(body="隐语短信")
    return customer


def test_what_was_erased_is_found_in_no_table(shop: Shop) -> None:
    customer = rich(shop)
    assert [word for word in SECRETS if word not in everything()] == []
    actions.erase_customer(customer_id=customer.pk, reason="客户要求", although="客户坚持", by=shop.manager)
    left = everything()
    assert [word for word in SECRETS if word in left] == []
    assert Customer.objects.filter(erased_at=None).count() == 0  # the file that was merged as well
    registered = WarrantyRegistration.objects.values_list("phone", "state")  # found by the number alone
    assert (list(registered), Attachment.objects.filter(name="隐语登记.png").count()) == ([("", "proposed")], 0)


def test_who_is_served_is_erased_for_a_reason_only(shop: Shop) -> None:
    customer = served(shop)
    number = WorkOrder.objects.get().number
    with pytest.raises(BadInput) as refused:
        actions.erase_customer(customer_id=customer.pk, reason="客户要求", although=" ", by=shop.manager)
    why = f"{number} is still open: end it first, or say why the data must go now"
    assert {name: str(reason) for name, reason in refused.value.fields.items()} == {"although": why}

    client, page = signed_in(shop.manager), f"/customers/{customer.pk}/"
    assert client.get(page).context["serving"] == why
    assert list(client.post(f"{page}erase", {"reason": "客户要求"}).context["erase_form"].errors) == ["although"]
    made = actions.receive_request(customer_id=customer.pk, kind="erasure", channel="phone", by=shop.manager)
    actions.identify_person(request_id=made.pk, how="回拨", by=shop.manager)
    asked, said = f"/customers/rights/{made.pk}/", {"answer": "已删除"}
    assert client.get(asked).context["serving"] == why
    assert list(client.post(f"{asked}answer", said).context["answer_form"].errors) == ["although"]
    assert client.post(f"{asked}answer", {**said, "although": "受到威胁"}).status_code == 302
    entry = Entry.objects.get(event="customer.erase")
    assert entry.payload == {"reason": made.number, "open": number, "although": "受到威胁"}


@pytest.mark.parametrize("kind", ["item", "loan"])
def test_what_is_in_our_hands_or_theirs_keeps_a_file(shop: Shop, actor: Callable[..., Actor], kind: str) -> None:
    bench = bench_of(shop, actor)
    item = bench.taken()
    held, ended = item.number, {"state": "scrapped", "ended_at": clock.now(), "signed_by": "王丽华"}
    if kind == "loan":
        loaner = bench_actions.add_loaner(code="BY-1", name="小冰箱", by=bench.keeper)
        lent = {"order_id": item.order_id, "due_on": clock.today(), "signed": SIGNED}
        held = bench_actions.lend(loaner_id=loaner.pk, by=bench.worker, **lent).number
        BenchItem.objects.update(**ended)
    WorkOrder.objects.update(state="cannot_complete")
    ServiceRequest.objects.update(state="closed")
    customer = item.order.customer_id
    assert above.open_case([customer]) == ("service_request", item.order.request_id, held)
    Loan.objects.update(state="returned", condition="good", ended_at=clock.now())
    BenchItem.objects.update(**ended)
    assert above.open_case([customer]) is None


def test_a_hold_on_a_merged_file_holds_the_person(shop: Shop) -> None:
    customer = rich(shop)
    twin = Customer.objects.get(merged_into=customer)
    holding.place_hold(scope="customer", customer_id=twin.pk, reason="诉讼", by=shop.manager)
    with pytest.raises(RuleBroken):
        actions.erase_customer(customer_id=customer.pk, reason="客户要求", although="客户坚持", by=shop.manager)
    assert "隐语进门" in everything()


def test_the_log_verifies_after_erasing(company: Tenant, actor: Callable[..., Actor]) -> None:
    with in_tenant(company.pk):
        shop = shop_of(company, actor)
        customer = rich(shop)
    integrate(company.pk)
    checkpoint(company.pk)
    before = verification.verify(company.pk)
    with in_tenant(company.pk):
        actions.erase_customer(customer_id=customer.pk, reason="客户要求", although="客户坚持", by=shop.manager)
    integrate(company.pk)
    checkpoint(company.pk)
    after = verification.verify(company.pk)
    assert (before.intact, after.intact, after.findings) == (True, True, [])


def test_the_copy_shows_what_is_held_and_nothing_after_erasing(shop: Shop) -> None:
    customer = rich(shop)
    family = [customer.pk, *Customer.objects.filter(merged_into=customer).values_list("pk", flat=True)]
    shown = str(erasing.copy_of(family))
    assert [word for word in SECRETS if word not in shown and word != "隐语合并"] == []
    actions.erase_customer(customer_id=customer.pk, reason="客户要求", although="客户坚持", by=shop.manager)
    left = str(erasing.copy_of(family))
    assert [word for word in SECRETS if word in left] == []


PERSONS = (Customer, Contact, ServiceSite)
CODES = {
    "customers.Customer": {"kind", "tier", "source", "external_id"},
    "customers.Contact": {"part"},
    "customers.ServiceSite": {"city", "district"},
    "customers.Consent": {"purpose", "language", "digest", "channel"},
    "customers.LookUp": {"case_type", "case_number"},
    "customers.RightsRequest": {"number", "kind", "channel", "state", "extension_reason", "refused_for"},
    "customers.Merge": {"why", "moved", "undo_reason"},
    "customers.Asset": {"serial", "retired_reason"},
    "customers.AssetTie": {"kind", "reason"},
}
"""Columns of text that tell of no person: codes, numbers, our own words about our own work."""


def _refers(model: type[Model]) -> bool:
    fields = [one for one in model._meta.get_fields() if isinstance(one, ForeignKey)]
    return model in PERSONS or any(one.related_model in (*PERSONS, Asset) for one in fields)


def _words(model: type[Model]) -> set[str]:
    columns = model._meta.concrete_fields
    return {one.name for one in columns if isinstance(one, CharField | TextField | JSONField)}


@pytest.mark.parametrize(
    "model",
    [one for one in apps.get_app_config("customers").get_models() if _refers(one)],
    ids=lambda one: one._meta.label,
)
def test_every_text_about_a_customer_is_emptied_or_known_to_tell_of_nobody(model: type[Model]) -> None:
    label = model._meta.label
    emptied = {name for one in erasing.held() if one.model == label for name in one.empties}
    about_units = {"customers.WarrantyContract", "customers.EntitlementDecision"}
    if label in about_units | {"customers.Difference"}:  # of units: destroyed with their order (procedure 21)
        return
    assert _words(model) - emptied == CODES[label]


def test_what_is_registered_is_there() -> None:
    for one in erasing.held():
        names = {field.name for field in one.table._meta.get_fields()}
        assert set(one.empties) | set(one.files) <= names, one.model
        assert not one.mark or one.mark in names, one.model
