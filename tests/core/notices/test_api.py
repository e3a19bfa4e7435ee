"""The API of notices: the same actions, behind a key, once a key of idempotency."""

import json
from base64 import b64encode
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.test import Client

from wuxing.core import tokens
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import IdempotencyKey
from wuxing.core.notices import actions, recipients, sealing
from wuxing.core.notices.models import Notice, NoticeChannel

pytestmark = pytest.mark.usefixtures("inside")
Make = Callable[..., Actor]
SECRET = "whsec_" + b64encode(bytes(range(32))).decode()
_keys = count(1)


@pytest.fixture
def by(actor: Make) -> Actor:
    return actor(Role.ADMINISTRATOR)


def key_of(by: Actor, admin: Actor) -> str:
    return tokens.issue_token(user_id=by.user_id or 0, name="machine", by=admin)


@pytest.fixture
def ask(by: Actor) -> Callable[..., Any]:
    token = key_of(by, by)

    def asked(path: str, body: object = None, *, token: str = token) -> Any:
        headers = {"HTTP_AUTHORIZATION": f"Bearer {token}", "HTTP_ACCEPT_LANGUAGE": "en"}
        if body is None:
            return Client().get(f"/api/notices{path}", **headers)  # type: ignore[arg-type]
        return Client().post(
            f"/api/notices{path}",
            json.dumps(body),
            content_type="application/json",
            HTTP_IDEMPOTENCY_KEY=f"key{next(_keys)}",
            **headers,  # type: ignore[arg-type]
        )

    return asked


def send(by: Actor) -> Notice:
    to = recipients.customer(5, "王丽华", "13805912046")
    facts = {"number": "WO-7", "slot": "明天"}
    (made,) = actions.send("example.service", to=to, facts=facts, by=by, target=("work_order", 7))
    return made


def test_a_webhook_is_registered_with_the_callers_secret_and_never_gives_it_back(ask: Any, by: Actor) -> None:
    said = {"name": "网关", "url": "https://hooks.example.org/very/private", "secret": SECRET}
    answer = ask("/webhooks", said)
    made = NoticeChannel.objects.get()
    assert (answer.status_code, answer.json()["shown"], answer.json()["driver"]) == (
        200,
        "https://hooks.example.org/•••",
        "webhook",
    )
    kept = answer.content.decode() + str(list(IdempotencyKey.objects.values_list("body", flat=True)))
    assert ("whsec_" in kept, "very/private" in kept) == (False, False)
    assert sealing.opened_of(made) == {"url": said["url"], "secrets": [{"value": SECRET}]}
    assert b"private" not in bytes(made.sealed or b""), "it is encrypted at rest"
    assert ask("/webhooks", said | {"name": "2", "secret": "whsec_short"}).json()["fields"].keys() == {"secret"}
    assert ask(f"/channels/{made.pk}/rotate", {"secret": SECRET}).status_code == 200
    assert ask(f"/channels/{made.pk}/address", {"url": "https://other.example.org/"}).json()["shown"] == (
        "https://other.example.org/•••"
    )
    assert ask(f"/channels/{made.pk}/test", {}).json()["test_passed"] is None
    assert [one["id"] for one in ask("/channels").json()] == [made.pk]
    assert ask(f"/channels/{made.pk}/end", {}).json()["ended_at"] is not None
    assert ask("/channels").json() == []


def test_notices_are_read_masked_and_sent_again(ask: Any, by: Actor) -> None:
    made = send(by)
    actions.deliver_due()
    (row,) = ask("/?state=sent").json()
    assert (row["id"], row["address"], row["reason"]) == (made.pk, "138****2046", "logged")
    whole = ask(f"/{made.pk}").json()
    assert (whole["subject"], [one["state"] for one in whole["steps"]]) == ("工单 WO-7", ["sending", "sent"])
    assert ask(f"/{made.pk}/resend", {"reason": ""}).status_code == 422
    assert ask(f"/{made.pk}/resend", {"reason": "asked"}).json()["resends_id"] == made.pk
    assert ask("/999999").status_code == 404


def test_terms_and_texts_are_set(ask: Any) -> None:
    said = {"channels": [], "quiet_from": "22:00", "quiet_until": "07:00", "per_day": 3, "window_minutes": 5}
    assert ask("/terms/service", said).json() == said | {"quiet_from": "22:00:00", "quiet_until": "07:00:00"}
    assert ask("/terms/safety", said).status_code == 422
    path = "/texts/example.service/en"
    assert ask(path).json()["version"] is None
    assert ask(path, {"subject": "Hi {number}", "body": "{slot}"}).json()["version"] == 1
    assert ask(path, {"subject": "Hi {nobody}", "body": "{slot}"}).status_code == 422
    assert ask(f"{path}/shipped", {}).json()["subject"] == "Order {number}"
    assert ask("/texts/example.nothing/en").status_code == 404


def test_everybody_sets_their_own_addresses_and_nothing_else(ask: Any, actor: Make, by: Actor) -> None:
    token = key_of(actor(Role.TECHNICIAN), by)
    assert ask("/preferences", {"email": "chen@example.org"}, token=token).json()["email"] == "chen@example.org"
    for path, body in [
        ("/", None),
        ("/channels", None),
        ("/terms/service", None),
        ("/webhooks", {"name": "x", "url": "https://x.example/", "secret": SECRET}),
        ("/terms/service", {}),
        ("/texts/example.service/en", {"subject": "x", "body": "y"}),
        (f"/{send(by).pk}/resend", {"reason": "x"}),
    ]:
        assert (path, ask(path, body, token=token).status_code) == (path, 403)
