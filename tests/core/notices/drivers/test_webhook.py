"""Webhooks: signed as Standard Webhooks says, safe to point anywhere."""

import hmac
import json
import socket
from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest

from tests.core.notices.conftest import Receiver
from wuxing.core import clock
from wuxing.core.notices.drivers import Message, Undelivered, webhook

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
SECRET = webhook.new_secret()
MESSAGE = Message(
    id="msg_1_7", event="repair.received", kind="service", organisation="海岚", language="zh-hans", subject="s",
    body="b", at=NOW, address="13805912046",
)  # fmt: skip


def opened(url: str, *secrets: dict[str, str]) -> dict[str, Any]:
    return {"url": url, "secrets": list(secrets or [{"value": SECRET}])}


def failure(url: str) -> Undelivered:
    with pytest.raises(Undelivered) as raised:
        webhook.deliver(MESSAGE, opened(url))
    return raised.value


def test_a_receiver_can_check_the_signature_with_nothing_but_the_standard(receiver: Receiver) -> None:
    with clock.telling(NOW):
        webhook.deliver(MESSAGE, opened(receiver.url))
    ((path, headers, body),) = receiver.got
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    wanted = hmac.new(b64decode(SECRET.removeprefix("whsec_")), signed, sha256).digest()
    assert (path, headers["webhook-id"], headers["webhook-timestamp"], headers["content-type"]) == (
        "/notices",
        "msg_1_7",
        str(int(NOW.timestamp())),
        "application/json",
    )
    assert headers["webhook-signature"] == "v1," + b64encode(wanted).decode()
    assert json.loads(body)["data"]["recipient"]["address"] == "13805912046"


def test_the_published_example_of_the_standard_is_signed_as_there() -> None:
    signed = webhook.signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
    )
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_after_a_rotation_both_sign_for_two_days_and_then_the_new_one_alone(receiver: Receiver) -> None:
    fresh = webhook.new_secret()
    kept = webhook.rotated([{"value": SECRET}], fresh, NOW)
    again = webhook.rotated(kept, "whsec_third", NOW)
    assert webhook.secrets_now(kept, NOW) == [fresh, SECRET]
    assert webhook.secrets_now(kept, NOW + webhook.OVERLAP) == [fresh]
    assert webhook.secrets_now(again, NOW + timedelta(days=1)) == ["whsec_third", fresh], "older ones are dropped"
    with clock.telling(NOW):
        webhook.deliver(MESSAGE, opened(receiver.url, *kept))
    assert len(receiver.got[0][1]["webhook-signature"].split(" ")) == 2


@pytest.mark.parametrize(
    ("status", "headers", "code", "final", "wait"),
    [
        (301, {"Location": "http://169.254.169.254/"}, "http_301", True, 0),  # not followed
        (307, {"Location": "http://127.0.0.1/"}, "http_307", True, 0),
        (400, {}, "http_400", True, 0),
        (410, {}, "http_410", True, 0),
        (429, {"Retry-After": "120"}, "http_429", False, 120),
        (408, {}, "http_408", False, 0),
        (500, {}, "http_500", False, 0),
        (503, {}, "http_503", False, 0),
    ],
)
def test_anything_but_a_yes_is_a_failure(
    receiver: Receiver, status: int, headers: dict[str, str], code: str, final: bool, wait: int
) -> None:
    receiver.answers = [(status, headers)]
    error = failure(receiver.url)
    assert (error.code, error.final, error.wait, len(receiver.got)) == (code, final, wait, 1)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.100.100.200", "0.0.0.0",
        "224.0.0.1", "255.255.255.255", "192.0.2.1", "168.63.129.16", "::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254",
        "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a9fe:a9fe::", "2001:db8::1", "64:ff9b:1::7f00:1", "64:ff9b:1::a9fe:a9fe",
        "::ffff:0:7f00:1", "192.0.0.192", "192.88.99.1", "198.18.0.1", "240.0.0.1", "2001::1", "3fff::1", "5f00::1",
        "fe80::1%eth0",
    ],
)  # fmt: skip
def test_a_name_that_leads_inside_is_not_asked(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    def lookup(host: str, port: int, **_more: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def connect(*_arguments: object, **_more: object) -> socket.socket:
        raise AssertionError("nothing is asked")

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    monkeypatch.setattr(socket, "create_connection", connect)
    error = failure("https://hooks.example.org/x")
    assert (error.code, error.final) == ("address_inside", True)


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/", "https://[::1]/", "https://2130706433/", "https://0x7f.1/", "https://localhost/",
        "https://127.1/", "https://0177.0.0.1/", "https://①②⑦.⓪.⓪.①/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/",
    ],
)  # fmt: skip
def test_an_address_inside_in_any_writing_is_not_asked(url: str) -> None:
    assert failure(url).code == "address_inside"


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.example.org@127.0.0.1/", "https://hooks.example.org\\@127.0.0.1/", "https://@127.0.0.1/",
        "https://127.0.0.1#@hooks.example.org/", "https://[::1/", "https://127.0.0.1:0/",
    ],
)  # fmt: skip
def test_a_name_before_the_server_hides_nothing(url: str) -> None:
    assert failure(url).code == "bad_channel"


def test_of_several_addresses_those_inside_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    inside = ["127.0.0.1", "::ffff:10.0.0.1", "93.184.216.34"]

    def connect(where: tuple[str, int], **_more: object) -> socket.socket:
        asked.append(where[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, port, **_more: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in inside],
    )
    monkeypatch.setattr(socket, "create_connection", connect)
    assert (failure("https://mixed.example.org/x").code, asked) == ("unreachable", ["93.184.216.34"])


def test_a_name_that_changes_between_looking_and_asking_does_not_lead_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second answer of a resolver that was made for this leads inside; it is never asked for."""
    answers = ["93.184.216.34", "127.0.0.1", "127.0.0.1"]
    asked: list[str] = []

    def lookup(host: str, port: int, **_more: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answers.pop(0), port))]

    def connect(where: tuple[str, int], **_more: object) -> socket.socket:
        asked.append(where[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    monkeypatch.setattr(socket, "create_connection", connect)
    error = failure("https://rebinding.example.org/x")
    assert (asked, len(answers), error.code, error.final) == (["93.184.216.34"], 2, "unreachable", False)


@pytest.mark.parametrize(
    "url", ["http://hooks.example.org/", "file:///etc/passwd", "gopher://x/", "https://a:b@x.example/"]
)
def test_without_tls_or_by_another_scheme_nothing_is_sent(url: str) -> None:
    error = failure(url)
    assert (error.code, error.final) == ("bad_channel", True)


def test_nobody_there_is_tried_again(receiver: Receiver) -> None:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    error = failure(f"http://127.0.0.1:{port}/")
    assert (error.code, error.final) == ("unreachable", False)


@pytest.mark.parametrize(
    "secret", ["", "x", "whsec_", "whsec_????", "whsec_" + b64encode(b"short").decode(), SECRET[6:]]
)
def test_a_secret_that_cannot_sign_is_refused(secret: str) -> None:
    assert webhook.why_not_secret(secret) is not None
    assert webhook.why_not_secret(webhook.new_secret()) is None
