"""The list of appeals and complaints, and one of them with its next step."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from wuxing.certification.appeals import actions, queries
from wuxing.certification.appeals.forms import WriteDownForm
from wuxing.certification.appeals.models import Appeal
from wuxing.certification.appeals.states import Kind
from wuxing.certification.appeals.views import shown
from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, NotFound, RuleBroken

P = Permission
ACTS: dict[str, Callable[..., object]] = {
    "admit": actions.admit,
    "refuse": actions.refuse,
    "assign": actions.assign,
    "handle": actions.handle,
    "decide": actions.decide,
    "tell": actions.tell,
}


def appeals(request: HttpRequest) -> HttpResponse:
    """List what is open by due day, or what has ended; the office writes down what came by telephone."""
    by = acting(request, P.CASE_READ)
    ended = request.GET.get("ended") == "1"
    before = request.GET.get("before", "")
    form = WriteDownForm(request.POST or None) if by.may(P.CASE_MANAGE) else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            made = actions.write_down(**form.cleaned_data | {"kind": Kind(form.cleaned_data["kind"])}, by=by)
        except BadInput as error:
            form.blame(error.fields)
        except RuleBroken as error:
            form.add_error(None, wording.text(error.reason))
        else:
            return redirect("certification:appeal", made.pk)
    rows = queries.listed(ended=ended, before=int(before) if before.isdecimal() and len(before) < 18 else None)
    today = clock.today(by.zone)
    context = {
        "rows": [shown.row(one, today) for one in rows[: queries.PAGE]],
        "older": rows[queries.PAGE - 1].pk if len(rows) > queries.PAGE else None,
        "ended": ended,
        "form": form,
        "open": bool(form and form.errors),
    }
    status = 422 if form and form.errors else 200
    return render(request, "certification/appeals/appeals.html", context, status=status)


def appeal(request: HttpRequest, appeal_id: int) -> HttpResponse:
    """Show one with the replay of the score and the next step."""
    by = acting(request, P.CASE_READ)
    return _page(request, by, queries.appeal(appeal_id))


@require_POST
def appeal_act(request: HttpRequest, appeal_id: int, name: str) -> HttpResponse:
    """Take up, turn away, assign, look into, decide, tell."""
    by = acting(request, P.APPEAL_HANDLE, P.CASE_MANAGE)
    found = queries.appeal(appeal_id)
    if name not in ACTS:
        raise NotFound(_("there is no such step"))
    forms = shown.forms_of(found, by, name, request.POST)
    if name not in forms:
        messages.error(request, _("this step is not next; see where it stands"))
        return redirect("certification:appeal", found.pk)
    form = forms[name][0]
    if form.is_valid():
        try:
            ACTS[name](appeal_id=found.pk, by=by, **form.cleaned_data)
        except BadInput as error:
            form.blame(error.fields)
        except RuleBroken as error:
            messages.error(request, wording.text(error.reason))
        else:
            messages.success(request, _("Saved."))
    if form.errors:
        return _page(request, by, found, forms, 422)
    return redirect("certification:appeal", found.pk)


def _page(
    request: HttpRequest, by: Actor, found: Appeal, forms: dict[str, tuple[Any, str]] | None = None, status: int = 200
) -> HttpResponse:
    context = shown.page_of(found, by)
    titles = {
        "admit": (_("Take it up"), _("Take up")),
        "refuse": (_("Not to be taken up"), _("Do not take up")),
        "assign": (_("Give it to a handler"), _("Assign")),
        "handle": (_("Look into it"), _("Propose the outcome")),
        "decide": (_("Decide as the second handler"), pgettext("an appeal", "Decide")),
        "tell": (_("Tell the outcome"), _("Told")),
    }
    context["forms"] = [
        {"name": name, "form": form, "locked": reason, "title": titles[name][0], "do": titles[name][1]}
        for name, (form, reason) in (forms or shown.forms_of(found, by)).items()
    ]
    return render(request, "certification/appeals/appeal.html", context, status=status)
