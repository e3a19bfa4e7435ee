"""The frame of a list: filters as links, saved views, steps to the next page, and the words between them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wuxing.core.searching import search_for
from wuxing.service.repair.queries import choices, lists
from wuxing.service.repair.queries.lists import Page, Wanted
from wuxing.service.repair.rules.words import CHANNELS
from wuxing.service.repair.views.addresses import PLACES, with_changes
from wuxing.service.repair.views.words import word

SINCE = {"today": 0, "week": 6, "month": 29}
FILTERS = ("state", "due", "outlet", "technician", "channel", "since")
ASKED = (
    "q",
    "state",
    "outlet",
    "technician",
    "due",
    "channel",
    "since",
    "sort",
    "dir",
    "cursor",
    "back",
    "at",
    "trail",
)


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter of a list: its name in the address, its label, what it offers."""

    name: str
    label: str
    options: list[tuple[str, str]]


def number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 18 else None


def since_of(asked: str, zone: str, now: datetime) -> datetime | None:
    if asked not in SINCE:
        return None
    midnight = now.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=SINCE[asked])


def wanted_of(asked: dict[str, str], zone: str, now: datetime, groups: Iterable[str]) -> Wanted:
    sort = asked["sort"] if asked["sort"] in lists.SORTS else "updated"
    falling = asked["dir"] == "desc" if asked["dir"] in ("asc", "desc") else sort != "due"
    return Wanted(
        search=search_for(asked["q"]),
        group=asked["state"] if asked["state"] in groups else "",
        outlet=number(asked["outlet"]),
        technician=number(asked["technician"]),
        due=asked["due"] if asked["due"] in ("late", "risk") else "",
        channel=asked["channel"] if asked["channel"] in CHANNELS else "",
        since=since_of(asked["since"], zone, now),
        sort=sort,
        descending=falling,
        cursor=asked["cursor"],
        back=asked["back"] == "1",
    )


def groups_of(kind: str) -> list[tuple[str, str]]:
    if kind == "orders":
        return [
            ("open", _("open orders")),
            ("unassigned", _("not dispatched")),
            ("dispatched", _("dispatched")),
            ("in_progress", _("under repair")),
            ("on_hold", _("on hold")),
            ("to_close", _("to be reviewed and closed")),
            ("closed", _("closed")),
            ("ended", _("cancelled or given up")),
        ]
    return [
        ("open", _("to be handled")),
        ("converted", _("converted to an order")),
        ("answered", _("answered remotely")),
        ("ended", _("merged or rejected")),
    ]


def common_filters() -> list[Filter]:
    return [
        Filter("channel", _("Channel"), [(code, word(CHANNELS, code)) for code in CHANNELS]),
        Filter(
            "since",
            _("Date"),
            [("today", _("today")), ("week", _("the last 7 days")), ("month", _("the last 30 days"))],
        ),
    ]


def order_bar(path: str, asked: dict[str, str]) -> dict[str, Any]:
    """Return the filter bar of the orders."""
    people = choices.technicians(number(asked["outlet"]))
    return _bar("orders", path, _key(asked), tuple(choices.outlets()), tuple(people), get_language() or "")


def request_bar(path: str, asked: dict[str, str]) -> dict[str, Any]:
    """Return the filter bar of the requests."""
    return _bar("requests", path, _key(asked), (), (), get_language() or "")


def _key(asked: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in asked.items() if value and name not in PLACES)


def _order_filters(outlets: tuple[choices.Choice, ...], people: tuple[choices.Choice, ...]) -> list[Filter]:
    return [
        Filter("state", _("State"), groups_of("orders")),
        Filter("due", _("Promise"), [("late", _("overdue")), ("risk", _("at risk"))]),
        Filter("outlet", _("Outlet"), [(str(pk), name) for pk, name in outlets]),
        Filter("technician", _("Technician"), [(str(pk), name) for pk, name in people]),
        *common_filters(),
    ]


