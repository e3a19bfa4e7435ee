"""Keys as everybody gets them: /bodies/<body>/did.json, keys.txt, trust.json."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from wuxing.certification.cases.portal import body_by
from wuxing.certification.keys import publishing
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant

CACHED = "public, max-age=60, stale-if-error=86400"


@require_safe
def did_document(request: HttpRequest, body: str) -> HttpResponse:
    """Serve the did document of a body."""
    return _served(request, body, lambda found: _json(publishing.did_document(found)), "application/did+json")


@require_safe
def note_keys(request: HttpRequest, body: str) -> HttpResponse:
    """Serve the keys that sign a body's log."""
    return _served(request, body, publishing.note_keys, "text/plain; charset=utf-8")


@require_safe
def trust_file(request: HttpRequest, body: str) -> HttpResponse:
    """Serve what a verifier needs to believe a body."""
    return _served(request, body, lambda found: _json(publishing.trust_file(found)), "application/json")


@require_safe
def trust_of_all(request: HttpRequest) -> HttpResponse:
    """Serve what a verifier needs to believe every body of this installation."""
    told: dict[str, list[Any]] = {"bodies": [], "witnesses": []}
    for body in Tenant.objects.filter(kind=Tenant.Kind.CERTIFICATION_BODY).order_by("pk"):
        with in_tenant(body.pk):
            one = publishing.trust_file(body)
        told["bodies"] += one["bodies"]
        told["witnesses"] += [key for key in one["witnesses"] if key not in told["witnesses"]]
    return _answered(request, _json(told), "application/json")


def _served(request: HttpRequest, slug: str, told: Callable[[Tenant], str], media_type: str) -> HttpResponse:
    body = body_by(slug)
    with in_tenant(body.pk):
        text = told(body)
    return _answered(request, text, media_type)


def _answered(request: HttpRequest, text: str, media_type: str) -> HttpResponse:
    etag = f'"{sha256(text.encode()).hexdigest()[:32]}"'
    fresh = etag in parse_etags(request.headers.get("If-None-Match", ""))
    answer = HttpResponse(b"" if fresh else text, content_type=media_type, status=304 if fresh else 200)
    answer["ETag"], answer["Cache-Control"], answer["Access-Control-Allow-Origin"] = etag, CACHED, "*"
    return answer


def _json(told: object) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
