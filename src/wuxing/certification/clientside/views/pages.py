"""Our certification: what we have at bodies of this installation, apply, hand over a snapshot."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.certification.application import queries as applications
from wuxing.certification.application.views import public
from wuxing.certification.certificate import words as of_certificate
from wuxing.certification.clientside import actions, letting_in, queries
from wuxing.certification.clientside.queries import OurBody, OurCase
from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.evidence.readiness.queries import adopted_pack

P = Permission


def ours(request: HttpRequest) -> HttpResponse:
    """Show our applications and certificates at bodies of this installation."""
    by = acting(request, P.CERTIFICATION_APPLY)
    found = queries.ours(by, _scheme(by))
    context = {
        "bodies": [_body(one, by) for one in found],
        "accesses": letting_in.sections(found, by),
        "offers": [
            {"name": one.name, "url": reverse("certification:ours_apply", args=[one.slug]), "demo": one.demo}
            for one in queries.bodies(by)
        ],
    }
    return render(request, "certification/clientside/ours.html", context)


def _scheme(by: Actor) -> str:
    try:
        return adopted_pack(by, clock.today(by.zone)).id
    except NotFound:
        return ""


def _body(found: OurBody, by: Actor) -> dict[str, Any]:
    held = [
        {"one": one, "state": of_certificate.BADGES[one.state], "word": of_certificate.state(one.state)}
        for one in found.certificates
    ]
    return {"body": found, "cases": [_case(found, one, by) for one in found.cases], "certificates": held}


def _case(found: OurBody, one: OurCase, by: Actor) -> dict[str, Any]:
    reason = wording.text(one.why_no_snapshot or "")
    if not by.may(P.EVIDENCE_RULE):
        reason = _("your role does not allow this")
    return {
        "one": one,
        "url": f"{found.link}cases/{one.pk}/",
        "hand_over": reverse("certification:ours_snapshot_act", args=[found.slug, one.pk]),
        "reason": reason,
        "due": one.step.due.isoformat() if one.step.due else "",
    }


def ours_apply(request: HttpRequest, body: str) -> HttpResponse:
    """Apply at a body, with what our own records know already."""
    by = acting(request, P.CERTIFICATION_APPLY)
    at = queries.body(body)
    with in_tenant(at.pk):
        offers = applications.offered(clock.today(at.zone))
    form = public.form_of(request, offers, **_first(by))
    if request.method == "POST" and form.is_valid():
        try:
            sent = actions.apply(body_slug=body, applied=public.said(form), by=by)
        except BadInput as error:
            form.blame(error.fields)
        except RuleBroken as error:
            form.add_error(None, wording.text(error.reason))
        else:
            messages.success(request, _("The application is open at the body. Hand in the papers next."))
            return redirect(f"/client/{sent.slug}/{sent.word}/cases/{sent.body_case_id}/application/")
    context = {"form": form, "body": at, "offers": offers}
    return render(request, "certification/clientside/apply.html", context, status=422 if form.errors else 200)


def _first(by: Actor) -> dict[str, Any]:
    """Return what our own records know of the application."""
    lines = "\n".join(one.line for one in queries.own_outlets())
    return {"name": Tenant.objects.get(pk=by.tenant_id).name, "contact_name": by.name, "outlets": lines}


@require_POST
def snapshot_act(request: HttpRequest, body: str, case_id: int) -> HttpResponse:
    """Hand over what our records say today."""
    by = acting(request, P.CERTIFICATION_APPLY)
    try:
        made = actions.hand_over(body_slug=body, case_id=case_id, by=by)
    except RuleBroken as error:
        messages.error(request, wording.text(error.reason))
    else:
        told = _("Handed over: assessment %(number)s as of %(day)s.")
        messages.success(request, told % {"number": made.assessment, "day": made.as_of})
    return redirect("certification:ours")
