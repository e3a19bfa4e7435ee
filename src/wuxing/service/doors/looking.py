"""查看记录: every public page that is opened leaves a row; what can be counted is, and nobody is named."""

from hashlib import blake2b

from django.conf import settings
from django.http import HttpRequest

from wuxing.core import clock, prepared

# Nothing is lost but the last rows of a crash: the answer need not wait until they stand on the disk.
_LOOKED = """
INSERT INTO service_doorview (tenant_id, link_id, label_id, page, verified, source, at) VALUES (%s, %s, %s, %s, %s, %s, %s)
RETURNING set_config('synchronous_commit', %s, true)
"""


def source_of(request: HttpRequest) -> bytes:
    """Return what tells the visits of one day and one connection from others, and cannot be led back to an address."""
    who = f"{clock.now():%Y%m%d}|{request.META.get('REMOTE_ADDR', '')}|{request.META.get('HTTP_USER_AGENT', '')}"
    return blake2b(who.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=8).digest()


def looked(
    request: HttpRequest,
    tenant_id: int,
    page: str,
    *,
    link_id: int | None = None,
    label_id: int | None = None,
    verified: bool = False,
) -> None:
    """Keep that a page was opened, inside the tenant's walls."""
    only_a_look = "off" if request.method in ("GET", "HEAD") else "on"
    values = [tenant_id, link_id, label_id, page, verified, source_of(request), clock.now(), only_a_look]
    prepared.fetch(_LOOKED, values)
