"""How often a public door may be used: from one connection, by one label or link, at one company."""

from allauth.core.internal import ratelimit  # the public one passes every GET
from django.http import HttpRequest

PAGE = "door_page"  # pages opened
POST = "door_post"  # things posted to a link
REPORT = "door_report"  # requests made from one connection
LABEL = "door_label"  # and by one label
SOFT = "door_soft"  # above it a sum has to be answered
AGAIN = "door_again"  # new links asked for


def too_many(request: HttpRequest, action: str, key: str | None = None) -> bool:
    """Say whether this was done too often; counts it."""
    return not ratelimit.consume(request, app="allauth.account", action=action, key=key, limit_get=True)
