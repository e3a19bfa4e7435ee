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
from wuxing.governance.commitments import actions, queries, rules
from wuxing.governance.commitments.forms import EndForm
from wuxing.governance.commitments.queries import shares
from wuxing.governance.commitments.views import proposal_rows, rows
from wuxing.governance.commitments.words import KINDS, OUTCOMES
from wuxing.governance.models import Promise, PromiseProposal, WorkCalendar

EVER = 36500
PERIODS = (30, 90, 365, EVER)
USUAL_PERIOD = 90
MOST = 500


def promises(request: HttpRequest) -> HttpResponse:
    """List the promises in force with how they are kept, those before them, and the calendars."""
    by = acting(request, Permission.GOVERNANCE_READ)
    order, moment = list(KINDS), clock.now()
    running = list(queries.in_force(moment).select_related("calendar").order_by("pk")[:MOST])
    later = queries.beginning(moment).select_related("calendar").order_by("starts_at", "pk")[:50]
    past = list(queries.ended(moment).select_related("calendar").order_by("-ends_at", "-pk")[:50])
    proposals = queries.open_proposals().select_related("calendar", "proposed_by", "changed_by").order_by("pk")[:50]
    since = moment - timedelta(days=USUAL_PERIOD)
    found = queries.shares_since([row.pk for row in running], since)
    now = [rows.promise_row(row) | {"share": rows.share_row(found[row.pk])} for row in running]
    context = {
        "now": sorted(now, key=lambda row: (order.index(row["code"]), row["pk"])),
        "later": [rows.promise_row(row) for row in later],
        "past": [rows.promise_row(row) for row in past],
        "proposals": proposal_rows.proposal_list(proposals),
        "calendars": rows.calendar_rows(WorkCalendar.objects.order_by("name")),
        "days": USUAL_PERIOD,
        "may_write": by.may(Permission.GOVERNANCE_WRITE),
    }
    return render(request, "governance/promises.html", context)


def promise(request: HttpRequest, promise_id: int, bound: EndForm | None = None) -> HttpResponse:
    """Show a promise: its wording and legal check, how it is kept, the targets behind that, and its versions."""
    by = acting(request, Permission.GOVERNANCE_READ)
    found = get_object_or_404(Promise.objects.select_related("calendar", "proposed_by", "approved_by"), pk=promise_id)
    asked = request.GET.get("days", "")
    days = int(asked) if asked.isdecimal() and int(asked) in PERIODS else USUAL_PERIOD
    kind = request.GET.get("only", "")
    kind = kind if kind in shares.KINDS else ""
    since = clock.now() - timedelta(days=days)
    share = queries.kept_share(promise_id, since)
    page = queries.targets_behind(promise_id, since, kind=kind, after=request.GET.get("after", ""))
    here = reverse("governance:promise", args=[promise_id])
    is_first = not request.GET.get("after")
    may = by.may(Permission.GOVERNANCE_WRITE)
    change = queries.open_proposal_for(found)
    context = {
        "promise": found,
        "row": rows.promise_row(found),
        "facts": rows.promise_facts(found, by.zone),
        "checks": rows.legal_facts(found),
        "approval": rows.approval_facts(found, by.zone),
        "change": proposal_rows.proposal_list([change])[0] if change else None,
        "begun": found.starts_at <= clock.now(),
        "over": found.ends_at is not None and found.ends_at <= clock.now(),
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
        "may_end": may and rules.why_not_end(begins=found.starts_at, ends=found.ends_at, now=clock.now()) is None,
        "end": bound or EndForm(),
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


@require_http_methods(["POST"])
def promise_end(request: HttpRequest, promise_id: int) -> HttpResponse:
    """Propose that a promise ends without another in its place."""
    by = acting(request, Permission.GOVERNANCE_WRITE)
    form = EndForm(request.POST)
    made: list[PromiseProposal] = []
    if not form.lets(lambda: made.append(actions.propose_end(promise_id=promise_id, **form.given(), by=by))):
        return promise(request, promise_id, form)
    messages.success(request, _("Proposed; the general manager was called."))
    return redirect("governance:proposal", made[0].pk)
