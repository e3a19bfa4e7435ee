"""Roles and permissions: one set a role. The matrix test walks every action over every role."""

from collections.abc import Collection
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Permission(StrEnum):
    """What an actor may do. Named area and verb."""

    REPAIR_READ = "repair.read"
    REPAIR_PASS_ON = "repair.pass_on"  # noqa: S105  # pass on a request that reached somebody outside the service department
    REPAIR_INTAKE = "repair.intake"  # log a call, complete it, merge, reject
    REPAIR_DISPATCH = "repair.dispatch"  # qualify, schedule, assign, hand over
    REPAIR_VISIT = "repair.visit"  # accept, travel, arrive, diagnose, work, sign
    REPAIR_CLOSE = "repair.close"  # review, close, reopen, cancel
    CUSTOMER_READ = "customer.read"
    CUSTOMER_REVEAL = "customer.reveal"  # see a full phone number or address; leaves a trace
    CUSTOMER_WRITE = "customer.write"
    CUSTOMER_ERASE = "customer.erase"  # erase personal data
    ENTITLEMENT_OVERRIDE = "entitlement.override"  # decide the warranty otherwise than the rule
    ENTITLEMENT_MANAGE = "entitlement.manage"  # terms and exclusions
    CUSTOMER_RIGHTS = "customer.rights"  # requests for access, correction, erasure; merge files and undo it
    PRICE_MANAGE = "price.manage"  # the price book
    QUOTE_MANAGE = "quote.manage"  # quotes, settlement sheets
    WORKSHOP_WORK = "workshop.work"  # take in, diagnose, repair, test, hand back; loaners
    PARTS_MANAGE = "parts.manage"  # stock: receive, issue, count, take old parts back
    FOLLOW_UP = "follow_up.work"  # follow-up calls, surveys, problems and complaints heard there
    NOTICE_MANAGE = "notice.manage"  # templates, channels, quiet hours, webhooks
    RESOURCE_READ = "resource.read"
    RESOURCE_WRITE = "resource.write"  # outlets, people, skills
    GOVERNANCE_READ = "governance.read"
    GOVERNANCE_WRITE = "governance.write"  # propose promises; calendars, service targets
    PROMISE_APPROVE = "promise.approve"  # approve a promise that somebody else proposed, or send it back
    DOCUMENT_WRITE = "document.write"  # draft, revise, distribute, generate
    DOCUMENT_APPROVE = "document.approve"  # review, approve, issue, make obsolete
    RECORD_MANAGE = "record.manage"  # retention, legal holds, propose destruction
    RECORD_DESTROY = "record.destroy"  # approve destruction that somebody else proposed
    NONCONFORMITY_REPORT = "nonconformity.report"
    NONCONFORMITY_MANAGE = "nonconformity.manage"  # contain, find the cause, plan, act
    NONCONFORMITY_VERIFY = "nonconformity.verify"  # judge effectiveness, close, reopen
    EVIDENCE_READ = "evidence.read"
    EVIDENCE_IMPORT = "evidence.import"  # foreign records in, assessed
    EVIDENCE_RULE = "evidence.rule"  # add evidence, propose rulings and exclusions, special items, assessments
    EVIDENCE_CONFIRM = "evidence.confirm"  # the second person of a ruling or exclusion
    EVIDENCE_AUDIT = "evidence.audit"  # commit populations, draw samples
    ENGAGEMENT_GRANT = "engagement.grant"  # let an outside auditor in, for a time
    SELF_ASSESSMENT_PLAN = "self_assessment.plan"  # plan, review, close
    SELF_ASSESSMENT_EVALUATE = "self_assessment.evaluate"
    SCHEME_READ = "scheme.read"
    SCHEME_EDIT = "scheme.edit"  # drafts of packs, adopt an edition
    SCHEME_LICENSE = "scheme.license"  # load, or sign off, the licensed points and text
    CERTIFICATION_APPLY = "certification.apply"  # for one's own company, at a body
    CASE_READ = "case.read"  # the body's cases, certificates, people
    CASE_MANAGE = "case.manage"  # the office: cases, contracts, planning, letters, certificates
    CASE_ACCEPT = "case.accept"  # review of applications
    CASE_EVALUATE = "case.evaluate"  # review documents, evaluate on site, verify corrections
    CASE_REVIEW = "case.review"
    CASE_DECIDE = "case.decide"  # vote on a decision; suspend and withdraw
    CASE_CLIENT = "case.client"  # act for the client of a case, by a link
    OWN_ORDER = "own_order.act"  # a customer's acts on the own order, by a link
    CERTIFIER_MANAGE = "certifier.manage"  # competence, contracts, ties of everybody
    CERTIFIER_DECLARE = "certifier.declare"  # one's own ties and absences
    APPEAL_HANDLE = "appeal.handle"
    IMPARTIALITY_MANAGE = "impartiality.manage"  # risks, committee minutes, the body's rules for a scheme
    KEY_MANAGE = "key.manage"  # renew, import, propose to revoke the body's signing keys
    LEDGER_READ = "ledger.read"
    DESIGN_READ = "design.read"  # the page of components
    TENANT_ADMIN = "tenant.admin"  # members, roles, tokens


