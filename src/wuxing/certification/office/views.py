"""The office's page of a year: figures, income, load; as a table for a spreadsheet."""

import csv
from datetime import date
from io import StringIO
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from wuxing.certification.agreement import queries as agreements
from wuxing.certification.agreement import words as fees
from wuxing.certification.cases import words
from wuxing.certification.cases.models import Case
from wuxing.certification.office import figures
from wuxing.certification.office.figures import Year
from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.escaping import cell

EARLIEST, MOST = 2011, 200


def _year(request: HttpRequest, today: date) -> int:
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdecimal() and EARLIEST <= int(asked) <= today.year else today.year


def office(request: HttpRequest) -> HttpResponse:
    """Show a year of the body."""
    by = acting(request, Permission.CASE_READ)
    today = clock.today(by.zone)
    year = _year(request, today)
    found = figures.figures(year, by.zone)
    earned = agreements.income(year)
    path = reverse("certification:office")
    context: dict[str, Any] = {
        "year": year,
        "views": [
            {"title": str(one), "url": f"{path}?year={one}", "here": one == year}
            for one in range(today.year, max(EARLIEST, today.year - 5), -1)
        ],
        "rows": _rows(found),
        "loads": figures.loads(year, today),
        "months": range(1, 13),
        "earned": [{"row": row, "kind": fees.fee(row.kind)} for row in earned[:MOST]],
        "charged": sum(row.charged for row in earned),
        "paid": sum(row.paid for row in earned),
        "more": max(0, len(earned) - MOST),
        "acts": [{"label": _("Table for a spreadsheet"), "url": f"{path}figures.csv?year={year}", "icon": "download"}],
    }
    return render(request, "certification/office.html", context)


def _rows(found: Year) -> list[tuple[str, object]]:
    levels = _levels()
    ended = {
        "withdrawn": _("Certificates withdrawn"),
        "cancelled": _("Certificates cancelled"),
        "expired": _("Certificates expired"),
    }
    return [
        (_("Applications"), found.applications),
        (_("Applications accepted"), found.accepted),
        (_("Applications refused"), found.refused),
        (_("Evaluations on site ended"), found.evaluations),
        (_("Findings raised"), found.findings),
        *((_("Granted: %(level)s") % {"level": levels.get(level, level)}, n) for level, n in found.granted.items()),
        (_("Not granted"), found.not_granted),
        (
            _("Days from application to decision, on average"),
            "—" if found.days_to_decision is None else found.days_to_decision,
        ),
        *(
            (_("In force at the end: %(level)s") % {"level": levels.get(level, level)}, n)
            for level, n in found.certificates.items()
        ),
        (_("Suspensions"), found.suspended),
        (_("Resumptions"), found.resumed),
        *((label, found.ended.get(name, 0)) for name, label in ended.items()),
    ]


def _levels() -> dict[str, str]:
    """Return what levels are called, by the edition of the newest case."""
    newest = Case.objects.order_by("-pk").values_list("pack", flat=True).first()
    return words.levels(newest) if newest else {}


def office_csv(request: HttpRequest) -> HttpResponse:
    """Hand out the figures and the load of a year as CSV."""
    by: Actor = acting(request, Permission.CASE_READ)
    today = clock.today(by.zone)
    year = _year(request, today)
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([_("Figure"), year])
    writer.writerows([cell(label), value] for label, value in _rows(figures.figures(year, by.zone)))
    writer.writerow([])
    writer.writerow([_("Person-days on site"), *range(1, 13), _("Year")])
    for load in figures.loads(year, today):
        writer.writerow([cell(load.certifier.name), *load.months, load.total])
    answer = HttpResponse(out.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="certification-{year}.csv"'
    return answer
