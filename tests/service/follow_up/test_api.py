"""Every action of follow-up by machine: the same refusals, the same answers."""

from typing import Any

import pytest
from django.test import Client

from tests.shop import Shop
from wuxing.core import tokens
from wuxing.core.actors import Actor
from wuxing.service.follow_up import actions
from wuxing.service.follow_up.models import FollowUpCall, Problem
from wuxing.service.repair.models import WorkOrder


class Machine:
    """Somebody's program."""

    def __init__(self, by: Actor) -> None:
        self.key = tokens.issue_token(user_id=by.user_id or 0, name="程序", by=by)
        self.count = 0

    def post(self, path: str, body: Any = None) -> tuple[int, Any]:
        self.count += 1
        headers = {"Authorization": f"Bearer {self.key}", "Idempotency-Key": f"{self.key[:9]}{self.count}"}
        answer = Client().post(f"/api/follow-up{path}", body or {}, content_type="application/json", headers=headers)
        return answer.status_code, answer.json()

    def get(self, path: str) -> tuple[int, Any]:
        answer = Client().get(f"/api/follow-up{path}", headers={"Authorization": f"Bearer {self.key}"})
        return answer.status_code, answer.json()


@pytest.fixture
def agent(shop: Shop) -> Machine:
    return Machine(shop.agent)


@pytest.fixture
def manager(shop: Shop) -> Machine:
    return Machine(shop.manager)


def test_a_call_by_machine(shop: Shop, order: WorkOrder, agent: Machine, manager: Machine) -> None:
    status, planned = agent.post(f"/orders/{order.pk}/plan")
    made = planned["call"]
    assert (status, made["state"], made["order"]) == (201, "planned", order.number)
    assert agent.post(f"/orders/{order.pk}/plan") == (201, {"call": None})
    assert [one["id"] for one in agent.get("/calls")[1]["calls"]] == [made["id"]]
    url = f"/calls/{made['id']}"
    assert agent.post(f"{url}/number") == (200, {"name": "王丽华", "phone": "13805912046"})
    assert agent.post(f"{url}/try", {"result": "no_answer"})[1]["tries"] == 1
    assert agent.post(f"{url}/number")[0] == 409
    assert agent.post(f"{url}/try", {"result": "reached"})[0] == 422
    assert agent.post(f"{url}/cancel", {"reason": "x"})[0] == 403
    assert manager.post(f"{url}/cancel", {"reason": "客户要求"})[1]["state"] == "cancelled"
    assert FollowUpCall.objects.get().state == "cancelled"


def test_a_problem_by_machine(shop: Shop, order: WorkOrder, agent: Machine, manager: Machine) -> None:
    status, made = agent.post(f"/orders/{order.pk}/problems", {"text": "态度差", "complaint": True})
    assert (status, made["kind"], made["state"]) == (201, "complaint", "received")
    url = f"/problems/{made['id']}"
    ways = [
        (agent, "acknowledge", {}, "acknowledged"),
        (agent, "assign", {"owner_id": shop.agent.user_id, "severity": "critical"}, "acknowledged"),
        (agent, "contact", {"note": "致歉"}, "contacted"),
        (agent, "solve", {"note": "培训"}, "solved"),
        (manager, "verify", {"content": False, "note": "不够"}, "contacted"),
        (agent, "pass-on", {"to": "nonconformity", "note": "态度培训"}, "passed_on"),
        (manager, "verify", {"content": True}, "verified"),
    ]
    assert [(name, who.post(f"{url}/{name}", body)[1]["state"]) for who, name, body, _state in ways] == [
        (name, state) for _who, name, _body, state in ways
    ]
    assert agent.post(f"{url}/contact", {"note": "x"})[0] == 409
    assert [one["id"] for one in agent.get("/problems?view=verified")[1]["problems"]] == [made["id"]]
    assert agent.post(f"/orders/{order.pk}/problems", {"text": "响", "severity": "minor"})[1]["kind"] == "call"
    assert Problem.objects.count() == 2


def test_plan_script_and_invitation_by_machine(shop: Shop, order: WorkOrder, agent: Machine, manager: Machine) -> None:
    body = {"rules": [{"share": 20}, {"share": 100, "unhappy": True}], "reason": "两成"}
    status, plan = manager.post("/plans", body)
    assert (status, plan["version"], plan["seed"]) == (201, 1, "")
    manager.post("/plans", body)
    assert [(one["version"], bool(one["seed"])) for one in manager.get("/plans")[1]] == [(2, False), (1, True)]
    assert agent.post("/plans", body)[0] == 403
    script = {"questions": [{"code": "a", "kind": "yes_no", "texts": {"zh-hans": "好了吗？"}}]}
    assert manager.post("/scripts", script) == (201, {"version": 1, **script})
    status, answer = agent.post(f"/orders/{order.pk}/invite")
    invited = answer["invitation"]
    assert (status, invited["state"], invited["channel"], sorted(invited)) == (
        201,
        "invited",
        "link",
        ["channel", "expires_at", "id", "state"],
    )


def test_a_technician_asks_in_vain(shop: Shop, order: WorkOrder, customer: Actor) -> None:
    found = actions.complain(order_id=order.pk, text="态度差", by=customer)
    machine = Machine(shop.visitor)
    asked = ["/calls", "/problems", "/plans", "/satisfaction", "/answers"]
    assert [machine.get(path)[0] for path in asked] == [403] * 5
    assert machine.post(f"/problems/{found.pk}/contact", {"note": "x"})[0] == 403
    assert machine.post(f"/orders/{order.pk}/invite")[0] == 403
