"""The verifier page as this installation serves it: it believes the certification bodies that are here."""

import json
from functools import lru_cache
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from wuxing.certification.keys import publishing
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.web.verifier import building
from wuxing.web.verifier.building import Page

FILE = "wuxing-verifier.html"
FRESH = "public, max-age=60"
MOST_BODIES = 1000


@require_safe
@gzip_page
def verifier(request: HttpRequest) -> HttpResponse:
    """Show the page."""
    return _answer(request)


@require_safe
@gzip_page
def verifier_file(request: HttpRequest) -> HttpResponse:
    """Hand the same page out as a file, for a disk or a stick."""
    answer = _answer(request)
    answer["Content-Disposition"] = f'attachment; filename="{FILE}"'
    return answer


def trust() -> dict[str, Any]:
    """Return the trust files of all certification bodies here, as one."""
    bodies: list[Any] = []
    witnesses: dict[str, None] = {}
    rows = Tenant.objects.filter(kind=Tenant.Kind.CERTIFICATION_BODY).order_by("slug")
    for body in rows[:MOST_BODIES]:
        with in_tenant(body.pk):
            file = publishing.trust_file(body)
        bodies += [one for one in file["bodies"] if one["keys"]]
        witnesses |= dict.fromkeys(file["witnesses"])
    return {"bodies": bodies, "witnesses": list(witnesses)}


def _answer(request: HttpRequest) -> HttpResponse:
    page = _page(json.dumps(trust()))
    etag = f'"{sha256(page.html.encode()).hexdigest()[:32]}"'
    fresh = etag in parse_etags(request.headers.get("If-None-Match", ""))
    answer = HttpResponse(b"" if fresh else page.html, status=304 if fresh else 200)
    answer["ETag"], answer["Cache-Control"] = etag, FRESH
    answer["Content-Security-Policy"] = page.policy
    return answer


@lru_cache(maxsize=4)
def _page(trusted: str) -> Page:
    return building.page(json.loads(trusted))
