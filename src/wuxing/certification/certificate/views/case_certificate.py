"""The tab of a case, and the client's: the certificate that the case leads to, or is about."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.certification.cases import gates, portal
from wuxing.certification.cases import queries as case_queries
from wuxing.certification.cases.models import Case, Client
from wuxing.certification.cases.states import Kind, Stage, why_not_move
from wuxing.certification.cases.views import shell
from wuxing.certification.certificate import actions, queries
from wuxing.certification.certificate.actions import conclusion
from wuxing.certification.certificate.models import Certificate
from wuxing.certification.certificate.views import shown
from wuxing.certification.credentials.views import shown as credentials
from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import NotFound, RuleBroken

P = Permission


def _of(case: Case) -> Certificate | None:
    return queries.certificate(case.certificate_id) if case.certificate_id else queries.result_of(case.pk)


def _context(case: Case, zone: str) -> dict[str, Any]:
    found, today = _of(case), clock.today(zone)
    if found is None:
        return {"found": None}
    return {
        "found": found,
        "certificate": shown.row(found, today),
        "facts": [*shown.facts(found), *shown.dates(found)],
        "verdict": shown.verdict(found, today),
        "events": shown.events(found, today),
    }


def _links(case: Case) -> dict[str, Any] | None:
    found = _of(case)
    return credentials.of_body(found) if found else None


def case_certificate(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show the certificate of a case, and do what the decision says."""
    by = acting(request, P.CASE_READ)
    case = case_queries.case(case_id)
    return shell.page(
        request, "certification/certificate/case_certificate.html", case, by, "case_certificate",
        **_context(case, by.zone), acts=_acts(case, by), links=_links(case),
    )  # fmt: skip


def _acts(case: Case, by: Actor) -> list[dict[str, Any]]:
    if case.stage in {Stage.CERTIFIED, Stage.NOT_GRANTED, Stage.REFUSED, Stage.WITHDRAWN}:
        return []
    keeps = Kind(case.kind) in conclusion.OF_A_HELD_ONE
    return [
        {
            "label": _("Carry out the decision") if keeps else _("Issue the certificate"),
            "url": reverse("certification:case_conclude_act", args=[case.pk]),
            "method": "post",
            "icon": "certificate",
            "primary": True,
            "reason": why_not_conclude(case, by),
        }
    ]


def why_not_conclude(case: Case, by: Actor) -> str:
    """Return why this person does not issue, in words; nothing when they may."""
    if not by.may(P.CASE_MANAGE):
        return _("your role does not allow this")
    if case.stage != Stage.GRANTED:
        return _("a certificate is issued after a decision that grants it")
    if reason := why_not_move(Stage(case.stage), Stage.CERTIFIED):
        return wording.text(reason)
    blocked = gates.blocks([case], Stage.CERTIFIED).get(case.pk)
    return wording.text(blocked[0]) if blocked else ""


@require_POST
def conclude(request: HttpRequest, case_id: int) -> HttpResponse:
    """Issue, keep, change or end the certificate as decided."""
    by = acting(request, P.CASE_MANAGE)
    found = case_queries.case(case_id)
    try:
        actions.conclude(case_id=found.pk, by=by)
    except (RuleBroken, NotFound) as error:
        messages.error(request, wording.text(error.reason))
    else:
        messages.success(request, _("The certificate stands as decided."))
    return redirect("certification:case_certificate", case_id)


@portal.through_door
def portal_certificate(request: portal.DoorRequest, by: Actor, client: Client, case_id: int) -> HttpResponse:
    """Show the client the certificate of a case."""
    case = portal.case_of(client, case_id)
    return portal.page(
        request, "certification/certificate/portal_certificate.html", by, case, "portal_certificate",
        **_context(case, by.zone), links=_portal_links(request, case),
    )  # fmt: skip


def _portal_links(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    found, match = _of(case), request.resolver_match
    if found is None or match is None:
        return None
    names = ("certification:portal_certificate_pdf", "certification:portal_certificate_file")
    return credentials.links(found.pk, *names, match.kwargs["body"], match.kwargs["word"], case.pk)
