"""A client's pages by link: home, a case, its application."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.certification.application import actions, queries, todo
from wuxing.certification.application.forms import AnswerForm, OtherPaperForm, PaperForm
from wuxing.certification.application.views import filling, shown
from wuxing.certification.cases import actions as cases
from wuxing.certification.cases import gates, portal, words
from wuxing.certification.cases.forms import WithdrawForm
from wuxing.certification.cases.models import Case, Client
from wuxing.certification.cases.states import ENDS, Stage
from wuxing.core import wording
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.forms import Form

MOST_LETTERS = 100


def given_of(request: HttpRequest) -> dict[str, str]:
    """Return body and word of the link by which the request came."""
    match = request.resolver_match
    return {name: match.kwargs[name] for name in ("body", "word")} if match else {}


def _back(request: HttpRequest, name: str, found: Case) -> HttpResponse:
    return redirect(reverse(f"certification:{name}", kwargs={**given_of(request), "case_id": found.pk}))


@portal.through_door
def home(request: portal.DoorRequest, by: Actor, client: Client) -> HttpResponse:
    """Show a client its cases, what it has to do next and by when, and every letter."""
    rows = list(Case.objects.filter(client=client).select_related("client").order_by("-pk")[:100])
    steps, given = todo.steps(rows), given_of(request)
    context = {
        "body_name": request.body_tenant.name,
        "body": request.body_tenant,
        "client": client,
        "cases": [_row(case) for case in rows],
        "todo": [_next(case, steps[case.pk], given) for case in rows if steps[case.pk].yours],
        "waiting": [_next(case, steps[case.pk], given) for case in rows
                    if not steps[case.pk].yours and Stage(case.stage) not in ENDS],
        "letters": list(client.letters.order_by("-pk")[:MOST_LETTERS]),
        "link": request.build_absolute_uri(request.door_base),
        "given": given,
    }  # fmt: skip
    return render(request, "certification/application/portal_home.html", context)


def _next(case: Case, step: todo.Step, given: dict[str, str]) -> dict[str, Any]:
    return shown.next_step(case, step, given) | {"text": f"{case.number} · {step.text}"}


def _row(case: Case) -> dict[str, Any]:
    return {
        "case": case,
        "kind": words.kind(case.kind),
        "level": words.level(case.pack, case.target_level),
        "state": words.badge(case.stage),
        "word": words.stage(case.stage),
    }


@portal.through_door
def welcome(request: portal.DoorRequest, by: Actor, client: Client, case_id: int) -> HttpResponse:
    """Say after the form: the number, the link that opens these pages, and what is next."""
    case = portal.case_of(client, case_id)
    context = {
        "body_name": request.body_tenant.name,
        "case": case,
        "link": request.build_absolute_uri(request.door_base),
        "until": request.door.until,
        "given": given_of(request),
        "papers": [line for line in queries.paper_lines(case) if line.needed],
    }
    return render(request, "certification/application/welcome.html", context)


@portal.through_door
def case(request: portal.DoorRequest, by: Actor, client: Client, case_id: int) -> HttpResponse:
    """Show a case to its client: what is next, what was written about it."""
    return _case_page(request, by, portal.case_of(client, case_id))


def _case_page(
    request: portal.DoorRequest, by: Actor, found: Case, form: WithdrawForm | None = None, status: int = 200
) -> HttpResponse:
    step = todo.steps([found])[found.pk]
    ended = Stage(found.stage) in ENDS or found.stage == Stage.GRANTED
    facts = [
        (_("Kind"), words.kind(found.kind)),
        (_("Level aimed at"), words.level(found.pack, found.target_level)),
        (_("Scope"), found.scope),
        (_("Officer of the body"), found.officer.name if found.officer else ""),
        (_("Days on site"), f"{found.evaluated_from} – {found.evaluated_until}" if found.evaluated_from else ""),
    ]
    return portal.page(
        request, "certification/application/portal_case.html", by, found, "portal_case", status,
        todo=[shown.next_step(found, step, given_of(request))], facts=facts,
        letters=list(found.letters.order_by("-pk")[:MOST_LETTERS]), given=given_of(request),
        withdraw=None if ended else form or WithdrawForm(),
    )  # fmt: skip


@require_POST
@portal.through_door
def withdraw(request: portal.DoorRequest, by: Actor, client: Client, case_id: int) -> HttpResponse:
    """Withdraw the application, before a decision."""
    found = portal.case_of(client, case_id)
    form = WithdrawForm(request.POST)
    if form.is_valid():
        try:
            cases.withdraw(case_id=found.pk, reason=form.cleaned_data["reason"], by=by)
        except BadInput as error:
            form.blame(error.fields)
        except RuleBroken as error:
            form.add_error(None, wording.text(error.reason))
        else:
            return _back(request, "portal_case", found)
    return _case_page(request, by, found, form, 422)


@portal.through_door
def application(request: portal.DoorRequest, by: Actor, client: Client, case_id: int) -> HttpResponse:
    """Show what the application says, which papers are there and what is missing."""
    return _page(request, by, portal.case_of(client, case_id))


def _page(
    request: portal.DoorRequest, by: Actor, found: Case, name: str = "", form: Form | None = None, status: int = 200
) -> HttpResponse:
    given = given_of(request)
    blocked = gates.blocks([found], Stage.SUBMITTED).get(found.pk) if found.stage == Stage.DRAFT else None
    question = queries.open_question(found)
    late = actions.completing.why_not_hand_in(found)
    rows = shown.papers(found, lambda paper: _paper_url(given, found, paper.pk))
    if name == "paper" and form is not None:
        filling.put_back(rows, form)
    return portal.page(
        request, "certification/application/portal_application.html", by, found, "portal_application", status,
        facts=shown.facts(found, found.client, queries.application_of(found)), papers=rows, given=given,
        outlets=queries.outlets_of(found), checks=shown.checks(found), question=question,
        answer=(form if name == "answer" else AnswerForm()) if question else None,
        other=form if name == "other" else OtherPaperForm(), late=wording.text(late) if late else "",
        may_change=queries.is_open_to_client(found), snapshot=shown.snapshot(queries.snapshot_of(found)),
        submit=found.stage == Stage.DRAFT, why_not=wording.text(blocked[0]) if blocked else "",
    )  # fmt: skip


def _paper_url(given: dict[str, str], found: Case, paper_id: int) -> str:
    kwargs = {**given, "case_id": found.pk, "paper_id": paper_id}
    return reverse("certification:portal_paper_file", kwargs=kwargs)


@require_POST
@portal.through_door
def act(request: portal.DoorRequest, by: Actor, client: Client, case_id: int, name: str) -> HttpResponse:
    """Hand in a paper, submit, answer the questions."""
    found = portal.case_of(client, case_id)
    done, form = _acted(request, by, found, name)
    if done:
        messages.success(request, done)
        return _back(request, "portal_application", found)
    return _page(request, by, found, name, form, 422)


def _acted(request: HttpRequest, by: Actor, found: Case, name: str) -> tuple[str, Form]:
    """Return what to say when it was done, or nothing and the form with what is wrong."""
    made = _forms().get(name)
    if made is None:
        raise NotFound(_("there is no such step"))
    kind, run, word = made
    form = kind(request.POST, request.FILES)
    return (word, form) if filling.done(form, lambda: run(found.pk, form.cleaned_data, by)) else ("", form)


Run = Callable[[int, dict[str, Any], Actor], object]


def _forms() -> dict[str, tuple[type[Form], Run, str]]:
    """Return by name: the form, what it does, and what is said then."""
    return {
        "paper": (PaperForm, filling.hand_in, _("Handed in.")),
        "other": (OtherPaperForm, filling.hand_in, _("Handed in.")),
        "submit": (Form, lambda pk, data, by: actions.submit(case_id=pk, by=by), _("Submitted. The body answers.")),
        "answer": (
            AnswerForm,
            lambda pk, data, by: actions.answer(case_id=pk, text=data["text"], by=by),
            _("Sent. The body goes on with the review."),
        ),
    }


@portal.through_door
def edit(request: portal.DoorRequest, by: Actor, client: Client, case_id: int) -> HttpResponse:
    """Correct and complete what the application says."""
    found = portal.case_of(client, case_id)
    form = filling.data_form(request, found)
    why_not = actions.completing.why_not_change(found, by)
    if request.method == "POST" and filling.done(form, lambda: filling.change(found, form, by)):
        return _back(request, "portal_application", found)
    return portal.page(
        request, "certification/application/portal_edit.html", by, found, "portal_application",
        422 if form.errors else 200, form=form, given=given_of(request), why_not=wording.text(why_not or ""),
        named=actions.completing.may_name(found, by),
    )  # fmt: skip


@portal.through_door
def paper_file(request: portal.DoorRequest, by: Actor, client: Client, case_id: int, paper_id: int) -> Any:
    """Give back a paper that was handed in."""
    found = queries.paper(portal.case_of(client, case_id), paper_id)
    return filling.file_of(found.attachment_id)
