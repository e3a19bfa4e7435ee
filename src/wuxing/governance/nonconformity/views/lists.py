"""The list of nonconformities. Every filter is a link; nothing here needs a script."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.searching import search_for
from wuxing.governance.nonconformity import queries
from wuxing.governance.nonconformity.queries import lists, origins
from wuxing.governance.nonconformity.queries.lists import Page, Wanted
from wuxing.governance.nonconformity.rules.words import CATEGORIES, KINDS, SEVERITIES, SOURCES
from wuxing.governance.nonconformity.views.words import day, due, state, word

FILTERS = ("state", "late", "source", "severity", "kind", "outlet", "owner", "leaf", "category", "deduction")
PLACES = ("cursor", "back")
KEPT = "nonconformity_order"  # the order a person chose last, kept in the session
ASKED = ("q", *FILTERS, "sort", "dir", *PLACES)


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter of the list: its name in the address, its label, what it offers."""

    name: str
    label: str
    options: list[tuple[str, str]]


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 18 else None


def _order(request: HttpRequest, asked: dict[str, str]) -> tuple[str, bool]:
    """Return the order of the list: as asked, else as this person left it, else what is due first."""
    sort = asked["sort"] if asked["sort"] in lists.SORTS else ""
    if sort:
        falling = asked["dir"] == "desc" if asked["dir"] in ("asc", "desc") else sort != "due"
        request.session[KEPT] = [sort, falling]
        return sort, falling
    kept = request.session.get(KEPT, ["due", False])
    known = isinstance(kept, list) and len(kept) == 2 and kept[0] in lists.SORTS
    return (str(kept[0]), bool(kept[1])) if known else ("due", False)


def _wanted(request: HttpRequest, asked: dict[str, str], by: Actor) -> Wanted:
    sort, falling = _order(request, asked)
    return Wanted(
        search=search_for(asked["q"]),
        group=asked["state"] if asked["state"] in lists.GROUPS else "",
        source=asked["source"] if asked["source"] in SOURCES else "",
        severity=asked["severity"] if asked["severity"] in SEVERITIES else "",
        kind=asked["kind"] if asked["kind"] in KINDS else "",
        outlet_id=_number(asked["outlet"]),
        owner_id=by.user_id if asked["owner"] == "me" else _number(asked["owner"]),
        leaf=asked["leaf"][:40],
        category=asked["category"] if asked["category"] in CATEGORIES else "",
        late=asked["late"] == "1",
        deduction=asked["deduction"] == "1",
        sort=sort,
        descending=falling if sort != "due" else False,
        cursor=asked["cursor"],
        back=asked["back"] == "1",
    )


def with_changes(path: str, asked: dict[str, str], **changes: str | None) -> str:
    """Return the address of the list with some filters changed; nothing takes a filter away."""
    kept = {name: value for name, value in asked.items() if value and name not in PLACES}
    for name, value in changes.items():
        kept.pop(name, None)
        if value:
            kept[name] = value
    return f"{path}?{urlencode(kept)}" if kept else path


def _groups() -> list[tuple[str, str]]:
    return [
        ("open", _("open ones")),
        ("to_treat", _("to be treated")),
        ("to_verify", _("effect to be checked")),
        ("closed", _("closed as effective")),
        ("cancelled", _("found to be none")),
    ]


def _filters() -> list[Filter]:
    def codes(words: Any) -> list[tuple[str, str]]:
        return [(code, word(words, code)) for code in words]

    outlets = [(str(pk), name) for pk, name in origins.choices("outlet")]
    people = [(str(pk), name) for pk, name in queries.people()]
    return [
        Filter("state", _("State"), _groups()),
        Filter("late", _("Due"), [("1", _("overdue"))]),
        Filter("severity", _("Severity"), codes(SEVERITIES)),
        Filter("source", _("Where it was found"), codes(SOURCES)),
        Filter("kind", _("Class"), codes(KINDS)),
        Filter("category", _("Kind of cause"), codes(CATEGORIES)),
        Filter("outlet", _("Outlet"), outlets),
        Filter("owner", _("Owner"), [("me", _("me")), *people]),
        Filter("deduction", _("Special deduction"), [("1", _("only these"))]),
    ]


