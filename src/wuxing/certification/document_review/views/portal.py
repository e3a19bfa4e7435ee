"""The client's side: what became of each document, and the next version."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from wuxing.certification.cases import portal
from wuxing.certification.cases.models import Case, Client
from wuxing.certification.cases.states import Stage
from wuxing.certification.document_review import actions, queries, words
from wuxing.certification.document_review.forms import VersionForm
from wuxing.certification.document_review.queries import Line
from wuxing.certification.document_review.states import State
from wuxing.certification.findings.views.portal import address
from wuxing.core import wording
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken


@portal.through_door
def portal_papers(request: portal.DoorRequest, by: Actor, client: Client, case_id: int) -> HttpResponse:
    """Show what became of each document."""
    return _page(request, by, portal.case_of(client, case_id))


@portal.through_door
def portal_paper_new(
    request: portal.DoorRequest, by: Actor, client: Client, /, case_id: int, code: str
) -> HttpResponse:
    """Take the next version of a document."""
    case = portal.case_of(client, case_id)
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = VersionForm(*data, auto_id=f"{code}_%s")
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            actions.hand_in_again(case_id=case.pk, client_id=client.pk, code=code, content=sent, name=sent.name, by=by)
        except NotFound as error:
            raise Http404(wording.text(error.reason)) from error
        except BadInput as error:
            form.blame(error.fields)
        except RuleBroken as error:
            form.add_error(None, wording.text(error.reason))
        else:
            messages.success(request, _("The new version is handed in; the team looks at it."))
            return redirect(address(request, "portal_papers", case_id=case.pk))
    return _page(request, by, case, (code, form), 422 if form.errors else 200)


def _page(
    request: portal.DoorRequest,
    by: Actor,
    case: Case,
    refused: tuple[str, VersionForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    several = queries.lines(case)
    return portal.page(
        request,
        "certification/document_review/portal_papers.html",
        by,
        case,
        "portal_papers",
        status=status,
        rows=[_row(request, case, line, refused) for line in several],
        waiting=sum(1 for line in several if line.state is State.FINDINGS),
    )


def _row(request: HttpRequest, case: Case, line: Line, refused: tuple[str, VersionForm] | None) -> dict[str, Any]:
    look, word = words.state(line)
    code = line.review.code
    open_ = case.stage == Stage.DOCUMENT_REVIEW and line.state not in {State.ACCEPTED, State.NOT_NEEDED}
    here = refused is not None and refused[0] == code
    return {
        "title": line.title,
        "state": look,
        "word": word,
        "versions": [
            {
                "version": one.version,
                "name": one.attachment.name,
                "url": address(request, "portal_paper_file", case_id=case.pk, paper_id=one.pk),
            }
            for one in line.versions
        ],
        "findings": [
            {"finding": one, "url": address(request, "portal_finding", case_id=case.pk, finding_id=one.pk)}
            for one in line.open
        ],
        "said": [one.text for one in line.rounds[-1:] if one.text],
        "form": (refused[1] if here and refused else VersionForm(auto_id=f"{code}_%s")) if open_ else None,
        "url": address(request, "portal_paper_new", case_id=case.pk, code=code),
        "urgent": line.state is State.FINDINGS,
        "opened": line.state is State.FINDINGS or here or not line.versions,
    }
