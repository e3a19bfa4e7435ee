"""The body's rules: which there are, what one says, another version, who puts it in force."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.certification.programme import actions, queries, rules
from wuxing.certification.programme.forms import DraftForm, NoteForm
from wuxing.certification.programme.loading import as_yaml
from wuxing.certification.programme.models import ProgrammeStep, ProgrammeVersion
from wuxing.certification.programme.views import shown
from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.evidence.readiness.words import text
from wuxing.schemes.packs.canonical import content
from wuxing.schemes.packs.problems import PackError

P = Permission
Kind = ProgrammeStep.Kind


def programmes(request: HttpRequest) -> HttpResponse:
    """List the body's rules by scheme, with the version that counts."""
    acting(request, P.CASE_READ)
    rows = []
    for scheme in queries.schemes():
        version_id, rule = queries.current(scheme) if _any(scheme) else (0, None)
        rows.append({
            "scheme": scheme, "title": text(rule.title) if rule else "", "number": rule.version if rule else 0,
            "own": bool(version_id), "rule": rule, "url": reverse("certification:programme", args=[scheme]),
        })  # fmt: skip
    return render(request, "certification/programme/list.html", {"rows": rows})


def _any(scheme: str) -> bool:
    return queries.in_force(scheme) is not None or queries.shipped_draft(scheme) is not None


def programme(request: HttpRequest, rule: str) -> HttpResponse:
    """Show what a rule says: the version that counts, or another one of the body's."""
    by = acting(request, P.CASE_READ)
    return _page(request, by, rule)


def _chosen(request: HttpRequest, scheme: str) -> ProgrammeVersion | None:
    """Return the version that is asked for; None for the shipped default."""
    asked = request.GET.get("version", "")
    if asked == str(queries.SHIPPED):
        return None
    if not asked.isdecimal():
        return queries.in_force(scheme)
    found = queries.version(int(asked[:18]))
    if found.scheme != scheme:
        raise NotFound(_("there is no such version of a rule here"))
    return found


def _page(
    request: HttpRequest, by: Actor, scheme: str, refused: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    refused = refused or {}
    default, chosen, current = queries.shipped_draft(scheme), _chosen(request, scheme), queries.in_force(scheme)
    if default is None and chosen is None:
        raise NotFound(_("there is no rule for this scheme"))
    rule = queries.said(chosen) if chosen else queries.shipped_programme(scheme)
    same = chosen is None or (default is not None and chosen.sha256 == default.sha256)
    reason = actions.why_not_put_in_force(chosen, current, by) if chosen else None
    may = by.may(P.IMPARTIALITY_MANAGE)
    context = {
        "scheme": scheme,
        "rule": rule,
        "says": shown.tables(rule),
        "chosen": chosen,
        "counts": (chosen.pk if chosen else None) == (current.pk if current else None),
        "steps": [(_word(step.kind), step) for step in chosen.steps.select_related("by_user").order_by("pk")] if chosen else [],
        "differences": [] if same or not default or not chosen else rules.differences(default.data, content(chosen.form)),
        "compared": not same,
        "versions": queries.versions(scheme),
        "current_id": current.pk if current else 0,
        "reason": (wording.text(reason) if reason else "") if may else _("your role does not allow this"),
        "in_force_url": f"{reverse('certification:programme_act', args=[scheme, 'in_force'])}?version={chosen.pk if chosen else 0}",
        "may": may,
        "draft": refused.get("draft") or DraftForm(auto_id="draft_%s"),
        "faults": refused.get("faults", []),
        "noting": refused.get("note") or NoteForm(initial={"on": clock.today(by.zone)}, auto_id="note_%s"),
    }  # fmt: skip
    return render(request, "certification/programme/one.html", context, status=status)


def _word(kind: str) -> str:
    return {
        Kind.IN_FORCE: _("put in force"),
        Kind.PUBLISHED: _("published"),
        Kind.FILED: _("filed with CNCA"),
    }[Kind(kind)]


def programme_yaml(request: HttpRequest, rule: str) -> HttpResponse:
    """Hand out a rule as YAML: the version asked for, or the one that counts."""
    acting(request, P.CASE_READ)
    chosen = _chosen(request, rule)
    said = as_yaml(chosen.form) if chosen else queries.shipped_text(rule)
    response = HttpResponse(said, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{rule}-{chosen.number if chosen else 0}.yaml"'
    return response


@require_POST
def programme_act(request: HttpRequest, rule: str, name: str) -> HttpResponse:
    """Hand in another version, put one in force, note its publication or filing."""
    by = acting(request, P.CASE_READ)
    if name not in _ACTS:
        raise NotFound(_("there is no such step"))
    return _ACTS[name](request, by, rule)


def _draft(request: HttpRequest, by: Actor, scheme: str) -> HttpResponse:
    form = DraftForm(request.POST, request.FILES, auto_id="draft_%s")
    if not form.is_valid():
        return _page(request, by, scheme, {"draft": form}, 422)
    given = form.cleaned_data["file"]
    try:
        made = actions.draft(
            scheme=scheme, name=given.name, content=given.read(2_000_001), note=form.cleaned_data["note"],
            leaves=queries.leaves_of(scheme), by=by,
        )  # fmt: skip
    except PackError as error:
        faults = [(problem.line, wording.text(problem.message)) for problem in error.problems]
        return _page(request, by, scheme, {"draft": form, "faults": faults}, 422)
    except BadInput as error:
        form.blame(error.fields)
        return _page(request, by, scheme, {"draft": form}, 422)
    except RuleBroken as error:
        form.add_error("file", wording.text(error.reason))
        return _page(request, by, scheme, {"draft": form}, 422)
    messages.success(request, _("Kept; another person puts it in force."))
    return redirect(f"{reverse('certification:programme', args=[scheme])}?version={made.pk}")


def _in_force(request: HttpRequest, by: Actor, scheme: str) -> HttpResponse:
    found = _asked(request, scheme)
    try:
        actions.put_in_force(version_id=found.pk, by=by)
    except RuleBroken as error:
        messages.error(request, wording.text(error.reason))
    else:
        messages.success(request, _("In force: cases that are contracted from now on follow it."))
    return redirect(f"{reverse('certification:programme', args=[scheme])}?version={found.pk}")


def _note(request: HttpRequest, by: Actor, scheme: str) -> HttpResponse:
    found, form = _asked(request, scheme), NoteForm(request.POST, auto_id="note_%s")
    if form.is_valid():
        try:
            actions.note(version_id=found.pk, by=by, **form.cleaned_data)
        except BadInput as error:
            form.blame(error.fields)
        else:
            messages.success(request, _("Saved."))
            return redirect(f"{reverse('certification:programme', args=[scheme])}?version={found.pk}")
    return _page(request, by, scheme, {"note": form}, 422)


def _asked(request: HttpRequest, scheme: str) -> ProgrammeVersion:
    asked = request.GET.get("version", "")
    found = queries.version(int(asked[:18]) if asked.isdecimal() else 0)
    if found.scheme != scheme:
        raise NotFound(_("there is no such version of a rule here"))
    return found


_ACTS = {"draft": _draft, "in_force": _in_force, "note": _note}
