"""The client's page of the agreement, by link: read it, sign it, ask for a change."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from wuxing.certification.agreement import actions, queries, rules
from wuxing.certification.agreement.forms import ChangeForm, SignForm
from wuxing.certification.agreement.states import Side
from wuxing.certification.agreement.views import shown
from wuxing.certification.agreement.views.office import pdf
from wuxing.certification.cases import portal
from wuxing.certification.cases.models import Case, Client
from wuxing.core import wording
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.forms import Form


@portal.through_door
def portal_agreement(request: portal.DoorRequest, by: Actor, client: Client, case_id: int) -> HttpResponse:
    """Show the agreement to the client; sign it, or ask for a change."""
    case = portal.case_of(client, case_id)
    if request.method != "POST":
        return _page(request, by, case)
    name = "ask" if request.POST.get("do") == "ask" else "sign"
    form: Form = (
        ChangeForm(request.POST, auto_id="ask_%s") if name == "ask" else SignForm(request.POST, auto_id="sign_%s")
    )
    if not form.is_valid():
        return _page(request, by, case, {name: form}, 422)
    try:
        said = _ask(request, case, form, by) if name == "ask" else _sign(request, case, form, by)
    except BadInput as error:
        form.blame(error.fields)
        return _page(request, by, case, {name: form}, 422)
    except RuleBroken as error:
        form.add_error(None, wording.text(error.reason))
        return _page(request, by, case, {name: form}, 422)
    messages.success(request, said)
    return redirect(reverse("certification:portal_agreement", kwargs=_kwargs(request)))


def _kwargs(request: HttpRequest) -> dict[str, Any]:
    return dict(request.resolver_match.kwargs) if request.resolver_match else {}


def _ask(request: portal.DoorRequest, case: Case, form: Form, by: Actor) -> str:
    last = queries.standing(case)
    actions.ask_change(
        case_id=case.pk, version=last.row.version if last else 0, text=form.cleaned_data["text"],
        door_id=request.door.pk, by=by,
    )  # fmt: skip
    return _("Your wish is with the certification body; they send another version.")


def _sign(request: portal.DoorRequest, case: Case, form: Form, by: Actor) -> str:
    data, last = form.cleaned_data, queries.standing(case)
    actions.sign(
        case_id=case.pk, version=last.row.version if last else 0, side=Side.CLIENT, name=data["signed_by"],
        post=data["post"], sha256=data["sha256"], drawing=data["signature"],
        door_id=request.door.pk, by=by,
    )  # fmt: skip
    return _("Signed.")


def _page(
    request: portal.DoorRequest, by: Actor, case: Case, refused: dict[str, Form] | None = None, status: int = 200
) -> HttpResponse:
    found, refused = queries.versions(case.pk), refused or {}
    last = found[0] if found else None
    sign = ask = None
    if last and not rules.why_not_sign(Side.CLIENT, last.events, newest=True, continues=last.stands, same_text=True):
        sign = refused.get("sign") or SignForm(initial={"sha256": last.row.sha256}, auto_id="sign_%s")
    if last and not last.stands and not rules.why_not_ask(last.events, newest=True):
        ask = refused.get("ask") or ChangeForm(auto_id="ask_%s")
    return portal.page(
        request, "certification/agreement/portal.html", by, case, "portal_agreement", status,
        last=shown.version(last) if last else None, versions=[shown.version(one) for one in found], sign=sign, ask=ask,
        invoices=[shown.invoice(row, by) for row in queries.invoices_of(case)], given=_given(request),
        sha256=last.row.sha256 if last else "",
    )  # fmt: skip


def _given(request: HttpRequest) -> dict[str, Any]:
    return {name: value for name, value in _kwargs(request).items() if name in {"body", "word"}}


@portal.through_door
def portal_agreement_pdf(
    request: portal.DoorRequest, by: Actor, client: Client, case_id: int, version: int
) -> HttpResponse:
    """Hand out a version of the agreement as a PDF."""
    return pdf(portal.case_of(client, case_id), version, by)
