"""Steps, occasions and ways of evaluation in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wuxing.certification.surveillance.states import Answer, Do, Method, What

LOOKS = {
    Do.NOTHING: "excluded",
    Do.WAIT: "ontime",
    Do.SURVEY: "waiting",
    Do.RENEW: "waiting",
    Do.GO_ON: "ontime",
    Do.ANSWER: "risk",
    Do.SUSPEND: "late",
    Do.RESUME: "risk",
    Do.END_SUSPENSION: "late",
    Do.EXPIRE: "late",
}


def do(value: Do) -> str:
    """Return the words of a next step's button."""
    return {
        Do.NOTHING: _("Nothing"),
        Do.WAIT: pgettext("next step of a certificate", "Wait"),
        Do.SURVEY: _("Open surveillance"),
        Do.RENEW: _("Open recertification"),
        Do.GO_ON: _("Go on with the case"),
        Do.ANSWER: _("Answer the proposal"),
        Do.SUSPEND: _("Suspend now"),
        Do.RESUME: _("Resume or withdraw"),
        Do.END_SUSPENSION: _("Resume or withdraw"),
        Do.EXPIRE: _("Write down that it has expired"),
    }[value]


def what(value: str) -> str:
    """Return the word of what a further case is for."""
    return {
        What.SURVEILLANCE: _("Surveillance"),
        What.RENEWAL: _("Recertification"),
        What.SCOPE: _("Change of scope"),
        What.SITES: _("Change of places"),
        What.NAME: _("Change of name"),
        What.LEVEL_UP: _("A higher level"),
        What.LEVEL_DOWN: _("A lower level"),
        What.EARLY: _("Early or special evaluation"),
        What.TRANSFER: _("Transfer from another body"),
    }[What(value)]


def asks(value: What) -> str:
    """Return the question by which an officer finds the right change."""
    return {
        What.SCOPE: _("Does the client want other products or services on the certificate?"),
        What.SITES: _("Are outlets or other places opened or closed?"),
        What.NAME: _("Has the organisation only changed its name or address? It needs no evaluation then."),
        What.LEVEL_UP: _("Does the client want a higher level? It is evaluated in full."),
        What.LEVEL_DOWN: _("Does the client want a lower level than the one it holds?"),
    }[value]


def method(value: str) -> str:
    """Return the word of a way of evaluation."""
    return {
        Method.REMOTE: _("At a distance, by video and screen"),
        Method.DOCUMENTS: _("By documents and records"),
        Method.WAIVED: _("Without an evaluation"),
    }[Method(value)]


def answer(value: str) -> str:
    """Return the word of how a proposal stands."""
    return {
        Answer.OPEN: _("waits for an answer"),
        Answer.ACCEPTED: pgettext("proposal of a surveillance", "accepted"),
        Answer.SET_ASIDE: pgettext("proposal of a surveillance", "set aside"),
    }[Answer(value)]


def group(value: str) -> str:
    """Return the word of a group of the calendar."""
    return {
        "": _("all"),
        "due": _("due soon"),
        "overdue": pgettext("group of certificates", "overdue"),
        "extended": pgettext("group of certificates", "extended"),
        "suspended": pgettext("group of certificates", "suspended"),
        "renewal": _("recertification due"),
        "early": _("early surveillance proposed"),
    }[value]
