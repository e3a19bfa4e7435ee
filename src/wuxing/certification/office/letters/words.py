"""What each kind of letter is called in lists and forms."""

from django.utils.translation import gettext as _

from wuxing.certification.office.letters.kinds import Kind


def kind(value: str) -> str:
    """Return the word of a kind of letter."""
    named = {
        Kind.APPLICATION_RECEIVED: _("application received"),
        Kind.APPLICATION_QUESTIONS: _("questions about the application"),
        Kind.APPLICATION_REFUSED: _("application refused"),
        Kind.APPLICATION_ACCEPTED: _("application accepted"),
        Kind.QUOTE: _("quotation"),
        Kind.DOCUMENT_FINDINGS: _("findings of the document review"),
        Kind.AUDIT_PLAN: _("plan of the evaluation"),
        Kind.CORRECTIONS_DUE: _("corrections asked for"),
        Kind.CORRECTIONS_OVERDUE: _("corrections overdue"),
        Kind.DECISION_GRANTED: _("decision: granted"),
        Kind.DECISION_NOT_GRANTED: _("decision: not granted"),
        Kind.SURVEILLANCE_DUE: _("surveillance due"),
        Kind.SURVEILLANCE_OVERDUE: _("surveillance overdue"),
        Kind.EXTENSION: _("surveillance extended"),
        Kind.SUSPENSION: _("suspension of the certificate"),
        Kind.RESUMPTION: _("resumption of the certificate"),
        Kind.WITHDRAWAL: _("withdrawal of the certificate"),
        Kind.CANCELLATION: _("cancellation of the certificate"),
        Kind.EXPIRY: _("end of the certificate"),
        Kind.CHANGE: _("change of the certificate"),
        Kind.RENAMED: _("name or address on the certificate"),
        Kind.APPEAL_RECEIVED: _("appeal received"),
        Kind.APPEAL_OUTCOME: _("outcome of an appeal"),
        Kind.COMPLAINT_RECEIVED: _("complaint received"),
        Kind.COMPLAINT_OUTCOME: _("outcome of a complaint"),
    }
    return named[Kind(value)]
