"""The API: the same steps by machine, one answer for one key."""

import json
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.test import Client

from tests.governance.nonconformity.treating import CAUSES, WHYS, House
from wuxing.core import tokens
from wuxing.core.actors import Actor

_keys = count(1)
Ask = Callable[..., Any]


@pytest.fixture
def ask(house: House) -> Ask:
    """Ask as somebody of the house: `ask(house.owner, "/7/contain", {...})`; without a body it reads."""

    def send(by: Actor, path: str, body: dict[str, Any] | None = None, key: str = "") -> Any:
        token = tokens.issue_token(user_id=by.user_id or 0, name="test", by=by)
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key or f"key-{next(_keys)}"}
        url = f"/api/governance/nonconformities{path}"
        if body is None:
            return Client().get(url, headers=headers)
        return Client().post(url, json.dumps(body), content_type="application/json", headers=headers)

    return send


def test_the_whole_way_by_machine(house: House, ask: Ask) -> None:
    day = house.today().isoformat()
    said = {"title": "停机", "description": "两次停机", "source": "repair", "owner_id": house.owner.user_id}
    answer = ask(house.reporter, "", said)
    assert answer.status_code == 201
    pk = answer.json()["nonconformity"]["id"]
    todo = {"what": "加一项", "responsible_id": house.doer.user_id, "due_on": day}
    cause = {
        "root_cause": "没有加油一项",
        "category": "method",
        "evidence": "抽查",
        "whys": list(WHYS),
        "causes": CAUSES,
    }
    steps: list[tuple[Actor, str, dict[str, Any], str]] = [
        (house.owner, "contain", {"what": "换了风机"}, "contained"),
        (house.owner, "analyse", cause, "analysed"),
        (house.owner, "plan", {"actions": [todo], "criterion": "不再停机", "check_on": day}, "planned"),
        (house.owner, "start", {}, "implementing"),
        (house.owner, "add_action", {**todo, "what": "培训", "kind": "preventive"}, "implementing"),
    ]
    for by, step, body, state in steps:
        answer = ask(by, f"/{pk}/{step}", body)
        assert (step, answer.status_code, answer.json()["nonconformity"]["state"]) == (step, 200, state)
    first, second = (row["id"] for row in answer.json()["actions"])
    rest: list[tuple[Actor, str, dict[str, Any], str]] = [
        (house.owner, "strike_action", {"action_id": second, "reason": "并入"}, "implementing"),
        (house.doer, "complete_action", {"action_id": first, "result": "已改"}, "effectiveness_check"),
        (house.verifier, "correct_severity", {"severity": "major", "reason": "更广"}, "effectiveness_check"),
        (house.verifier, "mark_deduction", {"ground": "law"}, "effectiveness_check"),
        (house.verifier, "unmark_deduction", {"reason": "看错"}, "effectiveness_check"),
        (
            house.verifier,
            "check_effectiveness",
            {"verdict": "effective", "evidence": "没有再停"},
            "effectiveness_check",
        ),
        (house.verifier, "close", {}, "closed"),
        (house.verifier, "reopen", {"reason": "又来了"}, "reopened"),
    ]
    for by, step, body, state in rest:
        answer = ask(by, f"/{pk}/{step}", body)
        assert (step, answer.status_code, answer.json()["nonconformity"]["state"]) == (step, 200, state)
    read = ask(house.doer, f"/{pk}").json()
    assert (read["nonconformity"]["round"], read["nonconformity"]["severity"]) == (2, "major")
    stages = [(row["stage"], row["round"], row["kept"]) for row in read["clocks"]]
    assert stages[:5] == [(stage, 1, True) for stage in ("contain", "analyse", "plan", "implement", "verify")]
    assert stages[5:] == [("analyse", 2, None), ("plan", 2, None)]


def test_a_refusal_says_why_in_the_readers_words(house: House, ask: Ask) -> None:
    made = house.done()
    answer = ask(house.owner, f"/{made.pk}/check_effectiveness", {"verdict": "effective", "evidence": "x"})
    assert (answer.status_code, answer.json()) == (409, {"reason": "你是责任人，请别人验证有效性"})
    answer = ask(house.owner, "", {"title": "", "description": "", "source": "repair"})
    assert (answer.status_code, sorted(answer.json()["fields"])) == (422, ["description", "title"])
    assert ask(house.owner, "/999/contain", {"what": "x"}).status_code == 404


def test_the_same_key_reports_once(house: House, ask: Ask) -> None:
    said = {"title": "停机", "description": "两次停机", "source": "repair"}
    first, second = ask(house.owner, "", said, key="one"), ask(house.owner, "", said, key="one")
    assert first.json() == second.json()
    assert len(ask(house.owner, "").json()) == 1


def test_the_list_is_filtered_and_searched(house: House, ask: Ask) -> None:
    first, second = house.report(leaves=["5.2.4-b"]), house.closed(title="热水器漏水")

    def numbers(query: str) -> list[str]:
        return [row["number"] for row in ask(house.doer, query).json()]

    assert numbers("") == [second.number, first.number]
    assert numbers("?state=closed") == [second.number]
    assert numbers("?leaf=5.2.4-b") == [first.number]
    assert numbers("?q=漏水") == [second.number]
    assert numbers(f"?before={second.pk}") == [first.number]
    assert ask(house.doer, "?q=x").status_code == 422
