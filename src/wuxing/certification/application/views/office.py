"""The body's pages of an application: what it says, its papers, its review; a case that the office opens."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.certification.application import actions, queries
from wuxing.certification.application.actions import Applied
from wuxing.certification.application.forms import AnswerForm, CaseForm, OtherPaperForm, PaperForm, ReviewForm
from wuxing.certification.application.states import Outcome, Point
from wuxing.certification.application.views import filling, shown
from wuxing.certification.cases import gates, words
from wuxing.certification.cases import queries as found_cases
from wuxing.certification.cases.models import Case, Client
from wuxing.certification.cases.states import Kind, Part, Stage
from wuxing.certification.cases.views import shell
from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import NotFound
from wuxing.core.forms import Form
from wuxing.core.reasons import Reason

P = Permission
Act = tuple[type[Form], Callable[[Case, Any, Actor], object], str]
_OPENED = (Kind.INITIAL, Kind.TRANSFER)


def case_application(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show an application with everything that came with it, and what is next."""
    by = acting(request, P.CASE_READ)
    return _page(request, by, found_cases.case(case_id))


def _page(
    request: HttpRequest, by: Actor, found: Case, name: str = "", form: Form | None = None, status: int = 200
) -> HttpResponse:
    application, question = queries.application_of(found), queries.open_question(found)
    reviewing = found.stage == Stage.APPLICATION_REVIEW
    mine = Part.APPLICATION_REVIEWER in found_cases.parts_of(found.pk, by)
    rows = shown.papers(found, lambda paper: reverse("certification:case_paper_file", args=[found.pk, paper.pk]))
    if name == "paper" and form is not None:
        filling.put_back(rows, form)
    review = form if name == "review" else ReviewForm()
    computed = queries.computed(found) if reviewing else {}
    return shell.page(
        request, "certification/application/case_application.html", found, by, "case_application", status,
        application=application, facts=shown.facts(found, found.client, application), papers=rows,
        outlets=queries.outlets_of(found), checks=shown.checks(found), reviews=shown.reviews(found),
        snapshot=shown.snapshot(queries.snapshot_of(found)), question=question, may=by.may(P.CASE_MANAGE),
        answer=(form if name == "answer" else AnswerForm()) if question and by.may(P.CASE_MANAGE) else None,
        other=form if name == "other" else OtherPaperForm(),
        late=wording.text(actions.completing.why_not_hand_in(found) or ""),
        review=review if reviewing and mine else None, reviewer=_reviewer(found) if reviewing else "",
        review_rows=_rows(review, computed) if reviewing and mine else [],
        acts=_acts(found, by), claimed=application.claimed_code if application else "",
        wrong=form.non_field_errors() if form is not None and name in _PLAIN else [],
    )  # fmt: skip


def _rows(form: Any, computed: dict[Point, Reason | None]) -> list[dict[str, Any]]:
    """Return every point of the review with what the case itself tells."""
    return [
        {"point": point, "note": note, "known": Point(point.name) in computed,
         "why": wording.text(computed.get(Point(point.name)) or "")}
        for point, note in form.rows
    ]  # fmt: skip


_PLAIN = ("submit", "take_up", "settle")


def _reviewer(found: Case) -> str:
    roles = found_cases.roles(found.pk)
    return next(
        (one.certifier.name for one in roles if one.part == Part.APPLICATION_REVIEWER and one.ended_at is None), ""
    )


def _acts(found: Case, by: Actor) -> list[dict[str, Any]]:
    """Return the next step of the office or the reviewer, locked with its reason where something stands against it."""
    name, label, needs, to = {
        Stage.DRAFT: ("submit", _("Submit for the client"), P.CASE_MANAGE, Stage.SUBMITTED),
        Stage.SUBMITTED: ("take_up", _("Take up for review"), P.CASE_ACCEPT, Stage.APPLICATION_REVIEW),
    }.get(Stage(found.stage), ("", "", P.CASE_READ, Stage.DRAFT))
    if not name:
        return []
    reasons = gates.blocks([found], to).get(found.pk)
    reason = _("your role does not allow this") if not by.may(needs) else wording.text(reasons[0]) if reasons else ""
    if not reason and name == "take_up":
        reason = _why_not_take_up(found, by)
    url = reverse("certification:case_application_act", args=[found.pk, name])
    return [{"label": label, "url": url, "method": "post", "primary": True, "reason": reason}]


def _why_not_take_up(found: Case, by: Actor) -> str:
    certifier = found_cases.certifier_of(by)
    if certifier is None:
        return _("only certification personnel on record review applications")
    return wording.text(actions.reviewing.why_not_reviewer(found, certifier) or "")


