"""受控文件清单: every filter is a link, and the page is asked by key."""

from datetime import date
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
from wuxing.governance.documents.queries import lists
from wuxing.governance.documents.queries.lists import Page, Wanted
from wuxing.governance.documents.rules.words import KINDS, STANDINGS, STATES
from wuxing.governance.documents.views.words import badge, due, word

ASKED = ("q", "view", "kind", "standing", "owner", "tag", "sort", "cursor", "back", "at")
PLACES = ("cursor", "back", "at")
VIEWS = ("mine", "asked", "work", "due", "readers")


def documents(request: HttpRequest) -> HttpResponse:
    """Show the controlled documents."""
    by = acting(request, Permission.GOVERNANCE_READ)
    today, path = clock.today(by.zone), reverse("governance:documents")
    asked = {name: request.GET.get(name, "").strip()[:200] for name in ASKED}
    wanted = _wanted(asked)
    page = lists.documents(wanted, by, today, clock.now())
    first = max(1, int(asked["at"])) if asked["at"].isdecimal() and len(asked["at"]) < 9 else 1
    context = {
        "rows": [_row(row, today, wanted.view) for row in page.rows],
        "views": _views(path, asked, by),
        "may_write": by.may(Permission.DOCUMENT_WRITE),
        "short": bool(asked["q"]) and wanted.search is None,
        "filtered": any(asked[name] for name in ("q", "view", "kind", "standing", "owner", "tag")),
        "view": wanted.view,
        "path": path,
        **_bar(path, asked),
        **_steps(path, asked, page, first),
    }
    return render(request, "governance/documents/documents.html", context)


def _wanted(asked: dict[str, str]) -> Wanted:
    owner = asked["owner"]
    return Wanted(
        search=search_for(asked["q"]),
        view=asked["view"] if asked["view"] in VIEWS else "",
        kind=asked["kind"] if asked["kind"] in KINDS else "",
        standing=asked["standing"] if asked["standing"] in STANDINGS else "",
        owner=int(owner) if owner.isdecimal() and len(owner) < 18 else None,
        tag=asked["tag"][:60],
        sort="updated" if asked["sort"] == "updated" else "number",
        cursor=asked["cursor"],
        back=asked["back"] == "1",
    )


def _url(path: str, asked: dict[str, str], **changes: str | int | None) -> str:
    kept: dict[str, str | int] = {name: value for name, value in asked.items() if value and name not in PLACES}
    for name, value in changes.items():
        kept.pop(name, None)
        if value:
            kept[name] = value
    return f"{path}?{urlencode(kept)}" if kept else path


def _row(row: dict[str, Any], today: date, view: str) -> dict[str, Any]:
    look, text = badge(STANDINGS, row["standing"])
    pending = row["pending__state"]
    read = view == "mine"
    return {
        **row,
        "url": reverse("governance:read" if read else "governance:document", args=[row["pk"]]),
        "kind": word(KINDS, row["kind"]),
        "look": look,
        "word": text,
        "work": badge(STATES, pending) if pending else None,
        "owner": row["owner__name"] or "—",
        "version": row["current__version"],
        "effective_on": row["current__effective_on"],
        "pending_version": row["pending__version"],
        "review": due(row["next_review_on"], today),
        "read": row["asked"] - row["unread"],
    }


def _views(path: str, asked: dict[str, str], by: Actor) -> list[dict[str, Any]]:
    names = [("", _("all documents")), ("mine", _("my reading"))]
    if by.may(Permission.DOCUMENT_APPROVE):
        names.append(("asked", _("waiting for my word")))
    if by.may(Permission.DOCUMENT_WRITE) or by.may(Permission.DOCUMENT_APPROVE):
        names += [("work", _("in preparation")), ("due", _("review or check due")), ("readers", _("readers late"))]
    return [
        {"title": title, "url": f"{path}?view={name}" if name else path, "here": asked["view"] == name}
        for name, title in names
    ]


def _bar(path: str, asked: dict[str, str]) -> dict[str, Any]:
    filters = [
        ("kind", _("Kind"), [(code, word(KINDS, code)) for code in KINDS]),
        ("standing", _("State"), [(code, word(STANDINGS, code)) for code in STANDINGS]),
        ("owner", _("Document owner"), [(str(pk), name) for pk, name in lists.owners()]),
        ("tag", _("Tag"), [(tag, tag) for tag in lists.tags()]),
        ("sort", _("Sorted"), [("updated", _("by last change"))]),
    ]
    on, menus = [], []
    for name, label, options in filters:
        chosen = dict(options).get(asked[name]) or (asked[name] if name == "tag" else "")
        if chosen:
            on.append((label, chosen, _url(path, asked, **{name: None})))
        elif options:
            offered = [(text, _url(path, asked, **{name: value}), False) for value, text in options]
            menus.append({"label": label, "options": offered})
    hidden = [(name, asked[name]) for name in ("view", "kind", "standing", "owner", "tag", "sort") if asked[name]]
    label = _("number, title, words of the text")
    search = {"name": "q", "value": asked["q"], "label": label, "hidden": hidden}
    clear = _url(path, {"view": asked["view"]}) if on or asked["q"] else ""
    return {"search": search, "on": on, "menus": menus, "clear": clear}


def _steps(path: str, asked: dict[str, str], page: Page, first: int) -> dict[str, str]:
    last = first + len(page.rows) - 1
    most = lists.MOST_COUNTED
    about = _("more than %(most)s") % {"most": f"{most:,}"} if page.count > most else str(page.count)
    order = _("by last change") if asked["sort"] == "updated" else _("by document number")
    words = _("%(first)s–%(last)s of %(about)s · %(order)s") % {
        "first": first,
        "last": last,
        "about": about,
        "order": order,
    }
    following = _url(path, asked, cursor=page.next, at=last + 1) if page.next else ""
    back = max(1, first - lists.SIZE)
    previous = _url(path, asked, cursor=page.previous, back=1, at=back) if page.previous else ""
    return {"words": words if page.rows else _("nothing here"), "next": following, "previous": previous}
