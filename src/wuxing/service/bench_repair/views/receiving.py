"""收件: the form of the take-back receipt, at a visit or over the counter; and the receipt itself (dispatcher's copy)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.customers.customer_care import masking
from wuxing.service.bench_repair import actions, queries
from wuxing.service.bench_repair.forms import TakeBackForm
from wuxing.service.bench_repair.queries import pages
from wuxing.service.bench_repair.rules.words import TAKEN
from wuxing.service.bench_repair.views.words import signer, state
from wuxing.service.repair.queries import pages as repair_pages
from wuxing.service.repair.states import VisitState
from wuxing.service.repair.views.order import take
from wuxing.service.repair.views.words import at, word

ON_SITE = frozenset({VisitState.ARRIVED, VisitState.WORKING, VisitState.PAUSED})


def take_back(request: HttpRequest, order_id: int) -> HttpResponse:
    """List what the customer hands over and have it signed; at a visit under way, or over the counter."""
    by = acting(request, Permission.REPAIR_VISIT, Permission.WORKSHOP_WORK, Permission.REPAIR_INTAKE)
    row = repair_pages.order_facts(order_id)
    at_visit = any(visit["state"] in ON_SITE for visit in repair_pages.visits_of(order_id))
    posted = request.method == "POST"
    initial = {
        "name_1": row["product_name"] or "",
        "serial_1": row["serial"] or "",
    }
    form = TakeBackForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        initial=initial,
        zone=by.zone,
        at_visit=at_visit,
    )
    made: list[Any] = []
    refusal = take(form, lambda filled: made.append(_take(order_id, filled, by))) if posted else None
    if made:
        messages.success(
            request, _("Receipt %(number)s is signed; the customer keeps a copy.") % {"number": made[0].number}
        )
        return redirect("bench:receipt", made[0].pk)
    back = reverse("repair:visit" if at_visit else "repair:order", args=[order_id])
    suggested = masking.said_name(by, row["contact__name"])
    shown = {"form": form, "order": row, "at_visit": at_visit, "back": back, "suggested": suggested}
    status = 200 if not posted else refusal.status if refusal else 422
    return render(request, "service/bench_repair/take_back.html", shown, status=status)


def _take(order_id: int, form: TakeBackForm, by: Actor) -> Any:
    return actions.take_back(
        order_id=order_id,
        items=form.given(),
        signed=form.signed(),
        shelf=form.cleaned_data.get("shelf", ""),
        note=form.cleaned_data["note"],
        by=by,
    )


def receipt(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """Show a receipt with its items: the dispatcher's copy."""
    by = acting(request, Permission.REPAIR_READ)
    found = queries.receipt(receipt_id)
    items = pages.items_of_receipt(found)
    photos: dict[int, list[dict[str, Any]]] = {}
    for photo in pages.photos_of([item.pk for item in items]):
        photos.setdefault(photo["target_id"], []).append(photo)
    shown = {
        "receipt": found,
        "facts": [
            (_("Order"), found.order.number, reverse("repair:order", args=[found.order_id])),
            (_("Taken in"), f"{at(found.taken_at, by.zone)} · {word(TAKEN, found.channel)}"),
            (_("Taken in by"), found.taken_by_name),
            (_("Signed by"), signer(found, by)),
            (_("Remark"), found.note),
        ],
        "items": [{"item": item, "badge": state(item.state), "photos": photos.get(item.pk, [])} for item in items],
        "own": found.visit_id is not None and by.may(Permission.REPAIR_VISIT),
    }
    return render(request, "service/bench_repair/receipt.html", shown)
