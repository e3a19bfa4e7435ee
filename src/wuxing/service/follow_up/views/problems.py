"""问题: the list, and the page of one with its next step."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import NotFound
from wuxing.customers.customer_care import masking
from wuxing.service.follow_up import actions, queries, rules
from wuxing.service.follow_up.forms.problems import AcknowledgeForm, AssignForm, NoteForm, PassForm, VerifyForm
from wuxing.service.follow_up.models import FollowUpCall, Problem
from wuxing.service.follow_up.queries.lists import PROBLEM_GROUPS
from wuxing.service.follow_up.rules.words import (
    ASPECTS,
    LOOKS,
    PASSED_TO,
    PROBLEM_KINDS,
    PROBLEM_STATES,
    SEVERITIES,
    STEPS,
)
from wuxing.service.follow_up.states import PROBLEM, ProblemState
from wuxing.service.follow_up.views.words import due_badge, problem_row
from wuxing.service.repair.forms.base import Form
from wuxing.service.repair.views.order import take
from wuxing.service.repair.views.words import at, word

PAGE = "service/follow_up/problem.html"
PASSED_PAGES = {
    "nonconformity": "governance:nonconformity",
    "service_request": "repair:request",
    "work_order": "repair:order",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step as a button with its form."""

    label: str | Promise
    do: str | Promise
    form: type[Form]
    to: ProblemState | None
    run: Callable[[int, Any, Actor], Any]
    said: str | Promise


ACTS: dict[str, Step] = {
    "acknowledge": Step(
        gettext_lazy("Acknowledge the complaint"),
        gettext_lazy("The customer has been told"),
        AcknowledgeForm,
        ProblemState.ACKNOWLEDGED,
        lambda pk, form, by: actions.acknowledge(problem_id=pk, note=form.cleaned_data["note"], by=by),
        gettext_lazy("Acknowledged."),
    ),
    "contact": Step(
        gettext_lazy("Call the customer"),
        gettext_lazy("Talked with the customer"),
        NoteForm,
        ProblemState.CONTACTED,
        lambda pk, form, by: actions.contact(problem_id=pk, note=form.cleaned_data["note"], by=by),
        gettext_lazy("The call is on record."),
    ),
    "solve": Step(
        gettext_lazy("Solved"),
        gettext_lazy("It is solved"),
        NoteForm,
        ProblemState.SOLVED,
        lambda pk, form, by: actions.solve(problem_id=pk, note=form.cleaned_data["note"], by=by),
        gettext_lazy("Solved; somebody else asks the customer."),
    ),
    "pass_on": Step(
        gettext_lazy("Pass on"),
        gettext_lazy("Pass it on"),
        PassForm,
        ProblemState.PASSED_ON,
        lambda pk, form, by: actions.pass_on(problem_id=pk, by=by, **form.cleaned_data),
        gettext_lazy("Passed on; the customer is asked when it is done."),
    ),
    "verify": Step(
        gettext_lazy("Ask the customer whether it is well"),
        gettext_lazy("Keep what the customer says"),
        VerifyForm,
        ProblemState.VERIFIED,
        lambda pk, form, by: actions.verify(problem_id=pk, by=by, **form.details()),
        gettext_lazy("What the customer says is on record."),
    ),
    "assign": Step(
        gettext_lazy("Owner and day"),
        gettext_lazy("Keep owner and day"),
        AssignForm,
        None,
        lambda pk, form, by: actions.assign(problem_id=pk, by=by, **form.details()),
        gettext_lazy("Owner and day are set."),
    ),
}


def problems(request: HttpRequest) -> HttpResponse:
    """Show what customers are not content with: overdue first."""
    by = acting(request, Permission.FOLLOW_UP)
    asked = request.GET.get("view", "open")
    group = asked if asked in PROBLEM_GROUPS else "open"
    now, path = clock.now(), reverse("repair:problems")
    page = queries.problems(group, by.user_id, request.GET.get("cursor", ""), besides=by.user_id)
    titles = {
        "open": _("All open"),
        "mine": _("Mine"),
        "to_verify": _("To be asked whether it is well"),
        "complaints": _("Open complaints"),
        "verified": _("Over"),
    }
    context = {
        "views": [
            {"title": title, "url": f"{path}?view={name}", "here": name == group} for name, title in titles.items()
        ],
        "rows": [problem_row(row, now, by) for row in page.rows],
        "next": f"{path}?view={group}&cursor={page.next}" if page.next else "",
        "first": f"{path}?view={group}" if request.GET.get("cursor") else "",
        "words": _("newest first") if group == "verified" else _("overdue first"),
    }
    return render(request, "service/follow_up/problems.html", context)


