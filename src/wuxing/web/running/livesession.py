"""Who opens a live stream: the session's cookie names a person, the session the organisation they work in."""

from http.cookies import CookieError, SimpleCookie
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.db import connections
from django.http import HttpRequest

from wuxing.web.middleware import memberships_of


def key_in(cookies: str) -> str:
    """Return the session's key in a Cookie header, or nothing."""
    try:
        found = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return found.value if found else ""


def tenant_of(key: str) -> int | None:
    """Return the organisation in which the session's person works, or None when nobody is signed in."""
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    try:
        user = get_user(request)
        if not user.is_authenticated or not user.is_active:
            return None
        own = [row.tenant_id for row in memberships_of(user.pk)]
        chosen = request.session.get("tenant_id")
        return chosen if chosen in own else next(iter(own), None)
    finally:
        connections.close_all()
