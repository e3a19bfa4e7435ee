"""Where the review of a paper stands, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wuxing.certification.document_review.queries import Line
from wuxing.certification.document_review.states import State, Verdict


def state(line: Line) -> tuple[str, str]:
    """Return badge and word of where the review of a paper stands."""
    here = line.state
    if here is State.WAITING:
        if line.newest is None:
            return "waiting", _("not handed in yet")
        return "ontime", _("new version to be judged") if line.rounds else _("to be judged")
    return {
        State.ACCEPTED: ("done", pgettext("document", "accepted")),
        State.FINDINGS: ("risk", _("handed back, waits for a better version")),
        State.NOT_NEEDED: ("excluded", _("not needed")),
    }[here]


def verdict(value: str) -> str:
    """Return the word of a verdict."""
    return {
        Verdict.ACCEPTED: pgettext("document", "Accepted"),
        Verdict.FINDINGS: _("Handed back with findings"),
        Verdict.NOT_NEEDED: _("Not needed"),
    }[Verdict(value)]
