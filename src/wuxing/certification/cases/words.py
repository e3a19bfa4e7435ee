"""Stages, kinds, parts and levels in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wuxing.certification.cases.states import Kind, Part, Stage
from wuxing.core.errors import NotFound
from wuxing.evidence.readiness import words
from wuxing.schemes.editions.queries import pack_of

_BADGES = {
    Stage.DRAFT: "unknown",
    Stage.REFUSED: "excluded",
    Stage.NOT_GRANTED: "excluded",
    Stage.WITHDRAWN: "excluded",
    Stage.GRANTED: "done",
    Stage.CERTIFIED: "done",
    Stage.FINDINGS: "risk",
}


def stage(value: str) -> str:
    """Return the word of a stage."""
    return {
        Stage.DRAFT: _("Draft"),
        Stage.SUBMITTED: _("Submitted"),
        Stage.APPLICATION_REVIEW: _("Application review"),
        Stage.REFUSED: _("Refused"),
        Stage.ACCEPTED: _("Accepted"),
        Stage.CONTRACTED: _("Contracted"),
        Stage.DOCUMENT_REVIEW: _("Document review"),
        Stage.PLANNED: _("Planned"),
        Stage.ON_SITE: pgettext("stage of a case", "On site"),
        Stage.FINDINGS: pgettext("stage of a case", "Corrections"),
        Stage.REPORT: pgettext("stage of a case", "Report"),
        Stage.UNDER_REVIEW: pgettext("stage of a case", "Under review"),
        Stage.DECISION: _("Decision"),
        Stage.GRANTED: _("Granted"),
        Stage.NOT_GRANTED: _("Not granted"),
        Stage.CERTIFIED: _("Certified"),
        Stage.WITHDRAWN: _("Application withdrawn"),
    }[Stage(value)]


def badge(value: str) -> str:
    """Return the badge of a stage."""
    return _BADGES.get(Stage(value), "ontime")


def kind(value: str) -> str:
    """Return the word of a kind of case."""
    return {
        Kind.INITIAL: _("Initial certification"),
        Kind.SURVEILLANCE: _("Surveillance"),
        Kind.RENEWAL: _("Recertification"),
        Kind.CHANGE: _("Change of certification"),
        Kind.TRANSFER: _("Transfer from another body"),
        Kind.SPECIAL: _("Special evaluation"),
    }[Kind(value)]


def part(value: str) -> str:
    """Return the word of a part in a case."""
    return {
        Part.APPLICATION_REVIEWER: _("Application reviewer"),
        Part.LEAD: _("Team leader"),
        Part.EVALUATOR: _("Evaluator"),
        Part.EXPERT: _("Technical expert"),
        Part.REVIEWER: _("Reviewer of cases"),
        Part.DECIDER: _("Decision maker"),
        Part.APPEAL_HANDLER: _("Handler of complaints and appeals"),
    }[Part(value)]


def level(pack: str, level_id: str) -> str:
    """Return what a level of an edition is called; its id where the edition is not here."""
    try:
        found = next((one for one in pack_of(pack.rpartition("#")[2]).levels if one.id == level_id), None)
    except NotFound:
        found = None
    return words.text(found.title) if found else level_id


def levels(pack: str) -> dict[str, str]:
    """Return what the levels of an edition are called, by id; nothing where the edition is not here."""
    try:
        return {one.id: words.text(one.title) for one in pack_of(pack.rpartition("#")[2]).levels}
    except NotFound:
        return {}
