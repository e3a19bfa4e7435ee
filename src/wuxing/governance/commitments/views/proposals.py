"""Pages of proposals: a promise written down, proposed, approved or sent back; it binds nobody before."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.ledger.queries.timeline import timeline
from wuxing.governance.commitments import actions, queries, rules
from wuxing.governance.commitments.actions.proposing import CASE
from wuxing.governance.commitments.forms import DecisionForm, PromiseForm, steps_as_fields
from wuxing.governance.commitments.states import OPEN_PROPOSALS, ProposalState
from wuxing.governance.commitments.views import proposal_rows, rows
from wuxing.governance.commitments.words import LOOKS, PROPOSALS, STEPS
from wuxing.governance.models import Promise, PromiseProposal

FIELDS = (
    "kind", "area", "product_line", "tier", "text", "minutes", "calendar_id", "channel", "published_where",
    "legal_checked_by", "legal_checked_on", "legal_check", "safety",
)  # fmt: skip
MORE = ("reason", "running_too", "wished_from")
ICONS = {
    "promise.approve": "check",
    "promise.retire": "check",
    "promise.return": "arrow-back-up",
    "promise.withdraw": "x",
}


def promise_form(request: HttpRequest, promise_id: int | None = None) -> HttpResponse:
    """Write a new promise, or the change of one; where a change is under way already, go on with that."""
    acting(request, Permission.GOVERNANCE_WRITE)
    found = get_object_or_404(Promise.objects, pk=promise_id) if promise_id else None
    if found and request.method == "GET" and (begun := queries.open_proposal_for(found)):
        return redirect("governance:proposal", begun.pk)
    start = {name: getattr(found, name) for name in FIELDS} if found else {}
    return _written(request, start | steps_as_fields(rules.steps_from(found.steps if found else None)), found, None)


def proposal_form(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Write a draft anew, or one that came back."""
    acting(request, Permission.GOVERNANCE_WRITE)
    found = get_object_or_404(PromiseProposal.objects, pk=proposal_id)
    if why := rules.why_not_write(found.state, ends=found.ends):
        messages.error(request, wording.text(why))
        return redirect("governance:proposal", found.pk)
    start = {name: getattr(found, name) for name in (*FIELDS, *MORE)}
    replaced = queries.replaced_by(found, clock.now())
    return _written(request, start | steps_as_fields(rules.steps_from(found.steps)), replaced, found)


def _written(
    request: HttpRequest, start: dict[str, Any], promise: Promise | None, proposal: PromiseProposal | None
) -> HttpResponse:
    by = acting(request, Permission.GOVERNANCE_WRITE)
    form = PromiseForm(request.POST or None, initial=start)
    if request.method == "POST":
        act = actions.draft_promise if "draft" in request.POST else actions.propose_promise
        known = proposal.pk if proposal else None
        made: list[PromiseProposal] = []
        if form.lets(lambda: made.append(act(content=form.given(), proposal_id=known, by=by))):
            said = _("Kept as a draft.") if "draft" in request.POST else _("Proposed; the general manager was called.")
            messages.success(request, said)
            return redirect("governance:proposal", made[0].pk)
    context: dict[str, Any] = {"form": form, "promise": promise, "proposal": proposal}
    if promise:
        context |= {"row": rows.promise_row(promise), "lasting": timedelta(minutes=promise.minutes)}
    return render(request, "governance/promise_form.html", context)


def proposal(request: HttpRequest, proposal_id: int, bound: DecisionForm | None = None) -> HttpResponse:
    """Show a proposal: what would change, who checked it, where it stands, and what this person can do."""
    by = acting(request, Permission.GOVERNANCE_READ)
    people = ("calendar", "proposed_by", "decided_by", "changed_by")
    found = get_object_or_404(PromiseProposal.objects.select_related(*people), pk=proposal_id)
    before = queries.replaced_by(found, clock.now()) if found.state in OPEN_PROPOSALS else None
    made = found.versions.first()
    context = {
        "proposal": found,
        "row": rows.content_row(found),
        "state": LOOKS[found.state],
        "word": wording.text(PROPOSALS[found.state]),
        "before": before,
        "compared": before is not None and not found.ends,
        "changes": proposal_rows.changes(found, before),
        "checks": rows.legal_facts(found),
        "approval": proposal_rows.approval(found, by.zone),
        "days": _days(found, by),
        "made": made,
        "approvers": wording.listed(queries.approvers(by.tenant_id)),
        "form": bound or DecisionForm(),
        **_may(found, by),
    }
    return render(request, "governance/promise_proposal.html", context)


def _may(found: PromiseProposal, by: Actor) -> dict[str, Any]:
    decides = by.may(Permission.PROMISE_APPROVE) and found.state == ProposalState.PROPOSED
    why = rules.why_not_decide(found.state, proposer=found.proposed_by_id, decider=by.user_id) if decides else None
    writes = by.may(Permission.GOVERNANCE_WRITE)
    return {
        "may_decide": decides,
        "why_not": wording.text(why) if why else "",
        "may_write": writes and rules.why_not_write(found.state, ends=found.ends) is None,
        "may_withdraw": writes and found.state in OPEN_PROPOSALS,
    }


def _days(found: PromiseProposal, by: Actor) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return what happened to it, newest last, day by day."""
    zone = ZoneInfo(by.zone)
    days: dict[str, list[dict[str, Any]]] = {}
    for entry in timeline(by.tenant_id, (CASE, found.pk))[:100]:
        at = entry.occurred_at.astimezone(zone)
        payload = entry.payload or {}
        said = {
            "time": f"{at:%H:%M}",
            "at": at.isoformat(),
            "icon": ICONS.get(entry.event, "pencil"),
            "kind": "",
            "text": wording.text(STEPS[entry.event]) if entry.event in STEPS else entry.event,
            "note": payload.get("note") or payload.get("reason") or "",
            "by": entry.actor.name if entry.actor else "",
            "entry": entry.pk if getattr(entry, "sealed", False) else None,
        }
        days.setdefault(f"{at:%Y-%m-%d}", []).append(said)
    return list(days.items())


@require_http_methods(["POST"])
def proposal_act(request: HttpRequest, proposal_id: int, name: str) -> HttpResponse:
    """Approve a proposal, send it back, or take it back."""
    by = acting(request, Permission.PROMISE_APPROVE, Permission.GOVERNANCE_WRITE)
    words = request.POST.get("reason", "")
    form = DecisionForm(request.POST)
    try:
        if name == "approve":
            made = actions.approve_promise(proposal_id=proposal_id, note=words, by=by)
            messages.success(request, _approved(made, by))
        elif name == "return":
            actions.return_promise(proposal_id=proposal_id, reason=words, by=by)
            messages.success(request, _("Sent back with your reason."))
        elif name == "withdraw":
            actions.withdraw_proposal(proposal_id=proposal_id, by=by)
            messages.success(request, _("Taken back."))
        else:
            raise Http404
    except BadInput as error:
        form.blame(error.fields)
        return proposal(request, proposal_id, form)
    except RuleBroken as error:
        messages.error(request, wording.text(error.reason))
    return redirect("governance:proposal", proposal_id)


def _approved(made: Promise, by: Actor) -> str:
    """Say from when what was approved counts: a version that begins, or the end of one."""
    if made.ends_at is not None:
        return _("Approved; the promise ends on %(day)s.") % {"day": _day(made.ends_at, by)}
    return _("Approved; the promise counts from %(day)s on.") % {"day": _day(made.starts_at, by)}


def _day(moment: datetime, by: Actor) -> str:
    return moment.astimezone(ZoneInfo(by.zone)).date().isoformat()
