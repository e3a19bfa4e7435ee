"""公开查询: the public register of a body: anybody asks by number or holder; nothing personal stands in it (7.8)."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from allauth.core.internal import ratelimit  # the public one passes every GET
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wuxing.certification.cases import portal
from wuxing.certification.cases import words as case_words
from wuxing.certification.certificate import lists, queries
from wuxing.certification.certificate.forms import SearchForm
from wuxing.certification.certificate.models import Certificate
from wuxing.certification.certificate.views import shown
from wuxing.core import clock
from wuxing.core.models import Tenant
from wuxing.core.searching import search_for
from wuxing.core.tenants import in_tenant

ACTION = "certification_register"


def _too_many(request: HttpRequest) -> bool:
    return not ratelimit.consume(request, app="allauth.account", action=ACTION, limit_get=True)


@require_safe
def register(request: HttpRequest, body: str) -> HttpResponse:
    """Search the certificates of a body."""
    tenant = portal.body_by(body)
    typed, before = request.GET.get("q", "").strip()[:100], request.GET.get("before", "")
    search, today = search_for(typed), clock.today(tenant.zone)
    context: dict[str, Any] = {"body_name": tenant.name, "body": tenant, "typed": typed, "rows": None, "status": 200}
    context["form"] = SearchForm(initial={"q": typed})
    if search and _too_many(request):
        context |= {"limited": True, "status": 429}
    elif search:
        with in_tenant(tenant.pk):
            place = int(before) if before.isdigit() and len(before) < 18 else None
            rows, following = lists.in_register(search, place)
            context["rows"] = [
                {**shown.row(one, today), "url": reverse("certification:register_certificate", args=[body, one.number])}
                for one in rows
            ]
            context["next"] = f"?{urlencode({'q': typed, 'before': following})}" if following else ""
            context["previous"] = f"?{urlencode({'q': typed})}" if place else ""
            context["words"] = _("newest first")
    return render(request, "certification/certificate/register.html", context, status=context["status"])


def _found(number: str) -> Certificate:
    found = Certificate.objects.filter(number=number).select_related("replaces").first()
    if found is None:
        raise Http404(_("this body has issued no certificate with this number"))
    return found


@require_safe
def register_certificate(request: HttpRequest, body: str, certificate_number: str) -> HttpResponse:
    """Show one certificate to anybody: what it is worth today, and its words."""
    tenant = portal.body_by(body)
    if _too_many(request):
        context = {"body_name": tenant.name, "body": tenant, "limited": True, "form": SearchForm()}
        return render(request, "certification/certificate/register.html", context, status=429)
    with in_tenant(tenant.pk):
        found = _found(certificate_number)
        today = clock.today(tenant.zone)
        context = {
            "body_name": tenant.name,
            "body": tenant,
            "found": found,
            "verdict": shown.verdict(found, today, level=1),
            "facts": [*shown.facts(found), *shown.dates(found)[:2]],
            "successor": Certificate.objects.filter(replaces=found).values_list("number", flat=True).first(),
            "today": today,
        }
        return render(request, "certification/certificate/register_certificate.html", context)


@require_safe
def register_json(request: HttpRequest, body: str, certificate_number: str) -> HttpResponse:
    """Tell a machine what a certificate is worth today."""
    tenant = portal.body_by(body)
    if _too_many(request):
        return JsonResponse({"error": "too many requests"}, status=429)
    with in_tenant(tenant.pk):
        answer = JsonResponse(public(_found(certificate_number), tenant, clock.today(tenant.zone)))
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def public(found: Certificate, body: Tenant, day: date) -> dict[str, Any]:
    """Return what the register says of a certificate on a day; nothing personal."""
    state = queries.state_on(found, day)
    since = lists.since(found, state, day)
    successor = Certificate.objects.filter(replaces=found).values_list("number", flat=True).first()
    return {
        "number": found.number,
        "body": body.name,
        "holder": found.holder,
        "address": found.address,
        "scope": found.scope,
        "sites": [{"name": one["name"], "address": one["address"]} for one in found.sites],
        "scheme": found.pack,
        "basis": shown.basis(found),
        "level": found.level,
        "level_name": case_words.level(found.pack, found.level),
        "issued_on": found.issued_on.isoformat(),
        "valid_until": found.valid_until.isoformat(),
        "last_evaluated_on": found.last_evaluated_on.isoformat(),
        "surveillance_due_on": (found.extended_until or found.surveillance_due_on).isoformat(),
        "state": state.value,
        "state_since": since.isoformat() if since else None,
        "replaced_by": successor,
        "exercise": found.rehearsal,
        "as_of": day.isoformat(),
    }
