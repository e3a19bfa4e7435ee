"""回访: the list of those to be called, and the one page from which somebody calls."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import NotFound, RuleBroken
from wuxing.customers.customer_care import masking
from wuxing.service.follow_up import actions, queries, rules
from wuxing.service.follow_up.forms.calls import ASKED, ProblemForm, ReasonForm, TryForm
from wuxing.service.follow_up.models import FollowUpCall, Problem
from wuxing.service.follow_up.queries.lists import CALL_GROUPS
from wuxing.service.follow_up.rules.words import CALL_KINDS, CALL_STATES, LOOKS, PROBLEM_STATES, TRIES
from wuxing.service.follow_up.states import LIVE_PROBLEMS, CallState
from wuxing.service.follow_up.views.words import call_row, due_badge
from wuxing.service.repair.forms.base import Form
from wuxing.service.repair.rules.words import KINDS, WARRANTY
from wuxing.service.repair.views.order import take
from wuxing.service.repair.views.words import at, near, word

SHOWN_SECONDS = 15 * 60
PAGE = "service/follow_up/call.html"


def calls(request: HttpRequest) -> HttpResponse:
    """Show whom to call: overdue first."""
    by = acting(request, Permission.FOLLOW_UP)
    asked = request.GET.get("view", "now")
    group = asked if asked in CALL_GROUPS else "now"
    now, path = clock.now(), reverse("repair:calls")
    page = queries.calls(group, now, request.GET.get("cursor", ""), besides=by.user_id)
    counts = queries.counts(now)
    titles = {"now": _("To call now"), "later": _("Later"), "ended": _("Over")}
    context = {
        "views": [
            {
                "title": title,
                "url": f"{path}?view={name}",
                "here": name == group,
                "count": counts["calls"] if name == "now" else None,
            }
            for name, title in titles.items()
        ],
        "rows": [call_row(row, now, by) for row in page.rows],
        "next": f"{path}?view={group}&cursor={page.next}" if page.next else "",
        "first": f"{path}?view={group}" if request.GET.get("cursor") else "",
        "words": _("newest first") if group == "ended" else _("overdue first"),
        "group": group,
        "may_plan": by.may(Permission.GOVERNANCE_WRITE),
    }
    return render(request, "service/follow_up/calls.html", context)


def call(request: HttpRequest, call_id: int) -> HttpResponse:
    """Show one call: whom, what was done, what to ask, what was tried."""
    by = acting(request, Permission.FOLLOW_UP)
    return render(request, PAGE, _context(request, _call(call_id, by), by))


def _call(call_id: int, by: Actor) -> FollowUpCall:
    found = FollowUpCall.objects.select_related("order", "plan", "script", "problem").filter(pk=call_id).first()
    if found is None:
        raise NotFound(_("there is no such call here"))
    queries.refuse_own_work(found.order_id, by)
    return found


@require_POST
def call_act(request: HttpRequest, call_id: int, name: str) -> HttpResponse:
    """Write down a try, show the number, write down a problem, or take the call off the list."""
    by = acting(request, Permission.FOLLOW_UP)
    found = _call(call_id, by)
    if name == "number":
        return _show_number(request, found, by)
    form = _form_of(name, found, by, request)
    refusal = take(form, lambda filled: _run(name, found, filled, by))
    if not form.errors:
        messages.success(request, _said(name))
        if name == "try" and _is_unheard(_call(call_id, by)):
            messages.warning(
                request, _("The customer is not content: write down the problem, so that somebody sees to it.")
            )
            return redirect(f"{reverse('repair:call', args=[call_id])}?problem=1#problem")
        return redirect("repair:calls" if name in ("try", "cancel") else reverse("repair:call", args=[call_id]))
    if name != "problem" and _call(call_id, by).state != CallState.PLANNED:  # over meanwhile: its form is gone
        messages.error(
            request, form.refusal() or wording.text(rules.why_not_call(CallState.REACHED, None, clock.now()))
        )
        return redirect("repair:call", call_id)
    context = _context(request, found, by, bound={name: form})
    return render(request, PAGE, context, status=refusal.status if refusal else 422)


def _form_of(name: str, found: FollowUpCall, by: Actor, request: HttpRequest) -> Form:
    if name == "try":
        return TryForm(request.POST, zone=by.zone, questions=queries.questions_of(found))
    if name == "problem":
        return ProblemForm(request.POST, zone=by.zone)
    if name == "cancel":
        return ReasonForm(request.POST, zone=by.zone)
    raise NotFound("")


def _run(name: str, found: FollowUpCall, form: Any, by: Actor) -> None:
    if name == "try":
        actions.record_try(call_id=found.pk, by=by, **form.details())
    elif name == "cancel":
        actions.cancel_call(call_id=found.pk, reason=form.cleaned_data["reason"], by=by)
    else:
        said = {key: form.cleaned_data[key] for key in ("text", "wish")}
        if form.cleaned_data["complaint"]:
            actions.take_complaint(order_id=found.order_id, by=by, **said)
        else:
            severity = form.cleaned_data["severity"]
            actions.raise_problem(order_id=found.order_id, severity=severity, by=by, **said)


def _said(name: str) -> str:
    words = {
        "try": _("The call is on record."),
        "problem": _("The problem is written down; somebody sees to it."),
        "cancel": _("Taken off the list."),
    }
    return words[name]


def _show_number(request: HttpRequest, found: FollowUpCall, by: Actor) -> HttpResponse:
    """Show the number on this page for a quarter of an hour; the ledger notes who looked."""
    try:
        actions.show_number(call_id=found.pk, by=by)
    except (RuleBroken, NotFound) as refusal:
        messages.error(request, wording.text(refusal.reason))
    else:
        request.session["called"] = {"id": found.pk, "until": clock.now().timestamp() + SHOWN_SECONDS}
    return redirect("repair:call", found.pk)


def _context(
    request: HttpRequest, found: FollowUpCall, by: Actor, *, bound: dict[str, Form] | None = None
) -> dict[str, Any]:
    now, work = clock.now(), queries.work_done(found.order_id)
    state, bound = CallState(found.state), bound or {}
    shown = request.session.get("called", {})
    may_see = shown.get("id") == found.pk and shown.get("until", 0) > now.timestamp()
    look, said = (
        due_badge(found.due_at, now) if state == CallState.PLANNED else (LOOKS[state], word(CALL_STATES, state))
    )
    questions = queries.questions_of(found)
    why = rules.why_not_call(state, found.next_at, now) or queries.why_not_disturb(found)
    return {
        "call": found,
        "work": work,
        "title": word(CALL_KINDS, found.kind),
        "look": look,
        "word": said,
        "phone": (work["phone"] if may_see else masking.phone_for(work["phone"] or "")) or "—",
        "shown": may_see,
        "why_not": wording.text(why) if why else "",
        "who": _who(work, by),
        "done": _done(work, by),
        "lines": [(line["name"], word(KINDS, line["kind"]), line["quantity"].normalize()) for line in work["lines"]],
        "open": state == CallState.PLANNED,
        "form": bound.get("try") or TryForm(zone=by.zone, questions=questions),
        "problem_form": bound.get("problem") or ProblemForm(zone=by.zone, initial={"text": _heard(found)}),
        "cancel_form": bound.get("cancel") or ReasonForm(zone=by.zone),
        "opened": next(iter(bound), "problem" if "problem" in request.GET else ""),
        "may_cancel": by.may(Permission.GOVERNANCE_WRITE),
        "answers": _answers(found, questions, request.LANGUAGE_CODE) if state != CallState.PLANNED else [],
        "tries": [
            {
                **row,
                "word": word(TRIES, row["result"]),
                "at": at(row["at"], by.zone),
                "later": near(row["later_at"], by.zone),
            }
            for row in queries.tries_of(found.pk)
        ],
        "problems": [
            (row.pk, row.number, LOOKS[row.state], word(PROBLEM_STATES, row.state))
            for row in Problem.objects.filter(order_id=found.order_id).order_by("-pk")[:5]
        ],
        "asked": ASKED,
        "again": near(found.next_at, by.zone) if found.next_at else "",
    }


def _is_unheard(found: FollowUpCall) -> bool:
    """Say whether a customer was not content in the call, and no open problem of the order tells of it."""
    known = Problem.objects.filter(order_id=found.order_id, state__in=LIVE_PROBLEMS)
    return found.satisfied is False and not known.exists()


def _heard(found: FollowUpCall) -> str:
    """Return what a customer who is not content said in the call, with which the problem begins."""
    if found.satisfied is not False:
        return ""
    noted = [row["note"] for row in queries.tries_of(found.pk)][:1]
    return " · ".join(str(part) for part in ((found.answers or {}).get("wish"), *noted) if part)


def _who(work: dict[str, Any], by: Actor) -> list[tuple[Any, ...]]:
    return [
        (_("Customer"), _named(work["customer_name"], work, by)),
        (_("Ask for"), _named(work["contact"], work, by)),
        (_("Product"), " ".join(part for part in (work["product_name"], work["product_model"]) if part)),
        (_("Warranty"), word(WARRANTY, work["warranty"]) if work["warranty"] else ""),
    ]


def _named(name: str | None, work: dict[str, Any], by: Actor) -> str:
    return masking.party_for(by, name or "", work["customer_name"], work["customer_kind"])


def _done(work: dict[str, Any], by: Actor) -> list[tuple[Any, ...]]:
    signed = work["signed"]
    mood = {True: _("content"), False: _("not content"), None: ""}[signed["satisfied"]] if signed else ""
    return [
        (_("Order"), work["number"], reverse("repair:order", args=[work["pk"]])),
        (_("Fault"), work["fault"]),
        (_("Found"), work["finding"]),
        (_("Technician"), work["technician_name"]),
        (_("Visits"), work["visits"]),
        (pgettext("order", "Closed"), at(work["closed_at"], by.zone)),
        (
            _("Signed by"),
            " · ".join(part for part in (_named(signed["name"], work, by), mood, signed["comment"]) if part)
            if signed
            else "",
        ),
    ]


def _answers(found: FollowUpCall, questions: Any, language: str) -> list[tuple[str, str]]:
    kept = []
    for one in questions:
        value = found.answers.get(one.code)
        if value is not None:
            said = (_("yes") if value else _("no")) if isinstance(value, bool) else str(value)
            kept.append((one.text(language), said))
    return kept
