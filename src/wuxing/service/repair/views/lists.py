"""The lists of work orders and of service requests. Every filter is a link; nothing here needs a script."""

from datetime import datetime
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.escaping import escape
from wuxing.customers.customer_care import masking
from wuxing.service.repair.queries import lists
from wuxing.service.repair.queries.lists import Page, Wanted
from wuxing.service.repair.rules import STATE_WORDS
from wuxing.service.repair.rules.words import CHANNELS, SYMPTOMS, WARRANTY
from wuxing.service.repair.views import list_parts as parts
from wuxing.service.repair.views.addresses import with_changes
from wuxing.service.repair.views.words import (
    REQUEST_LOOKS,
    ago,
    badge,
    near,
    order_state,
    promise,
    word,
)


def orders(request: HttpRequest) -> HttpResponse:
    """Show the work orders."""
    by = acting(request, Permission.REPAIR_READ)
    now, path = clock.now(), reverse("repair:orders")
    asked = {name: request.GET.get(name, "").strip() for name in parts.ASKED}
    wanted = parts.wanted_of(asked, by.zone, now, lists.ORDER_GROUPS)
    page = lists.orders(wanted, now)
    built_in = [
        (_("all"), ""),
        (_("open orders"), "state=open"),
        (_("not dispatched"), "state=unassigned"),
        (_("overdue"), "state=open&due=late"),
        (_("at risk"), "state=open&due=risk"),
        (_("on hold"), "state=on_hold"),
        (_("to be closed"), "state=to_close"),
    ]
    sorting = {"updated": _("by last change"), "due": _("by promise"), "number": _("by number")}[wanted.sort]
    context = {
        **_frame("orders", path, asked, wanted, page, by),
        **_drawn("order_row", [_order_row(row, now, by) for row in page.rows], path),
        "bar": parts.order_bar(path, asked),
        "views": parts.tabs(path, asked, "orders", by.user_id, built_in),
        "heads": parts.heads(path, asked, wanted),
        **parts.steps_and_words(path, asked, page, sorting),
    }
    return render(request, "service/repair/orders.html", context)


@cache
def _row_template(name: str) -> str:
    """Return the HTML of one row, with places for its values: read once a process, filled for each row."""
    return render_to_string(f"service/repair/{name}.html").strip()


def _drawn(name: str, rows: list[dict[str, Any]], path: str) -> dict[str, Any]:
    """Return the rows, and their HTML; badges are HTML already, everything else is escaped."""
    html = _row_template(name)
    base = escape(path)
    filled = [html % {**{key: escape(value) for key, value in row.items()}, "base": base} for row in rows]
    return {"rows": rows, "rows_html": mark_safe("".join(filled))}  # noqa: S308  # values are escaped above


def _frame(kind: str, path: str, asked: dict[str, str], wanted: Wanted, page: Page, by: Actor) -> dict[str, Any]:
    """Return what both lists say around their rows."""
    query = with_changes("", asked).lstrip("?")
    return {
        "base": path,
        "save": with_changes(reverse("repair:view_new"), {}, page=kind, query=query) if query else "",
        "short": bool(asked["q"]) and wanted.search is None,
        "filtered": any(asked[name] for name in ("q", *parts.FILTERS)),
        "q": asked["q"],
        "may_log": by.may(Permission.REPAIR_INTAKE),
    }


def _order_row(row: tuple[Any, ...], now: datetime, by: Actor) -> dict[str, Any]:
    (
        pk,
        number,
        title,
        state,
        hold,
        due,
        kind,
        broken,
        updated,
        customer,
        district,
        warranty,
        technician,
        urgent,
        _complete,
        sort,
    ) = row
    look, text = order_state(state, hold)
    promised, left = promise(state, due, kind, broken, now, hold=state == "on_hold")
    if urgent and state in ("draft", "qualified", "dispatched"):
        left = _("%(left)s · urgent") % {"left": left}
    return {
        "pk": pk,
        "number": number,
        "title": title,
        "customer": masking.name_for(by, customer, sort) if customer else "—",
        "district": district or "—",
        "state": badge(look, text, bare=True),
        "promise": badge(promised, left),
        "warranty": word(WARRANTY, warranty) if warranty else "—",
        "technician": technician or "—",
        "updated": ago(updated, now, by.zone),
    }


def requests(request: HttpRequest) -> HttpResponse:
    """Show the service requests."""
    by = acting(request, Permission.REPAIR_READ)
    now, path = clock.now(), reverse("repair:requests")
    asked = {name: request.GET.get(name, "").strip() for name in parts.ASKED}
    wanted = parts.wanted_of(asked, by.zone, now, lists.REQUEST_GROUPS)
    page = lists.requests(wanted)
    built_in = [
        (_("all"), ""),
        (_("to be handled"), "state=open"),
        (_("answered remotely"), "state=answered"),
        (_("merged or rejected"), "state=ended"),
    ]
    context = {
        **_frame("requests", path, asked, wanted, page, by),
        **_drawn("request_row", [_request_row(row, by) for row in page.rows], path),
        "bar": parts.request_bar(path, asked),
        "views": parts.tabs(path, asked, "requests", by.user_id, built_in),
        **parts.steps_and_words(path, asked, page, _("newest first")),
    }
    return render(request, "service/repair/requests.html", context)


def _request_row(row: tuple[Any, ...], by: Actor) -> dict[str, Any]:
    (
        pk,
        number,
        state,
        channel,
        received,
        fault,
        symptom,
        complete,
        urgent,
        customer,
        district,
        product,
        warranty,
        taker,
        sort,
    ) = row
    look, text = REQUEST_LOOKS[state], word(STATE_WORDS, state)
    if state in ("new", "triaged") and not complete:
        look, text = "unknown", _("record incomplete")
    return {
        "pk": pk,
        "number": number,
        "title": " ".join(x for x in (product, fault or word(SYMPTOMS, symptom)) if x) or "—",
        "customer": masking.name_for(by, customer, sort) if customer else "—",
        "district": district or "—",
        "channel": word(CHANNELS, channel),
        "state": badge(look, text),
        "warranty": word(WARRANTY, warranty) if warranty else "—",
        "taker": taker or "—",
        "received": near(received, by.zone),
        "urgent": _urgent() if urgent else "",
    }


def _urgent() -> str:
    return format_html(' <span class="wx-flag">{}</span>', _("urgent"))
