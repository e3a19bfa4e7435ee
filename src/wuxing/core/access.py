"""Roles and permissions: one set a role. The matrix test walks every action over every role."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Permission(StrEnum):
    """What an actor may do. Named area and verb."""

    REPAIR_READ = "repair.read"
    REPAIR_INTAKE = "repair.intake"  # log a call, complete it, merge, reject
    REPAIR_DISPATCH = "repair.dispatch"  # qualify, schedule, assign, hand over
    REPAIR_VISIT = "repair.visit"  # accept, travel, arrive, diagnose, work, sign
    REPAIR_CLOSE = "repair.close"  # review, close, reopen, cancel
    CUSTOMER_READ = "customer.read"
    CUSTOMER_REVEAL = "customer.reveal"  # see a full phone number or address; leaves a trace
    CUSTOMER_WRITE = "customer.write"
    CUSTOMER_ERASE = "customer.erase"  # erase personal data
    RESOURCE_READ = "resource.read"
    RESOURCE_WRITE = "resource.write"  # outlets, people, skills
    GOVERNANCE_READ = "governance.read"
    GOVERNANCE_WRITE = "governance.write"  # promises, calendars
    EVIDENCE_READ = "evidence.read"
    EVIDENCE_IMPORT = "evidence.import"  # foreign records in, assessed
    SCHEME_READ = "scheme.read"
    LEDGER_READ = "ledger.read"
    DESIGN_READ = "design.read"  # the page of components
    TENANT_ADMIN = "tenant.admin"  # members, roles, tokens


class Role(StrEnum):
    """A person's part in one organisation."""

    ADMINISTRATOR = "administrator"
    GENERAL_MANAGER = "general_manager"
    SERVICE_MANAGER = "service_manager"
    AGENT = "agent"
    DISPATCHER = "dispatcher"
    TECHNICIAN = "technician"
    CONSULTANT = "consultant"
    EVALUATOR = "evaluator"
    DECISION_MAKER = "decision_maker"


P = Permission
_READ = frozenset({P.REPAIR_READ, P.CUSTOMER_READ, P.RESOURCE_READ, P.GOVERNANCE_READ, P.SCHEME_READ, P.LEDGER_READ})

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: _READ
    | {P.TENANT_ADMIN, P.RESOURCE_WRITE, P.GOVERNANCE_WRITE, P.EVIDENCE_READ, P.DESIGN_READ, P.EVIDENCE_IMPORT},
    Role.GENERAL_MANAGER: _READ | {P.EVIDENCE_READ},
    Role.SERVICE_MANAGER: _READ
    | {
        P.REPAIR_INTAKE,
        P.REPAIR_DISPATCH,
        P.REPAIR_CLOSE,
        P.CUSTOMER_WRITE,
        P.CUSTOMER_REVEAL,
        P.CUSTOMER_ERASE,
        P.RESOURCE_WRITE,
        P.GOVERNANCE_WRITE,
        P.EVIDENCE_READ,
        P.EVIDENCE_IMPORT,
        P.DESIGN_READ,
    },
    Role.AGENT: _READ | {P.REPAIR_INTAKE, P.CUSTOMER_WRITE, P.CUSTOMER_REVEAL},
    # a dispatcher also acts for a technician who calls in: agree, reschedule, hold
    Role.DISPATCHER: _READ | {P.REPAIR_INTAKE, P.REPAIR_DISPATCH, P.REPAIR_VISIT, P.REPAIR_CLOSE, P.CUSTOMER_REVEAL},
    Role.TECHNICIAN: frozenset(
        {P.REPAIR_READ, P.REPAIR_VISIT, P.CUSTOMER_READ, P.CUSTOMER_REVEAL, P.GOVERNANCE_READ, P.LEDGER_READ}
    ),
    Role.CONSULTANT: frozenset({P.SCHEME_READ, P.EVIDENCE_READ, P.LEDGER_READ}),
    Role.EVALUATOR: frozenset({P.SCHEME_READ, P.EVIDENCE_READ, P.EVIDENCE_IMPORT, P.LEDGER_READ}),
    Role.DECISION_MAKER: frozenset({P.SCHEME_READ, P.EVIDENCE_READ, P.LEDGER_READ}),
}

ROLE_TITLES: dict[Role, str | Promise] = {
    Role.ADMINISTRATOR: _("Administrator"),
    Role.GENERAL_MANAGER: _("General manager"),
    Role.SERVICE_MANAGER: _("After-sales service manager"),
    Role.AGENT: _("Agent"),
    Role.DISPATCHER: _("Dispatcher"),
    Role.TECHNICIAN: _("Technician"),
    Role.CONSULTANT: _("Consultant"),
    Role.EVALUATOR: _("Evaluator"),
    Role.DECISION_MAKER: _("Decision maker"),
}

# What a permission lets somebody do, under the area in which the page of one's account lists it.
PERMISSION_TITLES: dict[str | Promise, dict[Permission, str | Promise]] = {
    pgettext_lazy("area of work", "Repair"): {
        P.REPAIR_READ: _("see service requests and work orders"),
        P.REPAIR_INTAKE: _("log and complete calls"),
        P.REPAIR_DISPATCH: _("schedule and hand over orders"),
        P.REPAIR_VISIT: _("record what is done on visits"),
        P.REPAIR_CLOSE: _("review, close, reopen and cancel orders"),
    },
    pgettext_lazy("area of work", "Customers"): {
        P.CUSTOMER_READ: _("see customers, numbers masked"),
        P.CUSTOMER_REVEAL: _("look up a number in full, on record"),
        P.CUSTOMER_WRITE: _("correct customers' files"),
        P.CUSTOMER_ERASE: _("erase personal data"),
    },
    pgettext_lazy("area of work", "Resources"): {
        P.RESOURCE_READ: _("see outlets and people"),
        P.RESOURCE_WRITE: _("change outlets, people and skills"),
    },
    pgettext_lazy("area of work", "Governance"): {
        P.GOVERNANCE_READ: _("see promises, calendars and procedures"),
        P.GOVERNANCE_WRITE: _("change promises and calendars"),
        P.LEDGER_READ: _("read the ledger"),
    },
    pgettext_lazy("area of work", "Assessment"): {
        P.SCHEME_READ: _("read certification schemes"),
        P.EVIDENCE_READ: _("see readiness and evidence"),
        P.EVIDENCE_IMPORT: _("bring in and assess foreign records"),
    },
    pgettext_lazy("area of work", "Organisation"): {
        P.TENANT_ADMIN: _("change members, roles and keys"),
        P.DESIGN_READ: _("see the sheet of components"),
    },
}


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """Return the union of what `roles` may do."""
    return frozenset().union(*(PERMISSIONS[role] for role in roles))
