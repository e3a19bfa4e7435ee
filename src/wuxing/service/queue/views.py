"""The page of the queue: tiles by cause, then the orders, each with its reasons and the next step. Live; works without a script."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting, live_url
from wuxing.customers.customer_care import masking
from wuxing.resources.spare_parts.queries import Awaited, awaited
from wuxing.service.queue import queries, rules
from wuxing.service.queue.queries import SIZE, Asked
from wuxing.service.queue.words import TITLES, of_customer, of_parts, sentence, unskilled
from wuxing.service.repair.queries import choices
from wuxing.service.repair.queries.heard import answered_since
from wuxing.service.repair.queries.lists import EPOCH
from wuxing.service.repair.rules.words import TRADES, WARRANTY
from wuxing.service.repair.states import HoldReason
from wuxing.service.repair.views.addresses import with_changes
from wuxing.service.repair.views.words import word

ASKED = ("cause", "outlet", "trade", "cursor")


def midnight_of(now: datetime, zone: str) -> datetime:
    """Return the midnight before `now` in a zone."""
    here = ZoneInfo(zone)
    return datetime.combine(now.astimezone(here).date(), time.min, here)


def asked_of(asked: dict[str, str]) -> Asked:
    """Return what an address asks for; what cannot be read asks for nothing."""
    return Asked(
        outlet=int(asked["outlet"]) if asked["outlet"].isdecimal() and len(asked["outlet"]) < 18 else None,
        trade=asked["trade"] if asked["trade"] in TRADES else "",
        cause=asked["cause"] if asked["cause"] in rules.WEIGHTS else "",
        after=_after(asked["cursor"]),
    )


def _after(cursor: str) -> tuple[int, datetime, int] | None:
    parts = cursor.split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdecimal() and len(part) < 19 for part in parts):
        return None
    weight, micros, pk = map(int, parts)
    try:
        return weight, EPOCH + timedelta(microseconds=micros), pk
    except OverflowError:
        return None


def cursor_of(row: dict[str, Any]) -> str:
    """Return where the page after a row begins."""
    return f"{row['weight']}-{(row['due'] - EPOCH) // timedelta(microseconds=1)}-{row['pk']}"


def reasons_of(
    row: dict[str, Any],
    best: dict[str, int],
    waiting: Sequence[Awaited],
    now: datetime,
    by: Actor,
    heard: datetime | None = None,
) -> list[tuple[str, str]]:
    """Return the causes of a row as (state, sentence), the most pressing first; then what it waits for, and who lacks."""
    found = rules.causes(queries.order_of(row), now, midnight_of(now, by.zone))
    said = [(cause.look, sentence(cause, now, by.zone)) for cause in found]
    lacking = unskilled(row["trade"], row["skill_level"], best)
    if lacking and row["state"] in rules.UNASSIGNED:
        said.append(("late", lacking))
    if heard:
        said.append(("risk", of_customer(heard, now)))
    return said + (of_parts(waiting) if row["hold_reason"] == HoldReason.WAITING_PARTS else [])


def _row(
    row: dict[str, Any],
    best: dict[str, int],
    waiting: Sequence[Awaited],
    now: datetime,
    by: Actor,
    heard: datetime | None = None,
) -> dict[str, Any]:
    need = f"{word(TRADES, row['trade'])} {row['skill_level']}" if row["trade"] else ""
    facts = (
        row["district"],
        need,
        word(WARRANTY, row["warranty"]),
        masking.name_for(by, row["client"] or "", row["client_kind"]),
    )
    assign = row["state"] in rules.UNASSIGNED and row["complete"]
    return {
        "number": row["number"],
        "title": row["title"],
        "urgent": row["urgent"],
        "line": " · ".join(part for part in facts if part),
        "who": row["who"] or "",
        "outlet": row["outlet_name"] or "",
        "reasons": reasons_of(row, best, waiting, now, by, heard),
        "url": reverse("repair:order", args=[row["pk"]]),
        "do_url": f"{reverse('repair:board')}?order={row['pk']}" if assign else "",
    }


def _tiles(path: str, asked: dict[str, str], found: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "state": rules.LOOKS[kind],
            "label": word(TITLES, kind),
            "count": found[kind],
            "here": asked["cause"] == kind,
            "url": with_changes(path, asked, cause=None if asked["cause"] == kind else kind),
        }
        for kind in rules.WEIGHTS
        if found[kind] or asked["cause"] == kind
    ]


def _menus(path: str, asked: dict[str, str], wanted: Asked) -> list[dict[str, Any]]:
    outlets = [(name, with_changes(path, asked, outlet=pk), pk == wanted.outlet) for pk, name in choices.outlets()]
    trades = [(word(TRADES, code), with_changes(path, asked, trade=code), code == wanted.trade) for code in TRADES]
    return [
        {"label": _("Outlet"), "all": with_changes(path, asked, outlet=None), "options": outlets},
        {"label": _("Trade"), "all": with_changes(path, asked, trade=None), "options": trades},
    ]


def queue(request: HttpRequest) -> HttpResponse:
    """Show the queue; htmx asks for its middle alone."""
    by = acting(request, Permission.REPAIR_DISPATCH)
    path, now = reverse("queue:queue"), clock.now()
    asked = {name: request.GET.get(name, "").strip() for name in ASKED}
    wanted, day_start = asked_of(asked), midnight_of(now, by.zone)
    found = queries.counts(wanted, now, day_start)
    rows = queries.page(wanted, now, day_start)
    best = queries.skilled(clock.today(by.zone))
    more = len(rows) > SIZE
    rows = rows[:SIZE]
    held = [row["pk"] for row in rows if row["hold_reason"] == HoldReason.WAITING_PARTS]
    waiting = awaited(held) if held else {}
    heard = answered_since(rows)
    context = {
        "tiles": _tiles(path, asked, found),
        "open": found["open"],
        "rows": [_row(row, best, waiting.get(row["pk"], ()), now, by, heard.get(row["pk"])) for row in rows],
        "menus": [
            {**menu, "chosen": next((name for name, _url, on in menu["options"] if on), "")}
            for menu in _menus(path, asked, wanted)
        ],
        "words": _("most pressing first"),
        "previous": with_changes(path, asked) if wanted.after else "",
        "next": with_changes(path, asked, cursor=cursor_of(rows[-1])) if more else "",
        "here": with_changes(path, asked, cursor=asked["cursor"]),
        "everything": path,
        "narrowed": bool(wanted.cause or wanted.outlet or wanted.trade),
        "live_url": live_url(request, "repair", now),
    }
    middle = request.headers.get("HX-Request") == "true"
    return render(request, "service/queue/middle.html" if middle else "service/queue/queue.html", context)
