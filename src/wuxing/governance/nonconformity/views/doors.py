"""The doors of one nonconformity: its page, its acts, a new one, its files, its report on paper."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.core import files, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BusinessError, NotAllowed, NotFound
from wuxing.core.nouns import noun
from wuxing.core.reasons import say
from wuxing.governance.nonconformity import actions, queries
from wuxing.governance.nonconformity.forms.base import Form
from wuxing.governance.nonconformity.forms.reporting import ReportForm
from wuxing.governance.nonconformity.forms.steps import TermForm
from wuxing.governance.nonconformity.queries import origins, pages
from wuxing.governance.nonconformity.rules.words import SEVERITIES, SOURCES, TERMS
from wuxing.governance.nonconformity.views import documents, page
from wuxing.governance.nonconformity.views.more_acts import ACTS
from wuxing.governance.nonconformity.views.words import length, word


def take(form: Form, run: Any) -> BusinessError | None:
    """Run an action with a form; return its refusal, hung on the form, or None when it was done."""
    if not form.is_valid():
        return None
    try:
        run(form)
    except (NotAllowed, NotFound):
        raise
    except BusinessError as refusal:
        form.refuse(refusal)
        return refusal
    return None


def nonconformity(request: HttpRequest, nonconformity_id: int) -> HttpResponse:
    """Show a nonconformity with the form of its next step; `?do=cancel` opens another one."""
    by = acting(request, Permission.GOVERNANCE_READ)
    shown = page.context(nonconformity_id, by, request.GET.dict(), do=request.GET.get("do", ""))
    return render(request, "governance/nonconformity/nonconformity.html", shown)


@require_POST
def nonconformity_act(request: HttpRequest, nonconformity_id: int, name: str) -> HttpResponse:
    """Do one thing to a nonconformity, then show it; a refusal comes back beside the form, with what was typed."""
    by = acting(request, Permission.GOVERNANCE_READ)
    act = ACTS.get(name)
    if act is None:
        raise NotFound("")
    form = act.form(request.POST, request.FILES, zone=by.zone)
    refusal = take(form, lambda filled: act.run(nonconformity_id, filled, by))
    if not form.errors:
        messages.success(request, str(act.said))
        return redirect("governance:nonconformity", nonconformity_id)
    if not act.asks:
        messages.error(request, form.refusal())
        return redirect("governance:nonconformity", nonconformity_id)
    shown = page.context(nonconformity_id, by, request.POST.dict(), do=name, bound=form)
    status = refusal.status if refusal else 422
    return render(request, "governance/nonconformity/nonconformity.html", shown, status=status)


def new(request: HttpRequest) -> HttpResponse:
    """Report a nonconformity; `?type=work_order&id=7` raises it from that record."""
    by = acting(request, Permission.NONCONFORMITY_REPORT)
    posted = request.method == "POST"
    given = request.POST if posted else request.GET
    kind = given.get("origin_type" if posted else "type", "")
    number = given.get("origin_id" if posted else "id", "")
    record = origins.read(kind, int(number) if number.isdecimal() and len(number) < 18 else 0) if kind else None
    leaves = [leaf for leaf in request.GET.get("leaves", "").split(",") if leaf][:20]
    form = (
        ReportForm(request.POST, zone=by.zone)
        if posted
        else ReportForm(initial=_first(request, record, leaves, by), zone=by.zone)
    )
    made: list[Any] = []
    refusal = None
    if posted:
        refusal = take(form, lambda filled: made.append(actions.report(finding=filled.finding(leaves=leaves), by=by)))
        if made:
            said = _("%(number)s is reported; the clocks of its stages run.") % {"number": made[0].number}
            messages.success(request, said)
            return redirect("governance:nonconformity", made[0].pk)
    shown = {
        "form": form,
        "record": record,
        "record_kind": noun(kind) if kind else "",
        "record_url": origins.page_of(kind, int(number)) if record else "",
        "earlier": queries.of_record(kind, int(number)) if record else [],
    }
    status = 200 if not posted else refusal.status if refusal else 422
    return render(request, "governance/nonconformity/new.html", shown, status=status)


def _first(request: HttpRequest, record: origins.Origin | None, leaves: list[str], by: Actor) -> dict[str, Any]:
    """Return what the form of a report begins with."""
    start: dict[str, Any] = {"found_by": by.name, "leaves": leaves}
    if record is not None:
        kind, source = request.GET["type"], request.GET.get("source", "")
        start |= {
            "origin_type": kind,
            "origin_id": request.GET["id"],
            "source": source if source in SOURCES else origins.source_of(kind),
            "title": record.title[:120],
        }
    return start


def nonconformity_file(request: HttpRequest, nonconformity_id: int, attachment_id: int) -> FileResponse:
    """Give a file that was handed in at one of the steps."""
    acting(request, Permission.GOVERNANCE_READ)
    found = queries.one(nonconformity_id)
    if attachment_id not in {row.pk for row in pages.files_of(found)}:
        raise NotFound(say("there is no such file here"))
    kept, content = files.opened(attachment_id)
    return FileResponse(content, filename=kept.name, content_type=kept.media_type)


def nonconformity_pdf(request: HttpRequest, nonconformity_id: int) -> HttpResponse:
    """Give the report of a nonconformity as PDF."""
    by = acting(request, Permission.GOVERNANCE_READ)
    found = queries.one(nonconformity_id)
    response = HttpResponse(documents.pdf_of(found, by), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    return response


def nonconformity_terms(request: HttpRequest) -> HttpResponse:
    """Show how long each stage may take, with the source; whoever may, changes one."""
    by = acting(request, Permission.GOVERNANCE_READ)
    may_write = by.may(Permission.GOVERNANCE_WRITE)
    form = TermForm(request.POST or None, zone=by.zone)
    status = 200
    if request.method == "POST":
        refusal = take(form, lambda filled: actions.change_term(**filled.cleaned_data, by=by))
        if not form.errors:
            messages.success(request, _("The new term counts for stages that begin from now on."))
            return redirect(reverse("governance:nonconformity_terms"))
        status = refusal.status if refusal else 422
    in_force = queries.terms_in_force()
    version, _calendar = queries.working_calendar(by)
    shown = {
        "heads": [word(SEVERITIES, severity) for severity in in_force],
        "rows": [
            (
                word(TERMS, term),
                [
                    (length(found[term].count, found[term].unit), wording.text(found[term].source))
                    for found in in_force.values()
                ],
            )
            for term in next(iter(in_force.values()))
        ],
        "calendar": queries.calendar_name(version),
        "form": form,
        "may_write": may_write,
    }
    return render(request, "governance/nonconformity/terms.html", shown, status=status)
