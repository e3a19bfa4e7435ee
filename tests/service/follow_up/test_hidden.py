"""Single answers never reach who did the work: no page, no route of the API, no file, whatever else that person is."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.shop import Shop
from tests.web import walking
from tests.web.walking import Lived, addresses, live, load_edition
from wuxing.core import tokens
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import Membership, User
from wuxing.web.api import api

SAID = ("海岚态度差", "海岚还在响", "海岚道歉", "海岚没人接")  # see walking._followed_up
PROBLEMS = ("PB-2026-",)


@pytest.fixture
def lived(shop: Shop, actor: Callable[..., Actor], monkeypatch: pytest.MonkeyPatch) -> Lived:
    monkeypatch.setattr(walking, "ACTS", defaultdict(lambda: ["nothing"], walking.ACTS))
    load_edition()
    return live(shop, actor)


def opened(by: Actor, lived: Lived) -> dict[str, str]:
    """Everything that somebody gets by opening every page."""
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(pk=by.user_id))
    got = {}
    for one in addresses(defaultdict(lambda: [10**7], lived.values)):
        if one.name != "account_logout" and not one.path.endswith((".pdf", ".xlsx", ".docx", ".zip")):
            answer = client.get(one.path)
            if answer.status_code == 200 and not answer.streaming:
                got[one.path] = answer.content.decode(errors="replace")
    return got


def asked(by: Actor, lived: Lived) -> dict[str, str]:
    """Everything that somebody gets by asking every route of the API that only reads."""
    key = tokens.issue_token(user_id=by.user_id or 0, name="手机", by=by)
    client, got = Client(raise_request_exception=False), {}
    for path, kinds in api.get_openapi_schema()["paths"].items():
        if "get" in kinds:
            url = path
            for part in {name for name in lived.values if f"{{{name}}}" in path}:
                url = url.replace(f"{{{part}}}", str(lived.values[part][0]))
            answer = client.get(url, headers={"Authorization": f"Bearer {key}"})
            if answer.status_code == 200:
                got[path] = answer.content.decode(errors="replace")
    return got


def telling(got: dict[str, str], *words: str) -> list[tuple[str, str]]:
    return [(path, word) for path, text in got.items() for word in words if word in text]


@pytest.mark.slow
def test_a_technician_finds_no_answer_anywhere(lived: Lived) -> None:
    by = lived.shop.visitor
    got = opened(by, lived) | asked(by, lived)
    assert len(got) > 25
    assert telling(got, *SAID, *PROBLEMS) == []
    assert [path for path in got if "/satisfaction" in path or path.startswith(("/calls", "/problems"))] == []


@pytest.mark.slow
def test_a_manager_who_did_the_work_finds_none_to_it(lived: Lived) -> None:
    by = lived.shop.visitor
    roles = [Role.TECHNICIAN, Role.SERVICE_MANAGER, Role.AGENT]
    Membership.objects.filter(user_id=by.user_id).update(roles=[role.value for role in roles])
    got = opened(by, lived)
    assert "/satisfaction/" in got
    assert telling(got, *SAID) == []


def test_who_may_read_reads(lived: Lived) -> None:
    """The proof that the tests above look in the right places."""
    client = Client()
    client.force_login(User.objects.get(pk=lived.shop.agent.user_id))
    values: dict[str, list[Any]] = lived.values
    order, call, problem = values["order_id"][0], values["call_id"][0], values["problem_id"][0]
    pages = {
        f"/orders/{order}/": SAID[:1],
        "/satisfaction/answers/": SAID[:1],
        "/satisfaction/answers.csv": SAID[:1],
        f"/calls/{call}/": SAID[3:],
        f"/problems/{problem}/": SAID[1:3],
    }
    found = {
        path: [word for word in words if word in client.get(path).content.decode()] for path, words in pages.items()
    }
    assert found == {path: list(words) for path, words in pages.items()}