class Role(StrEnum):
    """A person's part in one organisation."""

    ADMINISTRATOR = "administrator"
    GENERAL_MANAGER = "general_manager"
    SERVICE_MANAGER = "service_manager"
    QUALITY_MANAGER = "quality_manager"
    AGENT = "agent"
    DISPATCHER = "dispatcher"
    TECHNICIAN = "technician"
    WORKSHOP = "workshop"
    STOREKEEPER = "storekeeper"
    CONSULTANT = "consultant"
    CERTIFICATION_MANAGER = "certification_manager"  # heads the body's work; decides nothing by that
    CERTIFICATION_OFFICER = "certification_officer"
    EVALUATOR = "evaluator"
    REVIEWER = "reviewer"
    DECISION_MAKER = "decision_maker"
    AUDITOR = "auditor"  # from outside, under an engagement
    CLIENT = "client"  # of a certification body, by a link, without signing in
    CUSTOMER = "customer"  # of a company that serves, by a link or a label, without signing in


P = Permission
_READ = frozenset({P.REPAIR_READ, P.CUSTOMER_READ, P.RESOURCE_READ, P.GOVERNANCE_READ, P.SCHEME_READ, P.LEDGER_READ})
_QUALITY = frozenset(
    {
        P.DOCUMENT_WRITE,
        P.DOCUMENT_APPROVE,
        P.RECORD_MANAGE,
        P.NONCONFORMITY_REPORT,
        P.REPAIR_PASS_ON,
        P.NONCONFORMITY_MANAGE,
        P.NONCONFORMITY_VERIFY,
        P.EVIDENCE_READ,
        P.EVIDENCE_IMPORT,
        P.EVIDENCE_RULE,
        P.EVIDENCE_CONFIRM,
        P.ENGAGEMENT_GRANT,
        P.SELF_ASSESSMENT_PLAN,
        P.SELF_ASSESSMENT_EVALUATE,
        P.SCHEME_EDIT,
        P.CERTIFICATION_APPLY,
    }
)
_BODY = frozenset({P.SCHEME_READ, P.EVIDENCE_READ, P.LEDGER_READ, P.CASE_READ, P.CERTIFIER_DECLARE})

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: _READ
    | {
        P.TENANT_ADMIN,
        P.NOTICE_MANAGE,
        P.RESOURCE_WRITE,
        P.GOVERNANCE_WRITE,
        P.EVIDENCE_READ,
        P.DESIGN_READ,
        P.EVIDENCE_IMPORT,
        P.RECORD_MANAGE,
        P.NONCONFORMITY_REPORT,
        P.REPAIR_PASS_ON,
        P.ENGAGEMENT_GRANT,
        P.SCHEME_EDIT,
        P.SCHEME_LICENSE,
    },
    Role.GENERAL_MANAGER: _READ
    | {
        P.EVIDENCE_READ,
        P.EVIDENCE_CONFIRM,
        P.PROMISE_APPROVE,
        P.DOCUMENT_APPROVE,
        P.RECORD_DESTROY,
        P.NONCONFORMITY_REPORT,
        P.REPAIR_PASS_ON,
        P.SELF_ASSESSMENT_PLAN,
        P.ENGAGEMENT_GRANT,
        P.CERTIFICATION_APPLY,
    },
    Role.SERVICE_MANAGER: _READ
    | _QUALITY
    | {
        P.REPAIR_INTAKE,
        P.REPAIR_DISPATCH,
        P.REPAIR_CLOSE,
        P.CUSTOMER_WRITE,
        P.CUSTOMER_REVEAL,
        P.CUSTOMER_ERASE,
        P.CUSTOMER_RIGHTS,
        P.ENTITLEMENT_OVERRIDE,
        P.ENTITLEMENT_MANAGE,
        P.PRICE_MANAGE,
        P.QUOTE_MANAGE,
        P.WORKSHOP_WORK,
        P.PARTS_MANAGE,
        P.FOLLOW_UP,
        P.NOTICE_MANAGE,
        P.RESOURCE_WRITE,
        P.GOVERNANCE_WRITE,
        P.DESIGN_READ,
    },
    Role.QUALITY_MANAGER: _READ | _QUALITY | {P.GOVERNANCE_WRITE, P.RECORD_DESTROY},
    Role.AGENT: _READ
    | {
        P.REPAIR_INTAKE,
        P.CUSTOMER_WRITE,
        P.CUSTOMER_REVEAL,
        P.CUSTOMER_RIGHTS,
        P.QUOTE_MANAGE,
        P.FOLLOW_UP,
        P.NONCONFORMITY_REPORT,
        P.REPAIR_PASS_ON,
    },
    # a dispatcher also acts for a technician who calls in: agree, reschedule, hold
    Role.DISPATCHER: _READ
    | {
        P.REPAIR_INTAKE,
        P.REPAIR_DISPATCH,
        P.REPAIR_VISIT,
        P.REPAIR_CLOSE,
        P.ENTITLEMENT_OVERRIDE,
        P.QUOTE_MANAGE,
        P.WORKSHOP_WORK,
        P.CUSTOMER_REVEAL,
        P.NONCONFORMITY_REPORT,
        P.REPAIR_PASS_ON,
    },
    Role.TECHNICIAN: frozenset(
        {
            P.REPAIR_READ,
            P.REPAIR_VISIT,
            P.CUSTOMER_READ,
            P.CUSTOMER_REVEAL,
            P.GOVERNANCE_READ,
            P.LEDGER_READ,
            P.QUOTE_MANAGE,
            P.NONCONFORMITY_REPORT,
            P.REPAIR_PASS_ON,
        }
    ),
    Role.WORKSHOP: _READ | {P.WORKSHOP_WORK, P.QUOTE_MANAGE, P.NONCONFORMITY_REPORT, P.REPAIR_PASS_ON},
    Role.STOREKEEPER: _READ | {P.PARTS_MANAGE, P.WORKSHOP_WORK, P.NONCONFORMITY_REPORT, P.REPAIR_PASS_ON},
    Role.CONSULTANT: frozenset({P.SCHEME_READ, P.SCHEME_EDIT, P.EVIDENCE_READ, P.LEDGER_READ}),
    Role.CERTIFICATION_MANAGER: _BODY
    | {
        P.SCHEME_EDIT,
        P.SCHEME_LICENSE,
        P.CERTIFIER_MANAGE,
        P.APPEAL_HANDLE,
        P.IMPARTIALITY_MANAGE,
        P.KEY_MANAGE,
        P.RECORD_MANAGE,
    },
    Role.CERTIFICATION_OFFICER: _BODY | {P.CASE_MANAGE, P.CASE_ACCEPT, P.APPEAL_HANDLE},
    Role.EVALUATOR: _BODY
    | {P.SCHEME_EDIT, P.SCHEME_LICENSE, P.EVIDENCE_IMPORT, P.CASE_ACCEPT, P.CASE_EVALUATE, P.APPEAL_HANDLE},
    Role.REVIEWER: _BODY | {P.CASE_REVIEW, P.CASE_ACCEPT, P.APPEAL_HANDLE},
    Role.DECISION_MAKER: _BODY | {P.SCHEME_LICENSE, P.CASE_REVIEW, P.CASE_DECIDE, P.APPEAL_HANDLE},
    Role.AUDITOR: _READ | {P.EVIDENCE_READ, P.EVIDENCE_AUDIT},
    Role.CLIENT: frozenset({P.CASE_CLIENT}),
    Role.CUSTOMER: frozenset({P.OWN_ORDER}),
}

