"""The doors by machine: every act once, one answer for one key, refusals in words."""

import json
from itertools import count
from typing import Any

import pytest
from django.test import Client

from tests.service.doors.doors import path_of, picture, unit
from tests.shop import Shop
from wuxing.core import clock, tokens
from wuxing.core.ledger.models import Entry
from wuxing.service.doors import actions
from wuxing.service.doors.door import customer_actor
from wuxing.service.doors.models import Label

_keys = count(1)


class Machine:
    """Somebody of the shop, by key."""

    def __init__(self, by: Any) -> None:
        self.token = tokens.issue_token(user_id=by.user_id, name="test", by=by)

    def post(self, path: str, body: dict[str, Any] | None = None, key: str = "") -> Any:
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key or f"doors-{next(_keys)}"}
        sent = json.dumps(body or {}, default=str)
        return Client().post(f"/api/doors{path}", sent, content_type="application/json", headers=headers)

    def get(self, path: str) -> Any:
        return Client().get(f"/api/doors{path}", headers={"Authorization": f"Bearer {self.token}"})


@pytest.fixture
def agent(shop: Shop) -> Machine:
    return Machine(shop.agent)


def test_labels_from_making_to_retiring(shop: Shop, agent: Machine) -> None:
    asset = unit(shop)
    made = agent.post("/labels", {"count": 2, "batch": "一"}, key="same")
    again = agent.post("/labels", {"count": 2, "batch": "一"}, key="same")
    assert (made.status_code, again.json() == made.json(), Label.objects.count()) == (201, True, 2)
    code = made.json()[0]["code"]
    bound = agent.post(f"/labels/{code}/bind", {"asset_id": asset.pk}).json()
    assert (bound["asset_id"], bound["url"].endswith(f"/s/{code}")) == (asset.pk, True)
    assert agent.post(f"/labels/{code}/bind", {"asset_id": asset.pk}).status_code == 409
    assert [one["code"] for one in agent.post("/labels/units", {"asset_ids": [asset.pk]}).json()] == [code]
    assert agent.post(f"/labels/{code}/retire", {"reason": "丢失"}).json()["retired"] is True
    assert [one["retired"] for one in agent.get("/labels").json()] == [False, True]


def test_links_are_opened_listed_sent_and_revoked(shop: Shop, agent: Machine) -> None:
    order = shop.order()
    made = agent.post(f"/orders/{order.pk}/links").json()
    assert Client().get(path_of(made["url"])).status_code == 200
    assert agent.post(f"/orders/{order.pk}/links/send").json() == {"sent": True}
    assert agent.post(f"/links/{made['id']}/revoke", {"reason": "发错"}).status_code == 200
    rows = agent.get(f"/requests/{order.request_id}/links").json()
    assert [(one["url"], one["revoked_at"] is None) for one in rows] == [("", True), ("", False)]
    assert Client().get(path_of(made["url"])).status_code == 410


def test_registrations_are_decided(shop: Shop, agent: Machine) -> None:
    asset = unit(shop)
    made = [
        actions.register_purchase(
            said=actions.Registered(
                once=once, phone="13905917777", purchased_on=asset.purchased_on, asset_id=asset.pk, photos=[picture()]
            ),
            by=customer_actor(shop.tenant),
        )
        for once in ("a", "b")
    ]
    assert [one["id"] for one in agent.get("/registrations").json()] == [made[1].pk, made[0].pk]
    assert agent.post(f"/registrations/{made[0].pk}/confirm").json()["state"] == "confirmed"
    assert agent.post(f"/registrations/{made[1].pk}/refuse", {"reason": " "}).status_code == 422
    assert agent.post(f"/registrations/{made[1].pk}/refuse", {"reason": "不符"}).json()["state"] == "refused"
    assert agent.post(f"/registrations/{made[1].pk}/confirm").status_code == 409


def test_manuals_settings_and_passing_on(shop: Shop, agent: Machine) -> None:
    body = {"product_id": shop.product.pk, "title": "说明书", "url": "https://m.example/1"}
    made = agent.post("/manuals", body).json()
    assert agent.post(f"/manuals/{made['id']}/off").json()["title"] == "说明书"
    assert Machine(shop.manager).post("/settings", {"link_days": 7}).json()["link_days"] == 7
    said = {"received_at": clock.now().isoformat(), "phone": "13905917777", "fault": "漏水"}
    without_zone = Machine(shop.visitor).post("/pass-on", said | {"received_at": "2026-11-20T09:00:00"})
    assert without_zone.status_code == 422
    passed = Machine(shop.visitor).post("/pass-on", said)
    assert (passed.status_code, passed.json()["passed_on_by"]) == (201, "陈伟")


def test_refused_by_machine_leaves_nothing(shop: Shop, agent: Machine) -> None:
    order, technician = shop.order(), Machine(shop.visitor)
    before = Entry.objects.count()
    assert technician.post("/labels", {"count": 1}).status_code == 403
    assert agent.post("/settings", {"link_days": 7}).status_code == 403
    assert agent.post("/labels", {"count": 0}).status_code == 422
    assert agent.post(f"/links/{10**6}/revoke", {"reason": "x"}).status_code == 404
    assert agent.get(f"/requests/{10**6}/links").status_code == 404
    assert (Entry.objects.count(), order.number != "") == (before, True)
