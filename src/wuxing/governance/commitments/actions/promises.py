"""Promises: what they may say, and what a proposal of one lacks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from wuxing.core.reasons import say
from wuxing.governance.commitments import rules
from wuxing.governance.commitments.models import Promise, WorkCalendar

_LIMITS = {
    "text": 300, "product_line": 60, "tier": 20, "published_where": 300, "reason": 300,
    "legal_checked_by": 100, "legal_check": 500,
}  # fmt: skip


FIELDS = (
    "kind", "area", "product_line", "tier", "text", "minutes", "calendar_id", "channel", "published_where",
    "legal_checked_by", "legal_checked_on", "legal_check", "steps", "safety", "reason",
)  # fmt: skip
"""What a proposal says and the promise that comes of it keeps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How a promise is made known, and who checked that it is lawful."""

    channel: str = ""
    published_where: str = ""
    legal_checked_by: str = ""
    legal_checked_on: date | None = None
    legal_check: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What somebody would promise: the same that a promise keeps."""

    kind: str
    area: str
    text: str
    minutes: int
    calendar_id: int | None
    reason: str
    product_line: str = ""
    tier: str = ""
    wording: Wording = Wording()
    steps: Sequence[tuple[int, str]] | None = None
    safety: bool = False
    running_too: bool = False
    wished_from: date | None = None

    def fields(self) -> dict[str, Any]:
        """Return what a promise keeps of it."""
        return {
            "kind": self.kind,
            "area": self.area,
            "product_line": self.product_line.strip(),
            "tier": self.tier.strip(),
            "text": self.text.strip(),
            "minutes": self.minutes,
            "calendar_id": self.calendar_id,
            "channel": self.wording.channel,
            "published_where": self.wording.published_where.strip(),
            "legal_checked_by": self.wording.legal_checked_by.strip(),
            "legal_checked_on": self.wording.legal_checked_on,
            "legal_check": self.wording.legal_check.strip(),
            "steps": None if self.steps is None else [[percent, str(to)] for percent, to in self.steps],
            "safety": self.safety,
            "reason": self.reason.strip(),
        }


def wrong_in(content: Content, *, proposing: bool, today: date) -> dict[str, str]:
    """Return what cannot stand in a promise as it is written; one that is proposed has a reason and its legal check."""
    found = content.fields()
    wrong = _wrong(found, content.steps) | _wrong_check(found, needed=proposing)
    if proposing and not found["reason"]:
        wrong["reason"] = say("say why the promise changes")
    if content.running_too and content.wished_from and content.wished_from > today:
        wrong["running_too"] = say("running orders can only go under a promise that counts from its approval on")
    return wrong


def _wrong(found: dict[str, Any], steps: Any) -> dict[str, str]:
    wrong = _too_long(found)
    if not found["text"]:
        wrong["text"] = say("write the promise as customers read it")
    if found["minutes"] <= 0:
        wrong["minutes"] = say("give a time above zero minutes")
    if found["kind"] not in Promise.Kind.values or found["area"] not in Promise.Area.values:
        wrong["kind"] = say("choose one of the listed promises")
    if found["channel"] not in ("", *Promise.Channel.values):
        wrong["channel"] = say("choose one of the listed channels")
    if found["calendar_id"] and not WorkCalendar.objects.filter(pk=found["calendar_id"]).exists():
        wrong["calendar_id"] = say("choose one of your calendars")
    if steps is not None and (why := rules.why_not_steps(steps)):
        wrong["steps"] = why
    return wrong


def _too_long(found: dict[str, Any]) -> dict[str, str]:
    return {
        name: say("at most %(limit)s characters", limit=limit)
        for name, limit in _LIMITS.items()
        if len(found.get(name, "")) > limit
    }


def _wrong_check(found: dict[str, Any], *, needed: bool) -> dict[str, str]:
    """Return what a legal check lacks: it says who checked, when, and what."""
    names = ("legal_checked_by", "legal_checked_on", "legal_check")
    given = [found[name] for name in names]
    if all(given) or not (needed or any(given)):
        return {}
    said = say("note the legal check first: who checked, when, and what")
    return {name: said for name in names if not found[name]}


def wrong_end(reason: str, check: Wording) -> dict[str, str]:
    """Return what a proposal to end a promise lacks: its reason, and who checked that the promise may end."""
    found: dict[str, Any] = {
        "reason": reason.strip(),
        "legal_checked_by": check.legal_checked_by.strip(),
        "legal_checked_on": check.legal_checked_on,
        "legal_check": check.legal_check.strip(),
    }
    wrong = _too_long(found) | _wrong_check(found, needed=True)
    if not found["reason"]:
        wrong["reason"] = say("say why the promise ends")
    return wrong
