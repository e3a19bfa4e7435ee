"""How an entry of the ledger is said, and what promises and clocks have to say on a timeline."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from wuxing.core import wording
from wuxing.governance.commitments.words import RECIPIENTS
from wuxing.service.repair.rules.answering import HOWS
from wuxing.service.repair.rules.words import CHANNELS, HOLDS, PROMISES
from wuxing.service.repair.views.words import near, word

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """A row of the timeline in words; a correction shows what was and what it became."""

    icon: str
    text: str
    note: str = ""
    kind: str = ""
    was: str = ""
    becomes: str = ""


def by_name(payload: Payload) -> str:
    """Say that a signature was not drawn, and why where that was asked."""
    if payload.get("not_drawn"):
        return _("signed by name, not drawn: %(reason)s") % {"reason": payload["not_drawn"]}
    return _("signed by name, not drawn") if payload.get("method") == "typed" else ""


def _step(payload: Payload, zone: str) -> Said:
    """A reminder, or an escalation: whom it reached, of which promise, how much of its time is used."""
    words = {
        "promise": word(PROMISES, payload.get("kind")),
        "percent": payload.get("percent", ""),
        "to": payload.get("names") or wording.text(RECIPIENTS.get(str(payload.get("to")), "")),
    }
    late = (payload.get("percent") or 0) >= 100
    text = (
        _("Escalated to %(to)s: %(promise)s, %(percent)s%%")
        if late
        else _("Reminded %(to)s: %(promise)s, %(percent)s%%")
    )
    due = payload.get("due")
    note = _("due %(time)s") % {"time": near(datetime.fromisoformat(due), zone)} if due else ""
    return Said("alert-triangle" if late else "bell", text % words, note)


def _resumed(payload: Payload, zone: str) -> Said:
    channel = word(CHANNELS, payload.get("channel")) if payload.get("channel") in CHANNELS else ""
    kinds = wording.listed(word(PROMISES, kind) for kind in payload.get("kinds") or ())
    return Said(
        "player-play",
        _("The customer answered; the clocks run again"),
        " · ".join(part for part in (channel, kinds) if part),
    )


def _held(payload: Payload, zone: str) -> Said:
    text = _("On hold: %(reason)s") % {"reason": word(HOLDS, payload.get("reason"))}
    return Said("player-pause", text, payload.get("note") or _quote_of(payload))


def _went_on(payload: Payload, zone: str) -> Said:
    channel = word(CHANNELS, payload.get("channel")) if payload.get("channel") in CHANNELS else ""
    if payload.get("answered"):
        return Said("player-play", _("The customer answered; the order goes on"), channel)
    if payload.get("expired"):
        return Said("player-play", _("Resumed: the quote ended without an answer"), _quote_of(payload))
    return Said("player-play", _("Resumed"), payload.get("note") or "")


def _quote_of(payload: Payload) -> str:
    return f"{payload['quote']} v{payload.get('version', '')}" if payload.get("quote") else ""


HOLD_EVENTS: dict[str, Callable[[Payload, str], Said]] = {"repair.hold": _held, "repair.resume": _went_on}


def _answered(payload: Payload, zone: str) -> Said:
    parts = (word(HOWS, payload.get("how")), payload.get("note"))
    return Said("message", _("The customer was answered"), " · ".join(part for part in parts if part))


PROMISE_EVENTS: dict[str, Callable[[Payload, str], Said]] = {
    "promise.remind": _step,
    "promise.escalate": _step,
    "promise.resume": _resumed,
    "repair.answered": _answered,
}
