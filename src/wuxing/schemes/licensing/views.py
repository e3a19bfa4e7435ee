"""Pages of licensed points and texts: what is in force, upload, comparison, signature, withdrawal."""

import csv
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.models import Tenant
from wuxing.schemes.editions.queries import pack_of
from wuxing.schemes.licensing import actions, queries, rules, shown, words
from wuxing.schemes.licensing.forms import LoadForm, SignForm, WithdrawForm
from wuxing.schemes.licensing.models import LicensedTable
from wuxing.schemes.licensing.states import State
from wuxing.schemes.packs.structure import Pack

FAULTS_SHOWN = 50
Kind = LicensedTable.Kind


def licensing(request: HttpRequest) -> HttpResponse:
    """Show which editions have official points and text in force here, and every table ever loaded."""
    by = acting(request, Permission.SCHEME_READ)
    tables = queries.tables()
    context = {
        "editions": shown.editions(tables),
        "tables": [shown.line(table) for table in tables],
        "may_license": by.may(Permission.SCHEME_LICENSE),
        "is_body": Tenant.objects.filter(pk=by.tenant_id, kind=Tenant.Kind.CERTIFICATION_BODY).exists(),
    }
    return render(request, "schemes/licensing.html", context)


def load(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Take the upload of a licensed table."""
    by = acting(request, Permission.SCHEME_LICENSE)
    edition, kind = queries.edition(edition_id), _kind(request)
    pack = pack_of(edition.sha256)
    form, faults = LoadForm(request.POST or None, request.FILES or None), ()
    if request.method == "POST" and form.is_valid():
        file, act = form.cleaned_data["file"], actions.load_points if kind == Kind.POINTS else actions.load_texts
        try:
            made = act(edition_id=edition_id, content=file, name=file.name, source=form.cleaned_data["source"], by=by)
            messages.success(request, _("The table is loaded. Another person has to compare it and sign it off."))
            return redirect("schemes:licensing_table", made.pk)
        except BadInput as refusal:
            form.blame(refusal.fields)
            faults = getattr(refusal, "faults", ())
        except RuleBroken as refusal:
            form.add_error(None, wording.text(refusal.reason))
    context = _load_page(by, pack, edition_id, kind) | {"form": form, "faults": _told(faults)}
    return render(request, "schemes/licensing_load.html", context, status=422 if form.errors else 200)


def _load_page(by: Actor, pack: Pack, edition_id: int, kind: str) -> dict[str, Any]:
    waiting = queries.table_in(edition_id, kind, State.WAITING)
    why_not = rules.why_not_load(pack, user_id=by.user_id, waiting_since=waiting.loaded_at if waiting else None)
    return {
        "edition_id": edition_id,
        "kind": kind,
        "is_points": kind == Kind.POINTS,
        "title": f"{pack.basis[0].ref} {words.text(pack.title)}",
        "what": words.kind(kind),
        "leaves": len(pack.leaves),
        "total": pack.total,
        "why_not": wording.text(why_not or ""),
        "waiting": waiting,
    }


def _told(faults: Any) -> list[str]:
    return [wording.text(fault) for fault in faults[:FAULTS_SHOWN]]


def form_file(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Give an empty table to fill in: every indicator with its title in our words."""
    acting(request, Permission.SCHEME_LICENSE)
    edition, kind = queries.edition(edition_id), _kind(request)
    pack = pack_of(edition.sha256)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    name = f"{edition.scheme}-{kind}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    csv.writer(response).writerows(shown.empty_table(pack, kind))
    return response


def table(request: HttpRequest, table_id: int) -> HttpResponse:
    """Show a loaded table beside what it would replace; sign it off, or withdraw it."""
    by = acting(request, Permission.SCHEME_LICENSE)
    found = queries.table(table_id)
    asked = request.POST.get("do", "") if request.method == "POST" else ""
    sign = SignForm(request.POST if asked == "sign" else None)
    leave = WithdrawForm(request.POST if asked == "withdraw" else None)
    form = {"sign": sign, "withdraw": leave}.get(asked)
    if form is not None and form.is_valid() and _done(request, form, table_id, asked, by):
        return redirect("schemes:licensing_table", table_id)
    context = {"table": found, "sign": sign, "leave": leave, **shown.page(found, by)}
    return render(request, "schemes/licensing_table.html", context, status=422 if form is not None else 200)


def _done(request: HttpRequest, form: Any, table_id: int, asked: str, by: Actor) -> bool:
    try:
        if asked == "sign":
            actions.sign_off(table_id=table_id, by=by)
            messages.success(request, _("The table is signed off and in force."))
        else:
            actions.withdraw(table_id=table_id, reason=form.cleaned_data["reason"], by=by)
            messages.success(request, _("The table is withdrawn."))
    except BadInput as refusal:
        form.blame(refusal.fields)
    except RuleBroken as refusal:
        form.add_error(None, wording.text(refusal.reason))
    return not form.errors


def _kind(request: HttpRequest) -> str:
    return Kind.TEXT if request.GET.get("kind") == Kind.TEXT else Kind.POINTS
