"""The report as a file: PDF for people, JSON for machines."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.evidence.readiness import documents, queries
from wuxing.evidence.readiness.views.asked import basis_of, day_of


def report_pdf(request: HttpRequest) -> HttpResponse:
    """Give the readiness report as PDF."""
    by = acting(request, Permission.EVIDENCE_READ)
    report = queries.report_for(by, day_of(request, by), basis_of(request))
    response = HttpResponse(documents.pdf_of(report, by), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="readiness-{report.as_of}.pdf"'
    return response


def report_json(request: HttpRequest) -> HttpResponse:
    """Give the readiness report as JSON."""
    by = acting(request, Permission.EVIDENCE_READ)
    report = queries.report_for(by, day_of(request, by), basis_of(request))
    response = JsonResponse(documents.as_json(report, by), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="readiness-{report.as_of}.json"'
    return response
