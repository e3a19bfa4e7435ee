"""Methods, meetings, notes and answers in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wuxing.certification.onsite_audit.states import Answer, MeetingKind, Method, NoteKind, PlanState, Remote, Side
from wuxing.evidence.readiness import words
from wuxing.evidence.sampling.rules import Rule
from wuxing.schemes.packs.structure import Pack


def method(value: str) -> str:
    """Return the word of a way to look at something."""
    return {
        Method.DOCUMENTS: _("Documents"),
        Method.SITE_OBSERVATION: _("Observation on the spot"),
        Method.RECORDS: _("Records"),
        Method.INTERVIEWS: _("Interviews"),
        Method.CUSTOMER_CONTACT: _("Contact with customers"),
        Method.MYSTERY_SHOPPING: _("Mystery shopping"),
        Method.REMOTE: _("At a distance"),
    }[Method(value)]


def remote(value: str) -> str:
    """Return how much happens at a distance."""
    return {
        Remote.NONE: _("wholly on site"),
        Remote.PARTLY: _("partly at a distance"),
        Remote.WHOLLY: _("wholly at a distance"),
    }[Remote(value)]


def plan(value: str) -> tuple[str, str]:
    """Return badge and word of where a plan stands."""
    if value == PlanState.RELEASED:
        return "done", pgettext("plan of an evaluation", "released")
    return "waiting", pgettext("plan of an evaluation", "draft")


def answer(value: str) -> tuple[str, str]:
    """Return badge and word of what was said of a plan."""
    return {
        Answer.CONFIRMED: ("done", _("confirmed by the client")),
        Answer.OBJECTED: ("late", _("the client objects")),
        Answer.OVERRULED: ("ontime", _("objection overruled with a reason")),
    }[Answer(value)]


def meeting(value: str) -> str:
    """Return the name of a meeting."""
    return {MeetingKind.OPENING: _("Opening meeting"), MeetingKind.CLOSING: _("Closing meeting")}[MeetingKind(value)]


def side(value: str) -> str:
    """Return the name of a side."""
    return {Side.BODY: _("Certification body"), Side.CLIENT: pgettext("side of a meeting", "Client")}[Side(value)]


def note(value: str) -> str:
    """Return the word of a kind of note."""
    return {
        NoteKind.NOTE: pgettext("from the site", "Note"),
        NoteKind.INTERVIEW: _("Interview"),
        NoteKind.PHOTO: _("Photo"),
        NoteKind.CUSTOMER_CONTACT: _("Contact with customers"),
        NoteKind.MYSTERY: _("Mystery shopping"),
    }[NoteKind(value)]


def how_many(value: str) -> str:
    """Return how many records are drawn."""
    return {
        Rule.SQRT: _("the square root of the number, rounded up"),
        Rule.SHARE: _("so many per cent"),
        Rule.FIXED: _("a fixed number"),
        Rule.ALL: _("all of them"),
    }[Rule(value)]


def leaf(pack: Pack, leaf_id: str) -> str:
    """Return number and title of an indicator."""
    found = pack.by_id.get(leaf_id)
    return f"{leaf_id} {words.text(found.title)}" if found else leaf_id


def several(pack: Pack, leaves: list[str]) -> str:
    """Return indicators in short: whole groups by their number, everything as such."""
    given, shown = set(leaves), []
    if given >= {one.id for one in pack.leaves}:
        return _("every indicator")
    for group in (one for one in pack.indicators if one.level == 2):
        under = pack.leaves_under(group.id)
        inside = [one for one in under if one in given]
        shown.extend([f"{group.id}"] if len(inside) == len(under) else inside)
    return ", ".join(shown)
