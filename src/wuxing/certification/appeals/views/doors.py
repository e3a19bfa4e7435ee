"""Where appeals and complaints come in: the client's link, and the form that is open to everybody."""

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wuxing.certification.appeals import actions, queries
from wuxing.certification.appeals.forms import ComplaintForm, SendForm
from wuxing.certification.appeals.models import Appeal
from wuxing.certification.appeals.states import Kind
from wuxing.certification.appeals.views import shown
from wuxing.certification.cases import portal
from wuxing.certification.cases.models import Case, Client
from wuxing.certification.report.queries import pack
from wuxing.certification.report.views.portal import shown_report
from wuxing.core import clock, wording
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.evidence.readiness import words


@portal.through_door
def portal_appeals(request: portal.DoorRequest, by: Actor, client: Client, case_id: int) -> HttpResponse:
    """Show what the client sent about a case and what came of it; take another."""
    case = portal.case_of(client, case_id)
    form = _send_form(case, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            kind = Kind(form.cleaned_data["kind"])
            text = form.cleaned_data["text"]
            actions.receive(
                client_id=client.pk, case_id=case.pk, kind=kind, text=text, disputes=form.asked, by=by
            )  # fmt: skip
        except BadInput as error:
            form.blame(error.fields)
        except RuleBroken as error:
            form.add_error(None, wording.text(error.reason))
        else:
            messages.success(request, _("Sent. You find the answer here, and in a letter."))
            return redirect(request.path)
    today = clock.today(by.zone)
    return portal.page(
        request,
        "certification/appeals/portal_appeals.html",
        by,
        case,
        "portal_appeals",
        status=422 if form.errors else 200,
        rows=[_seen(one, today) for one in queries.of_case(case) if one.door != "public"],
        form=form,
    )


def _seen(one: Appeal, today: Any) -> dict[str, Any]:
    """Return what the client sees: the answer once it is told, the replay of what it disputes."""
    return {**shown.row(one, today), "reasons": one.reasons if one.state == "told" else "", "told": one.state == "told"}


def _send_form(case: Case, data: Any) -> SendForm:
    findings = queries.disputable(case) if case.closing_at else []
    scheme = pack(case)
    return SendForm(
        data,
        findings=[(str(one.pk), f"{one.number} · {one.leaf} {one.text[:60]}") for one in findings],
        leaves=[(leaf.id, f"{leaf.id} {words.text(leaf.title)}") for leaf in scheme.leaves]
        if shown_report(case)
        else [],
        initial={"kind": "appeal" if case.closing_at or case.stage == "refused" else "complaint"},
    )


def complaint(request: HttpRequest, body: str) -> HttpResponse:
    """Take a complaint from anybody, about the body or about a holder of a certificate."""
    tenant = portal.body_by(body)
    with in_tenant(tenant.pk):
        form = ComplaintForm(request.POST or None, initial={"certificate": request.GET.get("certificate", "")[:60]})
        made: Appeal | None = None
        status = 200
        if request.method == "POST":
            made, status = _taken(request, tenant, form)
        context = {"body_name": tenant.name, "body": tenant, "form": form, "made": made}
        return render(request, "certification/appeals/complaint.html", context, status=status)


def _taken(request: HttpRequest, tenant: Tenant, form: ComplaintForm) -> tuple[Appeal | None, int]:
    if not form.is_valid():
        return None, 422
    if form.cleaned_data.pop("website"):
        form.add_error(None, _("leave the field that is not shown empty; a program may have filled it in"))
        return None, 422
    if not ratelimit.consume(request, action="certification_complaint"):
        form.add_error(None, _("too many complaints came from your connection; wait an hour, or call the body"))
        return None, 429
    by = portal.client_actor(tenant, form.cleaned_data["party"])
    try:
        return actions.receive_from_public(**form.cleaned_data, language=get_language() or "zh-hans", by=by), 200
    except BadInput as error:
        form.blame(error.fields)
    return None, 422
