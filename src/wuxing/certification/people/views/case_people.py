"""The people of a case: who does what, who could, and why others cannot."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from wuxing.certification.cases import queries as cases
from wuxing.certification.cases import words as case_words
from wuxing.certification.cases.models import Case, CaseRole
from wuxing.certification.cases.states import Part
from wuxing.certification.cases.views import shell
from wuxing.certification.people import actions, assigning, gates, queries, words
from wuxing.certification.people.forms import AssignForm, DeclareForm, ReleaseForm
from wuxing.certification.people.models import Certifier, Declaration
from wuxing.certification.people.queries import Candidate
from wuxing.certification.people.views import steps
from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.forms import Form

P = Permission


def case_people(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show the parts of a case; assign, end a part, declare for the case."""
    by = acting(request, P.CASE_READ)
    case = cases.case(case_id)
    part = _part(request)
    roles = cases.roles(case.pk)
    holders = {role.certifier_id for role in roles if role.part == part and role.ended_at is None}
    found = [one for one in queries.judged(queries.bench(case), part) if one.certifier.pk not in holders]
    closed = assigning.why_not_staffed(case, part)
    asked = steps.asked(request)
    made = _forms(request, asked, found, part)
    if asked in made and _done(request, asked, made[asked], case, by):
        return redirect(f"{reverse('certification:case_people', args=[case.pk])}?part={part}")
    may = by.may(P.CASE_MANAGE)
    context = {
        "parts": _parts(case, roles, part),
        "part": part,
        "part_word": case_words.part(part),
        "candidates": [_candidate(one) for one in found],
        "fit": sum(1 for one in found if not one.obstacles),
        "missing": _missing(case),
        "may": may,
        "closed": wording.text(closed) if closed else "",
        "forms": made,
        "asked": asked,
        **_declared(case, roles, by),
    }
    status = 422 if asked in made else 200
    return shell.page(request, "certification/people/case_people.html", case, by, "case_people", status, **context)


def _part(request: HttpRequest) -> Part:
    given = request.POST.get("part") or request.GET.get("part", "")
    return Part(given) if given in set(Part) else Part.LEAD


def _forms(request: HttpRequest, asked: str, found: list[Candidate], part: Part) -> dict[str, Form]:
    def data(name: str) -> Any:
        return request.POST if asked == name else None

    people = [(one.certifier.pk, one.certifier.name) for one in found if not one.obstacles or one.overridable]
    if asked == "assign":  # whom the rules refuse is refused with the reason, not as a wrong choice
        people = [(one.certifier.pk, one.certifier.name) for one in found]
    return {
        "assign": AssignForm(data("assign"), people=people, initial={"part": part.value}),
        "release": ReleaseForm(data("release")),
        "declare": DeclareForm(data("declare"), initial={"text": standard_text()}),
    }


def standard_text() -> str:
    """Return what a declaration for a case says."""
    return _(
        "I have no tie to this client, nor had one in the last two years, and know of none of my family. "
        "I shall say at once if this changes, and keep to myself what I learn in this case."
    )


def _done(request: HttpRequest, asked: str, form: Form, case: Case, by: Actor) -> bool:
    if asked == "release":
        return steps.done(request, form, assigning.release, by=by)
    act = assigning.assign if asked == "assign" else actions.declare_for_case
    return steps.done(request, form, act, case_id=case.pk, by=by)


def _parts(case: Case, roles: list[CaseRole], chosen: Part) -> list[dict[str, Any]]:
    url = reverse("certification:case_people", args=[case.pk])
    return [
        {
            "part": part,
            "word": case_words.part(part),
            "url": f"{url}?part={part}#candidates",
            "here": part is chosen,
            "now": [_holder(role) for role in roles if role.part == part and role.ended_at is None],
            "before": [_holder(role) for role in roles if role.part == part and role.ended_at is not None],
        }
        for part in Part
    ]


def _holder(role: CaseRole) -> dict[str, Any]:
    return {
        "role": role,
        "name": role.certifier.name,
        "url": reverse("certification:certifier", args=[role.certifier_id]),
        "leaves": " ".join(role.leaves),
    }


def _candidate(one: Candidate) -> dict[str, Any]:
    state = "done" if not one.obstacles else "risk" if one.overridable else "late"
    return {
        "row": one.certifier,
        "url": reverse("certification:certifier", args=[one.certifier.pk]),
        "level": words.level(one.certifier.level),
        "free": not one.obstacles,
        "overridable": one.overridable,
        "state": state,
        "reasons": [(("risk" if o.overridable else "late"), wording.text(o.reason)) for o in one.obstacles],
    }


def _missing(case: Case) -> list[tuple[str, str]]:
    """Return what of people the case still needs before its further stages."""
    named = (
        (_("before the plan"), gates.team_covers),
        (_("before the plan"), gates.everybody_declared),
        (_("before the review"), gates.reviewer_is_there),
        (_("before the decision"), gates.committee_is_there),
        (_("now"), gates.nobody_is_tied),
    )
    found = [(when, check([case]).get(case.pk)) for when, check in named]
    return [(when, wording.text(reason)) for when, reason in found if reason]


def _declared(case: Case, roles: list[CaseRole], by: Actor) -> dict[str, Any]:
    """Return who has declared for the case, who has not, and whether it is for the reader to do so."""
    rows = list(Declaration.objects.filter(case=case).select_related("certifier").order_by("pk"))
    signed = {row.certifier_id for row in rows}
    acting_now = {role.certifier_id: role.certifier for role in roles if role.ended_at is None}
    mine = [number for number, who in acting_now.items() if who.user_id is not None and who.user_id == by.user_id]
    return {
        "declarations": rows,
        "undeclared": [who.name for number, who in acting_now.items() if number not in signed],
        "may_declare": bool(mine) and mine[0] not in signed,
    }


def unsigned_cases(found: Certifier) -> list[dict[str, Any]]:
    """Return the open cases in which somebody has a part and has not declared yet."""
    signed = Declaration.objects.filter(certifier=found, case__isnull=False).values("case_id")
    rows = (
        CaseRole.objects.filter(certifier=found, ended_at__isnull=True, case__ended_at__isnull=True)
        .exclude(case_id__in=signed)
        .select_related("case__client")
        .order_by("case_id", "pk")
    )
    unique = {role.case_id: role for role in rows}
    return [
        {
            "number": role.case.number,
            "client": role.case.client.name,
            "part": case_words.part(role.part),
            "url": reverse("certification:case_people", args=[role.case_id]) + "#declare",
        }
        for role in unique.values()
    ]
