"""The client's side: the plan, who comes, the client's word for the draws, signing in meetings."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from wuxing.certification.cases import portal
from wuxing.certification.cases import words as case_words
from wuxing.certification.cases.models import Case, Client
from wuxing.certification.cases.states import Stage
from wuxing.certification.onsite_audit import actions, queries, words
from wuxing.certification.onsite_audit.forms import AnswerForm, ListForm, SignForm, WordForm
from wuxing.certification.onsite_audit.models import Plan, RecordDraw, SiteDraw
from wuxing.certification.onsite_audit.states import MeetingKind, Origin, PlanState
from wuxing.certification.onsite_audit.views import shown
from wuxing.certification.onsite_audit.views.draws import file_of
from wuxing.certification.onsite_audit.views.taking import sent, taken
from wuxing.certification.people.models import Certifier
from wuxing.core.actors import Actor


def _address(request: HttpRequest, name: str, **parts: int) -> str:
    match = request.resolver_match
    assert match is not None
    return reverse(f"certification:{name}", kwargs={key: match.kwargs[key] for key in ("body", "word")} | parts)


@portal.through_door
def portal_audit(request: portal.DoorRequest, by: Actor, client: Client, case_id: int) -> HttpResponse:
    """Show the plan and who comes; take the client's answer, word, list and signature."""
    case = portal.case_of(client, case_id)
    plan = queries.plan_of(case.pk, PlanState.RELEASED)
    steps = _steps(request, case, plan, by)
    for form, run in steps.values():
        if form.is_bound and taken(form, run):
            messages.success(request, _("Sent to the certification body."))
            return redirect(_address(request, "portal_audit", case_id=case.pk))
    lines = queries.lines_of([plan.pk]).get(plan.pk, []) if plan else []
    answer = queries.last_answers([plan.pk]).get(plan.pk) if plan else None
    site_draw = queries.last_site_draw(case.pk)
    return portal.page(
        request,
        "certification/audit/portal_audit.html",
        by,
        case,
        "portal_audit",
        422 if any(form.errors for form, _run in steps.values()) else 200,
        plan=plan,
        facts=_facts(plan) if plan else [],
        days=shown.days(lines, queries.pack(case)),
        team=_team(case),
        answer=words.answer(answer.answer) if answer else None,
        overruled=answer.text if answer and answer.answer == "overruled" else "",
        draw=shown.draw(site_draw),
        draw_url=_address(request, "portal_draw_file", case_id=case.pk, site_draw_id=site_draw.pk)
        if site_draw and site_draw.seed
        else "",
        records=[
            {
                "draw": shown.draw(one),
                "form": steps[f"list-{one.pk}"][0] if f"list-{one.pk}" in steps else None,
                "url": _address(request, "portal_record_draw_file", case_id=case.pk, record_draw_id=one.pk),
            }
            for one in queries.record_draws_of(case.pk)
            if one.origin == Origin.HANDED_OVER
        ],
        meetings=_meetings(case, steps),
        forms={name: form for name, (form, _run) in steps.items()},
    )


def _facts(plan: Plan) -> list[tuple[str, str]]:
    several = [
        (_("Way of evaluating"), words.remote(plan.remote)),
        (_("Why at a distance"), plan.remote_reason),
        (_("Why at short notice"), plan.short_notice_reason),
    ]
    return [fact for fact in several if fact[1]]


def _team(case: Case) -> list[dict[str, str]]:
    levels = {
        Certifier.Level.NONE: "",
        Certifier.Level.TRAINEE: _("trainee reviewer"),
        Certifier.Level.REVIEWER: _("registered reviewer"),
        Certifier.Level.SENIOR: _("senior reviewer"),
    }
    return [
        {
            "name": one.certifier.name,
            "part": case_words.part(one.part),
            "level": levels[Certifier.Level(one.certifier.level)],
        }
        for one in queries.team_of([case.pk]).get(case.pk, [])
    ]


def _steps(
    request: HttpRequest, case: Case, plan: Plan | None, by: Actor
) -> dict[str, tuple[Any, Callable[..., object]]]:
    """Return what the client may do now: each form with its action."""
    steps: dict[str, tuple[Any, Callable[..., object]]] = {}
    if case.closing_at is not None:
        return steps
    if plan and case.stage == Stage.PLANNED:
        people = {one.certifier_id: one.certifier.name for one in queries.lines_of([plan.pk]).get(plan.pk, [])}
        steps["answer"] = (
            AnswerForm(sent(request, "answer"), team=list(people.items())),
            lambda **data: actions.answer_plan(case_id=case.pk, by=by, **data),
        )
    site_draw = queries.last_site_draw(case.pk)
    if site_draw and site_draw.drawn_at is None:
        steps["word"] = (
            WordForm(sent(request, "word"), by_client=True),
            lambda **data: actions.answer_sites(case_id=case.pk, by=by, **data),
        )
    for one in queries.record_draws_of(case.pk):
        if one.drawn_at is None:
            steps[f"list-{one.pk}"] = (
                ListForm(sent(request, f"list-{one.pk}"), by_client=True, auto_id=f"list{one.pk}_%s"),
                _hand_over(case, one, by),
            )
    for kind in queries.meetings_of([case.pk]).get(case.pk, {}):
        steps[f"sign-{kind.value}"] = (
            SignForm(sent(request, f"sign-{kind.value}"), by_client=True, auto_id=f"{kind.value}_%s"),
            _sign(case, kind, by),
        )
    return steps


def _hand_over(case: Case, one: RecordDraw, by: Actor) -> Callable[..., object]:
    return lambda **data: actions.hand_over(case_id=case.pk, draw_id=one.pk, by=by, **data)


def _sign(case: Case, kind: MeetingKind, by: Actor) -> Callable[..., object]:
    return lambda **data: actions.sign(case_id=case.pk, kind=kind.value, side="client", by=by, **data)


def _meetings(case: Case, steps: dict[str, tuple[Any, Callable[..., object]]]) -> list[dict[str, Any]]:
    return [
        {
            "title": words.meeting(kind),
            "row": found,
            "attendances": [
                {"side": words.side(one.side), "name": one.name, "post": one.post}
                for one in found.attendances.order_by("pk")
            ],
            "form": steps[f"sign-{kind.value}"][0] if f"sign-{kind.value}" in steps else None,
            "do": f"sign-{kind.value}",
        }
        for kind, found in sorted(queries.meetings_of([case.pk]).get(case.pk, {}).items(), key=lambda pair: pair[1].pk)
    ]


@portal.through_door
def portal_draw_file(
    request: portal.DoorRequest, by: Actor, client: Client, case_id: int, site_draw_id: int
) -> HttpResponse:
    """Hand out to the client what draws the outlets again."""
    case = portal.case_of(client, case_id)
    return file_of(SiteDraw.objects.filter(case=case, pk=site_draw_id).first())


@portal.through_door
def portal_record_draw_file(
    request: portal.DoorRequest, by: Actor, client: Client, case_id: int, record_draw_id: int
) -> HttpResponse:
    """Hand out to the client what draws the records again."""
    case = portal.case_of(client, case_id)
    return file_of(RecordDraw.objects.filter(case=case, pk=record_draw_id).first())
