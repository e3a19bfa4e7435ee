"""Notices in words: states, channels, recipients, and what an entry of the ledger says on a timeline."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wuxing.core import wording
from wuxing.core.notices.events import Kind, declared
from wuxing.core.notices.models import NoticeChannel
from wuxing.core.notices.recipients import RecipientKind
from wuxing.core.notices.rules.refusals import reason_in_words
from wuxing.core.notices.states import NoticeState

STATES: dict[str, str | Promise] = {
    NoticeState.QUEUED: pgettext_lazy("state of a notice", "queued"),
    NoticeState.HELD: pgettext_lazy("state of a notice", "held until the quiet hours end"),
    NoticeState.SENDING: pgettext_lazy("state of a notice", "being sent"),
    NoticeState.SENT: pgettext_lazy("state of a notice", "sent"),
    NoticeState.FAILED: pgettext_lazy("state of a notice", "failed, will be tried again"),
    NoticeState.GIVEN_UP: pgettext_lazy("state of a notice", "given up"),
    NoticeState.REFUSED: pgettext_lazy("state of a notice", "not sent"),
}
SHAPES: dict[str, str] = {
    NoticeState.QUEUED: "waiting",
    NoticeState.HELD: "waiting",
    NoticeState.SENDING: "ontime",
    NoticeState.SENT: "done",
    NoticeState.FAILED: "risk",
    NoticeState.GIVEN_UP: "late",
    NoticeState.REFUSED: "excluded",
}
KINDS: dict[str, str | Promise] = {
    Kind.SERVICE: pgettext_lazy("kind of notice", "Service"),
    Kind.MARKETING: pgettext_lazy("kind of notice", "Advertising"),
    Kind.INTERNAL: pgettext_lazy("kind of notice", "Internal"),
    Kind.SAFETY: pgettext_lazy("kind of notice", "Safety"),
}
DRIVERS: dict[str, str | Promise] = {
    NoticeChannel.Driver.MAIL: gettext_lazy("E-mail"),
    NoticeChannel.Driver.APPRISE: gettext_lazy("Service (Apprise)"),
    NoticeChannel.Driver.WEBHOOK: gettext_lazy("Signed webhook"),
}
RECIPIENTS: dict[str, str | Promise] = {
    RecipientKind.CUSTOMER: pgettext_lazy("recipient of a notice", "the customer"),
    RecipientKind.MEMBER: pgettext_lazy("recipient of a notice", "a member"),
    RecipientKind.ADDRESS: pgettext_lazy("recipient of a notice", "an address"),
}
ON_TIMELINES = ("notice.sent", "notice.held", "notice.failed", "notice.given_up", "notice.refused", "notice.resend")


def title_of(event: str) -> str:
    """Return what an event is called; one that is not declared any more by its name."""
    found = declared().get(event)
    return str(found.title) if found else event


def shown_state(state: str, reason: str) -> str:
    """Return a state in words; what was only written says so."""
    return _("written, sent nowhere") if reason == "logged" else str(STATES.get(state, state))


def reason(code: str) -> str:
    """Return what a code says, in the reader's language."""
    return wording.text(reason_in_words(code)) if code else ""


def on_timeline(event: str, payload: dict[str, Any]) -> tuple[str, str, str]:
    """Return icon, text and note of a notice's row on a timeline."""
    to = payload.get("name") or str(RECIPIENTS.get(payload.get("to", ""), payload.get("to", "")))
    values = {"title": title_of(str(payload.get("event", ""))), "to": to}
    why, channel = str(payload.get("reason") or ""), str(payload.get("channel") or "")
    if event == "notice.resend":
        return "refresh", _("Message sent again to %(to)s: %(title)s") % values, why
    said = {
        "notice.sent": _("Message to %(to)s sent: %(title)s"),
        "notice.held": _("Message to %(to)s held: %(title)s"),
        "notice.failed": _("Message to %(to)s failed, tried again: %(title)s"),
        "notice.given_up": _("Message to %(to)s given up: %(title)s"),
        "notice.refused": _("Message to %(to)s not sent: %(title)s"),
    }[event]
    if why == "logged":
        said = _("Message to %(to)s written, sent nowhere: %(title)s")
    icon = "message" if event in ("notice.sent", "notice.held") else "alert-triangle"
    return icon, said % values, " · ".join(part for part in (channel, reason(why)) if part)
