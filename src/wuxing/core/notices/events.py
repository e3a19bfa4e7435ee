"""事件: what a notice may be about. A package declares its events in its `notices.py`; this finds them all.

    from wuxing.core.notices.events import Kind, declare

    declare(
        "repair.received",
        title=_("Request received"),
        kind=Kind.SERVICE,
        facts={"number": "SR-2026-00012"},   # what it can say, with an example for the preview
        texts={
            "zh-hans": ("报修已受理：{number}", "{name}您好，…"),   # subject, body
            "zh-hant": (…),
            "en": (…),
        },
    )

`only`: the driver over which alone it goes. `looks_up` gives further facts when it goes out, of any length and not kept; they are
named in `facts` with their example. `attaches` gives files for e-mail; both get the number of what the notice is about.

A line of a text whose holes all stay empty is left out. `secret` facts open a door (a link): they are not kept once the
notice is over. `useful_for`: after that time it says nothing any more and is not sent. `urgent`: not held by quiet hours.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache
from importlib import import_module
from pathlib import Path

from django.utils.functional import Promise

from wuxing.core.notices.rules import texts as wordings

LANGUAGES = ("zh-hans", "zh-hant", "en")
ALWAYS = {"name": "王女士", "organisation": "星河家电"}  # every message can say these, without being told


class Kind(StrEnum):
    """What a notice is for: its channels, quiet hours and whether consent is asked hang on it."""

    SERVICE = "service"  # the customer's own matter
    MARKETING = "marketing"  # never without consent
    INTERNAL = "internal"  # to people of the organisation
    SAFETY = "safety"  # danger, recalls: at any hour, however many


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that goes with a message by e-mail."""

    name: str
    content: bytes
    media_type: str


LooksUp = Callable[[int], Mapping[str, str]]
Attaches = Callable[[int], Sequence[Attached]]


@dataclass(frozen=True, slots=True)
class Event:
    """One declared event."""

    name: str
    title: str | Promise
    kind: Kind
    facts: Mapping[str, str]
    texts: Mapping[str, tuple[str, str]]
    channel: str = ""  # the driver that is tried first where several are set: mail, apprise, webhook
    secret: frozenset[str] = frozenset()
    urgent: bool = False
    useful_for: timedelta = timedelta(days=3)
    only: str = ""
    looks_up: LooksUp | None = None
    attaches: Attaches | None = None


EVENTS: dict[str, Event] = {}


def declare(
    name: str,
    *,
    title: str | Promise,
    kind: Kind,
    facts: Mapping[str, str],
    texts: Mapping[str, tuple[str, str]],
    channel: str = "",
    secret: Iterable[str] = (),
    urgent: bool = False,
    useful_for: timedelta = timedelta(days=3),
    only: str = "",
    looks_up: LooksUp | None = None,
    attaches: Attaches | None = None,
) -> Event:
    """Declare an event; a text with an unknown hole, or one that lacks a language, does not start."""
    made = Event(
        name, title, kind, ALWAYS | dict(facts), dict(texts), channel, frozenset(secret), urgent, useful_for,
        only, looks_up, attaches,
    )  # fmt: skip
    assert name not in EVENTS, f"two events are called {name}"
    assert tuple(texts) == LANGUAGES, f"{name} needs its texts in {LANGUAGES}, in this order"
    assert made.secret <= set(facts), f"{name}: a secret fact is none of its facts"
    for subject, body in texts.values():
        for text in (subject, body):
            reason = wordings.why_not_text(text, made.facts)
            assert reason is None, f"{name}: {reason}"
    EVENTS[name] = made
    return made


@cache
def _discovered() -> bool:
    top = Path(__file__).resolve().parents[2]
    for path in sorted(top.rglob("notices.py")):
        import_module(".".join(("wuxing", *path.relative_to(top).with_suffix("").parts)))
    return True


def declared() -> dict[str, Event]:
    """Return all events by name."""
    _discovered()
    return EVENTS


def event_called(name: str) -> Event:
    """Return an event. Raises KeyError."""
    return EVENTS[name] if name in EVENTS else declared()[name]
