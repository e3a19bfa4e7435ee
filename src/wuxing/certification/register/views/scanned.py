"""Where a scanned code leads: its signature is checked here and now, then the certificate's page says what it is worth."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wuxing.certification.credentials.models import Seal
from wuxing.certification.keys.models import SigningKey
from wuxing.certification.register import queries
from wuxing.certification.register.models import RegisterEntry
from wuxing.certification.register.views import one, shown
from wuxing.certification.register.views.doors import PAGES, too_many
from wuxing.core.tenants import in_tenant
from wuxing.proof import codes
from wuxing.proof.gists import BadCode, Code
from wuxing.proof.keys import Keys, PublicKey

PURPOSES = {False: SigningKey.Purpose.CERTIFICATE, True: SigningKey.Purpose.REHEARSAL}


@require_safe
def scanned(request: HttpRequest, signed: str) -> HttpResponse:
    """Check the code of an address and show its certificate."""
    if too_many(request, PAGES):
        return one.limited(request)
    try:
        claimed = codes.unverified(signed)
    except BadCode:
        return _false(
            request, _("This is no code of a certificate"), _("It is cut off, or was never one. Scan it again.")
        )
    found = queries.entry(claimed.slug, claimed.number)
    if found is None:
        said = _("It names certificate %(number)s; nobody here has issued one.") % {"number": claimed.number}
        return _false(request, _("No such certificate"), said)
    judged = _judged(found, signed)
    if judged is None:
        said = _("It names certificate %(number)s, but no key of %(body)s has signed it.")
        values = {"number": claimed.number, "body": found.tenant.name}
        return _false(request, _("This code is forged"), said % values, found)
    return one.page(request, found, judged)


def _judged(found: RegisterEntry, signed: str) -> dict[str, str] | None:
    """Return what is true of a code of this certificate, or None when no key of its body signed it."""
    with in_tenant(found.tenant_id):
        rows = {row.kid: row for row in SigningKey.objects.filter(purpose=PURPOSES[found.rehearsal])}
        try:
            code = codes.opened(signed, Keys(PublicKey(row.algorithm, bytes(row.public)) for row in rows.values()))
        except BadCode:
            return None
        if code.rehearsal != found.rehearsal or code.key is None:
            return None
        seals = Seal.objects.filter(certificate_id=found.certificate_id)
        same = seals.filter(digest=code.digest).exists()
        newest = seals.order_by("-revision").values_list("revision", flat=True).first() or code.revision
    return _said(code, rows[code.key.kid()], same=same, newest=newest)


def _said(code: Code, key: SigningKey, *, same: bool, newest: int) -> dict[str, str]:
    if key.state == SigningKey.State.REVOKED and (key.revoked_from is None or code.signed_at >= key.revoked_from):
        said = _("The key that signed it is revoked; believe the register below, not the paper.")
        return {"state": "late", "title": _("Signed by a revoked key"), "text": said}
    if not same:
        said = _("The body's key signed it, but the body keeps no such certificate; ask the body.")
        return {"state": "risk", "title": _("Signed, but not kept"), "text": said}
    if code.revision < newest:
        said = _("There is a newer revision, %(newest)s; this code is of revision %(here)s.")
        said %= {"newest": newest, "here": code.revision}
        return {"state": "risk", "title": _("Genuine, of an earlier revision"), "text": said}
    said = _("Its signature was checked just now; it was signed on %(day)s.") % {
        "day": code.signed_at.date().isoformat()
    }
    return {"state": "done", "title": _("The scanned code is genuine"), "text": said}


def _false(request: HttpRequest, title: str, text: str, found: RegisterEntry | None = None) -> HttpResponse:
    """Say plainly that a code is worth nothing."""
    context: dict[str, Any] = {
        "verdict": {"state": "late", "title": title, "text": text, "level": 1},
        "body_name": found.tenant.name if found else "",
        "found": found,
        "real": shown.address("register_certificate", found.tenant.slug, found.number) if found else "",
    }
    response = render(request, "certification/register/scanned.html", context, status=404)
    response["Cache-Control"] = "private, no-cache"
    return response
