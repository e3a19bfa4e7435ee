"""The pages of terms, contracts and units, the decision on the order's page, and the same by machine."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from django.test import Client

from tests.service.repair.pages import signed_in
from tests.shop import Shop
from wuxing.core import clock, tokens
from wuxing.core.actors import Actor
from wuxing.customers.models import Asset, EntitlementDecision, Product, WarrantyContract, WarrantyTerm
from wuxing.service.repair import actions as repair

_keys = count(1)
TERM = {
    "kind": "coverage", "code": "compressor", "title": "压缩机十年", "part": "compressor", "months": "120", "basis": "best",
    "parts": "100", "labour": "100", "travel": "0", "valid_from": "2024-01-01",
}  # fmt: skip
CONTRACT = {
    "kind": "extended", "number": "YB-1", "starts_on": "2026-01-01", "ends_on": "2099-12-31", "parts": "100",
    "labour": "100", "travel": "100",
}  # fmt: skip


def unit_of(shop: Shop) -> Asset:
    found = shop.order().asset
    assert found is not None
    return found


def test_a_term_is_written_changed_and_withdrawn_on_its_page(shop: Shop) -> None:
    client = signed_in(shop.manager)
    assert client.post("/warranty/terms/new/", TERM).status_code == 302
    made = WarrantyTerm.objects.get()
    assert (made.months, made.part, made.travel_share) == (120, "compressor", 0)

    page = f"/warranty/terms/{made.pk}/"
    refused = client.post(page, TERM | {"months": "60"})
    assert (refused.status_code, [*refused.context["form"].errors]) == (422, ["reason"])
    assert client.post(page, TERM | {"months": "60", "reason": "新政策"}).status_code == 302
    assert client.post(page, {"withdraw": "1", "valid_from": "2026-01-01", "reason": "停产"}).status_code == 302
    rows = client.get("/warranty/terms/").context
    assert (len(rows["now"]), [row["version"] for row in rows["past"]]) == (0, [3, 2, 1])


def test_who_may_not_manage_sees_terms_and_no_form(shop: Shop) -> None:
    WarrantyTerm.objects.all()
    client = signed_in(shop.agent)
    assert client.get("/warranty/terms/").context["may_write"] is False
    assert client.post("/warranty/terms/new/", TERM).status_code == 403
    assert WarrantyTerm.objects.count() == 0


def test_a_unit_shows_days_contracts_and_decisions(shop: Shop) -> None:
    asset = unit_of(shop)
    client, page = signed_in(shop.agent), f"/equipment/{asset.pk}/"
    days = {"purchased_on": "2024-05-02", "delivered_on": "2024-05-06"}
    assert client.post(f"{page}date/", days).status_code == 302
    assert client.post(f"{page}contract/", CONTRACT).status_code == 302
    contract = WarrantyContract.objects.get()

    shown = client.get(page).context
    assert (shown["warranty"]["word"], len(shown["contracts"]), len(shown["decisions"])) == ("in warranty", 1, 1)
    assert ("info", "counted from the delivery, 2024-05-06: the best known day for the customer") in shown["warranty"][
        "reasons"
    ]
    assert client.get("/warranty/contracts/?q=YB-1").context["rows"][0]["pk"] == contract.pk

    end = f"{page}contracts/{contract.pk}/end/"
    assert client.post(end, {"ended_on": "2026-06-01", "reason": ""}).status_code == 422
    assert client.post(end, {"ended_on": "2026-06-01", "reason": "退订"}).status_code == 302
    exchanged = {"serial": "N-1", "exchanged_on": "2026-01-01", "reason": "两次修理"}
    assert client.post(f"{page}exchange/", exchanged).status_code == 302
    assert Asset.objects.get(serial="N-1").exchanged_on == date(2026, 1, 1)


def test_the_order_page_shows_why_with_the_clause_and_takes_the_override(shop: Shop) -> None:
    order = shop.order()
    client, page = signed_in(shop.dispatcher), f"/orders/{order.pk}/"
    shown = client.get(page).context["warranty"]
    assert shown["word"] == "in warranty"
    assert shown["reasons"][0] == ("done", "bought 2024-05-02, 36 months, until 2027-05-02")
    assert shown["law"] == "General goods: repair, exchange, return (三包) 1995"

    assert client.post(f"{page}override/", {"outcome": "goodwill", "reason": ""}).status_code == 422
    assert client.post(f"{page}override/", {"outcome": "out_of_warranty", "reason": "进水"}).status_code == 302
    after = client.get(page).context["warranty"]
    assert after["override"] == {
        "proposed": "in warranty", "chosen": "out of warranty", "reason": "进水", "by": "吴岚",
    }  # fmt: skip


def test_the_order_page_asks_what_the_law_wants_to_know_about_a_car(shop: Shop) -> None:
    order, desk = shop.order(purchased_on=clock.today() - timedelta(days=30)), signed_in(shop.dispatcher)
    page = f"/orders/{order.pk}/"
    repair.dispatch_order(order_id=order.pk, technician_id=shop.technician.pk, by=shop.dispatcher)
    assert "law_facts" not in desk.get(page).content.decode()
    Product.objects.update(category="家用汽车")
    EntitlementDecision.objects.update(law="cn-household-cars@2022")
    client = signed_in(shop.visitor)
    assert f"{page}?do=law_facts#do" in client.get(page).content.decode()
    assert client.post(f"{page}law_facts/", {"kilometres": "-4"}).status_code == 422
    said = {"kilometres": "2100", "serious_fault": "true"}
    assert client.post(f"{page}law_facts/", said).status_code == 302
    shown = client.get(page)
    assert [one["choose"] for one in shown.context["warranty"]["remedies"]] == ["exchange, return of the goods"]
    assert "kilometres driven 2100" in shown.content.decode()


def test_a_new_unit_s_first_week_shows_what_the_law_lets_the_customer_choose(shop: Shop) -> None:
    order = shop.order(purchased_on=clock.today(shop.agent.zone))
    remedies = signed_in(shop.dispatcher).get(f"/orders/{order.pk}/").context["warranty"]["remedies"]
    assert [(one["choose"], one["clause"], one["sure"]) for one in remedies] == [
        ("return of the goods, exchange, repair", "《部分商品修理更换退货责任规定》第九条", True),
        ("exchange, repair", "《部分商品修理更换退货责任规定》第十条", True),
    ]


def test_the_phone_asks_to_tell_again_when_the_finding_may_cost_more(shop: Shop) -> None:
    order = shop.at_work()
    repair.diagnose(order_id=order.pk, cause="use", finding="人为损坏", branch="fix_now", by=shop.visitor)
    client, page = signed_in(shop.visitor), f"/today/{order.pk}/"
    assert client.get(page).context["upcoming"] == "explain"
    assert client.post(f"{page}explain/", {"fee_told": "换门封75元"}).status_code == 302
    assert client.get(page).context["upcoming"] == "end_visit"


def test_the_law_is_shown_in_three_languages(shop: Shop) -> None:
    for language, words in (
        ("en", "within 7 days"),
        ("zh-hans", "7日内出现性能故障"),
        ("zh-hant", "7日內出現性能故障"),
    ):
        page = signed_in(shop.agent, language).get("/warranty/law/").content.decode()
        assert words in page


@pytest.fixture
def send(shop: Shop) -> Callable[..., Any]:
    def call(by: Actor, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        token = tokens.issue_token(user_id=by.user_id or 0, name="test", by=by)
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": f"key-{next(_keys)}"}
        if method == "get":
            return Client().get(f"/api{path}", headers=headers)
        return Client().post(f"/api{path}", json.dumps(body or {}), content_type="application/json", headers=headers)

    return call


def test_everything_can_be_done_by_machine(shop: Shop, send: Callable[..., Any]) -> None:
    asset = unit_of(shop)
    order = asset.pk and repair.log_request(call=shop.call(), by=shop.agent)
    decision = EntitlementDecision.objects.latest("pk")
    term = {"code": "w", "kind": "coverage", "title": "整机", "months": 12, "valid_from": "2026-01-01"}
    contract = {
        "kind": "contract",
        "number": "C1",
        "starts_on": "2026-01-01",
        "ends_on": "2026-12-31",
        "shares": [50, 100, 0],
    }
    made = send(shop.manager, "post", "/entitlement/terms", term)
    signed = send(shop.agent, "post", f"/entitlement/units/{asset.pk}/contracts", contract)
    assert (made.status_code, signed.status_code) == (201, 201)
    gone = send(
        shop.manager,
        "post",
        f"/entitlement/terms/{made.json()['id']}/withdraw",
        {"valid_from": "2026-02-01", "reason": "停"},
    )
    ended = send(
        shop.agent,
        "post",
        f"/entitlement/contracts/{signed.json()['id']}/end",
        {"ended_on": "2026-02-01", "reason": "退"},
    )
    dated = send(
        shop.agent,
        "post",
        f"/entitlement/units/{asset.pk}/days",
        {"purchased_on": "2024-05-02", "installed_on": "2024-05-08"},
    )
    swapped = send(
        shop.agent, "post", f"/entitlement/units/{asset.pk}/exchange",
        {"serial": "N", "exchanged_on": "2026-01-01", "reason": "x"},
    )  # fmt: skip
    assert [one.status_code for one in (gone, ended, dated, swapped)] == [200, 200, 200, 201]
    one = send(shop.agent, "get", f"/entitlement/decisions/{decision.pk}").json()
    listed = send(
        shop.agent, "get", f"/entitlement/decisions?subject_type=service_request&subject_id={decision.subject_id}"
    ).json()
    assert (one["outcome"], one["law"], [row["id"] for row in listed]) == (
        "in_warranty", "cn-general-goods@1995", [decision.pk],
    )  # fmt: skip
    assert [row["version"] for row in send(shop.agent, "get", "/entitlement/terms").json()] == [1, 2]
    assert len(send(shop.agent, "get", f"/entitlement/units/{asset.pk}/contracts").json()) == 1
    assert send(shop.agent, "get", "/entitlement/decisions/999999").status_code == 404
    assert order is not None
