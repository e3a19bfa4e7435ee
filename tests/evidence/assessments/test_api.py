"""Scores kept, for machines; over HTTP with a key, as machines come."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.evidence.factory import orders
from tests.packs import gbt
from wuxing.core import clock, tokens
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.schemes.conditions import catalogue
from wuxing.schemes.editions import actions as editions

pytestmark = pytest.mark.django_db(transaction=True)


def test_keep_read_rule_confirm(company: Tenant, actor: Callable[..., Actor]) -> None:
    editions.keep_edition(gbt(), catalogue.declared())
    admin, quality, manager = (actor(role) for role in (Role.ADMINISTRATOR, Role.QUALITY_MANAGER, Role.SERVICE_MANAGER))
    with in_tenant(company.pk):
        orders(company, 60, until=clock.now())
        keys = [tokens.issue_token(user_id=by.user_id or 0, name="x", by=admin) for by in (quality, manager)]

    def ask(key: str, path: str, data: dict[str, Any] | None = None) -> tuple[int, Any]:
        client = Client(headers={"authorization": f"Bearer {key}", "accept-language": "en"})
        if data is None:
            answer = client.get(f"/api/evidence{path}")
        else:
            answer = client.post(
                f"/api/evidence{path}", json.dumps(data), content_type="application/json",
                headers={"idempotency-key": f"{path}{key[-4:]}"},
            )  # fmt: skip
        return answer.status_code, answer.json()

    status, made = ask(keys[0], "/assessments", {"title": "十一月"})
    assert (status, made["title"], made["basis"], made["rehearsal"]) == (201, "十一月", "now", True)
    status, whole = ask(keys[0], f"/assessments/{made['id']}")
    assert (status, whole["result"]["score"]["low"]) == (200, made["low"])
    assert [row["number"] for row in ask(keys[0], "/assessments")[1]] == [made["number"]]
    assert ask(keys[0], "/history?since=2020-01-01")[0] == 422
    assert ask(keys[0], "/history")[1] == []

    status, ruling = ask(keys[0], "/rulings", {"leaf": "5.1.1.1", "ratio": "0.5", "reason": "任命文件"})
    assert status == 201
    status, refused = ask(keys[0], f"/ruling/{ruling['id']}/confirm", {})
    assert (status, refused["reason"]) == (409, "a second person decides: you proposed this yourself")
    assert ask(keys[1], f"/ruling/{ruling['id']}/confirm", {})[0] == 200
    assert ask(keys[0], "/assessments", {"basis": "never"})[0] in (409, 422)
