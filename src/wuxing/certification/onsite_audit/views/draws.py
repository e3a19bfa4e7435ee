"""Draws of sites and records: promise, word, result, and the file that draws them again."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from wuxing.certification.cases import queries as cases
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.views import shell
from wuxing.certification.onsite_audit import actions, queries, words
from wuxing.certification.onsite_audit.forms import AskForm, ListForm, ReferForm, ResultForm, SiteForm, WordForm
from wuxing.certification.onsite_audit.models import RecordDraw, SiteDraw
from wuxing.certification.onsite_audit.views import shown
from wuxing.certification.onsite_audit.views.taking import sent, taken, why_not_lead, why_not_team
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import NotFound
from wuxing.core.forms import Form


def audit_draws(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show which outlets are visited and why; promise a draw, take the client's word, ask for records."""
    by = acting(request, Permission.CASE_READ)
    case = cases.case(case_id)
    forms = _forms(request, case)
    name = request.POST.get("do", "")
    if request.method == "POST" and name in forms and taken(forms[name], _step(case, name, by)):
        messages.success(request, _("Saved."))
        return redirect("certification:audit_draws", case.pk)
    site_draw = queries.last_site_draw(case.pk)
    pack = queries.pack(case)
    return shell.page(
        request,
        "certification/audit/draws.html",
        case,
        by,
        "case_audit",
        422 if any(form.errors for form in forms.values()) else 200,
        sites=shown.sites(queries.sites_of([case.pk]).get(case.pk, [])),
        draw=shown.draw(site_draw),
        waiting=site_draw is not None and site_draw.drawn_at is None,
        undrawn=case.pk in queries.outlets_open([case]),
        records=[
            shown.draw(one) | {"leaf": words.leaf(pack, one.leaf)}  # type: ignore[operator]
            for one in queries.record_draws_of(case.pk)
        ],
        forms=forms,
        errors=[error for form in forms.values() for error in form.non_field_errors()],
        lead_reason=why_not_lead(case, by),
        team_reason=why_not_team(case, by),
    )


def _forms(request: HttpRequest, case: Case) -> dict[str, Any]:
    pack = queries.pack(case)
    sites = queries.sites_of([case.pk]).get(case.pk, [])
    leaves = [(leaf, words.leaf(pack, leaf)) for leaf in queries.applicable_of(case)]
    return {
        "promise": Form(sent(request, "promise")),
        "word": WordForm(sent(request, "word")),
        "choose": SiteForm(sent(request, "choose"), sites=[(one.pk, one.name) for one in sites if not one.chosen]),
        "ask": AskForm(sent(request, "ask"), leaves=leaves, sites=[(one.pk, one.name) for one in sites if one.chosen]),
        "refer": ReferForm(sent(request, "refer"), leaves=leaves),
    }


def _step(case: Case, name: str, by: Actor) -> Callable[..., object]:
    steps: dict[str, Callable[..., object]] = {
        "promise": actions.promise_sites,
        "word": actions.answer_sites,
        "choose": actions.choose_site,
        "ask": actions.ask_records,
        "refer": actions.refer_sample,
    }
    return lambda **data: steps[name](case_id=case.pk, by=by, **data)


def audit_records(request: HttpRequest, case_id: int, record_draw_id: int) -> HttpResponse:
    """Show a sample of records, and say of each what was seen; before, take the list."""
    by = acting(request, Permission.CASE_READ)
    case = cases.case(case_id)
    found = _record_draw(case, record_draw_id)
    seen = queries.results_of([found.pk])
    rows: list[dict[str, Any]] = [
        {"place": place, "name": _name(found, place), "result": seen.get((found.pk, place))} for place in found.drawn
    ]
    listing = ListForm(sent(request, "listing"))
    result = ResultForm(
        sent(request, "result"), records=[(row["place"], f"{row['place']} · {row['name']}") for row in rows]
    )
    steps: list[tuple[Any, Callable[..., object]]] = [
        (listing, actions.hand_over),
        (result, actions.record_result),
    ]
    for form, run in steps:
        if form.is_bound and taken(form, lambda run=run, **d: run(case_id=case.pk, draw_id=found.pk, by=by, **d)):
            messages.success(request, _("Saved."))
            return redirect("certification:audit_records", case.pk, found.pk)
    return shell.page(
        request,
        "certification/audit/records.html",
        case,
        by,
        "case_audit",
        422 if listing.errors or result.errors else 200,
        draw=shown.draw(found),
        leaf=words.leaf(queries.pack(case), found.leaf),
        rows=rows,
        listing=listing,
        result=result,
        reason=why_not_team(case, by),
    )


def _record_draw(case: Case, draw_id: int) -> RecordDraw:
    found = next((one for one in queries.record_draws_of(case.pk) if one.pk == draw_id), None)
    if found is None:
        raise NotFound(_("there is no such sample of records in this case"))
    return found


def _name(found: RecordDraw, place: int) -> str:
    return found.population[place - 1] if found.population else found.sample_number


def site_draw_file(request: HttpRequest, case_id: int, site_draw_id: int) -> HttpResponse:
    """Hand out what draws the outlets again."""
    acting(request, Permission.CASE_READ)
    return file_of(SiteDraw.objects.filter(case_id=case_id, pk=site_draw_id).first())


def record_draw_file(request: HttpRequest, case_id: int, record_draw_id: int) -> HttpResponse:
    """Hand out what draws the records again."""
    acting(request, Permission.CASE_READ)
    return file_of(RecordDraw.objects.filter(case_id=case_id, pk=record_draw_id).first())


def file_of(found: SiteDraw | RecordDraw | None) -> HttpResponse:
    """Return a draw as a file; before it is drawn the body's word stays secret. Raises NotFound."""
    if found is None or not found.seed:
        raise NotFound(_("nothing is drawn yet"))
    response = JsonResponse(shown.as_file(found), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="draw-{found.pk}.json"'
    return response