@lru_cache(maxsize=512)
def _bar(
    kind: str,
    path: str,
    key: tuple[tuple[str, str], ...],
    outlets: tuple[choices.Choice, ...],
    people: tuple[choices.Choice, ...],
    language: str,
) -> dict[str, Any]:
    """Draw the bar of a list: the search box, filters that are on, menus of the others. The same one is drawn once a process."""
    asked = dict.fromkeys(ASKED, "") | dict(key)
    filters = (
        _order_filters(outlets, people)
        if kind == "orders"
        else [Filter("state", _("State"), groups_of(kind)), *common_filters()]
    )
    on, menus = [], []
    for one in filters:
        chosen = dict(one.options).get(asked[one.name])
        if chosen is not None:
            on.append((one.label, chosen, with_changes(path, asked, **{one.name: None})))
        elif one.options:
            options = [(text, with_changes(path, asked, **{one.name: value}), False) for value, text in one.options]
            menus.append({"label": one.label, "options": options})
    hidden = [(name, asked[name]) for name in FILTERS if asked[name]]
    label = _("number, customer, phone, serial number, fault")
    search = {"name": "q", "value": asked["q"], "label": label, "hidden": hidden}
    clear = path if on or asked["q"] else ""
    html = render_to_string("wx/filters.html", {"search": search, "on": on, "menus": menus, "clear": clear})
    return {"html": html, "clear": clear}


def tabs(
    path: str, asked: dict[str, str], kind: str, user_id: int | None, built_in: list[tuple[str, str]]
) -> list[dict[str, Any]]:
    here = with_changes(path, asked)
    views: list[dict[str, Any]] = [
        {"title": title, "url": f"{path}?{query}" if query else path} for title, query in built_in
    ]
    views += [
        {"title": name, "url": f"{path}?{query}" if query else path, "edit": reverse("repair:view", args=[pk])}
        for pk, name, query in choices.views_of(user_id, kind)
    ]
    for view in views:
        view["here"] = view["url"] == here
    return views


def steps(path: str, asked: dict[str, str], page: Page) -> tuple[str, str, int]:
    """Return the addresses of the previous and the next page, and the place of the first row."""
    first = max(1, number(asked["at"]) or 1)
    size = len(page.rows)
    trail = [part for part in asked["trail"].split(".") if part.isdecimal()][-30:]
    following = previous = ""
    if page.next:
        step: dict[str, str | int] = {"cursor": page.next, "at": first + size}
        if asked["q"]:
            step["trail"] = ".".join([*trail, asked["cursor"] or "0"])
        following = with_changes(path, asked, **step)
    if trail:
        before = "" if trail[-1] == "0" else trail[-1]
        step = {"cursor": before, "trail": ".".join(trail[:-1])} if before else {}
        previous = with_changes(path, asked, at=max(1, first - lists.SIZE), **step)
    elif page.previous:
        previous = with_changes(path, asked, cursor=page.previous, back=1, at=max(1, first - lists.SIZE))
    return previous, following, first


def rounded(count: int) -> int:
    """Round an estimate so that it does not look exact."""
    if count < 100:
        return count
    power = 10 ** (len(str(count)) - 2)
    return int(round(count / power) * power)


def said(page: Page, first: int, more: bool, sorting: str) -> str:
    last = first + len(page.rows) - 1
    if not page.rows:
        return _("nothing here")
    if page.estimate is None:
        return _("%(first)s–%(last)s found · newest first") % {"first": first, "last": last}
    if first == 1 and not more:
        return _("%(last)s in all · %(sorting)s") % {"last": last, "sorting": sorting}
    about = max(rounded(page.estimate), last + (1 if more else 0))
    return _("%(first)s–%(last)s of about %(about)s · %(sorting)s") % {
        "first": f"{first:,}",
        "last": f"{last:,}",
        "about": f"{about:,}",
        "sorting": sorting,
    }


def heads(path: str, asked: dict[str, str], wanted: Wanted) -> dict[str, dict[str, str]]:
    """Return what each sorted column's head says: its link, and how it is sorted now."""
    heads = {}
    for name in lists.SORTS:
        current = name == wanted.sort and not wanted.search
        falling = wanted.descending if current else name == "due"
        heads[name] = {
            "url": with_changes(path, asked, sort=name, dir="asc" if falling else "desc"),
            "aria": ("descending" if wanted.descending else "ascending") if current else "",
            "icon": "arrow-down" if wanted.descending else "arrow-up",
        }
    return heads


def steps_and_words(path: str, asked: dict[str, str], page: Page, sorting: str) -> dict[str, Any]:
    """Return what stands below the rows."""
    previous, following, first = steps(path, asked, page)
    return {"previous": previous, "next": following, "words": said(page, first, bool(page.next), sorting)}
