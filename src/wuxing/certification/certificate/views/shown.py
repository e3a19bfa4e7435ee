"""A certificate as pages show it."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from wuxing.certification.cases import words as case_words
from wuxing.certification.certificate import lists, queries, words
from wuxing.certification.certificate.actions.reporting import REPORTED, report_by
from wuxing.certification.certificate.models import Certificate, CertificateEvent
from wuxing.certification.certificate.states import State
from wuxing.core.errors import NotFound
from wuxing.evidence.readiness.words import text
from wuxing.schemes.editions.queries import pack_of


def row(found: Certificate, today: date) -> dict[str, Any]:
    """Return a row of a list."""
    state = queries.state_on(found, today)
    return {
        "row": found,
        "level": case_words.level(found.pack, found.level),
        "state": words.BADGES[state],
        "word": words.state(state),
        "late": state is State.SUSPENDED and found.state == State.VALID,
    }


def scheme(found: Certificate) -> str:
    """Return what the scheme is called; its id where the edition is not here."""
    try:
        return text(pack_of(found.pack.rpartition("#")[2]).title)
    except NotFound:
        return found.scheme


def basis(found: Certificate) -> str:
    """Return the standard by which was judged."""
    try:
        return ", ".join(source.ref for source in pack_of(found.pack.rpartition("#")[2]).basis)
    except NotFound:
        return ""


def facts(found: Certificate) -> list[tuple[str, Any]]:
    """Return the words of a certificate."""
    return [
        (_("Number"), found.number),
        (_("Holder"), found.holder),
        (_("Address"), found.address),
        (_("Scope"), found.scope),
        (_("Sites"), "；".join(one["name"] for one in found.sites)),
        (_("Scheme"), scheme(found)),
        (_("Basis"), basis(found)),
        (_("Level"), case_words.level(found.pack, found.level)),
        (_("Issued on"), found.issued_on.isoformat()),
        (_("Valid until"), found.valid_until.isoformat()),
    ]


def dates(found: Certificate) -> list[tuple[str, Any]]:
    """Return the days that move."""
    return [
        (_("Last evaluation"), found.last_evaluated_on.isoformat()),
        (_("Surveillance due"), found.surveillance_due_on.isoformat()),
        (_("Extended until"), found.extended_until.isoformat() if found.extended_until else ""),
        (_("Suspended until"), found.suspended_until.isoformat() if found.suspended_until else ""),
    ]


def verdict(found: Certificate, today: date, *, level: int = 2) -> dict[str, Any]:
    """Return what a certificate is worth today, as a sentence with its limits."""
    state = queries.state_on(found, today)
    since = lists.since(found, state, today)
    said = {
        State.VALID: _("It is in force today; the next surveillance is due by %(due)s."),
        State.SUSPENDED: _("It is suspended since %(since)s and not valid; nobody may refer to it."),
        State.WITHDRAWN: _("The body withdrew it on %(since)s; it is not valid any more."),
        State.CANCELLED: _("It was cancelled on %(since)s; it is not valid any more."),
        State.EXPIRED: _("Its validity ended on %(until)s."),
        State.REPLACED: _("Another certificate stands in its place since %(since)s."),
    }[state]
    values = {
        "due": (found.extended_until or found.surveillance_due_on).isoformat(),
        "since": since.isoformat() if since else "",
        "until": found.valid_until.isoformat(),
    }
    shown = {State.VALID: "done", State.EXPIRED: "waiting"}.get(state, "late")
    if found.rehearsal:
        return {"state": "risk", "title": _("Exercise"), "text": _("Exercise: nothing of it counts."), "level": level}
    return {"state": shown, "title": words.state(state), "text": said % values, "level": level}


def events(found: Certificate, today: date) -> list[dict[str, Any]]:
    """Return what happened to a certificate, with when it was, or has to be, reported."""
    return [_event(one, today) for one in queries.events(found.pk)]


def _event(one: CertificateEvent, today: date) -> dict[str, Any]:
    report = getattr(one, "report", None)
    due = report_by(one) if one.event in REPORTED else None
    return {
        "row": one,
        "word": words.event(one.event),
        "ground": words.reason(one.reason_code) if one.reason_code else "",
        "by": _("the system") if one.by_user_id is None else one.by_name,
        "report": report,
        "report_by": None if report else due,
        "late": report is None and due is not None and due < today,
    }
