"""The pages of quotes and settlement, the panel of the order, the customer's page, and the same by machine."""

import json
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.service.charges.example import LINES, accepted, old_order, quote, sent
from tests.service.charges.test_settlements import at_the_door, issued
from tests.service.doors.doors import path_of
from tests.service.repair.pages import signed_in
from tests.shop import Shop
from tests.web.reading import read
from wuxing.core import clock, tokens
from wuxing.core.actors import Actor
from wuxing.core.ledger.models import Entry
from wuxing.core.tenants import in_tenant
from wuxing.customers.prices import actions as pricing
from wuxing.service.charges import actions, queries
from wuxing.service.charges.models import Quote, Settlement
from wuxing.service.charges.views import quotes
from wuxing.service.doors import actions as doors

_keys = count(1)
FORM = {
    "lines": "2", "valid_until": "2099-01-01", "note": "含上门", "l0-text": "风机", "l0-kind": "part", "l0-quantity": "2",
    "l0-unit_price": "60.50", "l0-price_reason": "供应商报价",
}  # fmt: skip


def test_a_quote_is_written_sent_and_signed_on_its_pages(shop: Shop) -> None:
    pricing.save_price(
        kind="labour",
        code="LAB",
        name="检修",
        mode="hour",
        amount=Decimal(80),
        valid_from=clock.today(),
        by=shop.manager,
    )
    order, client = old_order(shop), signed_in(shop.agent)
    page = f"/quotes/new/{order.pk}/"
    assert client.get(page).status_code == 200
    empty = client.post(page, {"lines": "2", "valid_until": "2099-01-01"})
    assert (empty.status_code, list(empty.context["form"].errors), Quote.objects.count()) == (422, ["__all__"], 0)
    refused = client.post(page, FORM | {"l0-price_reason": "", "l1-book": "labour:LAB"})
    assert (refused.status_code, refused.context["form"].lines[0].errors.keys()) == (422, {"price_reason"})
    assert client.post(page, FORM | {"l1-book": "labour:LAB"}).status_code == 302
    made = Quote.objects.get()
    lines = [(row["text"], row["code"], row["amount"]) for row in queries.lines_of_quote(made.pk)]
    assert lines == [("风机", "", Decimal("121.00")), ("检修", "LAB", Decimal("80.00"))]
    assert client.get(f"/quotes/{made.pk}/edit/").status_code == 200
    assert client.post(f"/quotes/{made.pk}/send/").status_code == 302
    unsigned = client.post(f"/quotes/{made.pk}/accept/", {"name": ""})
    assert (unsigned.status_code, unsigned.context["accept_form"].errors.keys()) == (422, {"name", "by_name"})
    assert unsigned.context["accept_form"]["name"].value() == ""
    named = {"name": "王丽华", "signature": "", "by_name": "on"}
    unsaid = client.post(f"/quotes/{made.pk}/accept/", named)
    assert (unsaid.status_code, unsaid.context["accept_form"].errors.keys()) == (422, {"not_drawn"})
    assert client.post(f"/quotes/{made.pk}/accept/", named | {"not_drawn": "屏幕坏了"}).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.answered_name) == ("accepted", "王丽华")
    assert client.get(f"/quotes/{made.pk}/").context["by_name"] == "signed by name, not drawn: 屏幕坏了"
    told = client.get(f"/orders/{order.pk}/").content.decode()
    assert "signed by name, not drawn: 屏幕坏了" in told
    without_reason = client.post(f"/quotes/{made.pk}/edit/", FORM)
    assert (without_reason.status_code, without_reason.context["form"].errors.keys()) == (422, {"reason"})
    assert client.post(f"/quotes/{made.pk}/edit/", FORM | {"reason": "少一项"}).status_code == 302
    assert Quote.objects.latest("pk").version == 2


