"""The workshop as a list: by state, mine, what is on the way, what lies longest. Every filter is a link."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.searching import search_for
from wuxing.service.bench_repair import actions, queries, states
from wuxing.service.bench_repair.forms import WorthRuleForm
from wuxing.service.bench_repair.models import WorthRule
from wuxing.service.bench_repair.queries import lists
from wuxing.service.bench_repair.queries.lists import Page, Wanted
from wuxing.service.bench_repair.rules.words import STATES
from wuxing.service.bench_repair.views.words import days, holder, state
from wuxing.service.doors.finding import serial_behind
from wuxing.service.repair.views.addresses import with_changes
from wuxing.service.repair.views.order import take
from wuxing.service.repair.views.words import near, word

ASKED = ("q", "state", "mine", "way", "oldest", "at", "back")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 18 else 0


def _wanted(asked: dict[str, str], by: Actor) -> Wanted:
    known = set(lists.GROUPS) | set(states.ItemState)
    person = queries.doer_of(by).person_id if asked["mine"] else None
    return Wanted(
        search=search_for(serial_behind(asked["q"])),
        state=asked["state"] if asked["state"] in known else "",
        person_id=(person or 0) if asked["mine"] else None,
        on_the_way=asked["way"] == "1",
        oldest=asked["oldest"] == "1",
        place=_number(asked["at"]),
        back=asked["back"] == "1",
    )


def _tabs(path: str, asked: dict[str, str], by: Actor) -> list[dict[str, Any]]:
    now = clock.now()
    on_way, late = lists.owed(now)
    way = _("on the way (%(count)s)") % {"count": on_way} if on_way else _("on the way")
    if late:
        way = _("on the way (%(count)s, %(late)s overdue)") % {"count": on_way, "late": late}
    tabs: list[tuple[str, dict[str, str]]] = [
        (_("in the house"), {"state": "open"}),
        (_("my bench"), {"mine": "1", "state": "open"}),
        (_("days running"), {"state": "in_repair", "oldest": "1"}),
        (way, {"way": "1"}),
        (_("ready for return"), {"state": "ready"}),
        (pgettext("items", "over"), {"state": "ended"}),
        (_("all"), {}),
    ]
    chosen = {name: asked[name] for name in ("state", "mine", "way", "oldest") if asked[name]}
    return [
        {
            "title": title,
            "url": f"{path}?{urlencode(query or {'state': 'all'})}",
            "here": chosen == (query or {"state": "all"}),
        }
        for title, query in tabs
    ]


def _bar(path: str, asked: dict[str, str]) -> dict[str, Any]:
    hidden = [(name, asked[name]) for name in ("state", "mine", "way", "oldest") if asked[name]]
    on, menus = [], []
    if asked["state"] in STATES:
        on.append((_("State"), word(STATES, asked["state"]), with_changes(path, asked, state=None)))
    else:
        options = [(word(STATES, code), with_changes(path, asked, state=code), False) for code in STATES]
        menus.append({"label": _("State"), "options": options})
    label = _("number, item, serial, order")
    search = {"name": "q", "value": asked["q"], "label": label, "hidden": hidden}
    return {"search": search, "on": on, "menus": menus, "clear": path if asked["q"] else ""}


def _steps(path: str, asked: dict[str, str], page: Page) -> dict[str, str]:
    def at(place: int, back: str) -> str:
        if not place:
            return ""
        base = with_changes(path, asked)
        more = {"at": str(place), **({"back": back} if back else {})}
        return f"{base}{'&' if '?' in base else '?'}{urlencode(more)}"

    return {"previous": at(page.previous, "1"), "next": at(page.next, "")}


def workshop(request: HttpRequest) -> HttpResponse:
    """Show the items in the house, with their days and the hands they are in."""
    by = acting(request, Permission.REPAIR_READ)
    path, now = reverse("bench:workshop"), clock.now()
    asked = {name: request.GET.get(name, "").strip() for name in ASKED}
    if not any(asked[name] for name in ("q", "state", "mine", "way", "oldest")):
        asked["state"] = "open"
    page = lists.items(_wanted(asked, by))
    counted = queries.days_of([row["pk"] for row in page.rows], clock.today(by.zone), by.zone)
    shown = {
        "rows": [_row(row, counted.get(row["pk"]), now, by.zone) for row in page.rows],
        "views": _tabs(path, asked, by),
        "bar": _bar(path, asked),
        "stats": [
            {"value": _counted(count), "label": word(STATES, code), "url": f"{path}?state={code}", "state": ""}
            for code, count in sorted(lists.counts().items(), key=lambda pair: list(STATES).index(pair[0]))
        ],
        "sees_worth": by.may(Permission.WORKSHOP_WORK) or by.may(Permission.PRICE_MANAGE),
        "loans_late": lists.overdue_loans(clock.today(by.zone)),
        "words": _("the longest here first") if asked["oldest"] else _("newest first"),
        "filtered": bool(asked["q"] or asked["mine"] or asked["way"] or asked["state"] not in ("open", "all")),
        **_steps(path, asked, page),
    }
    return render(request, "service/bench_repair/workshop.html", shown)


def _counted(count: int) -> str:
    return f"{lists.MOST_COUNTED}+" if count > lists.MOST_COUNTED else str(count)


def _row(row: dict[str, Any], one: Any, now: Any, zone: str) -> dict[str, Any]:
    ended = row["ended_at"] is not None
    held = holder(row, now, zone)
    return {
        **row,
        "badge": state(row["state"]),
        "days": days(one, ended=ended or row["state"] in ("ready", "declined")),
        "held": held,
        "received": near(row["received_at"], zone),
        "technician": row["technician_name"] or "—",
    }


def worth(request: HttpRequest) -> HttpResponse:
    """Show and set from which share of the residual value a repair is not worth it."""
    by = acting(request, Permission.WORKSHOP_WORK, Permission.PRICE_MANAGE)
    may_set = by.may(Permission.PRICE_MANAGE)
    share, life = queries.worth_rule("")
    initial = {"share_percent": share, "life_months": life}
    form = WorthRuleForm(request.POST or None, initial=initial, zone=by.zone)
    status = 200
    if request.method == "POST":
        refusal = take(form, lambda filled: actions.set_worth_rule(by=by, **filled.cleaned_data))
        if not form.errors:
            messages.success(request, _("The rule counts for advice given from now on."))
            return redirect("bench:worth")
        status = refusal.status if refusal else 422
    rows = WorthRule.objects.select_related("set_by").order_by("category", "-pk").distinct("category")
    shown = {"form": form, "may_set": may_set, "rules": list(rows), "share": share, "life": life}
    return render(request, "service/bench_repair/worth.html", shown, status=status)
