"""Pages of 目标分解表: the goals of a period with what was reached, one goal with its records, the form; CSV and print."""

import csv
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.escaping import cell
from wuxing.governance.commitments import actions, queries, subjects
from wuxing.governance.commitments.forms import GoalForm
from wuxing.governance.commitments.models import Goal
from wuxing.governance.commitments.queries import goals as finding
from wuxing.governance.commitments.queries import shares
from wuxing.governance.commitments.views import goal_rows, rows
from wuxing.governance.commitments.words import OUTCOMES

YEARS = 5  # that can be looked at, to either side


def _asked(request: HttpRequest, by: Actor) -> dict[str, Any]:
    today = clock.today(by.zone)
    typed = {name: request.GET.get(name, "") for name in ("year", "month", "holder")}
    year = int(typed["year"]) if typed["year"].isdecimal() and len(typed["year"]) == 4 else today.year
    month: int | None = today.month
    if typed["month"].isdecimal() and int(typed["month"][:3]) <= 12:
        month = int(typed["month"][:3])
    known = (queries.COMPANY, *subjects.holders())
    return {
        "year": min(max(year, today.year - YEARS), today.year + YEARS),
        "month": month,
        "holder": typed["holder"] if typed["holder"] in known else "",
    }


def goals(request: HttpRequest) -> HttpResponse:
    """Show the goals of a month or a whole year: who is to keep which share, what was kept so far; on paper or as CSV."""
    by = acting(request, Permission.GOVERNANCE_READ)
    asked = _asked(request, by)
    found = queries.goals_of(asked["year"], asked["month"], asked["holder"])
    if not request.GET.get("month") and not found.exists():  # who breaks the year down to no months sees the year
        asked["month"] = 0
        found = queries.goals_of(asked["year"], 0, asked["holder"])
    form = request.GET.get("as", "")
    if form in ("csv", "print"):
        listed, after = list(found[: finding.MOST]), ""
    else:
        page = queries.page_of_goals(found, request.GET.get("after", ""))
        listed, after = page.rows, page.after
    shown = goal_rows.goal_rows(listed, queries.reached(listed, by.zone))
    if form == "csv":
        return _csv(shown, asked)
    here = reverse("governance:goals")
    kept = {name: str(value) for name, value in asked.items() if value not in ("", None)}
    context = {
        "rows": shown,
        "asked": asked,
        "months": goal_rows.month_views(here, kept, asked["month"]),
        "years": goal_rows.year_views(here, kept, asked["year"]),
        "holders": goal_rows.holder_views(here, kept, asked["holder"]),
        "period": goal_rows.period_words(asked["year"], asked["month"] or 0),
        "next": f"{here}?{urlencode(kept | {'after': after})}" if after else "",
        "first": f"{here}?{urlencode(kept)}" if request.GET.get("after") else "",
        "words": _("%(count)s on this page") % {"count": len(shown)},
        "csv": f"{here}?{urlencode(kept | {'as': 'csv'})}",
        "paper": f"{here}?{urlencode(kept | {'as': 'print'})}",
        "printing": form == "print",
        "may_write": by.may(Permission.GOVERNANCE_WRITE),
    }
    return render(request, "governance/goals.html", context)


def _csv(shown: Iterable[dict[str, Any]], asked: dict[str, Any]) -> HttpResponse:
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    name = f"goals-{asked['year']}-{asked['month'] or 0:02d}"
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    out = csv.writer(answer)
    heads = (
        _("Who keeps it"),
        _("What is promised"),
        _("Meant for"),
        _("Period"),
        _("To be kept"),
        _("Kept"),
        _("Cases judged"),
    )
    out.writerow([*heads, _("Share reached"), _("Still running"), _("Overdue"), _("Answers for it"), _("Version")])
    names = (
        "holder",
        "kind",
        "scope",
        "period",
        "share",
        "kept",
        "judged",
        "percent",
        "running",
        "late",
        "owner",
        "version",
    )
    for row in shown:
        out.writerow([cell(row[one]) for one in names])
    return answer


def goal(request: HttpRequest, goal_id: int) -> HttpResponse:
    """Show a goal: what it asks, what was reached, the targets behind that, and its versions."""
    by = acting(request, Permission.GOVERNANCE_READ)
    found = get_object_or_404(Goal.objects.select_related("owner", "made_by"), pk=goal_id)
    kind = request.GET.get("only", "")
    kind = kind if kind in shares.KINDS else ""
    share = queries.reached([found], by.zone)[found.pk]
    page = queries.targets_of_goal(found, by.zone, kind=kind, after=request.GET.get("after", ""))
    here = reverse("governance:goal", args=[goal_id])

    def at(**more: str) -> str:
        given = urlencode({name: value for name, value in more.items() if value})
        return f"{here}?{given}" if given else here

    views = [{"title": _("all"), "count": share.judged + share.running + share.dropped, "url": here, "here": not kind}]
    views += [
        {"title": wording.text(OUTCOMES[one]), "count": getattr(share, one), "url": at(only=one), "here": one == kind}
        for one in shares.KINDS
    ]
    context = {
        "goal": found,
        "row": goal_rows.goal_rows([found], {found.pk: share})[0],
        "share": rows.share_row(share),
        "counts": views,
        "targets": rows.target_rows(page.rows, by.zone),
        "words": _("%(count)s on this page, newest first") % {"count": len(page.rows)},
        "first": at(only=kind) if request.GET.get("after") else "",
        "next": at(only=kind, after=page.after) if page.after else "",
        "versions": goal_rows.version_rows(queries.versions_of(found)),
        "may_write": by.may(Permission.GOVERNANCE_WRITE) and found.ended_at is None,
    }
    return render(request, "governance/goal.html", context)


def goal_form(request: HttpRequest) -> HttpResponse:
    """Break a promise down: one share for several holders and periods at once."""
    by = acting(request, Permission.GOVERNANCE_WRITE)
    given = request.GET.get("from", "")
    like = Goal.objects.filter(pk=int(given), ended_at=None).first() if given.isdecimal() and len(given) < 18 else None
    form = GoalForm(request.POST or None, by=by, like=like)
    made: list[Goal] = []
    if request.method == "POST" and form.lets(lambda: made.extend(actions.set_goals(aim=form.given(), by=by))):
        messages.success(request, _("%(count)s goals stand from now on.") % {"count": len(made)})
        asked = {"year": form.cleaned_data["year"], "month": min(form.cleaned_data["months"])}
        return redirect(f"{reverse('governance:goals')}?{urlencode(asked)}")
    return render(request, "governance/goal_form.html", {"form": form, "like": like})


@require_http_methods(["POST"])
def goal_end(request: HttpRequest, goal_id: int) -> HttpResponse:
    """End a goal."""
    by = acting(request, Permission.GOVERNANCE_WRITE)
    try:
        actions.end_goal(goal_id=goal_id, reason=request.POST.get("reason", ""), by=by)
        messages.success(request, _("The goal has ended."))
    except BadInput as error:
        for reason in error.fields.values():
            messages.error(request, wording.text(reason))
    except RuleBroken as error:
        messages.error(request, wording.text(error.reason))
    return redirect("governance:goal", goal_id)
