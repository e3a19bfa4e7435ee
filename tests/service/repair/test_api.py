"""The API: the same thread by machine, one answer for one key."""

import json
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.test import Client

from tests.shop import Shop
from wuxing.core import clock, tokens
from wuxing.core.ledger.models import Entry
from wuxing.service.repair import actions
from wuxing.service.repair.api.steps import STEPS as ALL_STEPS
from wuxing.service.repair.models import ServiceRequest, WorkOrder
from wuxing.service.repair.states import CONDUCT_CHECKS

_keys = count(1)
Post = Callable[..., Any]
STEPS = [
    {"step": "depart"},
    {"step": "arrive"},
    {"step": "confirm_problem", "details": {"checklist": dict.fromkeys(CONDUCT_CHECKS, True)}},
    {"step": "start_work"},
    {"step": "diagnose", "details": {"cause": "fan", "finding": "风机卡滞", "branch": "fix_now"}},
    {"step": "finish_visit", "details": {"outcome": "completed"}},
    {"step": "sign", "details": {"name": "王丽华", "satisfied": True}},
    {"step": "finish_work"},
]


@pytest.fixture
def post(shop: Shop) -> Post:
    """Post as somebody of the shop: `post(shop.agent, "/requests", {...}, key=...)`."""

    def send(by: Any, path: str, body: dict[str, Any] | None = None, key: str = "") -> Any:
        token = tokens.issue_token(user_id=by.user_id, name="test", by=by)
        return Client().post(
            f"/api/repair{path}",
            json.dumps(body or {}, default=str),
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}", "Idempotency-Key": key or f"key-{next(_keys)}"},
        )

    return send


CALL = {
    "customer_name": "王丽华",
    "contact_name": "王丽华",
    "phone": "13805912046",
    "district": "鼓楼区",
    "address": "梅亭路88号",
    "serial": "518A",
    "purchase_unknown": True,
    "fault": "冷藏室不制冷",
    "write_order": True,
}


def test_a_repair_goes_through_the_api(shop: Shop, post: Post) -> None:
    logged = post(shop.agent, "/requests", CALL | {"product_id": shop.product.pk})
    assert (logged.status_code, logged.json()["missing"]) == (201, [])
    order = logged.json()["order_id"]
    start = clock.now() + timedelta(hours=1)

    handed = post(shop.dispatcher, f"/orders/{order}/dispatch", {"technician_id": shop.technician.pk})
    assert handed.json()["order"]["state"] == "dispatched"
    agreed = {"slot": [start, start + timedelta(hours=1)], "warranty_explained": True}
    visited = post(
        shop.visitor, f"/orders/{order}/steps", {"steps": [{"step": "agree_appointment", "details": agreed}, *STEPS]}
    )
    assert (visited.status_code, visited.json()["order"]["state"]) == (200, "work_done")
    closed = post(shop.dispatcher, f"/orders/{order}/steps", {"steps": [{"step": "review"}, {"step": "close"}]})
    assert closed.json()["order"]["state"] == "closed"


def test_steps_are_taken_all_or_none(shop: Shop, post: Post) -> None:
    order = shop.agreed()
    before = Entry.objects.count()

    answer = post(shop.visitor, f"/orders/{order.pk}/steps", {"steps": [{"step": "depart"}, {"step": "finish_work"}]})

    order.refresh_from_db()
    assert (answer.status_code, order.state) == (409, "dispatched")
    assert order.appointments.get().state == "confirmed"
    assert Entry.objects.filter(event="repair.depart").count() == 0
    assert Entry.objects.exclude(event__startswith="token.").count() == before


def test_the_same_key_gets_the_same_answer_and_nothing_twice(shop: Shop, post: Post) -> None:
    call = CALL | {"product_id": shop.product.pk}
    first = post(shop.agent, "/requests", call, key="once")
    second = post(shop.agent, "/requests", call, key="once")

    assert (second.status_code, second.json()) == (first.status_code, first.json())
    assert second["Idempotency-Replayed"] == "true"
    assert ServiceRequest.objects.count() == 1


def test_a_key_used_for_another_request_is_refused(shop: Shop, post: Post) -> None:
    post(shop.agent, "/requests", CALL, key="once")

    answer = post(shop.agent, "/requests", CALL | {"fault": "漏水"}, key="once")

    assert answer.status_code == 422
    assert ServiceRequest.objects.count() == 1


def test_a_refusal_is_kept_under_its_key_too(shop: Shop, post: Post) -> None:
    order = shop.order()
    first = post(shop.dispatcher, f"/orders/{order.pk}/dispatch", {"technician_id": shop.novice.pk}, key="once")
    second = post(shop.dispatcher, f"/orders/{order.pk}/dispatch", {"technician_id": shop.novice.pk}, key="once")

    assert (first.status_code, second.json()) == (409, first.json())


