"""Kinds, states, doors and outcomes in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wuxing.certification.appeals.states import Door, Kind, Outcome, State

_BADGES = {
    State.RECEIVED: "waiting",
    State.REFUSED: "excluded",
    State.ADMITTED: "ontime",
    State.HANDLED: "ontime",
    State.DECIDED: "risk",
    State.TOLD: "done",
}


def kind(value: str) -> str:
    """Return the word of a kind."""
    return {Kind.APPEAL: _("Appeal"), Kind.COMPLAINT: _("Complaint")}[Kind(value)]


def state(value: str) -> str:
    """Return where it stands."""
    return {
        State.RECEIVED: pgettext("state of an appeal", "received"),
        State.REFUSED: pgettext("state of an appeal", "not taken up"),
        State.ADMITTED: pgettext("state of an appeal", "taken up"),
        State.HANDLED: pgettext("state of an appeal", "looked into, waits for the decision"),
        State.DECIDED: pgettext("state of an appeal", "decided, to be told"),
        State.TOLD: pgettext("state of an appeal", "answered"),
    }[State(value)]


def badge(value: str) -> str:
    """Return the badge of a state."""
    return _BADGES[State(value)]


def door(value: str) -> str:
    """Return how it came."""
    return {
        Door.CLIENT: _("by the client's link"),
        Door.PUBLIC: _("by the public form"),
        Door.OFFICE: _("written down by the office"),
    }[Door(value)]


def outcome(value: str) -> str:
    """Return what came of it."""
    words = {
        Outcome.UPHELD: pgettext("outcome of an appeal", "upheld"),
        Outcome.REJECTED: pgettext("outcome of an appeal", "rejected"),
    }
    return words[Outcome(value)] if value else ""


def step(value: str) -> str:
    """Return the word of a step."""
    return {
        "admit": _("taken up"),
        "refuse": _("not taken up"),
        "handle": _("looked into, an outcome proposed"),
        "return": _("asked to look again"),
        "decide": _("decided"),
        "tell": _("answered"),
    }.get(value, value)
