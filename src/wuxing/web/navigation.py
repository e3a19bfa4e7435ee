"""The side bar: groups and entries of each role, only pages that exist and that the role may open."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wuxing.core.access import Permission, Role
from wuxing.core.actors import Actor

P, R = Permission, Role


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the side bar: url name, icon, label, and who sees it (any of the permissions)."""

    page: str
    icon: str
    label: str | Promise
    needs: frozenset[Permission] = frozenset()


@dataclass(frozen=True, slots=True)
class Group:
    """A heading of the side bar with its entries; the first has none."""

    label: str | Promise
    entries: tuple[Entry, ...]


def _entry(page: str, icon: str, label: str | Promise, *needs: Permission) -> Entry:
    return Entry(page, icon, label, frozenset(needs))


FULL: tuple[Group, ...] = (
    Group("", (_entry("home", "home", _("Today")),)),
    Group(
        _("Work"),
        (
            _entry("repair:today", "device-mobile", _("My day"), P.REPAIR_VISIT),
            _entry("repair:requests", "inbox", _("Service requests"), P.REPAIR_INTAKE, P.REPAIR_DISPATCH),
            _entry("repair:orders", "tool", _("Work orders"), P.REPAIR_READ),
            _entry("charges:settlements", "file-text", _("Settlements"), P.REPAIR_READ),
            _entry("queue:queue", "list-check", _("Queue"), P.REPAIR_DISPATCH),
            _entry("repair:board", "calendar-time", _("Dispatch board"), P.REPAIR_DISPATCH),
            _entry("doors:pass_on", "arrow-right", _("Pass on a request"), P.REPAIR_PASS_ON),
            _entry("bench:workshop", "building-warehouse", _("Workshop"), P.WORKSHOP_WORK, P.REPAIR_VISIT),
            _entry("bench:loaners", "package", _("Loaner devices"), P.WORKSHOP_WORK),
        ),
    ),
    Group(
        _("Customers"),
        (
            _entry("customers:customers", "users", _("Customers and equipment"), P.CUSTOMER_READ),
            _entry("doors:labels", "qrcode", _("Labels"), P.CUSTOMER_READ),
            _entry("customers:terms", "scale", _("Warranty terms"), P.CUSTOMER_READ),
            _entry("repair:calls", "phone", _("Follow-up calls"), P.FOLLOW_UP),
            _entry("repair:problems", "message-report", _("Problems and complaints"), P.FOLLOW_UP),
            _entry("repair:satisfaction", "star", _("Satisfaction"), P.FOLLOW_UP, P.EVIDENCE_READ),
            _entry("customers:prices", "file-text", _("Price book"), P.CUSTOMER_READ),
        ),
    ),
    Group(
        _("Resources"),
        (
            _entry("resources:outlets", "map-pin", _("Outlets"), P.RESOURCE_READ),
            _entry("resources:people", "user-check", _("People and qualifications"), P.RESOURCE_READ),
            _entry("parts:catalogue", "package", _("Spare parts"), P.RESOURCE_READ),
            _entry("parts:mine", "package", _("My parts"), P.REPAIR_VISIT),
        ),
    ),
    Group(
        _("Governance"),
        (
            _entry("governance:promises", "clock-check", _("Promises and calendars"), P.GOVERNANCE_READ),
            _entry("web:procedures", "file-text", _("Procedures and records"), P.GOVERNANCE_READ),
            _entry("governance:documents", "folder", _("Controlled documents"), P.GOVERNANCE_READ),
            _entry("governance:records", "database", _("Register of records"), P.GOVERNANCE_READ),
            _entry("governance:nonconformities", "flag", _("Nonconformities"), P.NONCONFORMITY_REPORT),
            _entry("core:ledger", "shield-check", _("Ledger"), P.LEDGER_READ),
        ),
    ),
    Group(
        _("Certification"),
        (
            _entry("certification:board", "layout-kanban", _("Case board"), P.CASE_READ),
            _entry("certification:cases", "folder", _("Certification cases"), P.CASE_READ),
            _entry("certification:clients", "building", _("Clients of the body"), P.CASE_READ),
            _entry("certification:findings", "list-check", _("Open findings"), P.CASE_READ),
            _entry("certification:certificates", "certificate", _("Certificates"), P.CASE_READ),
            _entry("certification:surveillance", "calendar-time", _("Surveillance calendar"), P.CASE_READ),
            _entry("certification:certifiers", "user-check", _("Competence and impartiality"), P.CASE_READ),
            _entry("certification:appeals", "flag", _("Complaints and appeals"), P.CASE_READ),
            _entry("certification:programmes", "file-text", _("Certification rules"), P.CASE_READ),
            _entry("certification:decisions", "scale", _("Decisions by year"), P.CASE_READ),
            _entry("certification:impartiality", "shield-check", _("Impartiality"), P.CASE_READ),
            _entry("certification:invoices", "file-text", _("Invoices"), P.CASE_READ),
            _entry("certification:office", "report-analytics", _("Office figures"), P.CASE_READ),
            _entry("certification:keys", "key", _("Signing keys"), P.CASE_READ),
            _entry("certification:profile", "building", _("Public profile"), P.CASE_READ),
            _entry("certification:exports", "upload", _("Files for authorities"), P.CASE_READ),
            _entry("certification:ours", "rubber-stamp", _("Our certification"), P.CERTIFICATION_APPLY),
        ),
    ),
    Group(
        _("Assessment"),
        (
            _entry("evidence:readiness", "gauge", _("Readiness"), P.EVIDENCE_READ),
            _entry("evidence:metrics", "list-check", _("Metrics and evidence"), P.EVIDENCE_READ),
            _entry("evidence:items", "rubber-stamp", _("Evidence and rulings"), P.EVIDENCE_READ),
            _entry("oversight:self_assessments", "clipboard-check", _("Self-assessment"), P.EVIDENCE_READ),
            _entry("evidence:samples", "filter", _("Samples and auditors"), P.EVIDENCE_READ),
            _entry("evidence:assess", "file-import", _("Foreign records"), P.EVIDENCE_IMPORT),
            _entry("schemes:schemes", "certificate", _("Schemes"), P.SCHEME_READ),
        ),
    ),
)
_BODY = (
    "certification:board",
    "certification:cases",
    "certification:findings",
    "certification:clients",
    "certification:certificates",
    "certification:surveillance",
    "certification:certifiers",
    "certification:office",
)
# Who does not work with the full set sees these, in this order, without headings. Mockups README, section 3.
SHORT: dict[Role, tuple[str, ...]] = {
    R.GENERAL_MANAGER: (
        "home",
        "evidence:readiness",
        "certification:ours",
        "governance:promises",
        "governance:documents",
        "governance:nonconformities",
        "resources:outlets",
        "repair:satisfaction",
        "repair:orders",
    ),
    R.AGENT: (
        "home",
        "repair:requests",
        "repair:orders",
        "charges:settlements",
        "repair:calls",
        "repair:problems",
        "customers:customers",
        "repair:satisfaction",
        "governance:documents",
    ),
    R.DISPATCHER: (
        "queue:queue",
        "repair:board",
        "repair:orders",
        "charges:settlements",
        "bench:workshop",
        "repair:requests",
        "resources:people",
        "customers:customers",
        "governance:documents",
        "home",
    ),
    R.WORKSHOP: ("bench:workshop", "bench:loaners", "repair:orders", "governance:documents", "web:account"),
    R.TECHNICIAN: (
        "repair:today",
        "parts:mine",
        "bench:workshop",
        "repair:orders",
        "governance:documents",
        "web:account",
    ),
    R.STOREKEEPER: (
        "home",
        "bench:workshop",
        "bench:loaners",
        "parts:requests",
        "parts:stock",
        "parts:catalogue",
        "parts:old_parts",
        "repair:orders",
    ),
    R.CONSULTANT: ("evidence:readiness", "evidence:metrics", "evidence:assess", "schemes:schemes", "core:ledger"),
    R.CERTIFICATION_MANAGER: (
        *_BODY,
        "certification:impartiality",
        "certification:decisions",
        "certification:appeals",
        "certification:programmes",
        "certification:keys",
        "certification:profile",
        "certification:exports",
        "schemes:schemes",
        "core:ledger",
    ),
    R.CERTIFICATION_OFFICER: (
        *_BODY,
        "certification:invoices",
        "certification:appeals",
        "certification:programmes",
        "core:ledger",
    ),
    R.EVALUATOR: (*_BODY, "evidence:assess", "schemes:schemes", "core:ledger"),
    R.REVIEWER: (*_BODY, "certification:appeals", "schemes:schemes", "core:ledger"),
    R.DECISION_MAKER: (*_BODY, "certification:appeals", "schemes:schemes", "core:ledger"),
}
EXTRA = (
    _entry("web:account", "user", _("Mine")),
    _entry("parts:requests", "list-check", _("Part requests"), P.PARTS_MANAGE),
    _entry("parts:stock", "building-warehouse", _("Stock"), P.PARTS_MANAGE),
    _entry("parts:old_parts", "refresh", _("Old parts"), P.PARTS_MANAGE),
)
ADMIN = (
    _entry("web:members", "users-group", _("Members and roles"), P.TENANT_ADMIN),
    _entry("web:tokens", "key", _("Keys for machines"), P.TENANT_ADMIN),
    _entry("core:notices", "message", _("Notices"), P.NOTICE_MANAGE),
    _entry("core:witnesses", "shield-check", _("Public log and witnesses"), P.TENANT_ADMIN),
    _entry("web:design", "layout-kanban", _("Components"), P.DESIGN_READ),
)


