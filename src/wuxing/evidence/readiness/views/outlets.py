"""Outlets side by side."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.evidence.readiness import outlets, queries, words
from wuxing.evidence.readiness.outlets import Compared
from wuxing.evidence.readiness.queries import Report
from wuxing.evidence.readiness.views.asked import basis_of, day_of


def compared(request: HttpRequest) -> HttpResponse:
    """Compare the outlets by what their own records say."""
    by = acting(request, Permission.EVIDENCE_READ)
    report = queries.report_for(by, day_of(request, by), basis_of(request))
    found = outlets.compare(by, report)
    names = [name for name in report.pack.metrics if any(each.values[name].n for each in found)]
    context = {
        "report": report,
        "placeholder": words.placeholder(report.readiness, report.pack),
        "found": found,
        "rows": [_row(report, name, found) for name in names],
    }
    return render(request, "evidence/outlets.html", context)


def _row(report: Report, name: str, found: list[Compared]) -> dict[str, Any]:
    ratios = [each.ratio(name) for each in found]
    known = [ratio for each, ratio in zip(found, ratios, strict=True) if ratio is not None and each.values[name].known]
    best, worst = (max(known), min(known)) if len(set(known)) > 1 else (None, None)
    return {
        "title": words.text(report.pack.metrics[name].title),
        "url": reverse("evidence:metric", args=[name]),
        "all": words.percent(report.metrics[name].ratio),
        "cells": [
            {
                "share": words.percent(ratio),
                "n": each.values[name].n,
                "known": each.values[name].known,
                "best": ratio is not None and ratio == best,
                "worst": ratio is not None and ratio == worst,
                "url": f"{reverse('evidence:metric', args=[name])}?outlet={each.outlet.pk}",
            }
            for each, ratio in zip(found, ratios, strict=True)
        ],
    }
