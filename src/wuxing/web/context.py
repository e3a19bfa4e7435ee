"""What every template may ask: `page` (language, theme, clock, organisation, navigation), worked out when asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuxing.core import clock
from wuxing.core.access import ROLE_TITLES, Permission, Role
from wuxing.core.actors import Actor
from wuxing.web.components import words

THEME_COOKIE = "wx_theme"
THEMES = {"auto": _("as the system"), "light": _("light"), "dark": _("dark")}
LANGUAGES = {"zh-hans": ("zh-Hans", "简体中文"), "zh-hant": ("zh-Hant", "繁體中文"), "en": ("en", "English")}
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
            _entry("repair:board", "calendar-time", _("Dispatch board"), P.REPAIR_DISPATCH),
        ),
    ),
    Group(_("Customers"), (_entry("customers:customers", "users", _("Customers and equipment"), P.CUSTOMER_READ),)),
    Group(
        _("Resources"),
        (
            _entry("resources:outlets", "map-pin", _("Outlets"), P.RESOURCE_READ),
            _entry("resources:people", "user-check", _("People and qualifications"), P.RESOURCE_READ),
        ),
    ),
    Group(
        _("Governance"),
        (
            _entry("governance:promises", "clock-check", _("Promises and calendars"), P.GOVERNANCE_READ),
            _entry("web:procedures", "file-text", _("Procedures and records"), P.GOVERNANCE_READ),
            _entry("core:ledger", "shield-check", _("Ledger"), P.LEDGER_READ),
        ),
    ),
    Group(
        _("Assessment"),
        (
            _entry("evidence:readiness", "gauge", _("Readiness"), P.EVIDENCE_READ),
            _entry("evidence:metrics", "list-check", _("Metrics and evidence"), P.EVIDENCE_READ),
            _entry("evidence:assess", "file-import", _("Foreign records"), P.EVIDENCE_IMPORT),
        ),
    ),
)
# Who does not work with the full set sees these, in this order, without headings. Mockups README, section 3.
SHORT: dict[Role, tuple[str, ...]] = {
    R.GENERAL_MANAGER: ("home", "evidence:readiness", "governance:promises", "resources:outlets", "repair:orders"),
    R.AGENT: ("home", "repair:requests", "repair:orders", "customers:customers"),
    R.DISPATCHER: (
        "repair:board",
        "repair:orders",
        "repair:requests",
        "resources:people",
        "customers:customers",
        "home",
    ),
    R.TECHNICIAN: ("repair:today", "repair:orders", "web:account"),
    R.CONSULTANT: ("evidence:readiness", "evidence:metrics", "evidence:assess", "core:ledger"),
    R.EVALUATOR: ("evidence:readiness", "evidence:metrics", "evidence:assess", "core:ledger"),
    R.DECISION_MAKER: ("evidence:readiness", "evidence:metrics", "core:ledger"),
}
EXTRA = (_entry("web:account", "user", _("Mine")),)
ADMIN = (
    _entry("web:members", "users-group", _("Members and roles"), P.TENANT_ADMIN),
    _entry("web:tokens", "key", _("Keys for machines"), P.TENANT_ADMIN),
    _entry("web:design", "layout-kanban", _("Components"), P.DESIGN_READ),
)


def address(page: str) -> str:
    """Return the address of a page, or nothing when it does not exist."""
    try:
        return reverse(page)
    except NoReverseMatch:
        return ""


def _open_to(entries: Iterable[Entry], permissions: frozenset[Permission]) -> tuple[Entry, ...]:
    return tuple(e for e in entries if (not e.needs or e.needs & permissions) and address(e.page))


@lru_cache(maxsize=256)
def _groups(roles: frozenset[Role], permissions: frozenset[Permission]) -> tuple[Group, ...]:
    if roles and roles <= SHORT.keys():
        known = {e.page: e for group in FULL for e in group.entries} | {e.page: e for e in EXTRA}
        order = dict.fromkeys(page for role in Role if role in roles for page in SHORT[role])
        return (Group("", _open_to((known[page] for page in order), permissions)),)
    groups = (Group(group.label, _open_to(group.entries, permissions)) for group in FULL)
    return tuple(group for group in groups if group.entries)


def navigation(actor: Actor | None) -> tuple[Group, ...]:
    """Return the side bar of `actor`: groups with the entries they may open, only pages that exist."""
    return _groups(actor.roles, actor.permissions) if actor else ()


@lru_cache(maxsize=512)
def _menu(
    roles: frozenset[Role], permissions: frozenset[Permission], here: str, language: str, kind: str
) -> SafeString:
    groups = _groups(roles, permissions)
    entries = [entry for group in groups for entry in group.entries]
    context = {
        "groups": [(g.label, [(e, address(e.page), e.page == here) for e in g.entries]) for g in groups],
        "tabs": [(e, address(e.page), e.page == here) for e in entries[:4]],
        "more": len(entries) > 4,
    }
    return render_to_string(f"web/frame/{kind}.html", context)


class Page:
    """The frame of one request. Costs nothing until a template asks; runs no queries."""

    def __init__(self, request: HttpRequest) -> None:
        self.request: Any = request
        self.actor: Actor | None = getattr(request, "actor", None)

    @cached_property
    def language(self) -> str:
        """The active language as Django names it: zh-hans, zh-hant, en."""
        found = (translation.get_language() or "zh-hans").lower()
        return found if found in LANGUAGES else "en"

    @property
    def lang(self) -> str:
        """The `lang` attribute: zh-Hans, zh-Hant, en."""
        return LANGUAGES[self.language][0]

    @property
    def languages(self) -> list[tuple[str, str, str, bool]]:
        return [(code, lang, name, code == self.language) for code, (lang, name) in LANGUAGES.items()]

    @cached_property
    def theme(self) -> str:
        """The chosen theme: auto (as the system), light, dark."""
        chosen = self.request.COOKIES.get(THEME_COOKIE, "auto")
        return chosen if chosen in THEMES else "auto"

    @property
    def themes(self) -> list[tuple[str, str | Promise, bool]]:
        return [(key, name, key == self.theme) for key, name in THEMES.items()]

    @property
    def clock(self) -> str:
        """Date, weekday and time where the actor works: 2026-11-18 周三 10:24."""
        now = timezone.localtime(clock.now(), timezone.zoneinfo.ZoneInfo(self.actor.zone) if self.actor else None)  # type: ignore[attr-defined]
        return f"{now:%Y-%m-%d} {words.weekday(now)} {now:%H:%M}"

    @property
    def organisation(self) -> str:
        tenant = getattr(self.request, "tenant", None)
        return getattr(tenant, "tenant_name", "")

    @property
    def organisation_icon(self) -> str:
        kind = getattr(getattr(self.request, "tenant", None), "kind", "")
        return "rubber-stamp" if kind == "certification_body" else "building-store"

    @property
    def organisations(self) -> list[tuple[int, str, bool]]:
        """The organisations in which this person works."""
        here = self.actor.tenant_id if self.actor else None
        found = getattr(self.request, "memberships", ())
        return [(m.tenant_id, m.tenant_name, m.tenant_id == here) for m in found]

    @property
    def role(self) -> str:
        """The titles of the actor's roles."""
        return gettext(", ").join(str(ROLE_TITLES[r]) for r in Role if self.actor and r in self.actor.roles) or ""

    @cached_property
    def here(self) -> str:
        """The entry of the side bar in which this page lies: the one with the longest address that begins this path."""
        path, best, length = self.request.path, "", 0
        for group in navigation(self.actor):
            for entry in group.entries:
                url = address(entry.page)
                if (path == url or (len(url) > 1 and path.startswith(url))) and len(url) > length:
                    best, length = entry.page, len(url)
        return best

    def _frame(self, kind: str) -> SafeString:
        if not self.actor:
            return SafeString("")
        return _menu(self.actor.roles, self.actor.permissions, self.here, self.language, kind)

    @property
    def navigation(self) -> SafeString:
        return self._frame("navigation")

    @property
    def tabs(self) -> SafeString:
        return self._frame("tabs")

    @property
    def more(self) -> SafeString:
        return self._frame("more")

    @property
    def admin(self) -> list[tuple[Entry, str]]:
        """Pages of the organisation's settings that this actor may open."""
        if not self.actor:
            return []
        return [(e, address(e.page)) for e in _open_to(ADMIN, self.actor.permissions)]

    @property
    def search(self) -> str:
        """Where the search box asks: the list of orders, or nowhere."""
        return address("repair:orders") if self.actor and self.actor.may(P.REPAIR_READ) else ""


def page(request: HttpRequest) -> dict[str, Page]:
    """Give `page` to every template."""
    return {"page": Page(request)}
