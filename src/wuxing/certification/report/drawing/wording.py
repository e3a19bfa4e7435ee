"""Words of a report, by what stands in its facts."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wuxing.certification.findings.states import Grade, Kind, State
from wuxing.certification.onsite_audit.states import MeetingKind, Method, Remote, Side
from wuxing.schemes.scoring.results import LossKind

NOTHING = "—"


def method(value: str) -> str:
    """Return the word of a method."""
    return {
        Method.DOCUMENTS: _("documents"),
        Method.SITE_OBSERVATION: _("observation on site"),
        Method.RECORDS: _("records"),
        Method.INTERVIEWS: _("interviews"),
        Method.CUSTOMER_CONTACT: _("customer contact"),
        Method.MYSTERY_SHOPPING: _("mystery shopping"),
        Method.REMOTE: _("at a distance"),
    }[Method(value)]


def remote(value: str) -> str:
    """Return how much of the evaluation was at a distance."""
    return {
        Remote.NONE: _("on site throughout"),
        Remote.PARTLY: _("partly at a distance"),
        Remote.WHOLLY: _("wholly at a distance"),
    }[Remote(value)]


def meeting(value: str) -> str:
    """Return the word of a meeting."""
    return {MeetingKind.OPENING: _("Opening meeting"), MeetingKind.CLOSING: _("Closing meeting")}[MeetingKind(value)]


def side(value: str) -> str:
    """Return for whom somebody took part."""
    return {
        Side.BODY: pgettext("who took part for it", "certification body"),
        Side.CLIENT: pgettext("who took part for it", "client"),
    }[Side(value)]


def site(value: str) -> str:
    """Return the word of a kind of site."""
    kinds = {
        "headquarters": pgettext("kind of site", "headquarters"),
        "outlet": pgettext("kind of site", "outlet"),
        "service_centre": pgettext("kind of site", "service centre"),
        "warehouse": pgettext("kind of site", "warehouse"),
    }
    return kinds.get(value, value)


def kind(value: str) -> str:
    """Return the word of a kind of finding."""
    return {
        Kind.DEDUCTION: pgettext("kind of finding", "deduction"),
        Kind.SPECIAL: pgettext("kind of finding", "special deduction"),
        Kind.OBSERVATION: pgettext("kind of finding", "observation"),
        Kind.STRENGTH: pgettext("kind of finding", "strength"),
        Kind.BONUS: pgettext("kind of finding", "special bonus"),
    }[Kind(value)]


def grade(value: str) -> str:
    """Return how grave a finding is."""
    return {Grade.MINOR: _("minor"), Grade.MAJOR: _("major")}[Grade(value)] if value else ""


def state(value: str) -> str:
    """Return where a correction stands."""
    return {
        State.OPEN: pgettext("state of a correction", "open"),
        State.PLANNED: pgettext("state of a correction", "planned"),
        State.ACCEPTED: pgettext("state of a correction", "plan accepted"),
        State.ANSWERED: pgettext("state of a correction", "evidence sent"),
        State.CLOSED: pgettext("state of a correction", "verified"),
        State.TAKEN_BACK: pgettext("state of a correction", "taken back"),
    }[State(value)]


def source(value: str) -> str:
    """Return where an override comes from."""
    return {
        "team": pgettext("source of an override", "team"),
        "review": pgettext("source of an override", "review"),
        "appeal": pgettext("source of an override", "appeal"),
    }.get(value, value)


def loss(value: str) -> str:
    """Return what took points where no indicator did."""
    return {
        LossKind.RECORDS: "",
        LossKind.UNKNOWN: _("not seen"),
        LossKind.SPECIAL_DEDUCTION: pgettext("loss of points", "special deduction"),
        LossKind.SPECIAL_BONUS: pgettext("loss of points", "special bonus"),
        LossKind.LIMIT: _("held between 0 and 100"),
        LossKind.ROUNDING: _("rounding"),
    }[LossKind(value)]