@lru_cache(maxsize=256)
def address(page: str) -> str:
    """Return the address of a page, or nothing when it does not exist."""
    try:
        return reverse(page)
    except NoReverseMatch:
        return ""


def open_to(entries: Iterable[Entry], permissions: frozenset[Permission]) -> tuple[Entry, ...]:
    """Return the entries that `permissions` open and whose page exists."""
    return tuple(e for e in entries if (not e.needs or e.needs & permissions) and address(e.page))


@lru_cache(maxsize=256)
def groups_of(roles: frozenset[Role], permissions: frozenset[Permission]) -> tuple[Group, ...]:
    """Return the side bar of somebody with `roles`."""
    if roles and roles <= SHORT.keys():
        known = {e.page: e for group in FULL for e in group.entries} | {e.page: e for e in EXTRA}
        order = dict.fromkeys(page for role in Role if role in roles for page in SHORT[role])
        return (Group("", open_to((known[page] for page in order), permissions)),)
    groups = (Group(group.label, open_to(group.entries, permissions)) for group in FULL)
    return tuple(group for group in groups if group.entries)


def navigation(actor: Actor | None) -> tuple[Group, ...]:
    """Return the side bar of `actor`: groups with the entries they may open, only pages that exist."""
    return groups_of(actor.roles, actor.permissions) if actor else ()
