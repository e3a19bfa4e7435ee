"""Ask the register: over all bodies, or of one; number, credit code, or words of the holder's name."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wuxing.certification.cases import portal
from wuxing.certification.certificate import words
from wuxing.certification.certificate.states import State
from wuxing.certification.register import queries, rules
from wuxing.certification.register.forms import SearchForm
from wuxing.certification.register.models import RegisterEntry
from wuxing.certification.register.views import shown
from wuxing.certification.register.views.doors import SEARCHES, too_many
from wuxing.core.models import Tenant


@require_safe
def register_all(request: HttpRequest) -> HttpResponse:
    """Search the certificates of all bodies here."""
    return _searched(request, None)


@require_safe
def register(request: HttpRequest, body: str) -> HttpResponse:
    """Search the certificates of a body."""
    return _searched(request, portal.body_by(body))


def _searched(request: HttpRequest, body: Tenant | None) -> HttpResponse:
    typed, before = request.GET.get("q", "").strip()[:100], request.GET.get("before", "")
    context: dict[str, Any] = {"body_name": body.name if body else "", "body": body, "typed": typed, "status": 200}
    context["form"] = SearchForm(initial={"q": typed})
    context |= {"rows": None, **exports(body)}
    if typed and too_many(request, SEARCHES):
        context |= {"limited": True, "status": 429}
    elif typed:
        place = int(before) if before.isdecimal() and len(before) < 18 else None
        found, following = queries.search(typed, body=body.pk if body else None, before=place)
        context["rows"] = [row(one) for one in found]
        context["next"] = f"?{urlencode({'q': typed, 'before': following})}" if following else ""
        context["previous"] = f"?{urlencode({'q': typed})}" if place else ""
        context["words"] = _("newest first")
    else:
        context["newest"] = [row(one) for one in queries.newest(body.pk if body else None)]
    response = render(request, "certification/register/search.html", context, status=context["status"])
    response["Cache-Control"] = "private, no-cache"
    return response


def exports(body: Tenant | None) -> dict[str, str]:
    """Return the addresses of the whole register as files."""
    kinds = ("csv", "json")
    if body is None:
        return {kind: reverse(f"certification:register_all_{kind}") for kind in kinds}
    return {kind: reverse(f"certification:register_{kind}_file", args=[body.slug]) for kind in kinds}


def row(one: RegisterEntry) -> dict[str, Any]:
    """Return a row of what was found."""
    state = State(rules.span_on(one.shown["course"], queries.today_of(one))["state"])
    return {
        "number": one.number,
        "holder": one.holder,
        "body": one.tenant.name,
        "level": shown.level(one.shown),
        "valid_until": one.valid_until,
        "state": "risk" if one.rehearsal else words.BADGES[state],
        "word": _("Exercise") if one.rehearsal else words.state(state),
        "url": reverse("certification:register_certificate", args=[one.tenant.slug, one.number]),
    }
