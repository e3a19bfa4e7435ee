"""Which letters there are. Pure."""

from enum import StrEnum


class Kind(StrEnum):
    """What a letter tells its client."""

    APPLICATION_RECEIVED = "application_received"
    APPLICATION_QUESTIONS = "application_questions"
    APPLICATION_REFUSED = "application_refused"
    APPLICATION_ACCEPTED = "application_accepted"
    QUOTE = "quote"
    DOCUMENT_FINDINGS = "document_findings"
    AUDIT_PLAN = "audit_plan"
    CORRECTIONS_DUE = "corrections_due"
    CORRECTIONS_OVERDUE = "corrections_overdue"
    DECISION_GRANTED = "decision_granted"
    DECISION_NOT_GRANTED = "decision_not_granted"
    SURVEILLANCE_DUE = "surveillance_due"
    SURVEILLANCE_OVERDUE = "surveillance_overdue"
    EXTENSION = "extension"
    SUSPENSION = "suspension"
    RESUMPTION = "resumption"
    WITHDRAWAL = "withdrawal"
    CANCELLATION = "cancellation"
    EXPIRY = "expiry"
    CHANGE = "change"
    RENAMED = "renamed"
    APPEAL_RECEIVED = "appeal_received"
    APPEAL_OUTCOME = "appeal_outcome"
    COMPLAINT_RECEIVED = "complaint_received"
    COMPLAINT_OUTCOME = "complaint_outcome"
