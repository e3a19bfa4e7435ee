"""通道驱动: how a message leaves. Each takes a message and a channel's secrets, and says whether it was taken."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wuxing.core.notices.events import Attached


@dataclass(frozen=True, slots=True)
class Message:
    """What is handed to a channel. `id` is the same at every try, so that the receiver can tell a repetition."""

    id: str
    event: str
    kind: str
    organisation: str
    language: str
    subject: str
    body: str
    at: datetime
    name: str = ""
    address: str = ""
    recipient: tuple[str, int | None] = ("address", None)
    target: tuple[str, int] = ("", 0)
    facts: Mapping[str, str] = field(default_factory=dict)
    test: bool = False
    files: tuple[Attached, ...] = ()


class Undelivered(Exception):
    """The channel did not take a message. `code` says why without a word of a person; `final`: never will."""

    def __init__(self, code: str, *, final: bool = False, wait: int = 0) -> None:
        super().__init__(code)
        self.code, self.final, self.wait = code[:40], final, wait


Deliver = Callable[[Message, Mapping[str, Any]], None]


def driver(name: str) -> Deliver:
    """Return the driver called `name`; each brings its libraries only when it is used."""
    from wuxing.core.notices.drivers import apprise_urls, mail, webhook

    found: dict[str, Deliver] = {
        "mail": mail.deliver,
        "apprise": apprise_urls.deliver,
        "webhook": webhook.deliver,
    }
    return found[name]
