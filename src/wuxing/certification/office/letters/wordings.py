"""What each kind of letter says, in the language that is active: subject, paragraphs, what is asked of the client."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wuxing.certification.cases.models import Case, Client
from wuxing.certification.office.letters.kinds import Kind
from wuxing.core.models import Tenant


@dataclass(frozen=True, slots=True)
class Wording:
    """A letter without its client: subject, and paragraphs in which %(due)s is the day and %(reasons)s the reasons."""

    subject: str
    paragraphs: tuple[str, ...]


def _reasons() -> str:
    return _("Reasons:\n%(reasons)s")


def _appeal() -> str:
    return _("You may appeal against this within 30 days; people who took no part in the case will handle it.")


def _of_applications() -> dict[Kind, Wording]:
    reasons = _reasons()
    appeal = _appeal()
    return {
        Kind.APPLICATION_RECEIVED: Wording(
            _("Your application has arrived"),
            (_("We have received your application and review it by %(due)s. You can follow it under your link."),),
        ),
        Kind.APPLICATION_QUESTIONS: Wording(
            _("Questions about your application"),
            (_("Before we can accept your application, please answer or complete the following by %(due)s."), reasons),
        ),
        Kind.APPLICATION_REFUSED: Wording(
            _("Your application cannot be accepted"),
            (_("After its review we do not accept your application."), reasons, appeal),
        ),
        Kind.APPLICATION_ACCEPTED: Wording(
            _("Your application is accepted"),
            (
                _(
                    "Your application is complete and within our scope. The next step is the quotation and the agreement."
                ),
            ),
        ),
        Kind.QUOTE: Wording(
            _("Quotation and agreement"),
            (
                _(
                    "Please look through quotation and agreement under your link, and sign or ask for changes by %(due)s."
                ),
            ),
        ),
    }


def _of_evaluations() -> dict[Kind, Wording]:
    reasons = _reasons()
    return {
        Kind.DOCUMENT_FINDINGS: Wording(
            _("Findings of the document review"),
            (
                _("The review of your documents has findings. Please hand in the corrected documents by %(due)s."),
                reasons,
            ),
        ),
        Kind.AUDIT_PLAN: Wording(
            _("Plan of the on-site evaluation"),
            (
                _(
                    "The plan with days, sites and names stands under your link. Please confirm it, or object by %(due)s."
                ),
                _("You may object to a member of the team with a reason, for instance a conflict of interest."),
            ),
        ),
        Kind.CORRECTIONS_DUE: Wording(
            _("Findings to be corrected"),
            (_("Please send correction, cause and action for every finding under your link by %(due)s."), reasons),
        ),
        Kind.CORRECTIONS_OVERDUE: Wording(
            _("Corrections are overdue"),
            (
                _("Corrections that were due on %(due)s have not arrived."),
                reasons,
                _("Without them we have to decide on what was seen; a certificate in force may be suspended."),
            ),
        ),
    }


def _of_decisions() -> dict[Kind, Wording]:
    reasons = _reasons()
    appeal = _appeal()
    return {
        Kind.DECISION_GRANTED: Wording(
            _("Certification is granted"),
            (_("Our committee has decided to grant certification."), reasons, appeal),
        ),
        Kind.DECISION_NOT_GRANTED: Wording(
            _("Certification is not granted"),
            (_("Our committee has decided not to grant certification."), reasons, appeal),
        ),
    }


def _of_surveillance() -> dict[Kind, Wording]:
    reasons = _reasons()
    return {
        Kind.SURVEILLANCE_DUE: Wording(
            _("The yearly surveillance is due"),
            (_("The surveillance of your certificate is due by %(due)s. Please agree on the days with us in time."),),
        ),
        Kind.SURVEILLANCE_OVERDUE: Wording(
            _("The yearly surveillance is overdue"),
            (
                _("The surveillance of your certificate was due by %(due)s and has not taken place."),
                _("Without evaluation or an extension with reason the certificate will be suspended."),
            ),
        ),
        Kind.EXTENSION: Wording(
            _("The surveillance is extended"),
            (
                _("The surveillance of your certificate is extended to %(due)s, which is the last day possible."),
                reasons,
            ),
        ),
        Kind.EXPIRY: Wording(
            _("Your certificate expires"),
            (_("Your certificate ends on %(due)s. A recertification must be decided before that day."),),
        ),
        Kind.CHANGE: Wording(
            _("Your certificate has changed"),
            (_("A new certificate stands in place of the old one. Please use the new one only."), reasons),
        ),
        Kind.RENAMED: Wording(
            _("Name or address on your certificate"),
            (_("Your certificate is sealed anew under the same number. Please use the new paper only."), reasons),
        ),
    }


def _of_measures() -> dict[Kind, Wording]:
    reasons = _reasons()
    appeal = _appeal()
    return {
        Kind.SUSPENSION: Wording(
            _("Your certificate is suspended"),
            (
                _("Your certificate is suspended, at most until %(due)s."),
                reasons,
                _("While it is suspended you may not refer to it. Apply for resumption once the cause is removed."),
                appeal,
            ),
        ),
        Kind.RESUMPTION: Wording(
            _("Your certificate is in force again"),
            (_("The suspension of your certificate has ended; it is in force again."), reasons),
        ),
        Kind.WITHDRAWAL: Wording(
            _("Your certificate is withdrawn"),
            (
                _("Your certificate is withdrawn for good."),
                reasons,
                _("Please stop every use of certificate and mark at once, and send the certificate back."),
                appeal,
            ),
        ),
        Kind.CANCELLATION: Wording(
            _("Your certificate is cancelled"),
            (
                _("Your certificate is cancelled for good."),
                reasons,
                _("Please stop every use of certificate and mark."),
            ),
        ),
    }


def _of_appeals() -> dict[Kind, Wording]:
    reasons = _reasons()
    return {
        Kind.APPEAL_RECEIVED: Wording(
            _("Your appeal has arrived"),
            (_("We have received your appeal. People who took no part in the case handle it and answer by %(due)s."),),
        ),
        Kind.APPEAL_OUTCOME: Wording(_("Outcome of your appeal"), (_("Your appeal has been decided."), reasons)),
        Kind.COMPLAINT_RECEIVED: Wording(
            _("Your complaint has arrived"), (_("We have received your complaint and answer it by %(due)s."),)
        ),
        Kind.COMPLAINT_OUTCOME: Wording(
            _("Outcome of your complaint"), (_("Your complaint has been looked into."), reasons)
        ),
    }


def wordings() -> dict[Kind, Wording]:
    """Return the wording of every kind of letter in the active language."""
    return (
        _of_applications() | _of_evaluations() | _of_decisions() | _of_surveillance() | _of_measures() | _of_appeals()
    )


def labels() -> dict[str, str]:
    """Return the words of the facts that actions name by a short name; another name is the label itself."""
    return {
        "number": _("Number"),
        "certificate": _("Certificate"),
        "score": _("Score"),
        "aimed_at": _("Level aimed at"),
        "level": _("Level"),
    }


def letter(
    kind: Kind, to: Client, case: Case | None, body: Tenant, reasons: str, due: str, facts: Mapping[str, str]
) -> tuple[str, str]:
    """Return subject and text of a letter in the active language; a paragraph whose reasons or day is missing is left out."""
    wording = wordings()[kind]
    values = {"reasons": reasons.strip(), "due": due}
    said = [
        part % values
        for part in wording.paragraphs
        if all(value or f"%({name})s" not in part for name, value in values.items())
    ]
    subject = f"{wording.subject} · {case.number}" if case else wording.subject
    if case and case.rehearsal:
        said.append(_("This is an exercise of a demonstration organisation; nothing of it counts."))
    named = labels()
    lines = [
        _("%(label)s: %(value)s") % {"label": named.get(name, name), "value": value}
        for name, value in facts.items()
        if value
    ]
    parts = (to.name, "\n".join(said), "\n".join(lines), body.name)
    return subject, "\n\n".join(part for part in parts if part)
