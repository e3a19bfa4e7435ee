"""Pages of promises: what is promised, how it is kept, its versions, and the forms that change and end it."""

from datetime import timedelta
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
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.governance.commitments import actions, queries, rules
from wuxing.governance.commitments.forms import PromiseForm, RetireForm, steps_as_fields
from wuxing.governance.commitments.queries import shares
from wuxing.governance.commitments.views import rows
from wuxing.governance.commitments.words import AREAS, KINDS, OUTCOMES
from wuxing.governance.models import Promise, WorkCalendar

EVER = 36500
PERIODS = (30, 90, 365, EVER)
USUAL_PERIOD = 90
MOST = 500
FIELDS = (
    "kind", "area", "product_line", "tier", "text", "minutes", "calendar_id", "channel", "published_where",
    "legal_checked_by", "legal_checked_on", "legal_check", "safety",
)  # fmt: skip


def promises(request: HttpRequest) -> HttpResponse:
    """List the promises in force with how they are kept, those before them, and the calendars."""
    by = acting(request, Permission.GOVERNANCE_READ)
    order = list(KINDS)
    running = list(Promise.objects.filter(ends_at=None).select_related("calendar").order_by("pk")[:MOST])
    past = list(Promise.objects.exclude(ends_at=None).select_related("calendar").order_by("-ends_at", "-pk")[:50])
    since = clock.now() - timedelta(days=USUAL_PERIOD)
    found = queries.shares_since([row.pk for row in running], since)
    now = [rows.promise_row(row) | {"share": rows.share_row(found[row.pk])} for row in running]
    context = {
        "now": sorted(now, key=lambda row: (order.index(row["code"]), row["pk"])),
        "past": [rows.promise_row(row) for row in past],
        "calendars": rows.calendar_rows(WorkCalendar.objects.order_by("name")),
        "days": USUAL_PERIOD,
        "may_write": by.may(Permission.GOVERNANCE_WRITE),
    }
    return render(request, "governance/promises.html", context)


def promise(request: HttpRequest, promise_id: int) -> HttpResponse:
    """Show a promise: its wording and legal check, how it is kept, the targets behind that, and its versions."""
    by = acting(request, Permission.GOVERNANCE_READ)
    found = get_object_or_404(Promise.objects.select_related("calendar"), pk=promise_id)
    asked = request.GET.get("days", "")
    days = int(asked) if asked.isdigit() and int(asked) in PERIODS else USUAL_PERIOD
    kind = request.GET.get("only", "")
    kind = kind if kind in shares.KINDS else ""
    since = clock.now() - timedelta(days=days)
    share = queries.kept_share(promise_id, since)
    page = queries.targets_behind(promise_id, since, kind=kind, after=request.GET.get("after", ""))
    here = reverse("governance:promise", args=[promise_id])
    is_first = not request.GET.get("after")
    may = by.may(Permission.GOVERNANCE_WRITE)
    context = {
        "promise": found,
        "row": rows.promise_row(found),
        "facts": rows.promise_facts(found, by.zone),
        "checks": rows.legal_facts(found),
        "share": rows.share_row(share),
        "counts": _counts(share, here, days, kind),
        "periods": _periods(here, days),
        "targets": rows.target_rows(page.rows, by.zone),
        "words": _("%(count)s on this page, newest first") % {"count": len(page.rows)},
        "first": "" if is_first else _at(here, days, kind),
        "next": _at(here, days, kind, after=page.after) if page.after else "",
        "steps": rows.step_rows(found),
        "versions": rows.version_rows(found),
        "may_write": may and found.ends_at is None,
        "retire": RetireForm(),
    }
    return render(request, "governance/promise.html", context)


def _at(here: str, days: int, kind: str, **more: str) -> str:
    asked = {"days": str(days) if days != USUAL_PERIOD else "", "only": kind, **more}
    given = urlencode({name: value for name, value in asked.items() if value})
    return f"{here}?{given}" if given else here


def _periods(here: str, days: int) -> list[dict[str, Any]]:
    return [
        {
            "title": _("from the beginning") if one == EVER else _("%(days)s days") % {"days": one},
            "count": None,
            "url": _at(here, one, ""),
            "here": one == days,
        }
        for one in PERIODS
    ]


def _counts(share: queries.Share, here: str, days: int, kind: str) -> list[dict[str, Any]]:
    whole = share.judged + share.running + share.dropped
    everything = {"title": _("all"), "count": whole, "url": _at(here, days, ""), "here": not kind}
    parts = [
        {
            "title": wording.text(OUTCOMES[one]),
            "count": getattr(share, one),
            "url": _at(here, days, one),
            "here": one == kind,
        }
        for one in shares.KINDS
    ]
    return [everything, *parts]


def promise_form(request: HttpRequest, promise_id: int | None = None) -> HttpResponse:
    """Change a promise: the old version ends, the new one begins; running orders keep theirs unless told otherwise."""
    by = acting(request, Permission.GOVERNANCE_WRITE)
    found = get_object_or_404(Promise.objects, pk=promise_id) if promise_id else None
    steps = rules.steps_from(found.steps if found else None)
    start = {name: getattr(found, name) for name in FIELDS} if found else {}
    form = PromiseForm(request.POST or None, initial=start | steps_as_fields(steps))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.change_promise(**form.given(), by=by)
            messages.success(request, _("The promise counts from now on; running orders keep the one they were given."))
            return redirect("governance:promise", made.pk)
        except BadInput as error:
            form.blame(error.fields)
    context: dict[str, Any] = {"form": form, "promise": found}
    if found:
        names = {"kind": wording.text(KINDS[found.kind]), "area": wording.text(AREAS[found.area])}
        context |= names | {"lasting": timedelta(minutes=found.minutes)}
    return render(request, "governance/promise_form.html", context)


@require_http_methods(["POST"])
def promise_retire(request: HttpRequest, promise_id: int) -> HttpResponse:
    """End a promise without another in its place."""
    by = acting(request, Permission.GOVERNANCE_WRITE)
    try:
        actions.retire_promise(promise_id=promise_id, reason=request.POST.get("reason", ""), by=by)
        messages.success(request, _("The promise has ended; running orders keep it."))
    except BadInput as error:
        for reason in error.fields.values():
            messages.error(request, wording.text(reason))
    except RuleBroken as error:
        messages.error(request, wording.text(error.reason))
    return redirect("governance:promise", promise_id)
