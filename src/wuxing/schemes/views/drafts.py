"""Drafts as wholes: started, exported, taken in from Excel, published, given up."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, BusinessError, RuleBroken
from wuxing.core.tables.rows import Unreadable
from wuxing.core.tables.uploads import XLSX_TYPE
from wuxing.schemes.conditions import catalogue
from wuxing.schemes.drafts import actions, queries, words
from wuxing.schemes.drafts.actions import Taken
from wuxing.schemes.drafts.workbooks import writing
from wuxing.schemes.editions import queries as editions
from wuxing.schemes.forms import DiscardForm, StartForm, WorkbookForm
from wuxing.schemes.views import shown
from wuxing.schemes.views.editor import clash_words, saved_words, version_of


def draft_new(request: HttpRequest) -> HttpResponse:
    """Start a draft: from an edition that is chosen, or of a new scheme."""
    by = acting(request, Permission.SCHEME_EDIT)
    base = request.POST.get("base", "")
    form = StartForm(request.POST if request.method == "POST" and not base else None)
    if request.method == "POST" and base.isdecimal() and len(base) < 18:
        return redirect("schemes:draft", actions.start_draft(base_id=int(base), by=by).pk)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("schemes:draft", actions.start_draft(scheme=form.cleaned_data["scheme"], by=by).pk)
        except BadInput as error:
            form.blame(error.fields)
    rows = [
        {
            "pk": one.pk,
            "edition": one.edition,
            "ref": pack.basis[0].ref,
            "title": shown.text(pack.title),
            "is_own": one.published_by_id,
        }
        for one in editions.editions()
        if (pack := editions.pack_of(one.sha256))
    ]
    return render(request, "schemes/draft_new.html", {"form": form, "rows": rows}, status=422 if form.errors else 200)


def as_xlsx(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Give the draft as a workbook."""
    acting(request, Permission.SCHEME_READ)
    one = queries.draft(draft_id)
    try:
        content = writing.written(queries.tables(one), queries.about(one), catalogue.declared())
    except RuleBroken as refusal:
        messages.error(request, wording.text(refusal.reason))
        return redirect("schemes:draft", draft_id)
    response = HttpResponse(content, content_type=XLSX_TYPE)
    name = f"{one.scheme}-{one.edition}-v{one.version}.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


def take_workbook(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Take a workbook in; what cannot be taken is listed by its cells, and nothing is changed."""
    by = acting(request, Permission.SCHEME_EDIT)
    one = queries.draft(draft_id)
    form = WorkbookForm(request.POST or None, request.FILES or None)
    rows: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.import_workbook(draft_id=draft_id, content=form.cleaned_data["file"], by=by)
        except BadInput as error:
            rows = [(place, wording.text(reason)) for place, reason in error.fields.items()]
            form.add_error("file", _("Some cells cannot be taken. Mend them in Excel and send the workbook again."))
        except Taken as error:
            rows = [(words.place(clash.address), clash_words(clash, error)) for clash in error.clashes]
            form.add_error("file", wording.text(error.reason))
        except (RuleBroken, Unreadable) as error:
            form.add_error("file", wording.text(error.reason))
        else:
            messages.success(
                request, saved_words(saved, saved.version - 1 if saved.version > one.version else saved.version)
            )
            return redirect("schemes:draft", draft_id)
    context = {"draft": one, "form": form, "rows": rows[:200]}
    return render(request, "schemes/draft_import.html", context, status=422 if form.errors else 200)


@require_POST
def publish(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Publish a draft."""
    by = acting(request, Permission.SCHEME_READ)
    try:
        made = actions.publish_draft(draft_id=draft_id, version=version_of(request), by=by)
    except RuleBroken as refusal:
        messages.error(request, wording.text(refusal.reason))
        return redirect("schemes:draft", draft_id)
    messages.success(
        request, _("Published as %s. It never changes again; adopt it to be assessed by it.") % made.edition
    )
    return redirect("schemes:edition", made.pk)


@require_POST
def discard(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Give a draft up."""
    by = acting(request, Permission.SCHEME_READ)
    form = DiscardForm(request.POST)
    try:
        actions.discard_draft(draft_id=draft_id, reason=form.data.get("reason", ""), by=by)
    except BusinessError as refusal:
        if refusal.status in (403, 404):
            raise
        messages.error(request, wording.text(refusal.reason))
        return redirect("schemes:draft", draft_id)
    messages.success(request, _("The draft is given up; what was written in it stays on record."))
    return redirect("schemes:schemes")