def _bar(path: str, asked: dict[str, str]) -> dict[str, Any]:
    on, menus = [], []
    for one in _filters():
        chosen = dict(one.options).get(asked[one.name])
        if chosen is not None:
            on.append((one.label, chosen, with_changes(path, asked, **{one.name: None})))
        elif one.options:
            options = [(text, with_changes(path, asked, **{one.name: value}), False) for value, text in one.options]
            menus.append({"label": one.label, "options": options})
    if asked["leaf"]:
        on.append((_("Indicator"), asked["leaf"], with_changes(path, asked, leaf=None)))
    label = _("number, title, fact, cause, record")
    hidden = [(name, asked[name]) for name in FILTERS if asked[name]]
    return {
        "search": {"name": "q", "value": asked["q"], "label": label, "hidden": hidden},
        "on": on,
        "menus": menus,
        "clear": path if on or asked["q"] else "",
    }


def _heads(path: str, asked: dict[str, str], wanted: Wanted) -> dict[str, dict[str, str]]:
    heads = {}
    for sort in lists.SORTS:
        here = wanted.sort == sort and wanted.search is None
        falling = wanted.descending
        turned = "asc" if here and falling else "desc" if here else ""
        heads[sort] = {
            "url": with_changes(path, asked, sort=sort, dir=turned if sort != "due" else None),
            "aria": ("descending" if falling else "ascending") if here else "",
            "icon": "arrow-down" if falling else "arrow-up",
        }
    return heads


def _steps(path: str, asked: dict[str, str], page: Page) -> dict[str, str]:
    def at(cursor: str, back: str) -> str:
        if not cursor:
            return ""
        base = with_changes(path, asked)
        return f"{base}{'&' if '?' in base else '?'}{urlencode({'cursor': cursor, **({'back': back} if back else {})})}"

    return {"previous": at(page.previous, "1"), "next": at(page.next, "")}


def nonconformities(request: HttpRequest) -> HttpResponse:
    """Show the nonconformities, overdue ones first unless another order was chosen."""
    by = acting(request, Permission.GOVERNANCE_READ)
    now, path = clock.now(), reverse("governance:nonconformities")
    asked = {name: request.GET.get(name, "").strip() for name in ASKED}
    wanted = _wanted(request, asked, by)
    page = lists.nonconformities(wanted, now)
    tabs = [
        (_("all"), {}),
        (_("open ones"), {"state": "open"}),
        (_("overdue"), {"late": "1"}),
        (_("mine"), {"state": "open", "owner": "me"}),
        (_("effect to be checked"), {"state": "to_verify"}),
        (_("special deductions"), {"deduction": "1"}),
    ]
    here = with_changes(path, {name: asked[name] for name in FILTERS})
    context = {
        "rows": [_row(row, now) for row in page.rows],
        "bar": _bar(path, asked),
        "views": [
            {"title": title, "url": f"{path}?{urlencode(query)}" if query else path,
             "here": here == (f"{path}?{urlencode(query)}" if query else path) and not asked["q"]}
            for title, query in tabs
        ],
        "heads": _heads(path, asked, wanted),
        "short": bool(asked["q"]) and wanted.search is None,
        "filtered": any(asked[name] for name in ("q", *FILTERS)),
        "words": {"due": _("what is due first"), "updated": _("by last change"), "number": _("by its number")}[wanted.sort]
        if wanted.search is None
        else _("newest first"),
        "may_report": by.may(Permission.NONCONFORMITY_REPORT),
        **_steps(path, asked, page),
    }  # fmt: skip
    return render(request, "governance/nonconformity/nonconformities.html", context)


def _row(row: tuple[Any, ...], now: datetime) -> dict[str, Any]:
    values = dict(zip(lists.FIELDS, row, strict=True))
    look, text = state(values["state"])
    due_look, due_text = due(values["state"], values["next_due_at"], now, values["late_stages"])
    return {
        **values,
        "look": look,
        "word": text,
        "due_look": due_look,
        "due_word": due_text,
        "severity_word": word(SEVERITIES, values["severity"]),
        "source_word": word(SOURCES, values["source"]),
        "owner": values["owner__name"] or "—",
        "outlet": values["outlet_name"] or "—",
        "updated": day(values["updated_at"]),
    }
