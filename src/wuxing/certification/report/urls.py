"""Addresses of score and report."""

from django.urls import URLPattern, URLResolver, path

from wuxing.certification.report.views import case_score, portal

CASE = "certification/cases/<int:case_id>/score/"
CLIENT = "client/<slug:body>/<str:word>/cases/<int:case_id>/report/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(CASE, case_score.case_score, name="case_score"),
    path(f"{CASE}act/<str:name>", case_score.case_score_act, name="case_score_act"),
    path(f"{CASE}report-<int:version>.<str:kind>", case_score.case_report, name="case_report"),
    path(CLIENT, portal.portal_report, name="portal_report"),
    path(f"{CLIENT}report.pdf", portal.portal_report_file, name="portal_report_file"),
]
