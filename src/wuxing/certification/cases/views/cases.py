"""The list of cases, and the first page of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wuxing.certification.cases import queries
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.views import shell
from wuxing.core.access import Permission
from wuxing.core.doors import acting

P = Permission


def cases(request: HttpRequest) -> HttpResponse:
    """List the cases, newest first."""
    acting(request, P.CASE_READ)
    rows = Case.objects.select_related("client").order_by("-pk")[:50]
    return render(request, "certification/cases.html", {"rows": rows})


def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show where a case stands and what blocks it."""
    by = acting(request, P.CASE_READ)
    return shell.page(request, "certification/case.html", queries.case(case_id), by, "case")
