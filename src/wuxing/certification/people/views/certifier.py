"""One person: contract and registration, competence matrix, ties and where they lead, absences, load by month."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wuxing.certification.cases.models import CaseRole
from wuxing.certification.people import actions, forms, queries, words
from wuxing.certification.people import load as work
from wuxing.certification.people.models import Absence, Certifier, Competence, Declaration, Tie
from wuxing.certification.people.rules import assigning
from wuxing.certification.people.views import shown, steps
from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.forms import Form

P = Permission
CASES_SHOWN, DECLARATIONS_SHOWN = 20, 12


def certifier(request: HttpRequest, certifier_id: int) -> HttpResponse:
    """Show somebody, and take what is changed about them."""
    by = acting(request, P.CASE_READ)
    found = queries.one(certifier_id)
    own = found.user_id is not None and found.user_id == by.user_id
    granted = list(Competence.objects.filter(certifier=found, withdrawn_at__isnull=True).order_by("scheme", "pk"))
    ties = list(Tie.objects.filter(certifier=found).select_related("client").order_by("-pk"))
    asked = steps.asked(request)
    made = _forms(request, asked, found, granted, ties)
    if asked in made and _done(request, asked, made[asked], found, by):
        return redirect("certification:certifier", found.pk)
    may = {"manage": by.may(P.CERTIFIER_MANAGE) and not own, "declare": own or by.may(P.CERTIFIER_MANAGE)}
    context = _page(found, granted, ties, clock.today(by.zone)) | {
        "may": may,
        "own": own,
        "forms": made,
        "asked": asked,
        "views": steps.tabs(by, "certifiers"),
    }
    return render(request, "certification/people/certifier.html", context, status=422 if asked in made else 200)


def _forms(
    request: HttpRequest, asked: str, found: Certifier, granted: list[Competence], ties: list[Tie]
) -> dict[str, Form]:
    def data(name: str) -> Any:
        return request.POST if asked == name else None

    facts = {name: getattr(found, name) for name in forms.FactsForm.base_fields}
    return {
        "facts": forms.FactsForm(data("facts"), initial=facts),
        "grant": forms.GrantForm(data("grant")),
        "withdraw": forms.WithdrawForm(data("withdraw"), granted=shown.granted_choices(granted)),
        "tie": forms.TieForm(data("tie")),
        "end_tie": forms.EndTieForm(data("end_tie"), open_ties=shown.open_ties(ties)),
        "absence": forms.AbsenceForm(data("absence")),
        "remove": forms.RemoveForm(data("remove")),
        "declare": forms.DeclareForm(data("declare")),
        "retire": forms.RetireForm(data("retire")),
    }


def _done(request: HttpRequest, asked: str, form: Form, found: Certifier, by: Actor) -> bool:
    """Do one of the page's acts."""
    if isinstance(form, forms.FactsForm):
        return form.is_valid() and steps.told(
            request, form, lambda: actions.change_certifier(certifier_id=found.pk, facts=form.facts(), by=by)
        )
    one = {"certifier_id": found.pk, "by": by}
    acts: dict[str, tuple[Callable[..., object], dict[str, Any]]] = {
        "grant": (actions.grant_competence, one),
        "withdraw": (actions.withdraw_competence, {"by": by}),
        "tie": (actions.declare_tie, one),
        "end_tie": (actions.end_tie, {"by": by}),
        "absence": (actions.add_absence, one),
        "remove": (actions.remove_absence, {"by": by}),
        "declare": (actions.declare_year, one),
        "retire": (actions.retire_certifier, one),
    }
    act, given = acts[asked]
    return steps.done(request, form, act, **given)


def _page(found: Certifier, granted: list[Competence], ties: list[Tie], today: date) -> dict[str, Any]:
    first, last = shown.span(today)
    load = work.loads(first, last, today, only=[found.pk]).get(found.pk, work.Load())
    roles = CaseRole.objects.filter(certifier=found).select_related("case__client").order_by("-pk")[:CASES_SHOWN]
    declared = Declaration.objects.filter(certifier=found).select_related("case").order_by("-pk")
    signed = any(row.case_id is None and row.year == today.year for row in declared[:DECLARATIONS_SHOWN])
    return {
        "found": found,
        "today": today,
        "registration": shown.registration(found, today),
        "facts": _facts(found),
        "matrix": shown.matrix(granted, today),
        "granted": granted,
        "ties": shown.ties(ties, today),
        "ways": shown.ways(found, today),
        "absences": list(Absence.objects.filter(certifier=found, ends_on__gte=first).order_by("starts_on")),
        "declarations": list(declared[:DECLARATIONS_SHOWN]),
        "signed": signed,
        "load": shown.load(load, found, today),
        "roles": shown.roles(list(roles)),
    }


def _facts(found: Certifier) -> list[tuple[str, Any]]:
    until = found.contract_until
    contract = f"{found.contract_from} – {until}" if until else _("since %(day)s") % {"day": found.contract_from}
    return [
        (_("Employment"), words.employment(found.employment)),
        (_("Contract"), contract),
        (_("Registration number"), found.registration),
        (_("Level of registration"), words.level(found.level)),
        (_("Registered until"), str(found.registered_until or "")),
        (_("Days on site a month at most"), assigning.plain(found.days_a_month)),
        (_("Signs in as"), found.user.username if found.user else _("does not sign in")),
    ]
