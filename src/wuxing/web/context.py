"""What every template may ask: `page` (language, theme, clock, organisation, the frame), worked out when asked."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuxing.core import clock
from wuxing.core.access import ROLE_TITLES, Permission, Role
from wuxing.core.actors import Actor
from wuxing.web.components import words
from wuxing.web.navigation import ADMIN, Entry, Group, address, groups_of, navigation, open_to

__all__ = ["LANGUAGES", "THEMES", "THEME_COOKIE", "Page", "address", "navigation", "page"]

THEME_COOKIE = "wx_theme"
THEMES = {"auto": _("as the system"), "light": _("light"), "dark": _("dark")}
LANGUAGES = {"zh-hans": ("zh-Hans", "简体中文"), "zh-hant": ("zh-Hant", "繁體中文"), "en": ("en", "English")}
TOKEN, NEXT = "@csrf-token@", "@next@"


@dataclass(frozen=True, slots=True)
class Frame:
    """All that the frame of a page shows; pages with an equal frame share its drawing."""

    language: str
    theme: str
    here: str = ""
    name: str = ""
    roles: frozenset[Role] = frozenset()
    permissions: frozenset[Permission] = frozenset()
    organisation: str = ""
    kind: str = ""
    organisations: tuple[tuple[int, str, bool], ...] = ()

    @property
    def languages(self) -> list[tuple[str, str, str, bool]]:
        return [(code, lang, name, code == self.language) for code, (lang, name) in LANGUAGES.items()]

    @property
    def themes(self) -> list[tuple[str, str | Promise, bool]]:
        return [(key, name, key == self.theme) for key, name in THEMES.items()]

    @property
    def organisation_icon(self) -> str:
        return "rubber-stamp" if self.kind == "certification_body" else "building-store"

    @property
    def role(self) -> str:
        return gettext(", ").join(str(ROLE_TITLES[role]) for role in Role if role in self.roles)

    @property
    def groups(self) -> tuple[Group, ...]:
        return groups_of(self.roles, self.permissions) if self.roles else ()

    @property
    def entries(self) -> list[tuple[str | Promise, list[tuple[Entry, str, bool]]]]:
        """The groups with address and whether the page lies there."""
        return [(g.label, [(e, address(e.page), e.page == self.here) for e in g.entries]) for g in self.groups]

    @property
    def tabs(self) -> list[tuple[Entry, str, bool]]:
        """The first four entries, for the bottom of a phone."""
        return [entry for _label, entries in self.entries for entry in entries][:4]

    @property
    def has_more(self) -> bool:
        return sum(len(group.entries) for group in self.groups) > 4

    @property
    def admin(self) -> list[tuple[Entry, str]]:
        """Pages of the organisation's settings that this person may open."""
        return [(entry, address(entry.page)) for entry in open_to(ADMIN, self.permissions)]


@lru_cache(maxsize=1024)
def _drawn(part: str, frame: Frame) -> str:
    return render_to_string(f"web/frame/{part}.html", {"frame": frame})


@lru_cache(maxsize=1)
def _assets() -> SafeString:
    return render_to_string("web/frame/head.html")


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

    @cached_property
    def theme(self) -> str:
        """The chosen theme: auto (as the system), light, dark."""
        chosen = self.request.COOKIES.get(THEME_COOKIE, "auto")
        return chosen if chosen in THEMES else "auto"

    @property
    def clock(self) -> str:
        """Date, weekday and time where the actor works: 2026-11-18 周三 10:24."""
        zone = timezone.zoneinfo.ZoneInfo(self.actor.zone) if self.actor else None  # type: ignore[attr-defined]
        now = timezone.localtime(clock.now(), zone)
        return f"{now:%Y-%m-%d} {words.weekday(now)} {now:%H:%M}"

    @property
    def organisation(self) -> str:
        return self._frame.organisation

    @cached_property
    def here(self) -> str:
        """The entry of the side bar in which this page lies: the longest address that begins this path."""
        path, best, length = self.request.path, "", 0
        for group in navigation(self.actor):
            for entry in group.entries:
                url = address(entry.page)
                if (path == url or (len(url) > 1 and path.startswith(url))) and len(url) > length:
                    best, length = entry.page, len(url)
        return best

    @cached_property
    def _frame(self) -> Frame:
        if self.actor is None:
            return Frame(self.language, self.theme)
        tenant = getattr(self.request, "tenant", None)
        found = getattr(self.request, "memberships", ())
        return Frame(
            self.language,
            self.theme,
            self.here,
            self.actor.name,
            self.actor.roles,
            self.actor.permissions,
            getattr(tenant, "tenant_name", ""),
            str(getattr(tenant, "kind", "")),
            tuple((m.tenant_id, m.tenant_name, m.tenant_id == self.actor.tenant_id) for m in found),
        )

    def _part(self, part: str) -> SafeString:
        drawn = _drawn(part, self._frame)
        drawn = drawn.replace(TOKEN, self._token).replace(NEXT, escape(self.request.get_full_path()))
        return mark_safe(drawn)  # noqa: S308  a drawing of ours; token and address are escaped

    @cached_property
    def _token(self) -> str:
        return get_token(self.request)

    @property
    def assets(self) -> SafeString:
        """Style sheets and scripts of every page."""
        return _assets()

    @property
    def side(self) -> SafeString:
        return self._part("side")

    @property
    def tabs(self) -> SafeString:
        return self._part("tabs")

    @property
    def choices(self) -> SafeString:
        """The menu of language and appearance."""
        return self._part("choices")

    @property
    def search(self) -> str:
        """Where the search box asks: the list of orders, or nowhere."""
        return address("repair:orders") if self.actor and self.actor.may(Permission.REPAIR_READ) else ""


def page(request: HttpRequest) -> dict[str, Page]:
    """Give `page` to every template."""
    return {"page": Page(request)}