def test_a_line_that_the_warranty_shared_out_is_one_line_again_when_it_is_changed() -> None:
    half = {
        "kind": "part", "code": "FAN", "text": "风机", "quantity": Decimal(1), "price_id": 7, "book": Decimal(81),
        "price_reason": "", "payer_reason": "",
    }  # fmt: skip
    shared = [
        half | {"unit_price": Decimal("40.50"), "payer": payer, "proposed_payer": payer} for payer in ("us", "customer")
    ]
    chosen = half | {"unit_price": Decimal(81), "payer": "us", "proposed_payer": "customer", "payer_reason": "老客户"}
    one, other = quotes.initials([*shared, chosen])
    assert (one["book"], one["unit_price"], one["payer"]) == ("part:FAN", None, "")
    assert (other["unit_price"], other["payer"], other["payer_reason"]) == (Decimal(81), "us", "老客户")
    own = [row | {"price_id": None, "book": None, "price_reason": "供应商报价"} for row in shared]
    assert [(row["unit_price"], row["payer"]) for row in quotes.initials(own)] == [(Decimal("81.00"), "")]


def test_the_orders_page_shows_quote_and_settlement(shop: Shop) -> None:
    made = sent(shop)
    client = signed_in(shop.dispatcher)
    told = client.get(f"/orders/{made.order_id}/")
    assert (told.context["charges"]["quotes"][0]["state"], bool(told.context["charges"]["waits"])) == ("sent", True)
    assert made.number in told.content.decode()
    fresh = client.get(f"/orders/{shop.order().pk}/").context["charges"]
    assert (fresh["quotes"], bool(fresh["new_url"]), fresh["record_url"]) == ([], True, "")


def test_a_sheet_is_drawn_up_issued_paid_and_corrected_on_its_page(shop: Shop) -> None:
    order, client = at_the_door(shop), signed_in(shop.dispatcher)
    assert client.post(f"/settlements/of/{order.pk}/").status_code == 302
    sheet = Settlement.objects.get()
    page = f"/settlements/{sheet.pk}/"
    buyer = {"buyer": "福州某厂", "buyer_tax_number": "91350100M000000000"}
    assert client.post(f"{page}settle/", buyer).status_code == 302
    assert client.post(f"{page}issue/").status_code == 302
    assert client.post(f"{page}pay/", {"paid_on": "2099-01-01", "how": "cash"}).status_code == 422
    assert client.post(f"{page}pay/", {"paid_on": clock.today().isoformat(), "how": "cash"}).status_code == 302
    assert client.get(f"{page}sheet.pdf").content[:4] == b"%PDF"
    assert client.post(f"{page}correct/", {"reason": ""}).status_code == 422
    assert client.post(f"{page}correct/", {"reason": "抬头写错"}).status_code == 302
    sheet.refresh_from_db()
    assert (sheet.state, sheet.buyer, sheet.paid_how) == ("corrected", "福州某厂", "cash")
    assert Settlement.objects.latest("pk").version == 2
    assert client.post(f"{page}nothing/").status_code == 404


def test_what_refuses_a_settlement_is_said_on_the_order(shop: Shop) -> None:
    made = sent(shop)
    answer = signed_in(shop.dispatcher).post(f"/settlements/of/{made.order_id}/", follow=True)
    assert "waits for the customer" in answer.content.decode()
    assert Settlement.objects.count() == 0


