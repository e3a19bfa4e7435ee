"""Who may not see data in full finds neither name, number nor place of a person on any page, paper or route; organisations whole.

Every page there is walks past the same names in test_every_page; here stand the papers, the routes, and the entries of the log.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from tests.service.repair.pages import signed_in
from tests.shop import Shop
from wuxing.core import clock, tokens
from wuxing.core.access import Permission, Role
from wuxing.core.actors import Actor
from wuxing.core.ledger.models import Entry
from wuxing.core.ledger.views import shown_facts
from wuxing.core.notices.models import Notice
from wuxing.core.tenants import in_tenant
from wuxing.customers.models import Customer
from wuxing.service.bench_repair import actions as benching
from wuxing.service.bench_repair.models import TakeBack
from wuxing.service.bench_repair.views.papers import receipt_sheet
from wuxing.service.charges import actions as charging
from wuxing.service.charges import drawing
from wuxing.service.charges.models import Settlement
from wuxing.service.doors.actions import Registered, register_purchase
from wuxing.service.doors.actions.reporting import Photo
from wuxing.service.repair import actions as repairs

Make = Callable[..., Actor]
WITHOUT = (
    Role.ADMINISTRATOR,
    Role.GENERAL_MANAGER,
    Role.QUALITY_MANAGER,
    Role.WORKSHOP,
    Role.STOREKEEPER,
    Role.AUDITOR,
)
PERSON, PHONE, PLACE = "欧阳丽华", "13805912046", "梅亭路88号3-502"
FIRM = "闽江物业管理公司"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(40)
PAGES = (
    "/orders/", "/orders/?q={number}", "/orders/{order}/", "/requests/", "/requests/{request}/", "/notices/", "/notices/{notice}/",
    "/quotes/{quote}/", "/settlements/", "/settlements/{sheet}/", "/settlements/export/?month={month}", "/workshop/",
    "/workshop/items/{item}/", "/workshop/receipts/{receipt}/", "/workshop/loaners/", "/workshop/loans/{loan}/",
    "/workshop/take-in/{order}/", "/workshop/loaners/lend/{order}/", "/labels/registrations/", "/labels/", "/links/{order}/",
    "/parts/requests/", "/ledger/", "/customers/", "/customers/{customer}/", "/customers/look-ups/", "/equipment/{asset}/",
)  # fmt: skip
ROUTES = (
    "repair/orders", "repair/orders/{order}", "repair/requests", "repair/requests/{request}", "repair/orders/{order}/timeline",
    "charges/quotes/{quote}", "charges/orders/{order}/quotes", "charges/settlements/{sheet}", "charges/invoice-data/{month}",
    "workshop/items", "workshop/items/{item}", "workshop/loaners", "workshop/loans", "parts/awaited", "notices/",
    "notices/{notice}", "customers/files", "customers/files/{customer}", "customers/files/{customer}/contacts",
    "doors/requests/{request}/links",
)  # fmt: skip
NAMING = {  # where the customer is named at all
    "/orders/", "/orders/{order}/", "/requests/", "/requests/{request}/", "/settlements/", "/settlements/{sheet}/",
    "/settlements/export/?month={month}", "/customers/", "/customers/{customer}/", "repair/orders/{order}/timeline",
    "charges/settlements/{sheet}", "charges/invoice-data/{month}", "customers/files", "customers/files/{customer}",
}  # fmt: skip


def world(shop: Shop, kind: str, name: str) -> dict[str, object]:
    """A case: corrected, quoted and accepted, settled, carried in, lent for, registered, told of; the numbers of its records."""
    order = shop.order(customer_name=name, contact_name=PERSON, address=PLACE, work_type="walk_in")
    case = order.request
    Customer.objects.filter(pk=case.customer_id).update(kind=kind)
    changes = {"customer_name": name + "（新）", "contact_name": PERSON + "女士"}
    repairs.complete_request(request_id=case.pk, changes=changes, reason="听错了", by=shop.agent)
    signed = benching.Signed(name=PERSON)
    given = benching.Given(name="控制板", look="无损")
    receipt = benching.take_back(order_id=order.pk, items=[given], signed=signed, shelf="A-1", by=shop.manager)
    loaner = benching.add_loaner(code="BY-1", name="备用机", by=shop.manager)
    loan = benching.lend(loaner_id=loaner.pk, order_id=order.pk, due_on=clock.today(), signed=signed, by=shop.manager)
    line = {
        "kind": "other",
        "text": "清洗",
        "unit_price": Decimal(30),
        "price_reason": "口头",
        "payer": "customer",
        "payer_reason": "清洗",
    }
    quote = charging.draft_quote(order_id=order.pk, lines=[line], by=shop.manager)
    charging.send(quote_id=quote.pk, by=shop.manager)
    charging.accept(quote_id=quote.pk, how="signature", name=PERSON, by=shop.manager)
    charging.record_quoted(order_id=order.pk, by=shop.dispatcher)
    sheet = charging.settle(order_id=order.pk, by=shop.manager)
    charging.issue(sheet_id=sheet.pk, by=shop.manager)
    guest = replace(shop.agent, user_id=None, permissions=frozenset({Permission.OWN_ORDER}))
    photo = Photo("invoice.png", ContentFile(PICTURE))
    said = Registered(once="x" * 20, phone=PHONE, name=PERSON, purchased_on=clock.today(), photos=[photo])
    register_purchase(said=said, by=guest)
    told = Notice.objects.filter(recipient_kind="customer").order_by("pk")[0]
    Notice.objects.filter(pk=told.pk).update(name=PERSON, subject=f"{PERSON}您好", body=f"{PERSON}您好")
    return {
        "order": order.pk, "number": order.number, "request": case.pk, "quote": quote.pk, "sheet": sheet.pk,
        "month": f"{clock.today():%Y-%m}", "item": receipt.items.get().pk, "receipt": receipt.pk, "loan": loan.pk,
        "notice": told.pk, "customer": case.customer_id, "asset": case.asset_id,
    }  # fmt: skip


@pytest.mark.parametrize(("kind", "name"), [("person", PERSON), ("organisation", FIRM)])
def test_people_are_masked_and_organisations_are_not(shop: Shop, actor: Make, kind: str, name: str) -> None:
    ids = world(shop, kind, name)
    by = actor(*WITHOUT)
    browser, key = signed_in(by), tokens.issue_token(user_id=by.user_id or 0, name="x", by=by)
    answers = {path: browser.get(path.format(**ids)) for path in PAGES}
    headers = {"Authorization": f"Bearer {key}"}
    answers |= {path: Client().get(f"/api/{path.format(**ids)}", headers=headers) for path in ROUTES}
    assert {path: answer.status_code for path, answer in answers.items() if answer.status_code != 200} == {}

    texts = {path: answer.content.decode() for path, answer in answers.items()}
    texts = {path: text if text[:1] not in "[{" else str(json.loads(text)) for path, text in texts.items()}
    with in_tenant(by.tenant_id):
        receipt, sheet = TakeBack.objects.get(), Settlement.objects.get()
        texts["receipt.pdf"] = str(receipt_sheet(receipt, by.zone, by))
        copies = [receipt_sheet(receipt, by.zone, seen)["signed_by"] for seen in (None, shop.agent)]
        texts["sheet.pdf"] = str(drawing.facts_of(sheet, by))
        texts |= {f"{one.event} in the ledger": str(shown_facts(one.payload, by)) for one in Entry.objects.all()}
    assert [(path, word) for path, text in texts.items() for word in (PERSON, PHONE, PLACE) if word in text] == []
    named = {path for path, text in texts.items() if FIRM in text}
    assert named & NAMING == (NAMING if kind == "organisation" else set())
    assert copies == [PERSON] * 2  # the customer's own copy, and who may see it
