"""现场: the technician's day and the six steps of a visit, on a phone. One big button says what comes next."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import NotFound
from wuxing.governance.documents.queries import waiting as documents
from wuxing.resources.spare_parts.queries import lists as part_lists
from wuxing.service.repair.queries import board as query
from wuxing.service.repair.queries import pages
from wuxing.service.repair.rules.words import WARRANTY
from wuxing.service.repair.views import visit_more, visit_page
from wuxing.service.repair.views.order import take
from wuxing.service.repair.views.visit_acts import VISIT_ACTS
from wuxing.service.repair.views.words import (
    WARRANTY_LOOKS,
    badge,
    day_label,
    local,
    near,
    order_state,
    promise,
    slot_words,
    visit_state,
    word,
)

OVER = frozenset({"completed", "taken_back", "partial", "no_access"})


def _card(visit: dict[str, Any], zone: str) -> dict[str, Any]:
    look, said = visit_state(visit["state"])
    if visit["state"] in OVER and visit["ended_at"]:
        said = f"{said} {local(visit['ended_at'], zone):%H:%M}"
    return {
        **visit,
        "when": slot_words(visit["slot"], zone, day=False),
        "look": look,
        "said": said,
        "over": visit["state"] in OVER,
        "url": reverse("repair:visit", args=[visit["order_id"]]),
        "warranty_badge": badge(
            WARRANTY_LOOKS.get(visit["warranty"] or "unknown", "unknown"),
            word(WARRANTY, visit["warranty"] or "unknown"),
        ),
    }


def _next_act(card: dict[str, Any]) -> dict[str, str]:
    """Return the step that needs no words, to be taken at once: to set off, to be there."""
    name = {"confirmed": "depart", "accepted": "depart", "en_route": "arrive"}.get(card["state"], "")
    if not name or card["order_state"] not in ("dispatched", "in_progress"):
        return {}
    act = VISIT_ACTS[name]
    url = reverse("repair:visit_act", args=[card["order_id"], name])
    return {"name": name, "url": url, "label": str(act.label), "do": str(act.do), "icon": act.icon}


def _history(first: dict[str, Any] | None, zone: str) -> list[dict[str, Any]]:
    """Return the last repair of the unit of the next visit; the same fault again is a repeat repair."""
    repeats = pages.earlier_repairs(first["asset_id"], besides=first["order_id"]) if first else []
    return [
        {
            **row,
            "when": near(row["resolved_at"], zone),
            "same": bool(first) and row["symptom"] == first["symptom"] != "",
        }
        for row in repeats[:1]
        if row["resolved_at"] and first
    ]


def _next_word(state: str, number: str) -> str:
    words = {
        "confirmed": _("Set off to %(order)s"),
        "accepted": _("Set off to %(order)s"),
        "assigned": _("Set off to %(order)s"),
        "proposed": _("Agree the time of %(order)s"),
    }
    return words.get(state, _("Go on with %(order)s")) % {"order": number}


def today(request: HttpRequest) -> HttpResponse:
    """Show the technician's visits of today in order, then the orders without a time."""
    by = acting(request, Permission.REPAIR_VISIT)
    person = query.person_of(by.user_id)
    day, now = clock.today(by.zone), clock.now()
    if person is None:
        return render(request, "service/repair/today.html", {"person": None, "day": day_label(day, day)})
    cards = [_card(visit, by.zone) for visit in query.day_of(person["pk"], day, by.zone)]
    ahead = [card for card in cards if not card["over"]]
    started = [card for card in ahead if card["state"] in ("en_route", "arrived", "working", "paused")]
    first = next(iter(started or ahead), None)
    waiting = []
    for row in query.without_time(person["pk"]):
        look, left = promise(
            row["state"], row["next_due_at"], row["next_due_kind"], 0, now, hold=row["state"] == "on_hold"
        )
        state = order_state(row["state"], row["hold_reason"])
        waiting.append(
            {**row, "badge": badge(look, left), "state_word": state, "url": reverse("repair:visit", args=[row["pk"]])}
        )
    context = {
        "person": person,
        "day": day_label(day, day),
        "done": sum(card["over"] for card in cards),
        "all": len(cards),
        "cards": cards,
        "first": first,
        "history": _history(first, by.zone),
        "act": _next_act(first) if first else {},
        "parts": part_lists.of_technician(by.user_id),
        "outbox": visit_more.outbox(by),
        "ahead": [card for card in ahead if card is not first],
        "over": [card for card in cards if card["over"]],
        "waiting": waiting,
        "to_read": documents.to_read(by),
        "button": _next_word(first["state"], first["number"]) if first else "",
    }
    return _to_keep(render(request, "service/repair/today.html", context), by)


def visit(request: HttpRequest, order_id: int) -> HttpResponse:
    """Show where a visit stands and the one step that comes next; `?do=hold` opens another."""
    by = acting(request, Permission.REPAIR_VISIT)
    context = visit_page.context(request, order_id, by, do=request.GET.get("do", ""))
    return _to_keep(render(request, "service/repair/visit.html", context), by)


def _to_keep(page: HttpResponse, by: Actor) -> HttpResponse:
    """Say for whom a phone may keep a copy of this page, to open it without a line."""
    page["X-Kept-For"] = visit_more.outbox(by)["owner"]
    return page


@require_POST
def visit_act(request: HttpRequest, order_id: int, name: str) -> HttpResponse:
    """Take one step; a refusal comes back beside the form, with what was typed."""
    by = acting(request, Permission.REPAIR_VISIT)
    act = VISIT_ACTS.get(name)
    if act is None:
        raise NotFound("")
    form = visit_page.form_for(name, order_id, request.POST, by, files=request.FILES)
    refusal = take(form, lambda filled: act.run(order_id, filled, by))
    if not form.errors:
        messages.success(request, str(act.said))
        still_mine = name not in ("decline", "finish")
        return redirect(reverse("repair:visit", args=[order_id]) if still_mine else reverse("repair:today"))
    if not act.asks:
        messages.error(request, form.refusal())
        return redirect(reverse("repair:visit", args=[order_id]))
    context = visit_page.context(request, order_id, by, do=name, bound=form)
    return render(request, "service/repair/visit.html", context, status=refusal.status if refusal else 422)
