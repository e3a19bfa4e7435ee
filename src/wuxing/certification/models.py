"""Tables of the context."""

from wuxing.certification.application.models import (
    Application,
    ApplicationAnswer,
    ApplicationReview,
    Paper,
    ReadinessSnapshot,
    SentApplication,
)
from wuxing.certification.cases.models import Case, CaseRole, Client, ClientDoor, Site
from wuxing.certification.certificate.models import Certificate, CertificateEvent
from wuxing.certification.decision.models import CaseReview, Decision, Proposal, Vote
from wuxing.certification.findings.models import Finding, FindingStep
from wuxing.certification.office.letters.models import Letter
from wuxing.certification.onsite_audit.models import Sheet
from wuxing.certification.people.models import Absence, Certifier, Competence, Declaration, Relation, Tie
from wuxing.certification.report.models import CaseExclusion, CaseReport, CaseScore, Override

__all__ = [
    "Absence",
    "Application",
    "ApplicationAnswer",
    "ApplicationReview",
    "Case",
    "CaseExclusion",
    "CaseReport",
    "CaseReview",
    "CaseRole",
    "CaseScore",
    "Certificate",
    "CertificateEvent",
    "Certifier",
    "Client",
    "ClientDoor",
    "Competence",
    "Decision",
    "Declaration",
    "Finding",
    "FindingStep",
    "Letter",
    "Override",
    "Paper",
    "Proposal",
    "ReadinessSnapshot",
    "Relation",
    "SentApplication",
    "Sheet",
    "Site",
    "Tie",
    "Vote",
]