def test_settlements_are_listed_filtered_and_exported(shop: Shop) -> None:
    sheet, client = issued(shop), signed_in(shop.manager)
    month = f"{clock.today():%Y-%m}"
    for query, found in (
        ("", 1), ("?state=issued", 1), ("?state=draft", 0), (f"?month={month}", 1), ("?month=2020-01", 0), ("?paid=yes", 0),
        (f"?q={sheet.number}", 1), ("?q=nothing", 0), ("?month=x&before=y", 1),
    ):  # fmt: skip
        assert (query, len(client.get(f"/settlements/{query}").context["rows"])) == (query, found)
    told = client.get(f"/settlements/export/?month={month}")
    assert (told["Content-Type"], "风机" in told.content.decode()) == ("text/csv; charset=utf-8", True)
    whole = json.loads(client.get(f"/settlements/export/?month={month}&as=json").content)
    assert [line["goods_name"] for line in whole["lines"]] == ["风机", "检修"]
    assert signed_in(shop.agent).get("/settlements/").status_code == 200


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_the_pages_are_well_formed(shop: Shop, language: str) -> None:
    sheet = issued(shop)
    made = queries.current_quote(("work_order", sheet.order_id))
    assert made is not None
    with clock.telling(clock.now()):
        draft = actions.change(quote_id=made.pk, lines=LINES, reason="改", by=shop.dispatcher)
    client = signed_in(shop.dispatcher, language)
    for page in (
        f"/quotes/{made.pk}/", f"/quotes/{draft.pk}/", f"/quotes/{draft.pk}/edit/", f"/settlements/{sheet.pk}/",
        "/settlements/", f"/orders/{sheet.order_id}/",
    ):  # fmt: skip
        answer = client.get(page)
        assert (page, answer.status_code, read(answer.content.decode()).faults()) == (page, 200, [])


def opened(shop: Shop, made: Quote) -> tuple[Client, str]:
    cache.clear()
    return Client(), path_of(doors.open_link(made.order_id, shop.agent))


def test_the_customer_sees_amounts_after_the_digits_and_accepts(shop: Shop) -> None:
    made = sent(shop)
    client, page = opened(shop, made)
    client.cookies["wx_language"] = "en"
    hidden = client.get(page).content.decode()
    assert (made.number in hidden, "210.02" in hidden) == (True, False)
    refused = client.post(f"{page}quote/accept/", {"quote": made.pk, "agreed": "yes", "name": "王丽华"})
    assert refused.status_code == 403
    assert client.post(f"{page}verify/", {"digits": "2046"}).status_code == 302
    shown = client.get(page).content.decode()
    assert ("210.02" in shown, "口头约定" in shown, read(shown).faults()) == (True, False, [])
    unticked = client.post(f"{page}quote/accept/", {"quote": made.pk, "name": "王丽华"})
    assert unticked.status_code == 422
    assert client.post(f"{page}quote/accept/", {"quote": made.pk, "agreed": "yes", "name": "王丽华"}).status_code == 302
    with in_tenant(shop.tenant.pk):
        made.refresh_from_db()
        assert (made.state, made.answered_how, made.answered_name) == ("accepted", "link", "王丽华")
        assert Entry.objects.filter(event="charges.quote_accept").count() == 1
    assert client.post(f"{page}quote/accept/", {"quote": made.pk, "agreed": "yes", "name": "王"}).status_code == 409


def test_the_customer_declines_and_answers_no_other_order(shop: Shop) -> None:
    made = sent(shop)
    other = accepted_elsewhere(shop)
    client, page = opened(shop, made)
    client.post(f"{page}verify/", {"digits": "2046"})
    for wrong in (other.pk, "x", 10**12):
        assert client.post(f"{page}quote/decline/", {"quote": wrong}).status_code in (404, 409)
    assert client.post(f"{page}quote/decline/", {"quote": made.pk, "reason": "太贵"}).status_code == 302
    with in_tenant(shop.tenant.pk):
        made.refresh_from_db()
        assert (made.state, made.answer) == ("declined", "太贵")


