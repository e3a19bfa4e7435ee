"""The client's door: pages that a client's link opens, without signing in, inside the body's walls."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Concatenate, ParamSpec

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from wuxing.certification.cases.models import Case, Client, ClientDoor
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor, Channel, actor_for
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant

P = ParamSpec("P")
Page = Callable[P, HttpResponse]


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
    page: Callable[Concatenate[HttpRequest, Actor, Client, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, str, str, P], HttpResponse]:
    """Turn `page(request, by, client, …)` into the view of an address with body and word: /client/<body>/<word>/…

    The view runs in one transaction inside the body's walls; a wrong, ended or revoked link is not found. The request
    gets `body`, `door` and `door_base` (the address under which the client's pages stand).
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
            request.body_tenant, request.door = tenant, door  # type: ignore[attr-defined]
            request.door_base = f"/client/{body}/{word}/"  # type: ignore[attr-defined]
            response = page(request, client_actor(tenant, door.name), door.client, *args, **kwargs)
            if hasattr(response, "render") and callable(response.render):
                response = response.render()
            if response.status_code >= 500:
                transaction.set_rollback(True)
        response["Referrer-Policy"] = "no-referrer"
        response["Cache-Control"] = "no-store"
        return response

    return view  # type: ignore[return-value]


def case_of(client: Client, case_id: int) -> Case:
    """Return a case of this client. Raises Http404."""
    found = Case.objects.select_related("client").filter(pk=case_id, client=client).first()
    if found is None:
        raise Http404(_("there is no such case here"))
    return found
