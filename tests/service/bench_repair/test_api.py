"""The workshop by machine: the same actions, the same refusals."""

import json
from datetime import timedelta
from itertools import count
from typing import Any

from django.test import Client

from tests.service.bench_repair.bench import Bench
from wuxing.core import clock, tokens
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.service.bench_repair.models import Loan
from wuxing.service.bench_repair.states import TESTS

_keys = count(1)


def post(by: Actor, path: str, body: dict[str, Any], *, key: str = "") -> Any:
    token = tokens.issue_token(user_id=by.user_id or 0, name="test", by=by)
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key or f"bench-{next(_keys)}"}
    return Client().post(f"/api/workshop{path}", json.dumps(body), content_type="application/json", headers=headers)


def get(by: Actor, path: str) -> Any:
    token = tokens.issue_token(user_id=by.user_id or 0, name="test", by=by)
    return Client().get(f"/api/workshop{path}", headers={"Authorization": f"Bearer {token}"}).json()


def test_an_item_goes_its_way_by_machine(bench: Bench) -> None:
    order = bench.found()
    given = {"items": [{"name": "控制板", "look": "无损", "accessories": ["排线"]}], "signed": {"name": "王丽华"}}
    path = f"/orders/{order.pk}/take_back"
    receipt = post(bench.shop.visitor, path, given, key="k1").json()
    assert post(bench.shop.visitor, path, given, key="k1").json() == receipt  # a bad line sends it twice
    item = receipt["items"][0]["id"]
    story = [
        ("hand_over", {"to": "bench", "person_id": bench.smith.pk}),
        ("diagnose", {"cause": "board", "finding": "x"}),
        ("approve", {}),
        ("start_repair", {}),
        ("check", {"checks": dict.fromkeys(TESTS, True)}),
        ("ready", {"shelf": "A-1"}),
        ("return", {"signed": {"name": "王丽华"}, "accessories": ["排线"]}),
    ]
    for name, body in story:
        answer = post(bench.worker, f"/items/{item}/{name}", body)
        assert answer.status_code == 200, (name, answer.content)
    last = answer.json()
    assert (last["state"], last["holder"], last["confirmed"]) == ("returned", "customer", True)
    refused = post(bench.worker, f"/items/{item}/start_repair", {})
    assert refused.status_code == 409


def test_a_device_is_lent_by_machine(bench: Bench, actor: Any) -> None:
    item = bench.taken()
    loaner = post(bench.worker, "/loaners", {"code": "BY-1", "name": "备用机"}).json()
    lent = {"order_id": item.order_id, "due_on": clock.today().isoformat(), "signed": {"name": "王丽华"}}
    assert post(actor(Role.AGENT), f"/loaners/{loaner}/lend", lent).status_code == 403
    loan = post(bench.worker, f"/loaners/{loaner}/lend", lent).json()
    assert loan["state"] == "lent"
    assert get(bench.worker, "/loans?state=lent") == get(bench.worker, f"/loans?order_id={item.order_id}") == [loan]
    assert get(bench.worker, f"/loans?before={loan['id']}") == get(bench.worker, "/loans?state=returned") == []
    shown = {"code": "BY-1", "state": "lent", "loan": loan["number"], "due_on": lent["due_on"], "overdue": False}
    assert [{name: one[name] for name in shown} for one in get(bench.worker, "/loaners")] == [shown]
    assert get(bench.worker, "/loaners?overdue=true") == get(bench.worker, "/loaners?state=available") == []
    with clock.telling(clock.now() + timedelta(days=1)):
        assert [one["id"] for one in get(bench.worker, "/loaners?overdue=true")] == [loaner]
    assert post(bench.worker, f"/loans/{loan['id']}/back", {"condition": "good"}).json()["state"] == "returned"
    assert Loan.objects.get().condition == "good"
