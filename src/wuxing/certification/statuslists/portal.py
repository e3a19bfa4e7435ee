"""Serve the lists to everybody, as files that caches may keep for a minute; the fast front gives the same answers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wuxing.certification.cases.portal import body_by
from wuxing.certification.register.views.doors import given
from wuxing.certification.statuslists import queries, serving
from wuxing.core.tenants import in_tenant


@require_safe
def status_list(request: HttpRequest, body: str, list_name: str, list_purpose: str) -> HttpResponse:
    """Serve one list as it was signed last; its own dates say how long it is good."""
    tenant = body_by(body)
    with in_tenant(tenant.pk):
        found = queries.published(list_name, list_purpose)
    if found is None:
        raise Http404(_("this body has no such status list"))
    match = request.headers.get("If-None-Match", "")
    return given(serving.answer(found.token, found.signed_at, match), request.method)