@require_POST
def case_application_act(request: HttpRequest, case_id: int, name: str) -> HttpResponse:
    """Hand in a paper, submit, answer for the client, take up, review, find out who applies."""
    by = acting(request, P.CASE_MANAGE, P.CASE_ACCEPT)
    found = found_cases.case(case_id)
    made = _all_acts().get(name)
    if made is None:
        raise NotFound(_("there is no such step"))
    kind, run, word = made
    form = kind(request.POST, request.FILES)
    told: list[Any] = []
    if filling.done(form, lambda: told.append(run(found, form, by))):
        messages.success(request, word)
        if name == "settle":
            return _settled(request, by, told[0])
        return redirect("certification:case_application", found.pk)
    return _page(request, by, found_cases.case(case_id), name, form, 422)


def _all_acts() -> dict[str, Act]:
    """Return by name: the form, what it does, and what is said then."""
    return {
        "paper": (PaperForm, lambda case, form, by: filling.hand_in(case.pk, form.cleaned_data, by), _("Handed in.")),
        "other": (OtherPaperForm, lambda case, form, by: filling.hand_in(case.pk, form.cleaned_data, by), _("Handed in.")),
        "submit": (Form, lambda case, form, by: actions.submit(case_id=case.pk, by=by), _("Submitted.")),
        "take_up": (Form, lambda case, form, by: actions.take_up(case_id=case.pk, by=by), _("Taken up.")),
        "settle": (Form, lambda case, form, by: actions.settle_claim(case_id=case.pk, by=by), _("Settled.")),
        "answer": (AnswerForm, lambda case, form, by: actions.answer(case_id=case.pk, by=by, **form.cleaned_data), _("Saved.")),
        "review": (ReviewForm, _review, _("The review is recorded; the client is told by letter.")),
    }  # fmt: skip


def _review(case: Case, form: Any, by: Actor) -> object:
    data = form.cleaned_data
    return actions.record_review(
        case_id=case.pk, outcome=Outcome(data["outcome"]), points=form.answers, reasons=data["reasons"], by=by
    )


def _settled(request: HttpRequest, by: Actor, told: tuple[Case, str]) -> HttpResponse:
    """Show the new link of the client, once."""
    case, word = told
    link = request.build_absolute_uri(f"/client/{found_cases.body_of(by).slug}/{word}/")
    context = {"case": case, "client": case.client, "link": link}
    return render(request, "certification/application/settled.html", context)


def case_application_edit(request: HttpRequest, case_id: int) -> HttpResponse:
    """Correct what an application says, for the client."""
    by = acting(request, P.CASE_MANAGE)
    found = found_cases.case(case_id)
    form = filling.data_form(request, found)
    if request.method == "POST" and filling.done(form, lambda: filling.change(found, form, by)):
        messages.success(request, _("Saved."))
        return redirect("certification:case_application", found.pk)
    why_not = actions.completing.why_not_change(found, by)
    return shell.page(
        request, "certification/application/case_edit.html", found, by, "case_application", 422 if form.errors else 200,
        form=form, why_not=wording.text(why_not or ""), named=True,
    )  # fmt: skip


def case_paper_file(request: HttpRequest, case_id: int, paper_id: int) -> FileResponse:
    """Give a paper that was handed in."""
    acting(request, P.CASE_READ)
    return filling.file_of(queries.paper(found_cases.case(case_id), paper_id).attachment_id)


def case_new(request: HttpRequest) -> HttpResponse:
    """Open a case for a client, known or new."""
    by = acting(request, P.CASE_MANAGE)
    offers = queries.offered(clock.today(by.zone))
    known = [(pk, name) for pk, name in Client.objects.order_by("name").values_list("pk", "name")[:5000]]
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = CaseForm(
        *sent, levels=shown.levels(offers), schemes=shown.schemes(offers), clients=[("", _("a new client")), *known],
        kinds=[(kind.value, words.kind(kind)) for kind in _OPENED], initial={"client_id": request.GET.get("client", "")},
    )  # fmt: skip
    opened: list[Case] = []
    if request.method == "POST" and filling.done(form, lambda: opened.append(_open(request, form, by))):
        messages.success(request, _("Opened. Complete it, or send the client its link."))
        return redirect("certification:case_application", opened[0].pk)
    status = 422 if form.errors else 200
    return render(request, "certification/application/case_new.html", {"form": form, "offers": offers}, status=status)


def _open(request: HttpRequest, form: CaseForm, by: Actor) -> Case:
    said = form.said
    said["kind"] = Kind(said["kind"])
    applied = Applied(**said, language=found_cases.body_of(by).language)
    return actions.open_for_client(applied=applied, client_id=form.cleaned_data["client_id"], by=by)
