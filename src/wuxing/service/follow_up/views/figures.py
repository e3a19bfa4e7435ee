"""满意度: figures with their answers and intervals, by what one asks; single answers for those who may; as files."""

import csv
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.escaping import cell
from wuxing.service.follow_up import queries
from wuxing.service.follow_up.queries.figures import GROUPS, Period, Satisfaction, whole_and_groups
from wuxing.service.follow_up.rules.words import ASPECTS, CHANNELS
from wuxing.service.follow_up.states import ASPECTS as NAMES
from wuxing.service.follow_up.views.words import share_words
from wuxing.service.repair.queries import choices
from wuxing.service.repair.views.addresses import with_changes
from wuxing.service.repair.views.words import at, word

READERS = (Permission.FOLLOW_UP, Permission.EVIDENCE_READ)
ASKED = ("by", "from", "to", "outlet", "line")


def _asked(request: HttpRequest, by: Actor) -> tuple[dict[str, str], Period]:
    asked = {name: request.GET.get(name, "").strip() for name in ASKED}
    today = clock.today(by.zone)
    first, last = _day(asked["from"]) or today - timedelta(days=364), _day(asked["to"]) or today
    outlet = int(asked["outlet"]) if asked["outlet"].isdecimal() and len(asked["outlet"]) < 18 else None
    return asked, Period(min(first, last), last, by.zone, outlet, asked["line"][:60] or None)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def satisfaction(request: HttpRequest) -> HttpResponse:
    """Show satisfaction, net promoters and response of a period, told apart as asked."""
    by = acting(request, *READERS)
    asked, period = _asked(request, by)
    group = asked["by"] if asked["by"] in GROUPS else "month"
    path = reverse("repair:satisfaction")
    titles = _titles()
    whole, groups = whole_and_groups(period, group)
    context = {
        "period": period,
        "views": [
            {"title": title, "url": with_changes(path, asked, by=name), "here": name == group}
            for name, title in titles.items()
        ],
        "menus": _menus(path, asked),
        "on": _on(path, asked),
        "heads": [word(ASPECTS, name) for name in NAMES],
        "whole": _row(whole, "", "", by),
        "response": share_words(queries.response_rate(period)),
        "rows": [_row(one, group, path, by, asked) for one in groups],
        "group": titles[group],
        "may_read": by.may(Permission.FOLLOW_UP),
        "answers": with_changes(reverse("repair:survey_answers"), asked, by=None),
        "csv": with_changes(reverse("repair:satisfaction_csv"), asked, by=group),
    }
    return render(request, "service/follow_up/satisfaction.html", context)


def _titles() -> dict[str, str]:
    return {
        "month": _("By month"),
        "outlet": _("By outlet"),
        "line": _("By product line"),
        "technician": _("By technician"),
        "channel": _("By channel"),
    }


def _menus(path: str, asked: dict[str, str]) -> list[dict[str, Any]]:
    outlets = [(name, with_changes(path, asked, outlet=pk), False) for pk, name in choices.outlets()]
    lines = [(line, with_changes(path, asked, line=line), False) for line, _products in choices.products() if line]
    days = [
        (_("the last 30 days"), with_changes(path, asked, **{"from": str(clock.today() - timedelta(days=29))}), False),
        (_("the last 12 months"), with_changes(path, asked, **{"from": None}), False),
    ]
    found = ((_("Period"), days), (_("Outlet"), outlets), (_("Product line"), lines))
    return [{"label": label, "options": options} for label, options in found if options]


def _on(path: str, asked: dict[str, str]) -> list[tuple[str, str, str]]:
    names = {str(pk): name for pk, name in choices.outlets()}
    words = {
        "from": (_("From"), asked["from"]),
        "to": (_("Until"), asked["to"]),
        "line": (_("Product line"), asked["line"]),
    }
    words["outlet"] = (_("Outlet"), names.get(asked["outlet"], asked["outlet"]))
    return [
        (label, value, with_changes(path, asked, **{name: None})) for name, (label, value) in words.items() if value
    ]


def _row(one: Satisfaction, group: str, path: str, by: Actor, asked: dict[str, str] | None = None) -> dict[str, Any]:
    drill = {"outlet": "outlet", "line": "line"}.get(group)
    url = ""
    if drill and one.key and by.may(Permission.FOLLOW_UP) and asked is not None:
        url = with_changes(reverse("repair:survey_answers"), asked, by=None, **{drill: one.key})
    return {
        "name": word(CHANNELS, one.name) if group == "channel" else one.name,
        "n": one.n,
        "aspects": [{"name": word(ASPECTS, name), **share_words(figure)} for name, figure in one.aspects.items()],
        "nps": share_words(one.nps, ""),
        "url": url,
    }


def answers(request: HttpRequest) -> HttpResponse:
    """Show single answers, newest first; never to who did the work."""
    by = acting(request, Permission.FOLLOW_UP)
    asked, period = _asked(request, by)
    before = request.GET.get("before", "")
    place = int(before) if before.isdecimal() and len(before) < 18 else 2**62
    rows = queries.answers_of_period(period, place, besides=by.user_id)
    path = reverse("repair:survey_answers")
    context = {
        "rows": [_answer(row, by.zone) for row in rows[:50]],
        "heads": [word(ASPECTS, name) for name in NAMES],
        "next": with_changes(path, asked, before=rows[49]["id"]) if len(rows) > 50 else "",
        "first": with_changes(path, asked) if before else "",
        "up": with_changes(reverse("repair:satisfaction"), asked),
        "csv": with_changes(reverse("repair:survey_answers_csv"), asked),
        "on": _on(path, asked),
        "menus": _menus(path, asked),
    }
    return render(request, "service/follow_up/answers.html", context)


def _answer(row: dict[str, Any], zone: str) -> dict[str, Any]:
    return {
        **row,
        "marks": [row[name] for name in NAMES],
        "given": at(row["given_at"], zone),
        "channel_word": word(CHANNELS, row["channel"]),
    }


def figures_csv(request: HttpRequest) -> HttpResponse:
    """Give the figures as a file: value, bounds and answers of each."""
    by = acting(request, *READERS)
    asked, period = _asked(request, by)
    group = asked["by"] if asked["by"] in GROUPS else "month"
    heads = [group, "answers"]
    for name in (*NAMES, "nps"):
        heads += [name, f"{name}_low", f"{name}_high", f"{name}_n"]
    rows: list[list[Any]] = []
    for one in queries.by_group(period, group):
        row: list[Any] = [one.name, one.n]
        for figure in (*one.aspects.values(), one.nps):
            row += [figure.value, figure.low, figure.high, figure.n]
        rows.append(row)
    return _file("satisfaction.csv", heads, rows)


def answers_csv(request: HttpRequest) -> HttpResponse:
    """Give single answers as a file, without customers; never to who did the work."""
    by = acting(request, Permission.FOLLOW_UP)
    _said, period = _asked(request, by)
    heads = ["number", "given_at", "channel", "outlet", "line", *NAMES, "recommend", "wants_call", "comment"]
    rows = [[row[name] for name in heads] for row in queries.answers_of_period(period, besides=by.user_id, most=None)]
    return _file("survey-answers.csv", heads, rows)


def _file(name: str, heads: list[str], rows: list[list[Any]]) -> HttpResponse:
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    out = csv.writer(answer)
    out.writerow(heads)
    out.writerows([cell(value) if isinstance(value, str) else value for value in row] for row in rows)
    return answer
