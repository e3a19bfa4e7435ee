"""Answers by number: JSON, credential, badge, the picture of the code. The front gives the same without passing here."""

from io import BytesIO

import segno
from django.http import HttpRequest, HttpResponse

from wuxing.certification.credentials.models import Seal
from wuxing.certification.register import answers, queries
from wuxing.certification.register.views.doors import given
from wuxing.core import clock
from wuxing.core.tenants import in_tenant


def _machine(request: HttpRequest, body: str, number: str, kind: str) -> HttpResponse:
    found = queries.entry(body, number)
    answer = answers.answer(
        kind,
        queries.answerable(found, kind),
        queries.today_of(found) if found else clock.today(),
        method=request.method or "GET",
        match=request.headers.get("If-None-Match", ""),
        query=request.META.get("QUERY_STRING", ""),
    )
    return given(answer, request.method)


def register_json(request: HttpRequest, body: str, certificate_number: str) -> HttpResponse:
    """Tell a machine what a certificate is worth today."""
    return _machine(request, body, certificate_number, "json")


def register_jwt(request: HttpRequest, body: str, certificate_number: str) -> HttpResponse:
    """Hand out the credential of a certificate, as it was sealed last."""
    return _machine(request, body, certificate_number, "jwt")


def register_badge(request: HttpRequest, body: str, certificate_number: str) -> HttpResponse:
    """Draw the badge of a certificate as it is now."""
    return _machine(request, body, certificate_number, "svg")


def register_code(request: HttpRequest, body: str, certificate_number: str) -> HttpResponse:
    """Draw the signed QR code of a certificate."""
    found = queries.entry(body, certificate_number)
    code = None
    if found is not None:
        with in_tenant(found.tenant_id):
            seals = Seal.objects.filter(certificate_id=found.certificate_id).order_by("-revision")
            code = seals.values_list("code", flat=True).first()
    if not code:
        return given(answers.missing("this certificate has no signed code"), request.method)
    match = request.headers.get("If-None-Match", "")
    return given(answers.tagged(f'"{answers.short(code)}"', answers.SVG, lambda: drawn(code), match), request.method)


def drawn(code: str) -> bytes:
    """Return a QR code as a picture: dark on white in light and dark, with its quiet zone."""
    out = BytesIO()
    segno.make_qr(code, error="m", boost_error=False).save(
        out, kind="svg", border=4, dark="#121821", light="#fff", omitsize=True
    )
    return out.getvalue()
