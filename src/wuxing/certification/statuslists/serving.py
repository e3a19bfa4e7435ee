"""How a status list is served: the same bytes and headers from the fast front and from the page. Pure."""

from datetime import UTC, datetime
from email.utils import format_datetime

from wuxing.certification.register import answers

MEDIA_TYPE = "application/vc+jwt"
CACHED = "public, max-age=60, stale-if-error=86400"


def answer(token: str, signed_at: datetime, match: str) -> answers.Answer:
    """Answer with a list as it was signed last: caches may keep it for a minute, its own dates say how long it is good."""
    headers = {
        "Cache-Control": CACHED,
        "Last-Modified": format_datetime(signed_at.astimezone(UTC).replace(microsecond=0), usegmt=True),
    }
    return answers.tagged(f'"{answers.short(token)}"', MEDIA_TYPE, token.encode, match, headers)
