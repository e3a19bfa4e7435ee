"""What each request carries: a strict content policy, a language, and an actor inside the walls of one tenant."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import translation

from wuxing.core import engagements, prepared, wording
from wuxing.core.access import Role
from wuxing.core.actors import Actor, Channel, actor_for
from wuxing.core.errors import NotAllowed, NotFound
from wuxing.core.tenants import in_tenant

Handler = Callable[[HttpRequest], HttpResponse]
OPEN_PREFIXES = (  # these find their own tenant
    "/static/", "/healthz", "/api/", "/client/", "/apply/", "/register/", "/bodies/", "/status/", "/contexts/", "/log/",
    "/witness/", "/verify/", "/C/", "/sitemap.xml", "/robots.txt", "/s/", "/t/", "/survey/", "/report/",
)  # fmt: skip
PUBLIC_PREFIXES = ("/accounts/", "/preferences/")


@dataclass(frozen=True, slots=True)
class MembershipRow:
    """An organisation in which the signed-in person works."""

    tenant_id: int
    tenant_name: str
    kind: str
    slug: str
    zone: str
    roles: frozenset[Role]
    engagement_id: int | None = None  # an outside auditor's; None: a member


class TenantRequest(HttpRequest):
    """A request of a signed-in person: `actor` acts in one tenant, `memberships` lists where else they could."""

    actor: Actor | None
    memberships: list[MembershipRow]


class ContentSecurityPolicy:
    """Nothing runs and nothing loads but our own files; no inline script or style."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "Content-Security-Policy" not in response:
            live = f" http://{request.get_host().rsplit(':', 1)[0]}:{settings.LIVE_PORT}" if settings.LIVE_PORT else ""
            response["Content-Security-Policy"] = (
                "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
                f"font-src 'self'; connect-src 'self'{live}; manifest-src 'self'; form-action 'self'; "
                "base-uri 'none'; frame-ancestors 'none'"
            )
        return response


class Readable:
    """Addresses that hold what no text can hold (a zero byte) are refused before anything reads them."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", "") or "\x00" in request.path:
            raise SuspiciousOperation("a zero byte in the address")
        return self.get_response(request)


class ChosenLanguage:
    """The language of the cookie, else of the person, else of the browser, else zh-Hans."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = translation.get_language_from_request(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def memberships_of(user_id: int) -> list[MembershipRow]:
    """Return the organisations of a person; the database function is the only way past the tenant's wall.

    Those in which they audit, and data sets of foreign records, are never one's first.
    """
    rows = prepared.fetch(
        "SELECT tenant_id, tenant_name, kind, slug, zone, roles, engagement_id FROM doors_of(%s) "
        "ORDER BY engagement_id NULLS FIRST, starts_with(slug, 'assess-'), tenant_name",
        [user_id],
    )
    return [
        MembershipRow(tenant_id, name, kind, slug, zone, frozenset(Role(role) for role in roles), engagement_id)
        for tenant_id, name, kind, slug, zone, roles, engagement_id in rows
    ]


class ActingTenant:
    """Give the request its actor and run the whole view in one transaction inside the tenant's walls."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.actor, request.memberships = None, []
        if request.path.startswith(OPEN_PREFIXES):
            return self.get_response(request)
        if not request.user.is_authenticated:
            if request.path.startswith(PUBLIC_PREFIXES):
                return self.get_response(request)
            return redirect_to_login(request.get_full_path())
        request.memberships = memberships_of(request.user.pk)
        if not request.memberships:
            return self.get_response(request)
        chosen = request.session.get("tenant_id")
        found = next((row for row in request.memberships if row.tenant_id == chosen), request.memberships[0])
        request.tenant = found
        request.actor = actor_for(
            tenant_id=found.tenant_id,
            user_id=request.user.pk,
            name=request.user.name,
            roles=found.roles,
            channel=Channel.WEB,
            zone=found.zone,
        )
        with in_tenant(found.tenant_id):
            return self.inside(request, found)

    def inside(self, request: Any, found: MembershipRow) -> HttpResponse:
        """Answer inside the walls; an outside auditor reads what is opened to them, and leaves an entry of it."""
        if found.engagement_id is not None:
            request.actor = request.actor.limited_to(engagements.areas_of(found.engagement_id))
        response = self.get_response(request)
        if hasattr(response, "render") and callable(response.render):
            response = response.render()
        if found.engagement_id is not None and response.status_code == 200:
            note_read(request, found.engagement_id)
        if response.status_code >= 500:  # an error page has taken the exception's place: nothing half-written stays
            transaction.set_rollback(True)
        return response


def note_read(request: Any, engagement_id: int) -> None:
    """Leave an entry of what an outside auditor opened, or read by a key; the organisation sees it."""
    match = request.resolver_match
    page = match.view_name if match else ""
    engagements.note_read(engagement_id=engagement_id, page=page or "", path=request.get_full_path(), by=request.actor)


def page_above(path: str) -> str:
    """Return the nearest address above one that only takes what a form sends."""
    while path != "/":
        path = path.rstrip("/").rpartition("/")[0] + "/"
        with suppress(Resolver404):
            resolve(path)
            break
    return path


class Refusals:
    """What a page did not catch itself: not allowed and not found, in the reader's language, as their own pages."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if (
            response.status_code == 405
            and request.method == "GET"
            and request.headers.get("Sec-Fetch-Mode") == "navigate"
        ):
            return redirect(
                page_above(request.path)
            )  # a browser came back to where a form was sent: a tab restored, a sign-in
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        """Turn refusals into Django's own, whose pages say the reason."""
        if isinstance(error, NotAllowed):
            raise PermissionDenied(wording.text(error.reason)) from error
        if isinstance(error, NotFound):
            raise Http404(wording.text(error.reason)) from error
