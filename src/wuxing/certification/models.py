"""Tables of the context."""

from wuxing.certification.agreement.models import AccessGrant, Agreement, AgreementStep, Invoice
from wuxing.certification.appeals.models import Appeal, AppealHandler, AppealStep, Dispute
from wuxing.certification.application.models import (
    Application,
    ApplicationAnswer,
    ApplicationReview,
    Paper,
    ReadinessSnapshot,
    SentApplication,
)
from wuxing.certification.cases.models import Case, CaseRole, Client, ClientDoor, Site
from wuxing.certification.certificate.models import (
    Certificate,
    CertificateEvent,
    CertificateNumberRule,
)
from wuxing.certification.credentials.models import CertificatePaper, Seal
from wuxing.certification.decision.models import CaseReview, Decision, Proposal, Vote
from wuxing.certification.directory.models import BodyProfile, RegisterExport
from wuxing.certification.document_review.models import PaperReview, PaperRound, PaperText
from wuxing.certification.findings.models import Finding, FindingStep
from wuxing.certification.keys.models import KeyRevocation, SigningKey
from wuxing.certification.office.letters.models import Letter, Letterhead, LetterMail
from wuxing.certification.onsite_audit.models import (
    Attendance,
    CycleProgramme,
    Meeting,
    Note,
    Plan,
    PlanAnswer,
    PlanLine,
    RecordDraw,
    RecordResult,
    Sheet,
    SiteDraw,
)
from wuxing.certification.people.impartiality.models import CommitteeMinutes, ImpartialityRisk, RiskReview
from wuxing.certification.people.models import Absence, Certifier, Competence, Declaration, Relation, Tie
from wuxing.certification.programme.models import ProgrammeStep, ProgrammeVersion
from wuxing.certification.register.models import RegisterEntry
from wuxing.certification.report.models import (
    CaseExclusion,
    CaseReport,
    CaseScore,
    Override,
    OverrideProposal,
    SetAside,
)
from wuxing.certification.statuslists.models import StatusList, StatusPlace
from wuxing.certification.surveillance.models import (
    Alternative,
    EarlySurveillance,
    ForeignCertificate,
    Occasion,
    Watch,
)

__all__ = [
    "Absence",
    "AccessGrant",
    "Agreement",
    "AgreementStep",
    "Alternative",
    "Appeal",
    "AppealHandler",
    "AppealStep",
    "Application",
    "ApplicationAnswer",
    "ApplicationReview",
    "Attendance",
    "BodyProfile",
    "Case",
    "CaseExclusion",
    "CaseReport",
    "CaseReview",
    "CaseRole",
    "CaseScore",
    "Certificate",
    "CertificateEvent",
    "CertificateNumberRule",
    "CertificatePaper",
    "Certifier",
    "Client",
    "ClientDoor",
    "CommitteeMinutes",
    "Competence",
    "CycleProgramme",
    "Decision",
    "Declaration",
    "Dispute",
    "EarlySurveillance",
    "Finding",
    "FindingStep",
    "ForeignCertificate",
    "ImpartialityRisk",
    "Invoice",
    "KeyRevocation",
    "Letter",
    "LetterMail",
    "Letterhead",
    "Meeting",
    "Note",
    "Occasion",
    "Override",
    "OverrideProposal",
    "Paper",
    "PaperReview",
    "PaperRound",
    "PaperText",
    "Plan",
    "PlanAnswer",
    "PlanLine",
    "ProgrammeStep",
    "ProgrammeVersion",
    "Proposal",
    "ReadinessSnapshot",
    "RecordDraw",
    "RecordResult",
    "RegisterEntry",
    "RegisterExport",
    "Relation",
    "RiskReview",
    "Seal",
    "SentApplication",
    "SetAside",
    "Sheet",
    "SigningKey",
    "Site",
    "SiteDraw",
    "StatusList",
    "StatusPlace",
    "Tie",
    "Vote",
    "Watch",
]