def problem(request: HttpRequest, problem_id: int) -> HttpResponse:
    """Show a problem with the form of its next step; `?do=assign` opens another one."""
    by = acting(request, Permission.FOLLOW_UP)
    return render(request, PAGE, _context(_problem(problem_id, by), by, do=request.GET.get("do", "")))


@require_POST
def problem_act(request: HttpRequest, problem_id: int, name: str) -> HttpResponse:
    """Take one step; a refusal comes back beside the form, with what was typed."""
    by = acting(request, Permission.FOLLOW_UP)
    found, act = _problem(problem_id, by), ACTS.get(name)
    if act is None:
        raise NotFound("")
    form = act.form(request.POST, zone=by.zone)
    refusal = take(form, lambda filled: act.run(problem_id, filled, by))
    if not form.errors:
        messages.success(request, str(act.said))
        return redirect("repair:problem", problem_id)
    return render(request, PAGE, _context(found, by, do=name, bound=form), status=refusal.status if refusal else 422)


def _problem(problem_id: int, by: Actor) -> Problem:
    rows = Problem.objects.select_related("order__customer", "owner", "raised_by", "answer")
    found = rows.filter(pk=problem_id).first()
    if found is None:
        raise NotFound(_("there is no such problem here"))
    queries.refuse_own_work(found.order_id, by)
    return found


def _context(found: Problem, by: Actor, *, do: str, bound: Form | None = None) -> dict[str, Any]:
    now, state = clock.now(), ProblemState(found.state)
    look, said = ("done", "") if state == ProblemState.VERIFIED else due_badge(found.due_at, now)
    ahead = [name for name, act in ACTS.items() if act.to in PROBLEM[state]]
    opened = do if do in ACTS and (bound or do in ahead or do == "assign") else ""
    url = reverse("repair:problem", args=[found.pk])
    acts = []
    for name, act in ACTS.items():
        if name == opened or (act.to is None and state == ProblemState.VERIFIED):
            continue
        reason = rules.why_not_step(state, act.to) if act.to else None
        acts.append(
            {
                "label": act.label,
                "url": f"{url}?do={name}#do",
                "reason": wording.text(reason) if reason else "",
                "primary": bool(ahead) and name == ahead[0] and not opened,
            }
        )
    waiting = FollowUpCall.objects.filter(order_id=found.order_id, state="planned").order_by("due_at", "pk")
    return {
        "problem": found,
        "state_look": LOOKS[state],
        "state_word": word(PROBLEM_STATES, state),
        "due_look": look,
        "due_word": said,
        "acts": acts,
        "do": _opened(opened, found, by, bound) if opened else None,
        "facts": _facts(found, by),
        "marks": _marks(found),
        "call": waiting.first(),
        "steps": [_step(row, by.zone) for row in queries.steps_of(found.pk)],
        "page_url": url,
    }


def _opened(name: str, found: Problem, by: Actor, bound: Form | None) -> dict[str, Any]:
    act = ACTS[name]
    initial = {"owner_id": found.owner_id or by.user_id, "severity": found.severity} if name == "assign" else {}
    return {
        "title": act.label,
        "do": act.do,
        "form": bound or act.form(initial=initial, zone=by.zone),
        "url": reverse("repair:problem_act", args=[found.pk, name]),
    }


def _facts(found: Problem, by: Actor) -> list[tuple[Any, ...]]:
    client = found.order.customer
    return [
        (_("Where it was heard"), word(PROBLEM_KINDS, found.kind)),
        (_("Severity"), word(SEVERITIES, found.severity)),
        (_("Order"), found.order.number, reverse("repair:order", args=[found.order_id])),
        (_("Customer"), masking.name_for(by, client.name, client.kind) if client else ""),
        (_("Owner"), found.owner.name if found.owner else ""),
        (_("Written down"), at(found.raised_at, by.zone)),
        (_("Due"), at(found.due_at, by.zone)),
    ]


def _marks(found: Problem) -> list[tuple[str, Any]]:
    if found.answer is None:
        return []
    marks = [(word(ASPECTS, name), getattr(found.answer, name)) for name in ASPECTS]
    marks.append((_("Would recommend"), found.answer.recommend))
    return [(name, mark) for name, mark in marks if mark is not None]


def _step(row: dict[str, Any], zone: str) -> dict[str, Any]:
    page = PASSED_PAGES.get(row["passed_to"])
    return {
        **row,
        "word": word(STEPS, row["step"]),
        "at": at(row["at"], zone),
        "passed": word(PASSED_TO, row["passed_to"]) if row["passed_to"] else "",
        "url": reverse(page, args=[row["passed_id"]]) if page else "",
    }
