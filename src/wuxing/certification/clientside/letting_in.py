"""The company opens its records to the team of a case: a section of its page, and the click."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.certification.agreement.actions.letting_in import let_in
from wuxing.certification.agreement.queries import access
from wuxing.certification.cases.portal import body_by
from wuxing.certification.clientside.queries import OurBody
from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import RuleBroken
from wuxing.core.models import Tenant

P = Permission
NEWEST = 5


def section(body: Tenant, case_id: int, by: Actor) -> dict[str, Any]:
    """Return what `certification/clientside/access.html` shows, as `access`: for the company's page of its certification."""
    found = access.offer(body, case_id, by.tenant_id)
    role = "" if by.may(P.ENGAGEMENT_GRANT) else _("your role does not allow this; ask who lets auditors in")
    return {
        "offer": found,
        "reason": wording.text(found.reason) if found.reason else role,
        "url": reverse("certification:let_in_act", args=[body.slug, case_id]),
        "may_see_log": by.may(P.ENGAGEMENT_GRANT),
    }


def sections(bodies: list[OurBody], by: Actor) -> list[dict[str, Any]]:
    """Return the sections of the newest cases whose agreement both sides have signed."""
    found = []
    for one in bodies:
        body = body_by(one.slug)
        found += [section(body, case.pk, by) for case in one.cases[:NEWEST]]
    return [each for each in found if each["offer"].ends_on is not None]


@require_POST
def let_in_team(request: HttpRequest, body: str, case_id: int) -> HttpResponse:
    """Let the team in."""
    by = acting(request, P.ENGAGEMENT_GRANT)
    try:
        made = let_in(body=body_by(body), case_id=case_id, by=by)
    except RuleBroken as error:
        messages.error(request, wording.text(error.reason))
    else:
        names = wording.listed([one.auditor.name for one in made])
        messages.success(request, _("%(names)s may read from the first day on.") % {"names": names})
    return redirect("certification:ours" if by.may(P.CERTIFICATION_APPLY) else "web:engagements")
