"""The company opens its records to the team of a case: a section of its page, and the click."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.certification.agreement.actions.letting_in import let_in
from wuxing.certification.agreement.queries import access
from wuxing.certification.cases.portal import body_by
from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import RuleBroken
from wuxing.core.models import Tenant

P = Permission


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
    return redirect(_back())


def _back() -> str:
    try:
        return reverse("certification:ours")
    except NoReverseMatch:
        return reverse("web:engagements")
