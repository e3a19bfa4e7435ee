"""Open findings over all cases: what is late first."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wuxing.certification.findings import lists, queries, words
from wuxing.certification.findings.lists import Wanted
from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.doors import acting

P = Permission


def findings(request: HttpRequest) -> HttpResponse:
    """List what is to be corrected anywhere."""
    by = acting(request, P.CASE_READ)
    today = clock.today(by.zone)
    asked = {name: request.GET.get(name, "") for name in ("show", "mine")}
    wanted = Wanted(
        show=asked["show"] if asked["show"] in lists.SHOWS else "",
        certifier_user=by.user_id if asked["mine"] == "1" else None,
        cursor=request.GET.get("cursor", "")[:40],
        back=request.GET.get("back") == "1",
    )
    page = lists.findings(wanted, today)
    path = reverse("certification:findings")
    return render(
        request,
        "certification/findings/findings.html",
        {
            "rows": [_row(one, today) for one in page.rows],
            "views": _views(path, wanted),
            "words": _("what is due first"),
            "previous": _at(path, asked, page.previous, back=True),
            "next": _at(path, asked, page.next, back=False),
        },
    )


def _row(found: Any, today: Any) -> dict[str, Any]:
    look, word = words.state(found, today)
    return {
        "finding": found,
        "called": words.called(found),
        "grade": words.grade(found.grade),
        "leaf": words.leaf(queries.pack(found.case), found.leaf),
        "state": look,
        "word": word,
        "late": look == "late",
    }


def _views(path: str, wanted: Wanted) -> list[dict[str, Any]]:
    tabs = [
        (_("all open"), ""),
        (pgettext("correction", "overdue"), "overdue"),
        (_("waits for us"), "us"),
        (_("waits for the client"), "client"),
        (pgettext("kind of finding", "special deductions"), "special"),
    ]
    mine = wanted.certifier_user is not None
    found = [
        {
            "title": title,
            "url": f"{path}?show={name}" if name else path,
            "here": wanted.show == name and not mine,
        }
        for title, name in tabs
    ]
    return [*found, {"title": _("my cases"), "url": f"{path}?mine=1", "here": mine}]


def _at(path: str, asked: dict[str, str], cursor: str, *, back: bool) -> str:
    if not cursor:
        return ""
    kept = {name: value for name, value in asked.items() if value} | {"cursor": cursor}
    return f"{path}?{urlencode(kept | ({'back': '1'} if back else {}))}"
