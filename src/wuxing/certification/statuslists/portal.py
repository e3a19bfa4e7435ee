"""Serve the lists to everybody, as files that caches may keep for minutes."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import http_date, parse_etags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wuxing.certification.cases.portal import body_by
from wuxing.certification.statuslists import queries
from wuxing.core.tenants import in_tenant

MEDIA_TYPE = "application/vc+jwt"
CACHED = "public, max-age=60, stale-if-error=86400"


@require_safe
def status_list(request: HttpRequest, body: str, list_name: str, list_purpose: str) -> HttpResponse:
    """Serve one list as it was signed last; its own dates say how long it is good."""
    tenant = body_by(body)
    with in_tenant(tenant.pk):
        found = queries.published(list_name, list_purpose)
    if found is None:
        raise Http404(_("this body has no such status list"))
    known = parse_etags(request.headers.get("If-None-Match", ""))
    fresh = found.etag in known or "*" in known
    answer = HttpResponse(b"" if fresh else found.token, content_type=MEDIA_TYPE, status=304 if fresh else 200)
    answer["ETag"] = found.etag
    answer["Last-Modified"] = http_date(found.signed_at.timestamp())
    answer["Cache-Control"] = CACHED
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
