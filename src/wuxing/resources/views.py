"""Pages of outlets and people."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput
from wuxing.resources.competence import actions as people_actions
from wuxing.resources.competence import rules
from wuxing.resources.forms import KINDS, OutletForm, PersonForm, SkillForm
from wuxing.resources.models import Outlet, Person, Skill
from wuxing.resources.outlets import actions as outlet_actions


def outlets(request: HttpRequest) -> HttpResponse:
    """List the outlets."""
    by = acting(request, Permission.RESOURCE_READ)
    found = Outlet.objects.annotate(staff=Count("people", filter=Q(people__active=True))).order_by("-active", "code")
    rows = [(outlet, KINDS[Outlet.Kind(outlet.kind)]) for outlet in found[:500]]
    return render(request, "resources/outlets.html", {"rows": rows, "may_write": by.may(Permission.RESOURCE_WRITE)})


def outlet(request: HttpRequest, outlet_id: int | None = None) -> HttpResponse:
    """Write down an outlet, or change one."""
    by = acting(request, Permission.RESOURCE_WRITE)
    found = get_object_or_404(Outlet.objects, pk=outlet_id) if outlet_id else None
    start: dict[str, Any] = {"active": True}
    if found:
        names = ("code", "name", "kind", "city", "calendar_id", "active")
        start = {name: getattr(found, name) for name in names} | {"districts": " ".join(found.districts)}
    form = OutletForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            outlet_actions.save_outlet(outlet_id=outlet_id, **form.cleaned_data, by=by)
            messages.success(request, _("The outlet is saved."))
            return redirect("resources:outlets")
        except BadInput as error:
            form.blame(error.fields)
    return render(request, "resources/outlet.html", {"outlet": found, "form": form})


def people(request: HttpRequest) -> HttpResponse:
    """List the people with their skills and how their certificates stand."""
    by = acting(request, Permission.RESOURCE_READ)
    today = clock.today(by.zone)
    typed = request.GET.get("q", "").strip()[:60]
    found = Person.objects.select_related("outlet").prefetch_related("skills").order_by("-active", "number")
    if typed:
        found = found.filter(Q(name__icontains=typed) | Q(number__iexact=typed) | Q(outlet__name__icontains=typed))
    rows = [(person, [_skill(skill, today) for skill in person.skills.all()]) for person in found[:1000]]
    context = {
        "rows": rows,
        "typed": typed,
        "may_write": by.may(Permission.RESOURCE_WRITE),
        "search": {"value": typed, "label": _("Name, number or outlet")},
    }
    return render(request, "resources/people.html", context)


def _skill(skill: Skill, today: Any) -> dict[str, Any]:
    state, word = rules.certificate_state(skill.valid_until, today)
    return {
        "trade": wording.text(rules.trade_word(skill.trade)),
        "level": skill.level,
        "number": skill.certificate_no,
        "state": state,
        "word": wording.text(word),
    }


def person(request: HttpRequest, person_id: int | None = None) -> HttpResponse:
    """Write down a person, or change one."""
    by = acting(request, Permission.RESOURCE_WRITE)
    found = get_object_or_404(Person.objects, pk=person_id) if person_id else None
    names = ("number", "name", "outlet_id", "user_id", "active")
    start = {name: getattr(found, name) for name in names} if found else {"active": True}
    form = PersonForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            saved = people_actions.save_person(person_id=person_id, **form.cleaned_data, by=by)
            messages.success(request, _("The person is saved."))
            return redirect("resources:person", saved.pk)
        except BadInput as error:
            form.blame(error.fields)
    return _person_page(request, found, form, SkillForm())


def skill(request: HttpRequest, person_id: int) -> HttpResponse:
    """Save a skill of a person."""
    by = acting(request, Permission.RESOURCE_WRITE)
    found = get_object_or_404(Person.objects, pk=person_id)
    form = SkillForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            people_actions.save_skill(person_id=person_id, **form.cleaned_data, by=by)
            messages.success(request, _("The skill is saved."))
            return redirect("resources:person", person_id)
        except BadInput as error:
            form.blame(error.fields)
    names = ("number", "name", "outlet_id", "user_id", "active")
    start = {name: getattr(found, name) for name in names}
    return _person_page(request, found, PersonForm(initial=start), form)


def _person_page(request: HttpRequest, found: Person | None, form: PersonForm, skill_form: SkillForm) -> HttpResponse:
    today = clock.today()
    skills = [_skill(row, today) for row in found.skills.order_by("trade")] if found else []
    context = {"person": found, "form": form, "skill_form": skill_form, "skills": skills}
    return render(request, "resources/person.html", context)
