"""Services through Apprise: only those whose server stands in the plugin; nothing that reaches a host of one's choice."""

import inspect
import re
from datetime import UTC, datetime
from typing import Any

import pytest

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
    message = Message(**{**{name: getattr(MESSAGE, name) for name in MESSAGE.__slots__}, "address": "138/../?x"})
    apprise_urls.deliver(message, {"url": TWILIO})
    assert seen == ["{'phone': '138/../?x'}", "Subject|Body"]


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
