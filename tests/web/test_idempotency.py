"""One answer for one key under real transactions: an answer that was lost, and two requests at once."""

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from tests.service.repair.test_api import CALL
from tests.shop import Shop, shop_of
from wuxing.core import tokens
from wuxing.core.actors import Actor
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Counter, IdempotencyKey, Tenant
from wuxing.core.tenants import in_tenant
from wuxing.governance.models import Target
from wuxing.service.repair.models import ServiceRequest, WorkOrder

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shop(transactional_db: None, company: Tenant, actor: Callable[..., Actor]) -> Shop:
    """The company, committed, with nobody inside its walls."""
    with in_tenant(company.pk):
        return shop_of(company, actor)


@pytest.fixture
def token(shop: Shop) -> str:
    with in_tenant(shop.tenant.pk):
        return tokens.issue_token(user_id=shop.agent.user_id or 0, name="test", by=shop.agent)


def post(token: str, body: dict[str, Any], key: str) -> Any:
    return Client(raise_request_exception=False).post(
        "/api/repair/requests",
        json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}", "Idempotency-Key": key},
    )


def rows(shop: Shop) -> dict[str, int]:
    with in_tenant(shop.tenant.pk):
        found = {model.__name__: model.objects.count() for model in (ServiceRequest, WorkOrder, Target, IdempotencyKey)}
        found["numbers"] = sum(Counter.objects.values_list("last", flat=True))
        return found | {"entries": Entry.objects.filter(event__startswith="repair.").count()}


ONE = {"ServiceRequest": 1, "WorkOrder": 1, "Target": 3, "IdempotencyKey": 1, "numbers": 2, "entries": 2}


class AnswerLost(Exception):
    """The process ended between commit and answer."""


def test_an_answer_lost_after_the_commit_is_given_again(
    shop: Shop, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first request commits, then dies before its answer leaves; the caller asks again over another connection."""
    from wuxing.web.api import ApiDoor

    whole = ApiDoor.__call__

    def dies_after_commit(self: ApiDoor, request: Any) -> Any:
        whole(self, request)
        assert not connection.in_atomic_block  # what was done is committed
        raise AnswerLost

    call = CALL | {"product_id": shop.product.pk}
    with monkeypatch.context() as patch:
        patch.setattr(ApiDoor, "__call__", dies_after_commit)
        with pytest.raises(AnswerLost):
            Client().post(
                "/api/repair/requests",
                json.dumps(call),
                content_type="application/json",
                headers={"Authorization": f"Bearer {token}", "Idempotency-Key": "once"},
            )
    connections.close_all()
    assert rows(shop) == ONE

    again = post(token, call, "once")

    assert (again.status_code, again["Idempotency-Replayed"]) == (201, "true")
    with in_tenant(shop.tenant.pk):
        assert again.json()["order_number"] == WorkOrder.objects.get().number
    assert rows(shop) == ONE


def test_a_crash_before_the_commit_leaves_nothing_and_the_key_is_free(
    shop: Shop, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = CALL | {"product_id": shop.product.pk}

    def breaks(*args: Any, **kwargs: Any) -> None:
        raise AnswerLost

    with monkeypatch.context() as patch:
        patch.setattr(IdempotencyKey.objects, "create", breaks)
        assert post(token, call, "once").status_code == 500
    assert set(rows(shop).values()) == {0}

    assert post(token, call, "once").status_code == 201
    assert rows(shop) == ONE


@pytest.mark.parametrize("callers", [2, 6])
def test_requests_at_once_with_one_key_make_one_row_and_get_one_answer(shop: Shop, token: str, callers: int) -> None:
    call = CALL | {"product_id": shop.product.pk}
    meet = threading.Barrier(callers)
    answers: list[tuple[int, Any]] = []

    def send() -> None:
        try:
            meet.wait(timeout=60)
            answer = post(token, call, "once")
            answers.append((answer.status_code, answer.json()))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(callers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)

    assert len(answers) == callers
    assert [status for status, _body in answers] == [201] * callers
    assert all(body == answers[0][1] for _status, body in answers)
    assert rows(shop) == ONE


def test_requests_at_once_with_different_keys_all_count_without_gaps(shop: Shop, token: str) -> None:
    meet = threading.Barrier(4)
    numbers: list[str] = []

    def send(key: str) -> None:
        try:
            meet.wait(timeout=60)
            numbers.append(post(token, CALL | {"product_id": shop.product.pk}, key).json()["number"])
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send, args=(f"key-{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)

    assert sorted(numbers) == [f"SR-2026-{n:06}" for n in range(1, 5)]
