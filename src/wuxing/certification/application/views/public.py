"""The door that is open to everybody: the application form of a body."""

from typing import Any
from uuid import uuid4

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wuxing.certification.application import actions, queries
from wuxing.certification.application.actions import Applied, Received
from wuxing.certification.application.forms import ApplyForm
from wuxing.certification.application.queries import Offer
from wuxing.certification.application.states import Source
from wuxing.certification.application.views import shown
from wuxing.certification.cases import portal
from wuxing.core import clock, wording
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant


def apply(request: HttpRequest, body: str) -> HttpResponse:
    """Show the form and take it: a draft case opens, with a link for who applies."""
    tenant = portal.body_by(body)
    with in_tenant(tenant.pk):
        offers = queries.offered(clock.today(tenant.zone))
        form = form_of(request, offers)
        status = 200
        if request.method == "POST" and offers:
            taken, status = _taken(request, tenant, form)
            if taken:
                return redirect("certification:portal_welcome", body=body, word=taken.word, case_id=taken.case.pk)
        context = {"body_name": tenant.name, "body": tenant, "form": form, "offers": shown.offers(offers)}
        return render(request, "certification/application/apply.html", context, status=status)


def form_of(request: HttpRequest, offers: list[Offer], **first: Any) -> ApplyForm:
    """Return the form, filled with what was sent."""
    start = {"once": uuid4().hex, "target_level": "", **first}
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return ApplyForm(*sent, levels=shown.levels(offers), schemes=shown.schemes(offers), initial=start)


def _taken(request: HttpRequest, tenant: Tenant, form: ApplyForm) -> tuple[Received | None, int]:
    """Return what was opened, or nothing and the status of the answer; what was typed stays in the form."""
    if not ratelimit.consume(request, action="certification_form"):
        form.add_error(None, _("too many forms came from your connection; wait an hour, or call the body"))
        return None, 429
    if not form.is_valid():
        return None, 422
    if form.cleaned_data["website"]:
        form.add_error(None, _("leave the field that is not shown empty; a program may have filled it in"))
        return None, 422
    if not ratelimit.consume(request, action="certification_apply"):
        form.add_error(None, _("too many applications came from your connection; wait an hour, or call the body"))
        return None, 429
    by = portal.client_actor(tenant, form.cleaned_data["contact_name"])
    try:
        return actions.receive(applied=said(form), source=Source.PUBLIC, by=by), 302
    except BadInput as error:
        form.blame(error.fields)
    except RuleBroken as error:
        form.add_error(None, wording.text(error.reason))
    return None, 422


def said(form: ApplyForm) -> Applied:
    """Return what a valid form says."""
    return Applied(**form.said, once=form.cleaned_data["once"], language=get_language() or "zh-hans")
