"""The pages of the price book, and the same by machine."""

import json
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.customers.prices.test_actions import TABLE, save
from tests.service.repair.pages import signed_in
from tests.shop import Shop
from tests.web.reading import read
from wuxing.core import clock, tokens
from wuxing.core.access import Role
from wuxing.customers.prices.models import Price, PriceItem

FORM = {
    "kind": "travel", "code": "TRV", "name": "上门费", "mode": "zone", "amount": "50", "area": "福州市/鼓楼区",
    "valid_from": "2026-01-01", "tax_rate": "6",
}  # fmt: skip


def upload(client: Client, data: bytes) -> Any:
    return client.post("/prices/import/", {"file": SimpleUploadedFile("价目.csv", data)})


def test_a_price_is_added_changed_and_ended_on_its_page(shop: Shop) -> None:
    client = signed_in(shop.manager)
    refused = client.post("/prices/new/", FORM | {"area": ""})
    assert (refused.status_code, refused.context["form"].errors.keys()) == (422, {"area"})
    assert client.post("/prices/new/", FORM).status_code == 302
    item = PriceItem.objects.get()
    page = f"/prices/{item.pk}/"
    assert client.post(page, {"amount": "60", "valid_from": clock.today().isoformat()}).status_code == 422
    change = {"amount": "60", "valid_from": clock.today().isoformat(), "reason": "油价上涨"}
    assert client.post(page, change).status_code == 302
    assert [one["word"] for one in client.get(page).context["versions"]] == ["now in force", "over"]
    end = {"end": "1", "last_day": clock.today().isoformat(), "reason": "不再上门"}
    assert client.post(page, end).status_code == 302
    assert list(Price.objects.order_by("version").values_list("amount", "end_reason")) == [
        (Decimal("50.00"), "油价上涨"),
        (Decimal("60.00"), "不再上门"),
    ]


def test_the_list_is_searched_and_paged(shop: Shop) -> None:
    save(shop)
    save(shop, kind="labour", code="LAB", name="检修", mode="hour")
    client = signed_in(shop.agent)
    for query, found in (("", 2), ("?q=风", 1), ("?q=LA", 1), ("?kind=part", 1), ("?kind=x", 2), ("?q=none", 0)):
        assert (query, len(client.get(f"/prices/{query}").context["rows"])) == (query, found)
    newest = PriceItem.objects.latest("pk").pk
    assert len(client.get(f"/prices/?before={newest}").context["rows"]) == 1
    assert client.get("/prices/").context["may_write"] is False
    assert client.get("/prices/new/").status_code == 403


def test_a_table_is_looked_at_then_kept(shop: Shop) -> None:
    client = signed_in(shop.manager)
    seen = upload(client, TABLE.encode())
    assert (seen.context["count"], seen.context["bad"], PriceItem.objects.count()) == (3, 0, 0)
    assert client.post("/prices/import/", {"keep": "1"}).status_code == 302
    assert PriceItem.objects.count() == 3
    client.post("/prices/import/", {"keep": "1"})  # once only
    assert Price.objects.count() == 3
    bad = upload(client, (TABLE + "备件,X,未知,件,abc,2026-01-01,,,,13,\n").encode())
    assert (bad.context["bad"], bad.context["lines"][0]["line"]) == (4, 2)  # the others are on record already
    assert upload(client, b"%PDF-1.7").status_code == 422


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "These columns are missing: kind, amount, valid_from."),
        ("zh-hans", "类别、单价、生效日期"),
        ("zh-hant", "類別、單價、生效日期"),
    ],
)
def test_missing_columns_are_named_in_the_language_of_the_page(shop: Shop, language: str, said: str) -> None:
    refused = upload(signed_in(shop.manager, language), "code,名称\nA,B\n".encode())
    assert (refused.status_code, said in refused.content.decode()) == (422, True)


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_the_pages_are_well_formed(shop: Shop, language: str) -> None:
    made = save(shop)
    client = signed_in(shop.manager, language)
    for page in ("/prices/", "/prices/new/", "/prices/import/", f"/prices/{made.item_id}/"):
        answer = client.get(page)
        assert (page, answer.status_code, read(answer.content.decode()).faults()) == (page, 200, [])
    seen = upload(client, TABLE.encode())
    assert read(seen.content.decode()).faults() == []


def test_the_same_by_machine(shop: Shop, actor: Any) -> None:
    token = tokens.issue_token(user_id=shop.manager.user_id or 0, name="机器", by=actor(Role.ADMINISTRATOR))
    client = Client(headers={"Authorization": f"Bearer {token}"})

    def post(path: str, body: dict[str, Any], key: str) -> Any:
        return client.post(
            f"/api/prices/{path}", json.dumps(body), content_type="application/json", headers={"Idempotency-Key": key}
        )

    body = {"kind": "part", "code": "FAN", "name": "风机", "mode": "each", "amount": "80", "valid_from": "2026-01-01"}
    made = post("prices", body, "a").json()
    assert (made["version"], made["amount"]) == (1, "80.00")
    assert post("prices", body, "a").json() == made
    assert post("prices", body, "b").status_code == 422
    asked = client.get("/api/prices/meant?kind=part&code=FAN&area=x").json()
    assert asked["id"] == made["id"]
    assert client.get("/api/prices/meant?kind=part&code=NONE").status_code == 404
    assert len(client.get("/api/prices/items").json()) == 1
    assert len(client.get(f"/api/prices/items/{made['item_id']}/prices").json()) == 1
    assert post(f"prices/{made['id']}/end", {"last_day": "2099-01-01", "reason": "x"}, "c").status_code == 200
    table = SimpleUploadedFile("价目.csv", TABLE.encode())
    taken = client.post("/api/prices/import?keep=true", {"file": table}, headers={"Idempotency-Key": "d"})
    assert (taken.status_code, taken.json()) == (200, {"kept": True, "rows": 3, "faults": {}})
