"""Promises and calendars by machine."""

import json
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.test import Client

from tests.governance.commitments.conftest import DAY, WEEK, House
from wuxing.core import tokens
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.governance.commitments import actions

_keys = count(1)
Ask = Callable[..., Any]
PROMISE = {
    "kind": "arrive", "text": "24 小时上门", "minutes": 1440, "reason": "首次", "channel": "website", "tier": "VIP",
    "legal_checked_by": "方律师", "legal_checked_on": "2026-11-10", "legal_check": "三包规定",
    "steps": [{"percent": 80, "to": "assignee"}],
}  # fmt: skip


@pytest.fixture
def ask(house: House) -> Ask:
    """Ask by machine: `ask("/promises", {...})`; without a body it reads."""

    def send(path: str, body: dict[str, Any] | None = None, by: Actor | None = None) -> Any:
        who = by or house.manager
        token = tokens.issue_token(user_id=who.user_id or 0, name="test", by=who)
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": f"promise-{next(_keys)}"}
        url = f"/api/governance{path}"
        if body is None:
            return Client().get(url, headers=headers)
        return Client().post(url, json.dumps(body), content_type="application/json", headers=headers)

    return send


def test_a_promise_is_made_changed_measured_and_ended(house: House, ask: Ask) -> None:
    made = ask("/promises", PROMISE | {"draft": True})
    assert (made.status_code, made.json()["state"]) == (201, "draft")
    path = f"/promises/proposals/{made.json()['id']}"
    assert ask(path, PROMISE).json()["state"] == "proposed"
    assert ask(f"{path}/approve", {}).status_code == 403  # who proposes does not hold the permission
    assert ask(f"{path}/return", {"reason": "写明地区"}, by=house.director).json()["decision"] == "写明地区"
    assert [one["state"] for one in ask("/promises/proposals").json()] == ["returned"]
    assert ask(path, PROMISE).status_code == 200
    first = ask(f"{path}/approve", {"note": "同意"}, by=house.director).json()
    assert {name: first[name] for name in PROMISE} == PROMISE
    assert ask(path).json()["promise_id"] == first["id"]
    house.forward(hours=1)
    other = ask("/promises", PROMISE | {"minutes": 60, "reason": "更快"}).json()
    assert [one["id"] for one in ask("/promises").json()] == [first["id"]]  # it stands until the next one is approved
    second = ask(f"/promises/proposals/{other['id']}/approve", {}, by=house.director).json()
    assert ask("/promises", PROMISE | {"draft": True, "minutes": 90}).status_code == 201
    ask(f"/promises/proposals/{other['id'] + 1}/withdraw", {})
    assert [one["state"] for one in ask("/promises/proposals?every=true").json()] == [
        "withdrawn",
        "approved",
        "approved",
    ]
    assert (second["version"], second["minutes"]) == (2, 60)
    listed = [one["id"] for one in ask("/promises").json()]
    every = [one["id"] for one in ask("/promises?every=true").json()]
    assert (listed, every) == ([second["id"]], [second["id"], first["id"]])

    targets = actions.open_targets(
        ["arrive"], subject=house.subject, start=house.hands.at, rural=False, by=house.manager, tier="VIP"
    )
    actions.stop(targets, "arrive", at=house.forward(minutes=30))
    share = ask(f"/promises/{second['id']}/share").json()
    assert (share["kept"], share["judged"], share["percent"]) == (1, 1, "100.0")
    page = ask(f"/promises/{second['id']}/targets?only=kept").json()
    assert [(one["subject_id"], one["kept"], one["own_kept"]) for one in page["targets"]] == [(7, True, True)]

    why = {name: PROMISE[name] for name in PROMISE if name.startswith("legal")} | {"reason": "停售"}
    end = ask(f"/promises/{second['id']}/retire", why).json()
    assert (end["ends"], end["state"], end["reason"]) == (True, "proposed", "停售")
    assert [one["id"] for one in ask("/promises").json()] == [second["id"]]  # it binds until somebody else approves
    ended = ask(f"/promises/proposals/{end['id']}/approve", {}, by=house.director).json()
    assert (ended["id"], ended["end_reason"], ended["ends_at"] is not None) == (second["id"], "停售", True)
    assert ask(f"/promises/{second['id']}/retire", why).status_code == 409
    assert ask("/promises/999999").status_code == 404


def test_a_calendar_is_written_and_works_a_deadline_out(house: House, ask: Ask) -> None:
    made = ask("/calendars", {"name": "福州", "weekly": WEEK, "exceptions": {"2026-11-21": DAY}}).json()
    assert (made["version"], made["zone"]) == (1, "Asia/Shanghai")
    asked = f"/calendars/{made['id']}/deadline?start=2026-11-20T17:30:00%2B08:00&minutes=60"
    assert ask(asked).json()["due"] == "2026-11-21T09:30:00+08:00"
    offered = ask(f"/calendars/{made['id']}/holidays?year=2026").json()
    assert (offered["known"], len(offered["proposals"])) == (True, 25)
    taken = ask(f"/calendars/{made['id']}/holidays", {"year": 2026, "days": ["2026-10-01"]}).json()
    assert (taken["version"], taken["notes"]) == (2, {"2026-10-01": "国庆节"})
    unknown = ask(f"/calendars/{made['id']}/holidays?year=2050").json()
    assert (unknown["known"], unknown["proposals"]) == (False, [])
    assert [one["version"] for one in ask("/calendars").json()] == [2]


def test_what_cannot_be_read_says_where(house: House, ask: Ask, actor: Callable[..., Actor]) -> None:
    wrong = ask("/promises", PROMISE | {"minutes": 0, "reason": ""})
    assert (wrong.status_code, sorted(wrong.json()["fields"])) == (422, ["minutes", "reason"])
    week = ask("/calendars", {"name": "x", "weekly": [[["nine", "ten"]]] * 7})
    assert (week.status_code, sorted(week.json()["fields"])) == (422, ["weekly"])
    assert ask("/calendars", {"name": "x", "weekly": WEEK}, by=actor(Role.AGENT)).status_code == 403
    assert ask("/calendars/999999/holidays?year=2026").status_code == 404
