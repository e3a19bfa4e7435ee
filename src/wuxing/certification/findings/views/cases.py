"""The findings of a case: the list, a new one, one put right."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.certification.cases import gates
from wuxing.certification.cases import queries as case_queries
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Part, Stage
from wuxing.certification.cases.views import shell
from wuxing.certification.findings import actions, queries, words
from wuxing.certification.findings.forms import FindingForm
from wuxing.certification.findings.models import Finding
from wuxing.certification.findings.states import Kind, Source
from wuxing.certification.findings.views import shown
from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, RuleBroken

P = Permission
_KINDS = {
    Source.DOCUMENT_REVIEW: (Kind.OBSERVATION,),
    Source.ON_SITE: tuple(Kind),
    Source.FOLLOW_UP: (Kind.SPECIAL, Kind.OBSERVATION),
}


def why_not_here(case: Case, by: Actor) -> str:
    """Return why this person does nothing with the findings of a case, in words; nothing when they may."""
    if not by.may(P.CASE_EVALUATE):
        return _("your role does not allow this")
    if not case_queries.parts_of(case.pk, by) & {Part.LEAD, Part.EVALUATOR}:
        return _("only the team of this case does this")
    return ""


def source_now(case: Case) -> Source | None:
    """Return where something found now would have been found; None when nothing is raised at this stage."""
    if case.stage == Stage.ON_SITE:
        return Source.ON_SITE
    return Source.FOLLOW_UP if case.stage in {Stage.FINDINGS, Stage.REPORT} else None


def case_findings(request: HttpRequest, case_id: int) -> HttpResponse:
    """List the findings of a case with what each costs."""
    by = acting(request, P.CASE_READ)
    case = case_queries.case(case_id)
    today, scheme = clock.today(by.zone), queries.pack(case)
    several, costs = queries.of_case(case.pk), queries.costs(case)
    wanted = request.GET.get("show", "") if request.GET.get("show") in shown.FILTERS else ""
    path = reverse("certification:case_findings", args=[case.pk])
    return shell.page(
        request,
        "certification/findings/case_findings.html",
        case,
        by,
        "case_findings",
        rows=shown.rows([one for one in several if shown.is_in(one, wanted, today)], scheme, costs, today),
        any=bool(several),
        stats=shown.stats(several, costs, today),
        views=shown.tabs(several, path, wanted, today),
        draft=queries.points_in_use(case).draft,
        acts=_acts(case, by),
    )


def _acts(case: Case, by: Actor) -> list[dict[str, Any]]:
    reason = why_not_here(case, by)
    here = source_now(case)
    raising = reason or ("" if here else _("findings are raised on site, or later in the follow-up of corrections"))
    acts = [
        {
            "label": _("Raise a finding"),
            "url": reverse("certification:finding_new", args=[case.pk]),
            "icon": "plus",
            "primary": here is Source.ON_SITE,
            "reason": raising,
        }
    ]
    if case.stage == Stage.FINDINGS:
        blocks = gates.blocks([case], Stage.REPORT).get(case.pk, [])
        acts.append(
            {
                "label": _("All corrections verified"),
                "url": reverse("certification:findings_finish_act", args=[case.pk]),
                "method": "post",
                "icon": "check",
                "primary": True,
                "reason": reason or (wording.text(blocks[0]) if blocks else ""),
            }
        )
    return acts


@require_POST
def finish(request: HttpRequest, case_id: int) -> HttpResponse:
    """Go on to the report when everything is corrected."""
    by = acting(request, P.CASE_EVALUATE)
    try:
        actions.finish(case_id=case_id, by=by)
    except RuleBroken as error:
        messages.error(request, wording.text(error.reason))
    else:
        messages.success(request, _("Every correction is verified; the report can be written."))
    return redirect("certification:case_findings", case_id)


def _form(case: Case, by: Actor, source: Source, *args: Any, **kwargs: Any) -> FindingForm:
    scheme = queries.pack(case)
    mine = None if Part.LEAD in case_queries.parts_of(case.pk, by) else queries.leaves_of(case.pk, by)
    return FindingForm(
        *args,
        kinds=_KINDS[source],
        leaves=[(leaf.id, words.leaf(scheme, leaf.id)) for leaf in scheme.leaves if mine is None or leaf.id in mine],
        reasons=[(one.id, words.reason(scheme, one.id)) for one in scheme.rules.deduction_reasons],
        sites=list(case.sites.order_by("pk").values_list("pk", "name")),
        **kwargs,
    )


def finding_new(request: HttpRequest, case_id: int) -> HttpResponse:
    """Raise a finding; `?leaf=5.2.4-b` begins with an indicator."""
    by = acting(request, P.CASE_EVALUATE)
    case = case_queries.case(case_id)
    source = source_now(case) or Source.ON_SITE
    leaf = request.GET.get("leaf", "")[:40]
    first = {"leaf": leaf, "sample_size": queries.sample_of(case.pk, leaf) if leaf else None, "kind": Kind.DEDUCTION}
    first |= _carried(case, request.GET.get("from", ""))
    form = _form(case, by, source, request.POST or None, request.FILES or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.raise_finding(case_id=case.pk, seen=form.seen(source), sent=form.cleaned_data["sent"], by=by)
        except BadInput as error:
            form.blame(error.fields)
        except RuleBroken as error:
            form.add_error(None, wording.text(error.reason))
        else:
            messages.success(request, _("Finding %(number)s is raised.") % {"number": made.number})
            return redirect("certification:finding", made.pk)
    return _form_page(request, case, by, form, title=_("Raise a finding"), after=source is Source.FOLLOW_UP)


def _carried(case: Case, number: str) -> dict[str, Any]:
    """Return the words of a finding on a document that is carried on as a deduction."""
    if not (number.isdecimal() and len(number) < 18):
        return {}
    found = Finding.objects.filter(case=case, pk=int(number), source=Source.DOCUMENT_REVIEW).first()
    return {"text": found.text, "grade": found.grade} if found else {}


def finding_edit(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Put a finding right before the closing meeting."""
    by = acting(request, P.CASE_EVALUATE)
    found = queries.finding(finding_id)
    case, source = found.case, Source(found.source)
    names = ("kind", "leaf", "grade", "text", "evidence", "sample_size", "failures", "reason_code", "site_id")
    first = {name: getattr(found, name) for name in names}
    form = _form(case, by, source, request.POST or None, initial=first, with_files=False)
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct(finding_id=found.pk, seen=form.seen(source, found.paper_id), by=by)
        except BadInput as error:
            form.blame(error.fields)
        except RuleBroken as error:
            form.add_error(None, wording.text(error.reason))
        else:
            messages.success(request, _("Corrected; the history keeps what it said before."))
            return redirect("certification:finding", found.pk)
    return _form_page(
        request, case, by, form, title=_("Correct finding %(number)s") % {"number": found.number}, found=found
    )


def _form_page(
    request: HttpRequest, case: Case, by: Actor, form: FindingForm, *, title: str, found: Finding | None = None,
    after: bool = False,
) -> HttpResponse:  # fmt: skip
    back = (
        reverse("certification:finding", args=[found.pk])
        if found
        else reverse("certification:case_findings", args=[case.pk])
    )
    return shell.page(
        request,
        "certification/findings/finding_form.html",
        case,
        by,
        "case_findings",
        status=422 if form.errors else 200,
        form=form,
        title=title,
        back=back,
        after=after,
    )