def test_that_nothing_is_to_pay_is_said_where_nothing_was_agreed(shop: Shop) -> None:
    free = actions.draft_quote(order_id=shop.order().pk, lines=LINES, by=shop.agent)
    client, page = opened(shop, actions.send(quote_id=free.pk, by=shop.agent))
    client.cookies["wx_language"] = "en"
    client.post(f"{page}verify/", {"digits": "2046"})
    said = ("To pay: ¥0", "it costs me nothing", "I agree to pay")
    assert [words in client.get(page).content.decode() for words in said] == [True, True, False]
    with in_tenant(shop.tenant.pk):
        paid = [line | {"payer": "customer", "payer_reason": "人为损坏"} for line in LINES]
        made = actions.change(quote_id=free.pk, lines=paid, reason="人为损坏", by=shop.agent)
        actions.send(quote_id=made.pk, by=shop.agent)
        actions.accept(quote_id=made.pk, how="signature", name="王丽华", by=shop.agent)
    assert [words in client.get(page).content.decode() for words in said] == [False, False, False]


def accepted_elsewhere(shop: Shop) -> Quote:
    order = shop.order(serial="518A-12-000009", phone="139 0591 7777")
    made = actions.draft_quote(order_id=order.pk, lines=LINES, by=shop.agent)
    return actions.send(quote_id=made.pk, by=shop.agent)


def test_a_draft_is_nothing_to_the_customer(shop: Shop) -> None:
    made = quote(shop)
    client, page = opened(shop, made)
    assert made.number not in client.get(page).content.decode()


def machine(by: Actor, admin: Actor) -> Any:
    token = tokens.issue_token(user_id=by.user_id or 0, name="机器", by=admin)
    client = Client(headers={"Authorization": f"Bearer {token}"})

    def call(method: str, path: str, body: Any = None) -> tuple[int, Any]:
        sent_as = json.dumps(body or {})
        head = {"Idempotency-Key": f"k{next(_keys)}"}
        if method == "GET":
            answer = client.get(f"/api{path}")
        else:
            answer = client.post(f"/api{path}", sent_as, content_type="application/json", headers=head)
        return answer.status_code, answer.json()

    return call


def test_the_same_by_machine(shop: Shop, actor: Any) -> None:
    from wuxing.core.access import Role

    call = machine(shop.dispatcher, actor(Role.ADMINISTRATOR))
    order = old_order(shop)
    lines = [{name: str(value) for name, value in line.items()} for line in LINES]
    status, made = call("POST", "/charges/quotes", {"order_id": order.pk, "lines": lines})
    assert (status, made["customer_total"], made["lines"][1]["amount"]) == (201, "210.02", "90.02")
    path = f"/charges/quotes/{made['id']}"
    assert call("POST", f"{path}/accept", {"name": "王"})[0] == 409
    assert call("POST", f"{path}/change", {"lines": lines[:1]})[1]["total"] == "120.00"
    assert call("POST", f"{path}/send")[1]["state"] == "sent"
    assert call("POST", f"{path}/expire")[0] == 409
    assert call("POST", f"{path}/accept", {"name": "王"})[1]["answered_name"] == "王"
    assert call("POST", f"{path}/decline")[0] == 409
    assert call("GET", path)[1]["state"] == "accepted"
    assert len(call("GET", f"/charges/orders/{order.pk}/quotes")[1]) == 1
    status, sheet = call("POST", f"/charges/orders/{order.pk}/settle", {"buyer": "某厂"})
    assert (status, sheet["total"]) == (200, "0.00")
    assert call("POST", f"/charges/settlements/{sheet['id']}/issue")[0] == 409
    assert call("GET", f"/charges/settlements/{sheet['id']}")[1]["buyer"] == "某厂"
    assert call("GET", "/charges/invoice-data/2026-11")[1]["currency"] == "CNY"
    assert call("GET", "/charges/invoice-data/nothing")[0] == 422
    assert call("POST", f"/charges/orders/{order.pk}/record_quoted")[0] in (200, 409)


def test_the_timeline_says_what_happened_to_quotes(shop: Shop) -> None:
    made = accepted(shop)
    told = signed_in(shop.dispatcher).get(f"/orders/{made.order_id}/").content.decode()
    assert f"Quote {made.number} v1 accepted by 王丽华 by signature: ¥210.02" in told
