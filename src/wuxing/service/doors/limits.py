"""How often a public door may be used: from one connection, by one label or link, at one company.

What is posted is counted by the database, once for all web processes: one statement, two counts a key, so that a limit holds over
any span and not by the clock's hours. Pages opened are counted by each process, which allows its share (`WEB_PROCESSES`).
"""

from hashlib import blake2b
from uuid import UUID

from allauth.core.internal import ratelimit  # the public one passes every GET
from django.conf import settings
from django.http import HttpRequest

from wuxing.core import clock, prepared

PAGE = "door_page"  # pages opened
POST = "door_post"  # things posted to a link
REPORT = "door_report"  # requests made from one connection
LABEL = "door_label"  # and by one label
SOFT = "door_soft"  # above it a sum has to be answered
AGAIN = "door_again"  # new links asked for

# What was used of the span before counts for the part of it that the last span still covers. Beyond the limit nothing is written.
_COUNT = """
INSERT INTO service_doorcount AS c (key, since, span, hits, before) VALUES (%s, %s, %s, 1, 0)
ON CONFLICT (key) DO UPDATE SET
    hits = CASE WHEN EXCLUDED.since < c.since + c.span THEN c.hits + 1 ELSE 1 END,
    before = CASE WHEN EXCLUDED.since < c.since + c.span THEN c.before
        WHEN EXCLUDED.since < c.since + 2 * c.span THEN c.hits ELSE 0 END,
    since = CASE WHEN EXCLUDED.since < c.since + c.span THEN c.since
        WHEN EXCLUDED.since < c.since + 2 * c.span THEN c.since + c.span ELSE EXCLUDED.since END
WHERE %s > CASE WHEN EXCLUDED.since < c.since + c.span THEN c.hits + c.before * (1 - (EXCLUDED.since - c.since) / c.span)
    WHEN EXCLUDED.since < c.since + 2 * c.span THEN c.hits * (2 - (EXCLUDED.since - c.since) / c.span) ELSE 0 END
RETURNING 1
"""


def too_many(request: HttpRequest, action: str, key: str | None = None) -> bool:
    """Say whether this was done too often; counts it."""
    if action == PAGE:
        return not ratelimit.consume(request, app="allauth.account", action=action, key=key, limit_get=True)
    now = clock.now().timestamp()
    return not all(_counted(request, action, rate, key, now) for rate in _rates(action))


def _rates(action: str) -> list[ratelimit.Rate]:
    return list(ratelimit.parse_rates(settings.ACCOUNT_RATE_LIMITS[action]))


def _counted(request: HttpRequest, action: str, rate: ratelimit.Rate, key: str | None, now: float) -> bool:
    """Count one use; return whether it is within the limit."""
    whose = ratelimit.get_ip(request) if rate.per == "ip" else key or ""
    digest = UUID(bytes=blake2b(f"{action}:{rate}:{whose}".encode(), digest_size=16).digest())
    return bool(prepared.fetch(_COUNT, [digest, now, float(rate.duration), float(rate.amount)]))
