"""Customers' files by machine: the same rules, masked as the caller may see them."""

import json
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.test import Client

from tests.customers.people import person, served
from tests.shop import Shop
from wuxing.core import tokens
from wuxing.core.access import Role
from wuxing.core.actors import Actor

_keys = count(1)
Send = Callable[..., Any]


@pytest.fixture
def send() -> Send:
    """Call as somebody: (status, answer)."""

    def call(by: Actor, method: str, path: str, **body: object) -> Any:
        token = tokens.issue_token(user_id=by.user_id or 0, name="test", by=by)
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": f"care-{next(_keys)}"}
        if method == "get":
            answer = Client().get(f"/api/customers/{path}", headers=headers)
        else:
            answer = Client().post(
                f"/api/customers/{path}", json.dumps(body), content_type="application/json", headers=headers
            )
        return answer.status_code, answer.json()

    return call


def test_a_file_is_kept_by_machine(shop: Shop, send: Send) -> None:
    customer, by = served(shop), shop.agent
    path = f"files/{customer.pk}"
    assert send(by, "get", path)[1]["name"] == "王丽华"
    status, site = send(by, "post", f"{path}/sites", district="台江区", address="工业路1号")
    assert (status, site["place"]) == (201, "台江区…")
    status, contact = send(by, "post", f"{path}/contacts", name="小李", phone="13900001111", site_id=site["id"])
    assert (status, contact["phone"]) == (201, "139****1111")
    assert send(by, "post", f"contacts/{contact['id']}/change", name="小李子")[1]["name"] == "小李子"
    assert send(by, "post", f"sites/{site['id']}/change", district="仓山区")[1]["place"] == "仓山区…"
    assert send(by, "post", f"{path}/change", name="王丽花", kind="person")[1]["name"] == "王丽花"
    assert [row["phone"] for row in send(by, "get", f"{path}/contacts")[1]] == ["138****2046", "139****1111"]
    assert [row["id"] for row in send(by, "get", "files?q=丽花")[1]] == [customer.pk]
    assert send(by, "post", f"contacts/{contact['id']}/reveal")[1]["phone"] == "13900001111"
    assert len(send(by, "get", "look-ups")[1]) == 1


def test_who_may_not_see_in_full_gets_first_signs(shop: Shop, send: Send, actor: Callable[..., Actor]) -> None:
    customer, by = served(shop), actor(Role.QUALITY_MANAGER)
    assert send(by, "get", f"files/{customer.pk}")[1]["name"] == "王**"
    assert send(by, "get", "files")[1][0]["name"] == "王**"
    assert send(by, "post", f"contacts/{customer.contacts.get().pk}/reveal")[0] == 403


def test_consent_requests_and_units_go_by_machine(shop: Shop, send: Send) -> None:
    customer, by = served(shop), shop.agent
    path = f"files/{customer.pk}"
    said = {"purposes": ["survey"], "given": True, "channel": "phone", "proof": "录音"}
    assert send(by, "post", f"{path}/consents", **said)[0] == 201
    assert [
        send(by, "get", f"{path}/may-use/{code}")[1]["may"] for code in ("survey", "marketing", "service", "x")
    ] == [True, False, True, False]
    assert len(send(by, "get", f"{path}/consents")[1]) == 1
    assert {one["code"] for one in send(by, "get", "purposes")[1]} >= {"service", "marketing"}
    status, asked = send(by, "post", f"{path}/requests", kind="access", channel="phone")
    assert (status, asked["state"]) == (201, "received")
    step = f"requests/{asked['id']}"
    assert send(by, "post", f"{step}/answer", answer="已交付")[0] == 409
    assert send(by, "post", f"{step}/identify", how="回拨")[1]["state"] == "identified"
    assert send(by, "post", f"{step}/copy")[1]["request"] == asked["number"]
    assert send(by, "post", f"{step}/answer", answer="已交付")[1]["state"] == "answered"
    assert send(by, "get", "requests?only=open")[1] == []
    status, unit = send(by, "post", f"{path}/units", product_id=shop.product.pk, serial="A-9")
    assert status == 201
    whole = customer.assets.exclude(pk=unit["id"]).get()
    tie = {"kind": "parent", "to": whole.pk, "on": "2026-03-02", "reason": "内机"}
    assert send(by, "post", f"units/{unit['id']}/ties", **tie)[0] == 200
    assert [row["kind"] for row in send(by, "get", f"units/{unit['id']}/ties")[1]] == ["parent", "owned_by"]
    assert len(send(by, "get", f"{path}/units")[1]) == 2


def test_files_are_merged_parted_restricted_and_erased_by_machine(shop: Shop, send: Send) -> None:
    one, other, by = person(shop), person(shop, name="李健国"), shop.manager
    assert [(row["low"], row["high"]) for row in send(by, "get", "duplicates")[1]] == [(one.pk, other.pk)]
    status, merge = send(by, "post", "merges", kept_id=one.pk, gone_id=other.pk, reason="来电")
    assert (status, merge["moved"]["customers.Contact.customer"]) == (
        201,
        [other.contacts.model.objects.latest("pk").pk],
    )
    assert send(by, "get", f"files/{other.pk}")[1]["merged_into_id"] == one.pk
    assert send(by, "post", f"merges/{merge['id']}/undo", reason="误并")[0] == 200
    assert send(by, "post", "duplicates/different", one_id=one.pk, other_id=other.pk)[0] == 200
    assert send(by, "post", f"files/{one.pk}/restrict", restricted=True, reason="客户要求")[1]["restricted_at"]
    assert send(by, "post", f"files/{one.pk}/erase", reason="客户要求")[1]["name"] == "—"
    assert send(shop.agent, "post", f"files/{other.pk}/erase", reason="x")[0] == 403
