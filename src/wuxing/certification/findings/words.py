"""Kinds, grades, states and steps of findings in the reader's language."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wuxing.certification.findings import rules
from wuxing.certification.findings.models import Finding
from wuxing.certification.findings.states import Grade, Kind, Source, State, Step
from wuxing.evidence.readiness import words
from wuxing.schemes.packs.structure import Pack


def kind(value: str) -> str:
    """Return the word of a kind of finding."""
    return {
        Kind.DEDUCTION: pgettext("kind of finding", "Deduction"),
        Kind.SPECIAL: pgettext("kind of finding", "Special deduction"),
        Kind.OBSERVATION: pgettext("kind of finding", "Observation"),
        Kind.STRENGTH: pgettext("kind of finding", "Strength"),
        Kind.BONUS: pgettext("kind of finding", "Special bonus"),
    }[Kind(value)]


def called(found: Finding) -> str:
    """Return what a finding is called: one on a document by where it comes from."""
    if found.source == Source.DOCUMENT_REVIEW:
        return _("Finding on a document")
    return kind(found.kind)


def grade(value: str) -> str:
    """Return the word of a grade; nothing for none."""
    words_ = {Grade.MINOR: pgettext("grade of finding", "minor"), Grade.MAJOR: pgettext("grade of finding", "major")}
    return words_[Grade(value)] if value else ""


def source(value: str) -> str:
    """Return where something was found."""
    return {
        Source.DOCUMENT_REVIEW: pgettext("source of a finding", "document review"),
        Source.ON_SITE: _("on-site evaluation"),
        Source.FOLLOW_UP: _("follow-up of corrections"),
    }[Source(value)]


def state(found: Finding, today: date) -> tuple[str, str]:
    """Return badge and word of where a correction stands."""
    here = State(found.state)
    if not rules.is_asked(Kind(found.kind), Source(found.source)) and here is State.OPEN:
        return "done", _("noted")
    word = _state(here)
    if found.source == Source.DOCUMENT_REVIEW and here is State.OPEN:
        word = _("waits for a better version")
    if rules.is_overdue(here, found.due_on, today):
        return "late", _("overdue · %(state)s") % {"state": word}
    badges = {State.CLOSED: "done", State.TAKEN_BACK: "excluded", State.OPEN: "waiting", State.ACCEPTED: "waiting"}
    return badges.get(here, "ontime"), word


def _state(here: State) -> str:
    return {
        State.OPEN: _("waits for the client's plan"),
        State.PLANNED: _("plan to be looked at"),
        State.ACCEPTED: _("plan accepted, waits for evidence"),
        State.ANSWERED: _("evidence to be verified"),
        State.CLOSED: _("verified and closed"),
        State.TAKEN_BACK: pgettext("finding", "taken back"),
    }[here]


def step(value: str) -> str:
    """Return what a step of a correction is called."""
    return {
        Step.PLAN: _("The client planned the correction"),
        Step.ACCEPT_PLAN: _("Plan accepted"),
        Step.RETURN_PLAN: _("Plan returned"),
        Step.ANSWER: _("The client sent evidence"),
        Step.VERIFY: _("Verified and closed"),
        Step.RETURN_ANSWER: _("Evidence returned"),
        Step.ON_THE_SPOT: _("Corrected on the spot, closed"),
        Step.ACCEPT_PAPER: _("Closed: the new version of the document is accepted"),
        Step.EXTEND: _("More time given"),
        Step.OVERDUE: _("Overdue; the client was reminded by letter"),
        Step.TAKE_BACK: _("Taken back"),
    }[Step(value)]


def leaf(pack: Pack, leaf_id: str) -> str:
    """Return number and title of an indicator; nothing for none."""
    found = pack.by_id.get(leaf_id)
    return f"{leaf_id} {words.text(found.title)}" if found else leaf_id


def reason(pack: Pack, code: str) -> str:
    """Return the reason of a special deduction."""
    found = next((one for one in pack.rules.deduction_reasons if one.id == code), None)
    return words.text(found.title) if found else code


def points(cost: Decimal | None) -> str:
    """Return what a finding costs; nothing for one that costs nothing by its kind."""
    return "" if cost is None else f"−{cost:.2f}" if cost else "0"
