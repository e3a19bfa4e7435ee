"""The page of a work order, and the door of its actions."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.errors import BusinessError, NotAllowed, NotFound, RuleBroken
from wuxing.service.repair.actions.reveal import show_contact
from wuxing.service.repair.forms.base import Form
from wuxing.service.repair.views import order_page
from wuxing.service.repair.views.order_acts import ORDER_ACTS

SHOWN_SECONDS = 30 * 60


def back_to(request: HttpRequest, otherwise: str) -> HttpResponse:
    """Go where the form said it came from, when that is a page of ours."""
    asked = request.POST.get("next", "")
    mine = url_has_allowed_host_and_scheme(asked, allowed_hosts=None) and asked.startswith("/")
    return redirect(asked if mine else otherwise)


def take(form: Form, run: Any) -> BusinessError | None:
    """Run an action with a form; return its refusal, hung on the form, or None when it was done."""
    if not form.is_valid():
        return None
    try:
        run(form)
    except (NotAllowed, NotFound):
        raise
    except BusinessError as refusal:
        form.refuse(refusal)
        return refusal
    return None


def order(request: HttpRequest, order_id: int) -> HttpResponse:
    """Show an order; `?do=hold` opens that form on it."""
    by = acting(request, Permission.REPAIR_READ)
    context = order_page.context(request, order_id, by, do=request.GET.get("do", ""))
    return render(request, "service/repair/order.html", context)


@require_POST
def order_act(request: HttpRequest, order_id: int, name: str) -> HttpResponse:
    """Do one thing to an order, then show it; a refusal comes back beside the form, with what was typed."""
    by = acting(request, Permission.REPAIR_READ)
    act = ORDER_ACTS.get(name)
    if act is None:
        raise NotFound("")
    form = act.form(request.POST, zone=by.zone)
    refusal = take(form, lambda filled: act.run(order_id, filled, by))
    if not form.errors:
        messages.success(request, str(act.said))
        return back_to(request, reverse("repair:order", args=[order_id]))
    if not act.asks:
        messages.error(request, form.refusal())
        return back_to(request, reverse("repair:order", args=[order_id]))
    context = order_page.context(request, order_id, by, do=name, bound=form)
    return render(request, "service/repair/order.html", context, status=refusal.status if refusal else 422)


@require_POST
def reveal(request: HttpRequest, request_id: int) -> HttpResponse:
    """Show phone and address of a case in full for half an hour; the ledger notes who looked."""
    by = acting(request, Permission.CUSTOMER_REVEAL)
    otherwise = reverse("repair:request", args=[request_id])
    try:
        show_contact(request_id=request_id, by=by)
    except RuleBroken as refusal:
        messages.error(request, wording.text(refusal.reason))
        return back_to(request, otherwise)
    now = clock.now().timestamp()
    shown = {key: until for key, until in request.session.get("shown", {}).items() if until > now}
    request.session["shown"] = {**shown, str(request_id): now + SHOWN_SECONDS}
    return back_to(request, otherwise)
