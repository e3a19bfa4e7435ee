"""My declarations: the yearly one, those for cases, my ties, my days off."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wuxing.certification.cases import queries as cases
from wuxing.certification.people import actions, forms
from wuxing.certification.people.models import Absence, Certifier, Declaration, Tie
from wuxing.certification.people.views import case_people, shown, steps
from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.forms import Form


def standard_text() -> str:
    """Return what a declaration says, to be changed by who signs."""
    return _(
        "I have declared every tie of mine to organisations that the body certifies, or that hang together with them: "
        "consultancy, employment, financial interests, family. I shall declare at once what changes, and judge nothing "
        "in which I have a stake."
    )


def my_declarations(request: HttpRequest) -> HttpResponse:
    """Show what I have declared, and take more."""
    by = acting(request, Permission.CERTIFIER_DECLARE)
    found = cases.certifier_of(by)
    if found is None:
        return render(request, "certification/people/mine.html", {"views": steps.tabs(by, "my_declarations")})
    ties = list(Tie.objects.filter(certifier=found).select_related("client").order_by("-pk"))
    asked = steps.asked(request)
    made = _forms(request, asked, ties)
    if asked in made and _done(request, asked, made[asked], found, by):
        return redirect("certification:my_declarations")
    today = clock.today(by.zone)
    declared = list(Declaration.objects.filter(certifier=found).select_related("case").order_by("-pk")[:24])
    context = {
        "views": steps.tabs(by, "my_declarations"),
        "found": found,
        "year": today.year,
        "signed": any(row.case_id is None and row.year == today.year for row in declared),
        "waiting": case_people.unsigned_cases(found),
        "declarations": declared,
        "ties": shown.ties(ties, today),
        "ways": shown.ways(found, today),
        "absences": list(Absence.objects.filter(certifier=found, ends_on__gte=today).order_by("starts_on")),
        "forms": made,
        "asked": asked,
    }
    return render(request, "certification/people/mine.html", context, status=422 if asked in made else 200)


def _forms(request: HttpRequest, asked: str, ties: list[Tie]) -> dict[str, Form]:
    def data(name: str) -> Any:
        return request.POST if asked == name else None

    return {
        "declare": forms.DeclareForm(data("declare"), initial={"text": standard_text()}),
        "tie": forms.TieForm(data("tie")),
        "end_tie": forms.EndTieForm(data("end_tie"), open_ties=shown.open_ties(ties)),
        "absence": forms.AbsenceForm(data("absence")),
        "remove": forms.RemoveForm(data("remove")),
    }


def _done(request: HttpRequest, asked: str, form: Form, found: Certifier, by: Actor) -> bool:
    one = {"certifier_id": found.pk, "by": by}
    acts: dict[str, tuple[Callable[..., object], dict[str, Any]]] = {
        "declare": (actions.declare_year, {"by": by}),
        "tie": (actions.declare_tie, one),
        "end_tie": (actions.end_tie, {"by": by}),
        "absence": (actions.add_absence, one),
        "remove": (actions.remove_absence, {"by": by}),
    }
    act, given = acts[asked]
    return steps.done(request, form, act, **given)
