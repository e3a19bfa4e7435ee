"""The letters of a case: read, fetched as Word files, written by hand."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from wuxing.certification.cases import queries
from wuxing.certification.cases.views import shell
from wuxing.certification.office.letters import actions, documents, words
from wuxing.certification.office.letters.forms import LetterForm
from wuxing.certification.office.letters.kinds import Kind
from wuxing.certification.office.letters.models import Letter
from wuxing.core.access import Permission
from wuxing.core.doors import acting

P = Permission


def case_letters(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show the letters of a case; write one by hand."""
    by = acting(request, P.CASE_READ)
    found = queries.case(case_id)
    form = LetterForm(request.POST or None)
    if request.method == "POST":
        by.require(P.CASE_MANAGE)
        if form.is_valid():
            data = form.cleaned_data
            due = data["due"].isoformat() if data["due"] else ""
            actions.write_by_hand(kind=Kind(data["kind"]), case_id=found.pk, reasons=data["reasons"], due=due, by=by)
            return redirect("certification:case_letters", found.pk)
    rows = Letter.objects.filter(case=found).select_related("sent_by").order_by("-pk")[:200]
    context = {
        "letters": [{"letter": row, "kind": words.kind(row.kind)} for row in rows],
        "form": form if by.may(P.CASE_MANAGE) else None,
        "empty": _("Every step that the client must hear of writes its letter here."),
    }
    status = 422 if form.errors else 200
    return shell.page(request, "certification/case_letters.html", found, by, "case_letters", status, **context)


def letter_docx(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Hand out a letter as a Word file."""
    by = acting(request, P.CASE_READ)
    found = Letter.objects.filter(pk=letter_id).first()
    if found is None:
        raise Http404(_("there is no such letter here"))
    answer = HttpResponse(documents.docx_of(found, queries.body_of(by).name), content_type=documents.KIND)
    answer["Content-Disposition"] = f'attachment; filename="{found.number}.docx"'
    return answer
