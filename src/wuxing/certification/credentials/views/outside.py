"""What those outside the body take away: the client through its link, anybody through the register; the context."""

import json
from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wuxing.certification.cases import portal
from wuxing.certification.cases.models import Client
from wuxing.certification.certificate.models import Certificate
from wuxing.certification.credentials import actions, linked, queries
from wuxing.certification.credentials.models import CertificatePaper
from wuxing.certification.credentials.views import shown
from wuxing.certification.credentials.views.pages import pdf
from wuxing.certification.credentials.wordings import DUPLICATE
from wuxing.core.actors import Actor
from wuxing.core.errors import RuleBroken
from wuxing.core.places import public_url
from wuxing.core.tenants import in_tenant


def _of(client: Client, case_id: int) -> Certificate:
    case = portal.case_of(client, case_id)
    found = Certificate.objects.filter(pk=case.certificate_id or 0, client=client).first()
    if found is None:
        raise Http404(_("there is no certificate here"))
    return found


@require_safe
@portal.through_door
def portal_pdf(request: HttpRequest, by: Actor, client: Client, case_id: int, language: str) -> HttpResponse:
    """Give the client the paper of its certificate in a language."""
    try:
        return pdf(actions.paper_in(certificate_id=_of(client, case_id).pk, language=language, by=by))
    except RuleBroken:
        return _soon()


@require_safe
@portal.through_door
def portal_file(request: HttpRequest, by: Actor, client: Client, case_id: int, part: str) -> HttpResponse:
    """Give the client a file that proves its certificate."""
    try:
        return shown.file(queries.sealed(_of(client, case_id).pk), part)
    except RuleBroken:
        return _soon()


@require_safe
def register_pdf(request: HttpRequest, body: str, certificate_number: str) -> HttpResponse:
    """Give anybody a paper that was made: `?lang=`, else the original's language."""
    tenant = portal.body_by(body)
    with in_tenant(tenant.pk):
        seal = _public(certificate_number)
        rows = CertificatePaper.objects.filter(seal=seal).exclude(kind=DUPLICATE).select_related("attachment")
        if language := request.GET.get("lang", ""):
            rows = rows.filter(language=language)
        found = rows.order_by("pk").first()
        if found is None:
            raise Http404(_("there is no paper of this certificate in this language yet"))
        response = pdf(found)
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
def register_tlog_proof(request: HttpRequest, body: str, certificate_number: str) -> HttpResponse:
    """Give anybody the proof that a certificate stands in the body's log."""
    tenant = portal.body_by(body)
    with in_tenant(tenant.pk):
        try:
            response = shown.file(_public(certificate_number), "certificate.tlog-proof")
        except RuleBroken:
            return _soon()
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _public(number: str) -> Any:
    pk = Certificate.objects.filter(number=number).values_list("pk", flat=True).first()
    seal = queries.latest(pk) if pk else None
    if seal is None:
        raise Http404(_("this body has sealed no certificate with this number"))
    return seal


def _soon() -> HttpResponse:
    response = HttpResponse(_("the certificate waits for its place in the log; try again in a few seconds"), status=503)
    response["Retry-After"] = "5"
    return response


@require_safe
def context(request: HttpRequest) -> HttpResponse:
    """Say what the words of a credential mean (JSON-LD); it never changes under this address."""
    response = HttpResponse(_context(public_url()), content_type="application/ld+json")
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, max-age=86400"
    return response


@cache
def _context(base: str) -> bytes:
    return json.dumps(linked.context(base), ensure_ascii=False, indent=1).encode()
