"""评价: the survey that a link opens, without signing in; and the code of it on the technician's screen."""

from typing import Any

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wuxing.core import clock, prepared, wording
from wuxing.core.access import Permission, Role
from wuxing.core.actors import Channel as Through
from wuxing.core.actors import actor_for
from wuxing.core.doors import acting
from wuxing.core.errors import BusinessError, NotFound, RuleBroken
from wuxing.core.tenants import in_tenant
from wuxing.service.doors import limits
from wuxing.service.doors.views.tracking import busy
from wuxing.service.follow_up import actions, queries, sending
from wuxing.service.follow_up.actions.surveying import digest_of
from wuxing.service.follow_up.forms.survey import SurveyForm
from wuxing.service.follow_up.models import Problem, SurveyInvitation
from wuxing.service.follow_up.states import Channel, InvitationState
from wuxing.service.repair.models import WorkOrder


@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, word: str) -> HttpResponse:
    """Show the survey of an invitation, or keep its answer. A word that nobody gave is not found."""
    rows = prepared.fetch("SELECT invitation_id, tenant_id, slug, name, zone FROM survey_of(%s)", [digest_of(word)])
    if not rows:
        raise Http404(_("this link is not valid; please take the newest one"))
    invitation_id, tenant_id, _slug, company, zone = rows[0]
    if request.method == "POST" and limits.too_many(request, limits.POST, key=word):
        return busy(request)
    with in_tenant(tenant_id):
        response = _inside(request, invitation_id, tenant_id, company, zone)
    response["Referrer-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _inside(request: HttpRequest, invitation_id: int, tenant_id: int, company: str, zone: str) -> HttpResponse:
    found = SurveyInvitation.objects.select_related("order__product", "order__technician").get(pk=invitation_id)
    by = actor_for(
        tenant_id=tenant_id,
        user_id=None,
        name="customer",
        roles=frozenset({Role.CUSTOMER}),
        channel=Through.PORTAL,
        zone=zone,
    )
    context: dict[str, Any] = {"company": company, "order": found.order, "form": None, "status": 200}
    if request.method == "POST" and "object" in request.POST:
        actions.object_to_surveys(invitation_id=found.pk, language=get_language() or "zh-hans", by=by)
        context["stopped"] = True
    elif found.state == InvitationState.ANSWERED:
        context["thanks"] = True
    elif found.expires_at <= clock.now():
        context["over"] = True
    elif request.method == "POST":
        context |= _answered(request, found, by)
    else:
        context["form"] = SurveyForm(zone=zone)
    return render(request, "service/follow_up/survey.html", context, status=context["status"])


def _answered(request: HttpRequest, found: SurveyInvitation, by: Any) -> dict[str, Any]:
    form = SurveyForm(request.POST, zone=by.zone)
    if not form.is_valid():
        return {"form": form, "status": 422}
    try:
        made = actions.answer(invitation_id=found.pk, by=by, **form.details())
    except BusinessError as refusal:
        form.refuse(refusal)
        return {"form": form, "status": refusal.status}
    problem = Problem.objects.filter(answer=made).values("number", "due_at").first()
    return {"thanks": True, "problem": problem}


def survey_code(request: HttpRequest, order_id: int) -> HttpResponse:
    """Show the technician a code that the customer reads with the own phone; the answer itself is never shown here."""
    by = acting(request, Permission.REPAIR_VISIT)
    order = WorkOrder.objects.filter(pk=order_id).first()
    if order is None:
        raise NotFound(_("there is no such order here"))
    queries.require_own_technician(order, by)
    refused = ""
    if request.method == "POST":
        try:
            actions.invite(order_id=order_id, channel=Channel.QR, by=by)
        except RuleBroken as refusal:
            refused = wording.text(refusal.reason)
        else:
            return redirect("repair:survey_code", order_id)
    found = queries.invitation_of(order_id, Channel.QR, since=order.reopened_at)
    context = {
        "order": order,
        "code": _code_of(found) if found and found.state == InvitationState.INVITED else "",
        "asked": found is not None,
        "refused": refused,
    }
    return render(request, "service/follow_up/survey_code.html", context, status=409 if refused else 200)


def _code_of(invitation: SurveyInvitation) -> str:
    url = sending.survey_url(actions.word_of(invitation))
    return str(segno.make_qr(url, error="m").svg_data_uri(scale=8, border=2, dark="#111", light="#fff"))
