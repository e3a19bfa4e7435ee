"""Services through Apprise: only those whose server stands in the plugin; nothing that reaches a host of one's choice."""

import inspect
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.core.notices.conftest import Receiver
from wuxing.core.notices.drivers import Message, Undelivered, apprise_urls

MESSAGE = Message("msg_1_7", "e", "service", "海岚", "en", "Subject", "Body", datetime(2026, 11, 23, tzinfo=UTC))
WECOM = "wecombot://693axxx6-7aoc-4bc4-97a0-0ec2sifa5aaa"
TWILIO = "twilio://AC00000000000000000000000000000000:00000000000000000000000000000000@15551234567/{phone}"


def plugin(scheme: str) -> Any:
    apprise_urls.library()
    from apprise.manager_plugins import NotificationManager

    return NotificationManager()[scheme]


@pytest.mark.parametrize("scheme", sorted(apprise_urls.SERVICES))
def test_a_service_that_may_be_used_asks_only_servers_that_stand_in_it(scheme: str) -> None:
    found = plugin(scheme)
    assert [template for template in found.templates if re.search(r"\{(host|port|hostname|domain)\}", template)] == []
    source = inspect.getsource(inspect.getmodule(found))  # type: ignore[arg-type]
    hosts = {url.split("/")[2] for url in re.findall(r"""["'](https?://[^"'\s]+)""", source) if url.count("/") > 1}
    assert [host for host in hosts if re.search(r"[{%]", host)] == []
    urls = [value for name, value in vars(found).items() if name.endswith("url") and str(value).startswith("http:")]
    assert [url for url in urls if name_is_asked(found, url)] == [], "over TLS only"


def name_is_asked(found: Any, url: str) -> bool:
    return url not in (found.service_url, found.setup_url)


@pytest.mark.parametrize(
    "url",
    [
        "json://10.0.0.1/", "jsons://x.example/", "xml://x/", "xmls://x/", "form://x/", "forms://x/", "mailto://a:b@x.example",
        "mailtos://a:b@x.example", "ntfy://x/topic", "gotify://x/token", "matrix://a:b@x/", "mmost://x/token", "rocket://a:b@x",
        "nctalk://a:b@x/r", "syslog://", "rsyslog://x", "dbus://", "gnome://", "macosx://", "windows://", "mqtt://x/t",
        "smpp://a:b@x", "synology://x/t", "signal://x/1/2", "workflows://x/a/b", "apprise://x/t", "sns://a/b/us-east-1/1",
        "ses://a@b/c/d/us-east-1", "mailgun://a@b/c", "ifttt://a@b", "file:///etc/passwd", "https://x.example", "http://x",
        "JSON://10.0.0.1/", " json://10.0.0.1/", "python://x", "", "x", "://", "\x00json://x",
    ],
)  # fmt: skip
def test_what_reaches_a_host_of_ones_choice_or_this_machine_is_refused(url: str) -> None:
    assert apprise_urls.why_not_url(url) is not None


@pytest.mark.parametrize("url", [WECOM, TWILIO, "dingtalk://" + "a" * 20, "feishu://" + "a" * 36])
def test_services_that_may_be_used(url: str) -> None:
    assert apprise_urls.why_not_url(url) is None


@pytest.mark.parametrize(
    "url",
    [
        f"{WECOM}?verify=no",
        f"{WECOM}/?rto=900",
        f"{WECOM}?VERIFY=no",
        "twilio://x:y@1/{address}",
        "twilio://{phone}/{email}",
    ],
)
def test_settings_that_weaken_it_and_unknown_holes_are_refused(url: str) -> None:
    assert apprise_urls.why_not_url(url) is not None


