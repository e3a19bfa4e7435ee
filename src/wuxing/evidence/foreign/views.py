"""Pages of foreign records: upload, mapping with its preview, progress, result."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.errors import BusinessError, NotFound
from wuxing.evidence.foreign import actions, queries, shown, store
from wuxing.evidence.foreign.forms import MappingForm, UploadForm
from wuxing.evidence.foreign.mapping import loading, suggesting
from wuxing.evidence.foreign.models import ForeignImport
from wuxing.evidence.readiness import documents

State = ForeignImport.State


def assess(request: HttpRequest) -> HttpResponse:
    """Show what was assessed, and take a new file."""
    by = acting(request, Permission.EVIDENCE_IMPORT)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = actions.take_file(content=file, name=file.name, language=get_language() or "zh-hans", by=by)
        except BusinessError as refusal:
            form.add_error("file", wording.text(refusal.reason))
        else:
            return redirect("evidence:foreign", made.pk)
    context = {"form": form, "imports": [shown.line(one) for one in queries.newest_imports()]}
    return render(request, "evidence/foreign/assess.html", context, status=422 if form.errors else 200)


def foreign(request: HttpRequest, import_id: int) -> HttpResponse:
    """Show one upload as far as it is: mapping, progress, or result."""
    acting(request, Permission.EVIDENCE_IMPORT)
    found = queries.one_import(import_id)
    if found.state == State.DONE and "again" not in request.GET and request.method == "GET":
        return render(request, "evidence/foreign/result.html", {"one": found, **shown.result(found)})
    if found.state in {State.WAITING, State.RUNNING}:
        return render(request, "evidence/foreign/progress.html", {"one": found, **shown.progress(found)})
    return _mapping(request, found)


def _mapping(request: HttpRequest, found: ForeignImport) -> HttpResponse:
    by = acting(request, Permission.EVIDENCE_IMPORT)
    chosen = request.GET.get("mapping", "")
    asked = request.POST if request.method == "POST" else None
    with store.opened(found.tenant_id, found.sha256) as path:
        text = asked["mapping"] if asked and "mapping" in asked else _text(chosen, found, path)
        form = MappingForm(asked, initial={"mapping": text, "as_of": found.as_of})
        if asked and asked.get("do") == "start" and form.is_valid():
            try:
                actions.start_assessment(import_id=found.pk, **form.cleaned_data, by=by)
            except BusinessError as refusal:
                form.add_error("mapping", wording.text(refusal.reason))
            else:
                return redirect("evidence:foreign", found.pk)
        preview = queries.preview(path, text)
    context = {"one": found, "form": form, "choices": _choices(chosen), **shown.preview(preview)}
    return render(request, "evidence/foreign/mapping.html", context, status=422 if form.errors else 200)


def _text(chosen: str, found: ForeignImport, path: Any) -> str:
    if chosen in loading.SHIPPED:
        return loading.shipped_text(chosen)
    if found.mapping and chosen != "suggested":
        return found.mapping
    return suggesting.suggest(path)


def _choices(chosen: str) -> list[tuple[str, str, bool]]:
    titles = {
        "suggested": _("Suggested"),
        "helpdesk": _("Help desk event log"),
        "generic": _("Table of service orders"),
    }
    return [(name, title, name == (chosen or "suggested")) for name, title in titles.items()]


def progress(request: HttpRequest, import_id: int) -> HttpResponse:
    """Give the bar alone, for the page that asks again; when all is done, send it to the result."""
    acting(request, Permission.EVIDENCE_IMPORT)
    found = queries.one_import(import_id)
    response = render(request, "evidence/foreign/bar.html", {"one": found, **shown.progress(found)})
    if found.state not in {State.WAITING, State.RUNNING}:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def open_dataset(request: HttpRequest, import_id: int) -> HttpResponse:
    """Go on in the data set that holds the records."""
    by = acting(request, Permission.EVIDENCE_IMPORT)
    request.session["tenant_id"] = actions.open_dataset(import_id=import_id, by=by)
    return redirect("/")


def report_json(request: HttpRequest, import_id: int) -> HttpResponse:
    """Give report.json."""
    found = _finished(request, import_id)
    response = JsonResponse(found.report, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = content_disposition_header(True, "report.json") or ""
    return response


def report_pdf(request: HttpRequest, import_id: int) -> HttpResponse:
    """Give report.pdf."""
    found = _finished(request, import_id)
    response = HttpResponse(documents.draw(json.loads(json.dumps(found.sheet))), content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, "report.pdf") or ""
    return response


def _finished(request: HttpRequest, import_id: int) -> ForeignImport:
    acting(request, Permission.EVIDENCE_IMPORT)
    found = queries.one_import(import_id)
    if found.state != State.DONE:
        raise NotFound(_("there is no report yet"))
    return found
