"""Notices to try things with: two events that are declared here, and a receiver on this machine."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from wuxing.core.notices import recipients
from wuxing.core.notices.events import EVENTS, Kind, declare, declared

TEXTS = {
    "zh-hans": ("工单 {number}", "{name}您好，{slot}上门。\n请看 {link}"),
    "zh-hant": ("工單 {number}", "{name}您好，{slot}上門。\n請看 {link}"),
    "en": ("Order {number}", "{name}, we come {slot}.\nSee {link}"),
}
FACTS = {"number": "WO-1", "slot": "2026-11-23 09:00–10:00", "link": "https://…"}


@pytest.fixture(autouse=True)
def examples() -> Iterator[None]:
    """Declare one event of each kind for the time of a test."""
    names = [f"example.{kind}" for kind in Kind]
    for kind in Kind:
        declare(f"example.{kind}", title=kind.value, kind=kind, facts=FACTS, texts=TEXTS, secret=["link"])
    yield
    for name in names:
        del EVENTS[name]


@pytest.fixture(autouse=True)
def _nobody_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what contexts above know of recipients: here the notices' own rules are tried."""
    declared()
    monkeypatch.setattr(recipients, "_directories", {})
    monkeypatch.setattr(recipients, "_consents", {})


@dataclass
class Receiver:
    """A web server that takes webhooks, and what it was sent; it answers `answers`, the last one for ever."""

    url: str = ""
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=lambda: [(200, {})])
    got: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    says: bytes = b""

    def bodies(self) -> list[Any]:
        return [json.loads(body) for _path, _headers, body in self.got]


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    """Run a receiver here; the installation is allowed to send inside."""
    settings.NOTICES_INSIDE = True
    found = Receiver()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.got.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            status, headers = found.answers.pop(0) if len(found.answers) > 1 else found.answers[0]
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(found.says)))
            self.end_headers()
            self.wfile.write(found.says)

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    found.url = f"http://127.0.0.1:{server.server_address[1]}/notices"
    yield found
    server.shutdown()
    server.server_close()