def test_the_recipients_address_is_put_where_the_hole_is_and_cannot_break_out(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    class Service:
        def notify(self, **said: str) -> bool:
            seen.append(f"{said['title']}|{said['body']}")
            return True

    def made(url: str, addresses: dict[str, str]) -> Service:
        seen.append(str(addresses))
        return Service()

    monkeypatch.setattr(apprise_urls, "why_not_url", lambda url: None)
    monkeypatch.setattr(apprise_urls, "_made", made)
    apprise_urls.deliver(replace(MESSAGE, address="138/../?x"), {"url": "whatsapp://a@b/{handle}"})
    assert seen == ["{'handle': '138/../?x'}", "Subject|Body"]


def test_an_address_is_written_so_that_it_stays_one_part() -> None:
    apprise = apprise_urls.library()
    made: list[str] = []
    original = apprise.Apprise.instantiate

    def note(url: str, **more: Any) -> Any:
        made.append(url)
        return original(url, **more)

    apprise.Apprise.instantiate = staticmethod(note)  # type: ignore[method-assign,assignment]
    try:
        apprise_urls._made("twilio://a:b@c/{phone}", {"phone": "1/2?verify=no#x"})
    finally:
        apprise.Apprise.instantiate = staticmethod(original)  # type: ignore[method-assign,assignment]
    assert made == ["twilio://a:b@c/1%2F2%3Fverify%3Dno%23x"]


@pytest.mark.parametrize(
    ("answer", "code"), [(False, "service_refused"), (RuntimeError("secret token"), "service_error")]
)
def test_what_a_service_does_not_take_is_tried_again_and_says_no_secret(
    monkeypatch: pytest.MonkeyPatch, answer: Any, code: str
) -> None:
    class Service:
        def notify(self, **_said: str) -> bool:
            if isinstance(answer, Exception):
                raise answer
            return bool(answer)

    monkeypatch.setattr(apprise_urls, "_made", lambda url, addresses: Service())
    with pytest.raises(Undelivered) as raised:
        apprise_urls.deliver(MESSAGE, {"url": WECOM})
    assert (raised.value.code, raised.value.final, str(raised.value)) == (code, False, code)


def test_what_was_kept_but_may_not_be_used_any_more_is_not_asked() -> None:
    with pytest.raises(Undelivered) as raised:
        apprise_urls.deliver(MESSAGE, {"url": "json://10.0.0.1/"})
    assert (raised.value.code, raised.value.final) == ("bad_channel", True)


# the library itself, its service's address turned to a receiver here


TO = {**dict.fromkeys(("wecombot", "dingtalk", "feishu", "lark", "vonage"), "notify_url"), "twilio": "notify_sms_url"}
DINGTALK, FEISHU = "dingtalk://" + "a" * 20, "feishu://" + "a" * 36
VONAGE = "vonage://abcdefgh:0123456789abcdef@15551234567/{phone}"
OK, NO = b'{"errcode": 0, "errmsg": "ok"}', b'{"errcode": 93000, "errmsg": "invalid webhook url"}'


@pytest.fixture
def service(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> Receiver:
    """Every service of these answers here; its plugin does all the rest."""
    base = receiver.url.removesuffix("/notices")
    for scheme, name in TO.items():
        theirs = getattr(plugin(scheme), name)
        monkeypatch.setattr(plugin(scheme), name, f"{base}/{theirs.split('/', 3)[3]}")
        monkeypatch.setattr(plugin(scheme), "request_rate_per_sec", 0)
    return receiver


@pytest.mark.parametrize(
    ("url", "says", "path", "body"),
    [
        (WECOM, OK, f"/cgi-bin/webhook/send?key={WECOM[11:]}", {"msgtype": "text", "text": {"content": "Subject\r\nBody"}}),
        (DINGTALK, OK, f"/robot/send?access_token={'a' * 20}", {
            "msgtype": "text", "at": {"atMobiles": [], "isAtAll": False}, "text": {"content": "Subject\r\nBody"}}),
        (f"{DINGTALK}/{{phone}}", OK, f"/robot/send?access_token={'a' * 20}", {
            "msgtype": "text", "at": {"atMobiles": ["13800002046"], "isAtAll": False},
            "text": {"content": "Subject\r\nBody"}}),
        (FEISHU, b'{"code": 0, "msg": "success"}', f"/open-apis/bot/v2/hook/{'a' * 36}/", {
            "msg_type": "text", "content": {"text": "Subject\r\nBody"}}),
    ],
)  # fmt: skip
def test_a_group_robot_gets_what_its_documentation_asks_for(
    service: Receiver, url: str, says: bytes, path: str, body: Any
) -> None:
    service.says = says
    apprise_urls.deliver(replace(MESSAGE, address="+86 138 0000 2046"), {"url": url})
    assert [(where, json.loads(said)) for where, _headers, said in service.got] == [(path, body)]


@pytest.mark.parametrize(
    ("url", "says"),
    [
        (WECOM, NO), (DINGTALK, b'{"errcode": 310000, "errmsg": "keywords not in content"}'), (WECOM, b"<html>sign in"),
        (FEISHU, b'{"code": 19024, "msg": "Key Words Not Found"}'), ("lark://" + "a" * 36, b'{"code": 19001}'), (WECOM, b"[]"),
        (VONAGE, b'{"messages": [{"status": "4", "error-text": "Bad Credentials"}]}'), (VONAGE, b'{"messages": []}'),
    ],
)  # fmt: skip
def test_what_is_refused_in_words_was_not_sent_whatever_the_number_says(
    service: Receiver, url: str, says: bytes
) -> None:
    service.says = says
    with pytest.raises(Undelivered) as raised:
        apprise_urls.deliver(replace(MESSAGE, address="13800002046"), {"url": url})
    assert (raised.value.code, len(service.got)) == ("service_refused", 1)


def test_a_text_message_goes_to_the_number_with_its_country(service: Receiver) -> None:
    apprise_urls.deliver(replace(MESSAGE, address="13800002046"), {"url": TWILIO})
    service.says = b'{"messages": [{"status": "0"}]}'
    apprise_urls.deliver(replace(MESSAGE, address="13800002046"), {"url": VONAGE})
    (to_twilio, _headers, twilio), (_path, _more, vonage) = service.got
    assert to_twilio.endswith("/Messages.json")
    assert (b"To=%2B8613800002046" in twilio, b"to=8613800002046" in vonage) == (True, True)
    with pytest.raises(Undelivered) as raised:
        apprise_urls.deliver(replace(MESSAGE, address="61234567"), {"url": TWILIO})
    assert (raised.value.code, raised.value.final, len(service.got)) == ("bad_address", True, 2)