def test_without_a_key_or_a_token_the_door_stays_shut(shop: Shop) -> None:
    token = tokens.issue_token(user_id=shop.agent.user_id or 0, name="test", by=shop.agent)
    bearer = {"Authorization": f"Bearer {token}"}

    assert Client().post("/api/repair/requests", "{}", content_type="application/json").status_code == 401
    assert Client().get("/api/repair/orders", headers={"Authorization": "Bearer wx_wrong"}).status_code == 401
    assert (
        Client().post("/api/repair/requests", "{}", content_type="application/json", headers=bearer).status_code == 400
    )
    assert WorkOrder.objects.count() == 0


def test_a_revoked_token_works_no_longer(shop: Shop) -> None:
    token = tokens.issue_token(user_id=shop.agent.user_id or 0, name="test", by=shop.agent)
    bearer = {"Authorization": f"Bearer {token}"}
    assert Client().get("/api/repair/orders", headers=bearer).status_code == 200

    tokens.revoke_token(token_id=_last(), by=shop.agent)

    assert Client().get("/api/repair/orders", headers=bearer).status_code == 401


def _last() -> int:
    from wuxing.core.models import ApiToken

    return ApiToken.objects.latest("pk").pk


def test_search_finds_chinese_and_parts_of_numbers(shop: Shop, post: Post) -> None:
    order = shop.order()
    token = tokens.issue_token(user_id=shop.agent.user_id or 0, name="test", by=shop.agent)
    bearer = {"Authorization": f"Bearer {token}"}

    def found(typed: str) -> list[int]:
        answer = Client().get("/api/repair/orders", {"q": typed}, headers=bearer)
        return [row["id"] for row in answer.json()]

    assert [found("不制冷"), found("2046"), found("518a-23"), found("洗衣机")] == [
        [order.pk],
        [order.pk],
        [order.pk],
        [],
    ]


def test_openapi_is_public_and_names_every_step() -> None:
    paths = Client().get("/api/openapi.json").json()["paths"]

    assert len([path for path in paths if path.startswith("/api/repair/orders/{order_id}/")]) == len(ALL_STEPS) + 3


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b"])
def test_text_that_no_table_can_hold_is_refused_at_the_door(shop: Shop, post: Post, text: str) -> None:
    answer = post(shop.agent, "/requests", CALL | {"fault": text})

    assert (answer.status_code, ServiceRequest.objects.count()) == (422, 0)


@pytest.mark.parametrize("path", ["orders", "requests", "products"])
def test_a_search_for_what_cannot_be_written_finds_nothing_or_refuses(shop: Shop, path: str) -> None:
    token = tokens.issue_token(user_id=shop.agent.user_id or 0, name="test", by=shop.agent)
    answer = Client().get(
        f"/api/repair/{path}?q=%00ab&model=%00&state=%00", headers={"Authorization": f"Bearer {token}"}
    )

    assert answer.status_code == 400


def test_broken_json_is_refused(shop: Shop) -> None:
    token = tokens.issue_token(user_id=shop.agent.user_id or 0, name="test", by=shop.agent)
    answer = Client().post(
        "/api/repair/requests",
        "{",
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}", "Idempotency-Key": "x"},
    )

    assert answer.status_code in (400, 422)


def test_a_time_without_its_zone_is_refused(shop: Shop, post: Post) -> None:
    order = shop.dispatched()
    slot = {"slot": ["2030-12-01T09:00:00", "2030-12-01T10:00:00"], "warranty_explained": True}

    called = post(shop.agent, "/requests", CALL | {"received_at": "2026-11-01T09:00:00"})
    agreed = post(shop.visitor, f"/orders/{order.pk}/agree_appointment", slot)

    assert (called.status_code, agreed.status_code) == (422, 422)
    assert ServiceRequest.objects.count() == 1


@pytest.mark.parametrize("role", ["agent", "visitor", "manager"])
def test_the_timeline_tells_no_number_in_full(shop: Shop, role: str) -> None:
    """A number in full leaves a trace (customer.reveal); the timeline shows it masked, corrections too."""
    order = shop.order()
    changes = {"phone": "13912345678", "address": "五四路1号"}
    actions.complete_request(request_id=order.request_id, changes=changes, by=shop.agent)
    by = getattr(shop, role)
    token = tokens.issue_token(user_id=by.user_id, name="test", by=by)

    told = Client().get(f"/api/repair/orders/{order.pk}/timeline", headers={"Authorization": f"Bearer {token}"})

    text = str(told.json())
    assert [word for word in ("13805912046", "13912345678", "梅亭路", "五四路") if word in text] == []
    assert ("138****2046" in text, "139****5678" in text) == (True, True)
