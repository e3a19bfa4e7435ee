"""The client's side of findings: what is asked now, the plan, the evidence."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wuxing.certification.cases import portal
from wuxing.certification.cases.models import Case, Client
from wuxing.certification.cases.states import Stage
from wuxing.certification.findings import actions, queries, rules, words
from wuxing.certification.findings.forms import AnswerForm, PlanForm
from wuxing.certification.findings.models import Finding
from wuxing.certification.findings.states import Grade, Kind, Source, State
from wuxing.certification.findings.views import shown
from wuxing.certification.findings.views.one import file_of
from wuxing.core import clock, wording
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.forms import Form


def address(request: HttpRequest, name: str, **parts: int | str) -> str:
    """Return where a page of the client stands, under the same link."""
    match = request.resolver_match
    assert match is not None
    given: dict[str, int | str] = {key: match.kwargs[key] for key in ("body", "word")}
    return reverse(f"certification:{name}", kwargs=given | parts)


def asked_now(found: Finding, case: Case) -> str:
    """Return what the client does next with a finding, in words."""
    here, source = State(found.state), Source(found.source)
    if source is Source.DOCUMENT_REVIEW:
        return _("hand in a better version of the document") if here is State.OPEN else ""
    if rules.why_not_ask(Kind(found.kind), source) or Stage(case.stage) is not Stage.FINDINGS:
        return ""
    return {
        State.OPEN: _("write how you correct it, why it came about, and what keeps it from coming again"),
        State.PLANNED: _("nothing; the team looks at your plan"),
        State.ACCEPTED: _("send the evidence of the correction"),
        State.ANSWERED: _("nothing; the team verifies your evidence"),
    }.get(here, "")


@portal.through_door
def portal_findings(request: portal.DoorRequest, by: Actor, client: Client, case_id: int) -> HttpResponse:
    """List the findings with what is asked now."""
    case = portal.case_of(client, case_id)
    today, scheme = clock.today(by.zone), queries.pack(case)
    several = list(queries.shown_to_client(case))
    rows = [
        shown.row(one, scheme, None, today)
        | {
            "url": address(request, "portal_finding", case_id=case.pk, finding_id=one.pk),
            "ask": asked_now(one, case),
        }
        for one in several
    ]
    waiting = sum(1 for one in several if one.state in {State.OPEN, State.ACCEPTED} and asked_now(one, case))
    return portal.page(
        request,
        "certification/findings/portal_findings.html",
        by,
        case,
        "portal_findings",
        rows=rows,
        waiting=waiting,
        late=sum(row["late"] for row in rows),
        before=case.closing_at is None,
    )


@portal.through_door
def portal_finding(
    request: portal.DoorRequest, by: Actor, client: Client, case_id: int, finding_id: int
) -> HttpResponse:
    """Show a finding to the client, and take the plan or the evidence."""
    case = portal.case_of(client, case_id)
    found = _one(case, finding_id)
    form, run = _next(request, by, client, found, case)
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            run(**form.cleaned_data)
        except BadInput as error:
            form.blame(error.fields)
        except RuleBroken as error:
            form.add_error(None, wording.text(error.reason))
        else:
            messages.success(request, _("Sent to the certification body."))
            return redirect(address(request, "portal_finding", case_id=case.pk, finding_id=found.pk))
    scheme, today = queries.pack(case), clock.today(by.zone)
    several = [one.pk for group in queries.files_of(found).values() for one in group]
    at = {
        pk: address(request, "portal_finding_file", case_id=case.pk, finding_id=found.pk, finding_file_id=pk)
        for pk in several
    }
    return portal.page(
        request,
        "certification/findings/portal_finding.html",
        by,
        case,
        "portal_findings",
        status=422 if form is not None and form.errors else 200,
        finding=found,
        row=shown.row(found, scheme, None, today),
        ask=asked_now(found, case),
        form=form,
        multipart=isinstance(form, AnswerForm),
        file_needed=rules.needs_file(Kind(found.kind), Grade(found.grade) if found.grade else None),
        facts=_facts(found, scheme),
        files=shown.files(found, at),
        days=shown.days(found, at),
        back=address(request, "portal_findings", case_id=case.pk),
        papers=portal_papers(request, case) if found.source == Source.DOCUMENT_REVIEW else "",
    )


@portal.through_door
def portal_finding_file(
    request: portal.DoorRequest, by: Actor, client: Client, /, case_id: int, finding_id: int, finding_file_id: int
) -> HttpResponse:
    """Give a file of a finding to the client."""
    given: HttpResponse = file_of(_one(portal.case_of(client, case_id), finding_id), finding_file_id)  # type: ignore[assignment]
    return given


def portal_papers(request: HttpRequest, case: Case) -> str:
    """Return where the client hands in documents."""
    return address(request, "portal_papers", case_id=case.pk)


def _one(case: Case, finding_id: int) -> Finding:
    found = queries.shown_to_client(case).filter(pk=finding_id).first()
    if found is None:
        raise Http404(_("there is no such finding here"))
    return found


def _next(
    request: HttpRequest, by: Actor, client: Client, found: Finding, case: Case
) -> tuple[Form | None, Callable[..., Any]]:
    """Return the form of the client's next step and what it does; None when it is not the client's turn."""
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    ids: dict[str, Any] = {"finding_id": found.pk, "client_id": client.pk, "by": by}
    if Stage(case.stage) is Stage.FINDINGS and not rules.why_not_ask(Kind(found.kind), Source(found.source)):
        if found.state == State.OPEN:
            return PlanForm(*data, initial={"due_on": found.due_on}), lambda **sent: actions.plan(**ids, **sent)
        if found.state == State.ACCEPTED:
            return AnswerForm(*data), lambda **sent: actions.answer(**ids, **sent)
    return None, lambda **_sent: None


def _facts(found: Finding, scheme: Any) -> list[tuple[Any, ...]]:
    """Return what the client is told beside the words; the points stand in the report."""
    sample = ""
    if found.sample_size:
        sample = _("%(failures)s of %(size)s failed") % {"failures": found.failures, "size": found.sample_size}
    several = [
        (_("Kind of finding"), words.called(found)),
        (_("How grave"), words.grade(found.grade)),
        (_("Indicator"), words.leaf(scheme, found.leaf)),
        (_("Sample"), sample),
        (pgettext("finding", "Where"), found.site.name if found.site else ""),
        (_("Due on"), found.due_on.isoformat() if found.due_on else ""),
    ]
    return [fact for fact in several if fact[1]]
