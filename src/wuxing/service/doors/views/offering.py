"""The page on which the desk offers the customer of an order times by hand, and sees what became of them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.service.doors import actions, finding
from wuxing.service.doors import offers as found
from wuxing.service.doors.forms_inside import OfferForm, WithdrawForm
from wuxing.service.doors.views.inside import run
from wuxing.service.repair.views.words import slot_words

LOOKS = {"standing": "now", "taken": "done", "withdrawn": "excluded", "past": "waiting", "left": "waiting"}


def fates() -> dict[str, str]:
    """Return the words for what became of an offered time."""
    return {
        "standing": _("stands"),
        "taken": _("taken by the customer"),
        "left": _("another time was agreed"),
        "replaced": _("other times were offered"),
        "withdrawn": _("withdrawn"),
        "past": _("past without an answer"),
    }


def offers(request: HttpRequest, order_id: int) -> HttpResponse:
    """Show the times offered on an order; offer others, or withdraw those that stand."""
    by = acting(request, Permission.REPAIR_READ)
    order = finding.order_of(order_id)
    form, withdraw = OfferForm(zone=by.zone, first=found.first_times(order, by.zone)), WithdrawForm()
    if request.method == "POST" and "withdraw" in request.POST:
        withdraw = WithdrawForm(request.POST)
        if run(withdraw, lambda data: actions.withdraw_slots(order_id=order.pk, reason=data["reason"], by=by)):
            messages.success(request, _("Withdrawn."))
            return redirect("doors:offers", order.pk)
    elif request.method == "POST":
        form = OfferForm(request.POST, zone=by.zone)
        if run(form, lambda data: actions.offer_slots(order_id=order.pk, slots=form.windows(), by=by)):
            _tell(request, order.pk, send=form.cleaned_data["send"], by=by)
            return redirect("doors:offers", order.pk)
    now, agreed, words = clock.now(), found.agreed_at(order.pk), fates()
    rows = [(one, found.fate(one, now, agreed)) for one in found.of_order(order.pk)]
    context = {
        "order": order,
        "form": form,
        "withdraw": withdraw,
        "rows": [
            {
                "one": one,
                "when": slot_words(one.slot, by.zone),
                "look": LOOKS.get(fate, "excluded"),
                "word": words[fate],
            }
            for one, fate in rows
        ],
        "standing": any(fate == "standing" for _one, fate in rows),
        "may": by.may(Permission.REPAIR_DISPATCH),
    }
    return render(request, "service/doors/offers.html", context, status=422 if form.errors or withdraw.errors else 200)


def _tell(request: HttpRequest, order_id: int, *, send: bool, by: Any) -> None:
    """Send the customer a link to the page where the times are, if wished."""
    order = finding.order_of(order_id)
    contact = order.request.contact
    if not send:
        messages.success(request, _("Offered. The customer sees the times on the progress page."))
    elif contact is None or not contact.phone:
        messages.warning(request, _("Offered, but no phone number is on record: no link was sent."))
    else:
        actions.send_link(order_id=order_id, by=by)
        messages.success(request, _("Offered, and the link is on its way."))
