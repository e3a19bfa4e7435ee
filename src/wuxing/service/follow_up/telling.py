"""What follow-up leaves on the timeline of a case, in words. Technicians read it: no answer, no word of a customer."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from wuxing.core.wording import quick as _
from wuxing.service.follow_up.rules.words import CHANNELS, TRIES
from wuxing.service.repair.views.saying import Said
from wuxing.service.repair.views.words import near, word

Payload = dict[str, Any]


def _begin(p: Payload, zone: str) -> Said:
    due = near(datetime.fromisoformat(p["due_at"]), zone) if p.get("due_at") else "—"
    return Said("phone", _("To be called back until %(due)s") % {"due": due})


def _try(p: Payload, zone: str) -> Said:
    return Said("phone", _("Follow-up call: %(result)s") % {"result": word(TRIES, p.get("result"))})


def _invite(p: Payload, zone: str) -> Said:
    return Said("star", _("Invited to the survey: %(channel)s") % {"channel": word(CHANNELS, p.get("channel"))})


def _answer(p: Payload, zone: str) -> Said:
    return Said("star", _("Survey answered"), "", "proof")


def _cancel(p: Payload, zone: str) -> Said:
    return Said("ban", _("Taken off the list of calls"), str(p.get("reason") or ""))


EVENTS: dict[str, Callable[[Payload, str], Said]] = {
    "follow_up.begin": _begin,
    "follow_up.try": _try,
    "follow_up.cancel": _cancel,
    "survey.invite": _invite,
    "survey.answer": _answer,
}
