"""The list of those who work for the body, and taking somebody in."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wuxing.certification.people import actions, queries, words
from wuxing.certification.people import load as work
from wuxing.certification.people.forms import NewForm
from wuxing.certification.people.models import Certifier, Competence
from wuxing.certification.people.rules import assigning, graph
from wuxing.certification.people.rules.graph import Window
from wuxing.certification.people.views import shown, steps
from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.doors import acting

P = Permission
A_PAGE = 50
FILTERS = ("q", "level", "of")


def certifiers(request: HttpRequest) -> HttpResponse:
    """List who works for the body: level, competence, this month's load, what needs looking at."""
    by = acting(request, P.CASE_READ)
    today = clock.today(by.zone)
    given = {name: request.GET.get(name, "").strip()[:60] for name in FILTERS}
    found = _filtered(given)
    after = request.GET.get("after", "")
    last = Certifier.objects.filter(pk=int(after)).first() if after.isdecimal() and len(after) < 18 else None
    if last:
        found = found.filter(Q(name__gt=last.name) | Q(name=last.name, pk__gt=last.pk))
    people = list(found.order_by("name", "pk")[: A_PAGE + 1])
    more = people[A_PAGE - 1].pk if len(people) > A_PAGE else None
    rows = _rows(people[:A_PAGE], today)
    context = {
        "views": steps.tabs(by, "certifiers"),
        "rows": rows,
        "bar": _bar(given),
        "filtered": any(given.values()),
        "paged": bool(more or last),
        "words": _("%(count)s people, by name") % {"count": len(rows)},
        "previous": _address(given) if last else "",
        "next": _address(given | {"after": str(more)}) if more else "",
        "acts": [
            {
                "label": _("Add a person"),
                "url": reverse("certification:certifier_new"),
                "icon": "plus",
                "primary": True,
                "reason": "" if by.may(P.CERTIFIER_MANAGE) else _("your role does not allow this"),
            }
        ],
    }
    return render(request, "certification/people/certifiers.html", context)


def _filtered(given: dict[str, str]) -> QuerySet[Certifier]:
    found = Certifier.objects.all()
    if given["q"]:
        found = found.filter(Q(name__icontains=given["q"]) | Q(registration__icontains=given["q"]))
    if given["level"] in Certifier.Level.values and given["level"]:
        found = found.filter(level=given["level"])
    if given["of"] != "all":
        found = found.filter(active=given["of"] != "left")
    return found


def _address(given: dict[str, str]) -> str:
    query = urlencode({name: value for name, value in given.items() if value})
    return reverse("certification:certifiers") + (f"?{query}" if query else "")


def _bar(given: dict[str, str]) -> dict[str, Any]:
    levels = [(level.value, words.level(level)) for level in Certifier.Level if level.value]
    services = [("", pgettext("person", "in service")), ("left", _("has left")), ("all", _("everybody"))]
    on = [(_("Level"), word, _address(given | {"level": ""})) for value, word in levels if value == given["level"]]
    on += [
        (_("In service or not"), word, _address(given | {"of": ""}))
        for value, word in services[1:]
        if value == given["of"]
    ]
    return {
        "search": {
            "value": given["q"],
            "label": _("Name or registration number"),
            "hidden": [(name, given[name]) for name in ("level", "of") if given[name]],
        },
        "on": on,
        "menus": [
            {
                "label": label,
                "options": [(word, _address(given | {name: value}), given[name] == value) for value, word in options],
            }
            for label, name, options in ((_("Level"), "level", levels), (_("In service or not"), "of", services))
        ],
        "clear": _address({}) if any(given.values()) else "",
    }


def _rows(people: list[Certifier], today: date) -> list[dict[str, Any]]:
    ids = [row.pk for row in people]
    month, window = f"{today:%Y-%m}", Window(today, today)
    first, last = shown.span(today)
    ties, loads = queries.ties_of(ids), work.loads(first, last, today, only=ids)
    signed = queries.declared_years(ids, today.year)
    skills: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    granted = Competence.objects.filter(certifier_id__in=ids, withdrawn_at__isnull=True, until__gte=today)
    for one in granted.order_by("scheme", "trade_code"):
        skills[one.certifier_id][words.trade(one.trade_code)].add(one.part)
    rows = []
    for row in people:
        days = loads[row.pk].days.get(month, Decimal(0)) if row.pk in loads else Decimal(0)
        counting = sum(1 for tie in ties.get(row.pk, ()) if graph.counts(tie.since, tie.until, window))
        rows.append(
            {
                "row": row,
                "url": reverse("certification:certifier", args=[row.pk]),
                "employment": words.employment(row.employment),
                "registration": shown.registration(row, today),
                "skills": [(trade, len(parts)) for trade, parts in sorted(skills[row.pk].items())],
                "load": f"{assigning.plain(days)} / {assigning.plain(row.days_a_month)}",
                "load_state": shown.load_state(days, row),
                "ties": counting,
                "unsigned": row.active and row.pk not in signed,
                "ended": row.active and row.contract_until is not None and row.contract_until < today,
            }
        )
    return rows


def certifier_new(request: HttpRequest) -> HttpResponse:
    """Take somebody in."""
    by = acting(request, P.CERTIFIER_MANAGE)
    form = NewForm(request.POST or None, members=queries.members(), initial={"contract_from": clock.today(by.zone)})
    made: list[Certifier] = []
    if request.method == "POST" and form.is_valid():
        facts, who = form.facts(), form.who()
        if steps.told(request, form, lambda: made.append(actions.add_certifier(facts=facts, **who, by=by))):
            messages.info(request, _("Grant next what the person is competent for."))
            return redirect("certification:certifier", made[0].pk)
    context = {"form": form, "views": steps.tabs(by, "certifiers")}
    return render(request, "certification/people/new.html", context, status=422 if form.errors else 200)
