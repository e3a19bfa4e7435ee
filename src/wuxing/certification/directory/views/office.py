"""What the office does for the public: the profile, files for authorities with their receipts."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from wuxing.certification.directory import actions, queries, words
from wuxing.certification.directory.forms import ExportForm, ProfileForm, ReceiptForm
from wuxing.certification.directory.models import RegisterExport
from wuxing.certification.people.views import steps
from wuxing.core import clock, files
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.errors import NotFound
from wuxing.core.reasons import say

P = Permission
PAGE = 50


def profile(request: HttpRequest) -> HttpResponse:
    """Show and change what the body publishes of itself."""
    by = acting(request, P.CASE_READ)
    found = queries.profile(by.tenant_id)
    initial = {name: getattr(found, name) for name in actions.FIELDS} if found else {}
    form = ProfileForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        facts = {name: str(value) for name, value in form.cleaned_data.items()}
        if steps.told(request, form, lambda: actions.save_profile(facts=facts, by=by)):
            return redirect("certification:profile")
    context = {
        "form": form,
        "found": found,
        "may": by.may(P.IMPARTIALITY_MANAGE),
        "public": reverse("certification:body", args=[queries.slug(by.tenant_id)]),
        "facts": [(field.label, initial.get(field.name, "")) for field in form],
    }
    return render(request, "certification/directory/profile.html", context, status=422 if form.errors else 200)


def exports(request: HttpRequest) -> HttpResponse:
    """List the files made for authorities; make one."""
    by = acting(request, P.CASE_READ)
    form = ExportForm(request.POST or None, initial={"until": clock.today(by.zone)})
    if request.method == "POST" and steps.done(request, form, actions.make_export, by=by):
        return redirect("certification:exports")
    before = request.GET.get("before", "")
    rows = queries.exports(int(before) if before.isdecimal() and len(before) < 18 else None, PAGE + 1)
    context: dict[str, Any] = {
        "rows": [_row(one) for one in rows[:PAGE]],
        "next": f"?before={rows[PAGE - 1].pk}" if len(rows) > PAGE else "",
        "previous": "?" if before else "",
        "form": form,
        "may": by.may(P.CASE_MANAGE),
    }
    return render(request, "certification/directory/exports.html", context, status=422 if form.errors else 200)


def export(request: HttpRequest, export_id: int) -> HttpResponse:
    """Show one file; keep its receipt."""
    by = acting(request, P.CASE_READ)
    found = queries.export(export_id)
    form = ReceiptForm(
        request.POST or None,
        initial={"receipt": found.receipt, "received_on": found.received_on or clock.today(by.zone)},
    )
    if request.method == "POST" and steps.done(request, form, actions.note_receipt, export_id=export_id, by=by):
        return redirect("certification:export", export_id)
    context = {**_row(found), "form": form, "may": by.may(P.CASE_MANAGE)}
    return render(request, "certification/directory/export.html", context, status=422 if form.errors else 200)


def export_file(request: HttpRequest, export_id: int) -> FileResponse:
    """Give a file made for an authority."""
    acting(request, P.CASE_READ)
    found = queries.export(export_id)
    if found.attachment_id is None:
        raise NotFound(say("there is no such file here"))
    kept, content = files.opened(found.attachment_id)
    return FileResponse(content, filename=kept.name, content_type=kept.media_type, as_attachment=True)


def _row(one: RegisterExport) -> dict[str, Any]:
    return {
        "row": one,
        "kind": words.kind(one.kind),
        "name": one.attachment.name if one.attachment else "",
        "sha256": one.attachment.sha256 if one.attachment else "",
        "url": reverse("certification:export_file", args=[one.pk]),
    }
