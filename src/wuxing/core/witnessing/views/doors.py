"""Doors of the world: a public log's files, and the door of a witness. No sign-in, no session, bounded."""

from hashlib import sha256

from allauth.core.internal import ratelimit  # the public one passes every GET
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from wuxing.core.ledger.queries.served import OPEN, SHORT, TEXT, served
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.core.witnessing import queries
from wuxing.core.witnessing.actions import vouching
from wuxing.core.witnessing.models import WitnessedLog
from wuxing.proof.witnesses import MOST_BYTES, SIZE_TYPE, Refused

READ, COSIGN = "log_read", "witness_add"


@require_safe
def log_file(request: HttpRequest, slug: str, path: str) -> HttpResponse:
    """Give a file of a public log (c2sp.org/tlog-tiles)."""
    if not ratelimit.consume(request, app="allauth.account", action=READ, limit_get=True):
        return _slower()
    if not queries.is_public(slug):
        raise Http404
    found = served(slug, path, zipped="gzip" in request.headers.get("Accept-Encoding", ""))
    if found is None:
        raise Http404
    response = HttpResponse(found.content, headers=found.headers)
    return get_conditional_response(request, etag=found.headers["ETag"], response=response) or response


@require_safe
def witness_key(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the key with which an organisation cosigns."""
    if not ratelimit.consume(request, app="allauth.account", action=READ, limit_get=True):
        return _slower()
    key = queries.kept_cosigner(_organisation(slug).slug)
    if key is None:
        raise Http404
    return HttpResponse(f"{key.text()}\n", headers={"Content-Type": TEXT, "Cache-Control": SHORT, **OPEN})


@csrf_exempt
@require_POST
def add_checkpoint(request: HttpRequest, slug: str) -> HttpResponse:
    """Cosign a checkpoint, or say why not (c2sp.org/tlog-witness)."""
    if not ratelimit.consume(request, app="allauth.account", action=COSIGN):
        return _slower()
    organisation = _organisation(slug)
    try:
        body = request.read(MOST_BYTES + 1)
        if len(body) > MOST_BYTES:
            raise Refused(400, "the request is too large")
        line = vouching.add_checkpoint(organisation.pk, slug, body.decode())
    except UnicodeDecodeError:
        return HttpResponse("the request is not UTF-8\n", status=400, content_type=TEXT)
    except Refused as refusal:
        kind = SIZE_TYPE if refusal.status == 409 else TEXT
        return HttpResponse(refusal.body, status=refusal.status, content_type=kind)
    return HttpResponse(line, content_type=TEXT)


@require_safe
def last_checkpoint(request: HttpRequest, slug: str, digest: str) -> HttpResponse:
    """Give the last checkpoint that an organisation cosigned of a log, named by the SHA-256 of its origin."""
    if not ratelimit.consume(request, app="allauth.account", action=READ, limit_get=True):
        return _slower()
    with in_tenant(_organisation(slug).pk):
        rows = WitnessedLog.objects.exclude(note="").values_list("origin", "note")
        found = next((note for origin, note in rows if sha256(origin.encode()).hexdigest() == digest), None)
    if found is None:
        raise Http404
    return HttpResponse(found, headers={"Content-Type": TEXT, "Cache-Control": SHORT, **OPEN})


def _organisation(slug: str) -> Tenant:
    found = Tenant.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def _slower() -> HttpResponse:
    return HttpResponse("too many requests; try again in a minute\n", status=429, headers={"Retry-After": "60"})
