"""The client's door: pages that a client's link opens, without signing in, inside the body's walls."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any, Concatenate, ParamSpec, cast

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from wuxing.certification.cases import words
from wuxing.certification.cases.models import Case, Client, ClientDoor
from wuxing.certification.cases.views import shell
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor, Channel, actor_for
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant

P = ParamSpec("P")
Page = Callable[P, HttpResponse]


class DoorRequest(HttpRequest):
    """A request through a client's link: the body, the link, and the address under which the client's pages stand."""

    body_tenant: Tenant
    door: ClientDoor
    door_base: str


def body_by(slug: str) -> Tenant:
    """Return a certification body by the name in addresses. Raises Http404."""
    found = Tenant.objects.filter(slug=slug, kind=Tenant.Kind.CERTIFICATION_BODY).first()
    if found is None:
        raise Http404(_("there is no such certification body here"))
    return found


def client_actor(body: Tenant, name: str) -> Actor:
    """Return somebody who acts for a client through a link."""
    return actor_for(
        tenant_id=body.pk,
        user_id=None,
        name=name,
        roles=frozenset({Role.CLIENT}),
        channel=Channel.PORTAL,
        zone=body.zone,
    )


def through_door(
    page: Callable[Concatenate[DoorRequest, Actor, Client, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, str, str, P], HttpResponse]:
    """Turn `page(request, by, client, …)` into the view of an address with body and word: /client/<body>/<word>/…

    The view runs in one transaction inside the body's walls; a wrong, ended or revoked link is not found. The page
    gets a DoorRequest.
    """

    @wraps(page)
    def view(request: HttpRequest, body: str, word: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        tenant = body_by(body)
        with in_tenant(tenant.pk):
            found = ClientDoor.objects.select_related("client").filter(
                digest=sha256(word.encode()).digest(), revoked_at=None, until__gte=clock.today(tenant.zone)
            )
            door = found.first()
            if door is None:
                raise Http404(_("this link is not valid, or no longer; ask the certification body for a new one"))
            through = cast(DoorRequest, request)
            through.body_tenant, through.door = tenant, door
            through.door_base = f"/client/{body}/{word}/"
            response = page(through, client_actor(tenant, door.name), door.client, *args, **kwargs)
            if hasattr(response, "render") and callable(response.render):
                response = response.render()
            if response.status_code >= 500:
                transaction.set_rollback(True)
        response["Referrer-Policy"] = "same-origin"  # the word goes to no other site; the forms keep their Origin
        response["Cache-Control"] = "no-store"
        return response

    return view  # type: ignore[return-value]


def case_of(client: Client, case_id: int) -> Case:
    """Return a case of this client. Raises Http404."""
    found = Case.objects.select_related("client").filter(pk=case_id, client=client).first()
    if found is None:
        raise Http404(_("there is no such case here"))
    return found


def tabs(request: HttpRequest, case: Case, active: str) -> list[dict[str, object]]:
    """Return the client's pages of a case that exist, the active one marked."""
    named = (
        ("portal_case", _("Overview")),
        ("portal_application", _("Application")),
        ("portal_agreement", _("Agreement")),
        ("portal_papers", _("Documents")),
        ("portal_audit", _("On site")),
        ("portal_findings", _("Findings")),
        ("portal_report", _("Report")),
        ("portal_certificate", _("Certificate")),
        ("portal_appeals", _("Complaints and appeals")),
    )
    match = request.resolver_match
    given = {name: match.kwargs[name] for name in ("body", "word")} if match else {}
    found = []
    for name, label in named:
        try:
            url = reverse(f"certification:{name}", kwargs={**given, "case_id": case.pk})
        except NoReverseMatch:
            continue
        found.append({"url": url, "label": label, "here": name == active})
    return found


def page(
    request: DoorRequest, template: str, by: Actor, case: Case, active: str, status: int = 200, **context: Any
) -> HttpResponse:
    """Draw a client's page of a case: `template` extends certification/portal_case_base.html."""
    context |= {
        "body_name": request.body_tenant.name,
        "door_base": request.door_base,
        "case": case,
        "by": by,
        "tabs": tabs(request, case, active),
        "phases": shell.phases(case),
        "state": words.badge(case.stage),
        "word": words.stage(case.stage),
        "kind": words.kind(case.kind),
        "level": words.level(case.pack, case.target_level),
    }
    return render(request, template, context, status=status)
