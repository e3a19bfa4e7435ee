"""The page of a certificate: what it is worth today, its words, its history, and what proves it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wuxing.certification.cases import portal
from wuxing.certification.register import queries
from wuxing.certification.register.forms import SearchForm
from wuxing.certification.register.models import RegisterEntry
from wuxing.certification.register.views import proved, shown
from wuxing.certification.register.views.doors import PAGES, too_many


@require_safe
def register_certificate(request: HttpRequest, body: str, certificate_number: str) -> HttpResponse:
    """Show one certificate to anybody."""
    if too_many(request, PAGES):
        return limited(request)
    found = queries.entry(body, certificate_number)
    if found is None:
        portal.body_by(body)
        raise Http404(_("this body has issued no certificate with this number"))
    return page(request, found)


def limited(request: HttpRequest) -> HttpResponse:
    """Ask for patience."""
    context = {"limited": True, "form": SearchForm()}
    return render(request, "certification/register/search.html", context, status=429)


def page(request: HttpRequest, found: RegisterEntry, scanned: dict[str, str] | None = None) -> HttpResponse:
    """Draw the page of a certificate; `scanned`: what was found of the code that led here."""
    today, slug = queries.today_of(found), found.tenant.slug
    proof = proved.proved(found, today)
    context: dict[str, Any] = {
        "body_name": found.tenant.name,
        "body": found.tenant,
        "body_url": shown.address("body", slug),
        "found": found,
        "shown": found.shown,
        "scanned": scanned,
        "verdict": shown.verdict(found.shown, today),
        "level": shown.level(found.shown),
        "scheme": shown.scheme(found.shown),
        "facts": shown.facts(found),
        "history": shown.history(found.shown, today),
        "proof": proof,
        "downloads": shown.downloads(found, papers=proof["papers"]),
        "sources": shown.sources(found) if proof["sealed"] else [],
        "code_url": shown.address("register_code", slug, found.number) if proof["sealed"] else "",
        "badge_url": reverse("certification:register_badge", args=[slug, found.number]),
        "verify_url": verifier(),
        "complain_url": shown.address("register_complaint", slug),
        "today": today,
    }
    response = render(request, "certification/register/certificate.html", context)
    response["Cache-Control"] = "private, no-cache"
    return response


def verifier() -> str:
    """Return the address of the page that checks certificates without asking anybody, empty where it is not here."""
    return shown.address("web:verifier", "")
