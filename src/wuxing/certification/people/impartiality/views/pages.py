"""The register of risks to impartiality, one risk, minutes of the committee, the register as CSV."""

import csv
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wuxing.certification.people import queries
from wuxing.certification.people.impartiality import actions, rules, words
from wuxing.certification.people.impartiality.forms import ChangeForm, MinutesForm, ReviewForm, RiskForm
from wuxing.certification.people.impartiality.models import CommitteeMinutes, ImpartialityRisk, RiskReview
from wuxing.certification.people.views import steps
from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import NotFound
from wuxing.core.escaping import cell
from wuxing.core.forms import Form

P = Permission
SHOWN = 200


def _risk(row: ImpartialityRisk, today: date) -> dict[str, Any]:
    closed = row.closed_at is not None
    overdue = not closed and row.review_due_on < today
    state = "excluded" if closed else rules.look(row.likelihood, row.effect)
    return {
        "row": row,
        "source": words.source(row.source),
        "state": state,
        "gravity": rules.gravity(row.likelihood, row.effect),
        "word": pgettext("certification", "closed")
        if closed
        else _("gravity %(value)s") % {"value": row.likelihood * row.effect},
        "overdue": overdue,
    }


def impartiality(request: HttpRequest) -> HttpResponse:
    """Show risks and minutes; write down a risk."""
    by = acting(request, P.CASE_READ)
    today = clock.today(by.zone)
    form = RiskForm(request.POST or None, members=queries.members())
    if request.method == "POST" and steps.done(request, form, actions.raise_risk, by=by):
        return redirect("certification:impartiality")
    rows = ImpartialityRisk.objects.select_related("owner").order_by("closed_at", "review_due_on", "pk")[:SHOWN]
    risks = [_risk(row, today) for row in rows]
    context = {
        "views": steps.tabs(by, "impartiality"),
        "risks": risks,
        "overdue": sum(1 for each in risks if each["overdue"]),
        "minutes": [_minutes(row) for row in CommitteeMinutes.objects.order_by("-held_on", "-pk")[:SHOWN]],
        "form": form,
        "may": by.may(P.IMPARTIALITY_MANAGE),
    }
    return render(request, "certification/people/impartiality.html", context, status=422 if form.is_bound else 200)


def _minutes(row: CommitteeMinutes) -> dict[str, Any]:
    present = [one for one in row.attendance if one["present"]]
    return {"row": row, "present": len(present), "invited": len(row.attendance)}


def risk(request: HttpRequest, risk_id: int) -> HttpResponse:
    """Show a risk with its reviews; review it, change what is done."""
    by = acting(request, P.CASE_READ)
    found = ImpartialityRisk.objects.select_related("owner", "raised_by").filter(pk=risk_id).first()
    if found is None:
        raise NotFound(_("there is no such risk here"))
    asked = steps.asked(request)
    now = {"likelihood": found.likelihood, "effect": found.effect}
    kept = {"measures": found.measures, "owner_id": found.owner_id}
    made: dict[str, Form] = {
        "review": ReviewForm(request.POST if asked == "review" else None, initial=now),
        "change": ChangeForm(request.POST if asked == "change" else None, members=queries.members(), initial=kept),
    }
    acts: dict[str, Any] = {"review": actions.review_risk, "change": actions.change_risk}
    if asked in made and steps.done(request, made[asked], acts[asked], risk_id=found.pk, by=by):
        return redirect("certification:impartiality_risk", found.pk)
    context = {
        "views": steps.tabs(by, "impartiality"),
        "each": _risk(found, clock.today(by.zone)),
        "facts": _facts(found),
        "reviews": [_review(row) for row in found.reviews.select_related("by").order_by("-pk")],
        "forms": made,
        "asked": asked,
        "may": by.may(P.IMPARTIALITY_MANAGE) and found.closed_at is None,
    }
    return render(request, "certification/people/risk.html", context, status=422 if asked in made else 200)


def _review(row: RiskReview) -> dict[str, Any]:
    return {
        "row": row,
        "state": "excluded" if row.closes else rules.look(row.likelihood, row.effect),
        "word": pgettext("certification", "closed")
        if row.closes
        else _("gravity %(value)s") % {"value": row.likelihood * row.effect},
    }


def _facts(found: ImpartialityRisk) -> list[tuple[str, Any]]:
    return [
        (_("Where it comes from"), words.source(found.source)),
        (_("How it might bend a judgment"), found.text),
        (_("Likelihood × effect"), f"{found.likelihood} × {found.effect}"),
        (_("Measures"), found.measures),
        (_("Who watches it"), found.owner.name),
        (_("Review due"), found.review_due_on if found.closed_at is None else ""),
    ]


def minutes_new(request: HttpRequest) -> HttpResponse:
    """Keep the minutes of a meeting."""
    by = acting(request, P.IMPARTIALITY_MANAGE)
    rows = ImpartialityRisk.objects.filter(closed_at__isnull=True).order_by("pk")[:SHOWN]
    risks = [(row.pk, f"{row.number} {row.title}") for row in rows]
    form = MinutesForm(request.POST or None, risks=risks, initial={"held_on": clock.today(by.zone), "followed": True})
    if request.method == "POST" and steps.done(request, form, actions.keep_minutes, by=by):
        return redirect("certification:impartiality")
    context = {"form": form, "views": steps.tabs(by, "impartiality")}
    return render(request, "certification/people/minutes_new.html", context, status=422 if form.errors else 200)


def minutes(request: HttpRequest, minutes_id: int) -> HttpResponse:
    """Show the minutes of a meeting."""
    by = acting(request, P.CASE_READ)
    found = CommitteeMinutes.objects.select_related("kept_by").filter(pk=minutes_id).first()
    if found is None:
        raise NotFound(_("there are no such minutes here"))
    risks = ImpartialityRisk.objects.filter(pk__in=found.risks).order_by("pk")
    context = {"views": steps.tabs(by, "impartiality"), "found": found, "risks": list(risks)}
    return render(request, "certification/people/minutes.html", context)


def impartiality_csv(request: HttpRequest) -> HttpResponse:
    """Give the register of risks as a table."""
    by: Actor = acting(request, P.CASE_READ)
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="impartiality-risks-{clock.today(by.zone)}.csv"'
    out = csv.writer(answer)
    heads = [
        _("Number"), _("Risk in a few words"), _("Where it comes from"), _("How it might bend a judgment"),
        _("Likelihood"), _("Effect"), _("Measures"), _("Who watches it"), _("Review due"), _("Closed"),
    ]  # fmt: skip
    out.writerow(heads)
    for row in ImpartialityRisk.objects.select_related("owner").order_by("pk").iterator(chunk_size=500):
        cells = (
            row.number, row.title, words.source(row.source), row.text, row.likelihood, row.effect, row.measures,
            row.owner.name, row.review_due_on, row.closed_at.date() if row.closed_at else "",
        )  # fmt: skip
        out.writerow([cell(value) for value in cells])
    return answer
