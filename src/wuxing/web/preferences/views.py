"""Language and appearance are kept in cookies, the organisation in the session. They need no script."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from wuxing.web.context import LANGUAGES, THEME_COOKIE, THEMES

YEAR = 365 * 24 * 3600


def _back(request: HttpRequest, otherwise: str = "/") -> HttpResponseRedirect:
    target = request.POST.get("next", "")
    allowed = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(target if allowed else otherwise)


def _keep(response: HttpResponse, name: str, value: str) -> HttpResponse:
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE)
    return response


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Show everything in another language from now on."""
    chosen = request.POST.get("language", "")
    response = _back(request)
    return _keep(response, settings.LANGUAGE_COOKIE_NAME, chosen) if chosen in LANGUAGES else response


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Show everything light, dark, or as the system from now on."""
    chosen = request.POST.get("theme", "")
    response = _back(request)
    return _keep(response, THEME_COOKIE, chosen) if chosen in THEMES else response


@require_POST
def switch_tenant(request: HttpRequest) -> HttpResponse:
    """Work in another organisation; only one of the person's own is taken, anything else changes nothing."""
    chosen = request.POST.get("tenant", "")
    for membership in getattr(request, "memberships", ()):
        if str(membership.tenant_id) == chosen:
            request.session["tenant_id"] = membership.tenant_id
    return HttpResponseRedirect("/")
