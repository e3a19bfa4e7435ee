"""个人信息权利请求: open and overdue requests, one with its steps, and the copy of all that is held."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import NotFound
from wuxing.core.forms import Form
from wuxing.core.reasons import say
from wuxing.customers.customer_care import actions, copies, forms, masking, queries
from wuxing.customers.customer_care.models import RightsRequest
from wuxing.customers.customer_care.queries import requests
from wuxing.customers.customer_care.rules import rights as rules
from wuxing.customers.customer_care.rules import words
from wuxing.customers.customer_care.states import OPEN, RightsState
from wuxing.customers.customer_care.views import cards
from wuxing.customers.customer_care.views.file import run
from wuxing.customers.customer_care.views.lists import before_of, tabs

Act = tuple[str, type[Form] | None, Callable[..., Any]]
ACTS: dict[str, Act] = {
    "identify": ("identify_form", forms.IdentifyForm, actions.identify_person),
    "extend": ("extend_form", forms.ExtendForm, actions.extend_request),
    "answer": ("answer_form", forms.AnswerForm, actions.answer_request),
    "refuse": ("refuse_form", forms.RefuseForm, actions.refuse_request),
    "withdraw": ("", None, actions.withdraw_request),
}


def rights(request: HttpRequest) -> HttpResponse:
    """List requests about data: open ones by their day, overdue ones, or all."""
    by = acting(request, Permission.CUSTOMER_READ)
    only = request.GET.get("only", "open")
    today = clock.today(by.zone)
    rows = requests.request_rows(only=only if only != "all" else "", today=today, before=before_of(request))
    shown = [cards.request_row(row, by) for row in rows[: queries.PAGE]]
    more = only == "all" and len(rows) > queries.PAGE
    context = {
        "rows": shown,
        "tabs": tabs("rights"),
        "only": only,
        "overdue": requests.overdue_count(today),
        "next": f"?{urlencode({'only': only, 'before': shown[-1]['pk']})}" if more else "",
        "first": "?only=all" if request.GET.get("before") else "",
    }
    return render(request, "customers/care/rights.html", context)


def _found(request_id: int) -> RightsRequest:
    rows = RightsRequest.objects.select_related("customer", "identified_by", "ended_by", "calendar_version__calendar")
    found = rows.filter(pk=request_id).first()
    if found is None:
        raise NotFound(say("there is no such request here"))
    return found


def right(request: HttpRequest, right_id: int) -> HttpResponse:
    """Show one request with its next step."""
    acting(request, Permission.CUSTOMER_READ)
    return _page(request, _found(right_id))


def _page(request: HttpRequest, found: RightsRequest, status: int = 200, **bound: Form) -> HttpResponse:
    by = acting(request, Permission.CUSTOMER_READ)
    is_open = RightsState(found.state) in OPEN
    late = rules.is_overdue(found.due_on, clock.today(by.zone), ended=not is_open)
    why = rules.why_not_move(found.state, RightsState.ANSWERED)
    if why is None and found.kind == "erasure" and not by.may(Permission.CUSTOMER_ERASE):
        why = say("erasing needs somebody who may erase personal data")
    context: dict[str, Any] = {
        "one": found,
        "facts": _facts(found, by),
        "kind": cards.word(words.RIGHTS, found.kind),
        "look": "late" if late else cards.LOOKS[found.state],
        "word": _("overdue") if late else cards.word(words.STATES, found.state),
        "is_open": is_open,
        "may_answer": by.may(Permission.CUSTOMER_RIGHTS),
        "locked": wording.text(why) if why else "",
        "does": wording.text(_DOES[found.kind]),
        "serving": _serving(found) if is_open else "",
        **{name: _shape(key, found)(auto_id=f"{key}_%s") for key, (name, shape, _do) in ACTS.items() if shape},
    }
    return render(request, "customers/care/right.html", context | bound, status=status)


def _shape(key: str, found: RightsRequest) -> type[Form]:
    """Return the form of a step; who erases may have to say why it must be now."""
    if key == "answer" and found.kind == "erasure":
        return forms.ErasingAnswerForm
    return ACTS[key][1] or Form


def _serving(found: RightsRequest) -> str:
    return cards.serving(queries.family_of(found.customer_id)) if found.kind == "erasure" else ""


_DOES = {
    "access": say("draw the copy below, hand it over, then say so here"),
    "correction": say("correct the file first, then say so here"),
    "erasure": say("answering erases the personal data for good, wherever they stand"),
    "withdrawal": say("answering withdraws every consent that stands"),
    "restriction": say("answering restricts the use of the data to what service and law need"),
}


def _facts(found: RightsRequest, by: Actor) -> list[tuple[str, str]]:
    calendar = found.calendar_version
    counted = f"{calendar.calendar.name} v{calendar.version}" if calendar else _("Monday to Friday")
    facts = [
        (_("Customer"), masking.name_for(by, found.customer.name, found.customer.kind)),
        (_("How it was said"), cards.word(words.CHANNELS, found.channel)),
        (_("What the person wants"), found.wish),
        (_("Promised for"), f"{found.promised_on.isoformat()} · {counted}"),
    ]
    if found.extension_reason:
        facts.append((_("Extended to"), f"{found.due_on.isoformat()} · {found.extension_reason}"))
    if found.identified_at:
        who = found.identified_by.name if found.identified_by else "—"
        facts.append((_("Identity of the person"), f"{found.identity_how or '—'} · {who}"))
    if found.refused_for:
        facts.append((_("Ground in law"), wording.text(rules.REFUSALS[found.refused_for])))
    if found.ended_at:
        who = found.ended_by.name if found.ended_by else "—"
        facts.append((_("Answer"), f"{found.answer or '—'} · {who}"))
    return facts


@require_POST
def right_act(request: HttpRequest, right_id: int, name: str) -> HttpResponse:
    """Do one step of a request."""
    by = acting(request, Permission.CUSTOMER_RIGHTS)
    if name not in ACTS:
        raise NotFound(say("there is no such step here"))
    key, shape, action = ACTS[name]
    form = _shape(name, _found(right_id))(request.POST, auto_id=f"{name}_%s")
    run(form, lambda: action(request_id=right_id, **form.cleaned_data, by=by))
    if form.errors:
        found = _found(right_id)
        if RightsState(found.state) in OPEN and shape:
            return _page(request, found, status=422, **{key: form})
        messages.error(
            request, " ".join(str(error) for error in form.non_field_errors())
        )  # its form stands there no more
        return redirect("customers:right", right_id)
    messages.success(request, _("Saved."))
    return redirect("customers:right", right_id)


@require_POST
def copy(request: HttpRequest, right_id: int, file_kind: str) -> HttpResponse:
    """Draw the copy of all that is held of a person, as PDF or JSON; that it was drawn is on record."""
    by = acting(request, Permission.CUSTOMER_RIGHTS)
    made = actions.draw_copy(request_id=right_id, by=by)
    name = f"{made.number}.{file_kind}"
    if file_kind == "json":
        answer: HttpResponse = JsonResponse(made.plain(), json_dumps_params={"ensure_ascii": False, "indent": 1})
    else:
        answer = HttpResponse(copies.pdf_of(made), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
