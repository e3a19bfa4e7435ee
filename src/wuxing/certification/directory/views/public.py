"""公开名录: the bodies of this installation, one body with its schemes, fees, duties and figures."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wuxing.certification.agreement import words as fee_words
from wuxing.certification.agreement.states import Fee
from wuxing.certification.cases import words as case_words
from wuxing.certification.cases.portal import body_by
from wuxing.certification.directory import figures, queries
from wuxing.certification.keys import queries as keys
from wuxing.certification.programme import queries as programmes
from wuxing.core.errors import NotFound
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.evidence.readiness.words import text
from wuxing.schemes.editions import queries as editions

CACHED = "public, max-age=300"


@require_safe
def bodies(request: HttpRequest) -> HttpResponse:
    """List the bodies with what they granted, refused, suspended in the last year and this one."""
    told = queries.profiles()
    rows = []
    for body in queries.bodies():
        found = figures.of(body)
        rows.append({
            "body": body, "profile": told.get(body.pk), "figures": found, "now": found.years[0], "before": found.years[1],
            "url": reverse("certification:body", args=[body.slug]),
        })  # fmt: skip
    return render(request, "certification/directory/bodies.html", {"rows": rows, "body_name": ""})


@require_safe
def body(request: HttpRequest, body: str) -> HttpResponse:
    """Show one body."""
    found = body_by(body)
    with in_tenant(found.pk):
        schemes = [told for one in programmes.schemes() if (told := _scheme(one))]
    counted = figures.of(found)
    names = {level: name for one in schemes for level, name in one["levels"].items()}
    context: dict[str, Any] = {
        "body": found,
        "body_name": found.name,
        "profile": queries.profile(found.pk),
        "schemes": schemes,
        "figures": counted,
        "levels": [(names.get(level, level), count) for level, count in counted.levels],
        "did": keys.did_of(found.slug),
        "doors": _doors(found),
    }
    return render(request, "certification/directory/body.html", context)


@require_safe
def body_figures(request: HttpRequest, body: str) -> HttpResponse:
    """Tell a machine a body's figures."""
    found = body_by(body)
    answer = JsonResponse(
        {"body": found.name, "did": keys.did_of(found.slug), **figures.of(found).plain()},
        json_dumps_params={"ensure_ascii": False},
    )
    answer["Cache-Control"], answer["Access-Control-Allow-Origin"] = CACHED, "*"
    return answer


def _scheme(scheme: str) -> dict[str, Any] | None:
    try:
        _id, rule = programmes.current(scheme)
    except NotFound:
        return None
    try:
        edition = editions.newest_edition(scheme)
        identity, levels = f"{scheme}@{edition.edition}", case_words.levels(f"#{edition.sha256}")
    except NotFound:
        identity, levels = scheme, {}
    return {
        "title": text(rule.title),
        "identity": identity,
        "levels": levels,
        "rule": rule,
        "fees": [
            (fee_words.fee(Fee.APPLICATION), rule.fees.application),
            (fee_words.fee(Fee.EVALUATION), rule.fees.day),
            (fee_words.fee(Fee.CERTIFICATE), rule.fees.certificate),
            (fee_words.fee(Fee.YEARLY), rule.fees.yearly),
        ],
        "clauses": [(text(one.title), text(one.text)) for one in rule.clauses],
    }


def _doors(found: Tenant) -> list[tuple[str, str]]:
    slug = found.slug
    return [
        (_("Register of certificates"), reverse("certification:register", args=[slug])),
        (_("Apply for certification"), reverse("certification:apply", args=[slug])),
        (_("Complain or appeal"), reverse("certification:register_complaint", args=[slug])),
        (_("Check many certificates"), reverse("certification:register_check")),
    ]
