"""Clients of the body, and the links through which they act."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.certification.cases import actions, lists, queries, words
from wuxing.certification.cases.forms import DoorForm
from wuxing.certification.cases.models import Client
from wuxing.certification.cases.views import shell
from wuxing.certification.certificate.views import shown as held
from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, RuleBroken

P = Permission


def clients(request: HttpRequest) -> HttpResponse:
    """List the clients by name."""
    acting(request, P.CASE_READ)
    search = request.GET.get("q", "").strip()[:100]
    rows, following = lists.clients(search, request.GET.get("after", ""))
    query = {"after": following} | ({"q": search} if search else {})
    context = {
        "rows": rows,
        "search": {"name": "q", "value": search, "label": _("name, credit code")},
        "clear": reverse("certification:clients") if search else "",
        "filtered": bool(search),
        "next": f"?{urlencode(query)}" if following else "",
        "previous": "",
        "words": _("by name"),
    }
    return render(request, "certification/clients.html", context)


def client(request: HttpRequest, client_id: int) -> HttpResponse:
    """Show a client with its cases, links and letters."""
    by = acting(request, P.CASE_READ)
    return _page(request, by, queries.client(client_id))


def _page(
    request: HttpRequest, by: Actor, found: Client, form: DoorForm | None = None, link: str = "", status: int = 200
) -> HttpResponse:
    today = clock.today(by.zone)
    facts = [
        (_("Credit code"), found.credit_code),
        (_("Address"), f"{found.city} {found.address}".strip()),
        (_("Contact"), found.contact_name),
        (_("Phone"), found.phone),
        (_("E-mail"), found.email),
        (_("People"), found.headcount or ""),
        (_("Works on this installation"), _("yes") if found.company_id else _("no")),
    ]
    context = {
        "client": found,
        "facts": facts,
        "cases": [
            {"case": one, "kind": words.kind(one.kind), "state": words.badge(one.stage), "word": words.stage(one.stage)}
            for one in lists.cases_of(found)
        ],
        "doors": [
            {"door": door, "open": door.revoked_at is None and door.until >= today}
            for door in found.doors.order_by("-pk")[:50]
        ],
        "letters": list(found.letters.order_by("-pk")[:50]),
        "certificates": [held.row(one, today) for one in found.certificates.order_by("-pk")[:20]],
        "certificate_page": bool(shell.address("certificate", 0)),
        "form": form or DoorForm(initial={"name": found.contact_name, "email": found.email}),
        "may": by.may(P.CASE_MANAGE),
        "link": link,
    }
    return render(request, "certification/client.html", context, status=status)


@require_POST
def open_door(request: HttpRequest, client_id: int) -> HttpResponse:
    """Make a link for somebody at the client and show it, once."""
    by = acting(request, P.CASE_MANAGE)
    found = queries.client(client_id)
    form = DoorForm(request.POST)
    if form.is_valid():
        try:
            _door, word = actions.open_door(client_id=found.pk, by=by, **form.cleaned_data)
        except BadInput as error:
            form.blame(error.fields)
        else:
            body = queries.body_of(by)
            return _page(request, by, found, link=request.build_absolute_uri(f"/client/{body.slug}/{word}/"))
    return _page(request, by, found, form, status=422)


@require_POST
def close_door(request: HttpRequest, client_id: int, door_id: int) -> HttpResponse:
    """Close a link."""
    by = acting(request, P.CASE_MANAGE)
    found = queries.client(client_id)
    try:
        actions.close_door(door_id=door_id, by=by)
    except RuleBroken as error:
        messages.error(request, wording.text(error.reason))
    else:
        messages.success(request, _("The link is closed."))
    return redirect("certification:client", found.pk)