ROLE_TITLES: dict[Role, str | Promise] = {
    Role.ADMINISTRATOR: _("Administrator"),
    Role.GENERAL_MANAGER: _("General manager"),
    Role.SERVICE_MANAGER: _("After-sales service manager"),
    Role.QUALITY_MANAGER: _("Quality manager"),
    Role.AGENT: _("Agent"),
    Role.DISPATCHER: _("Dispatcher"),
    Role.TECHNICIAN: _("Technician"),
    Role.WORKSHOP: _("Workshop technician"),
    Role.STOREKEEPER: _("Storekeeper"),
    Role.CONSULTANT: _("Consultant"),
    Role.CERTIFICATION_MANAGER: _("Head of certification"),
    Role.CERTIFICATION_OFFICER: _("Certification officer"),
    Role.EVALUATOR: _("Evaluator"),
    Role.REVIEWER: _("Reviewer of cases"),
    Role.DECISION_MAKER: _("Decision maker"),
    Role.AUDITOR: _("Outside auditor"),
    Role.CLIENT: _("Client of a certification body"),
    Role.CUSTOMER: pgettext_lazy("role", "Customer"),
}


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """Return the union of what `roles` may do."""
    return frozenset().union(*(PERMISSIONS[role] for role in roles))


# What an engagement or an agreement may be limited to: the area's code, its word, and what it lets somebody read.
AREAS: dict[str, tuple[str | Promise, frozenset[Permission]]] = {
    "repair": (pgettext_lazy("area of records", "Service requests and orders"), frozenset({P.REPAIR_READ})),
    "customers": (pgettext_lazy("area of records", "Customers"), frozenset({P.CUSTOMER_READ})),
    "resources": (pgettext_lazy("area of records", "Outlets and people"), frozenset({P.RESOURCE_READ})),
    "governance": (pgettext_lazy("area of records", "Documents, records and promises"), frozenset({P.GOVERNANCE_READ})),
    "evidence": (
        pgettext_lazy("area of records", "Evidence and readiness"),
        frozenset({P.EVIDENCE_READ, P.EVIDENCE_AUDIT}),
    ),
    "ledger": (pgettext_lazy("area of records", "Ledger"), frozenset({P.LEDGER_READ})),
}


def narrowed(permissions: frozenset[Permission], areas: Collection[str]) -> frozenset[Permission]:
    """Return what is left of an outsider's permissions when only some areas are opened; no areas: all of them.

    What belongs to no area (reading schemes) stays; an area that is not known opens nothing.
    """
    if not areas:
        return permissions
    limited = frozenset().union(*(members for _title, members in AREAS.values()))
    opened = frozenset().union(*(AREAS[area][1] for area in areas if area in AREAS))
    return (permissions - limited) | (permissions & opened)
