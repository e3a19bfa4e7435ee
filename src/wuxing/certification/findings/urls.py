"""Addresses of findings."""

from django.urls import URLPattern, URLResolver, path

from wuxing.certification.findings.views import cases, lists, one, portal

CASE = "certification/cases/<int:case_id>/findings/"
ONE = "certification/findings/<int:finding_id>/"
CLIENT = "client/<slug:body>/<str:word>/cases/<int:case_id>/findings/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("certification/findings/", lists.findings, name="findings"),
    path(CASE, cases.case_findings, name="case_findings"),
    path(f"{CASE}new/", cases.finding_new, name="finding_new"),
    path(f"{CASE}finish", cases.finish, name="findings_finish_act"),
    path(ONE, one.finding, name="finding"),
    path(f"{ONE}edit/", cases.finding_edit, name="finding_edit"),
    path(f"{ONE}act/<str:name>", one.finding_act, name="finding_act"),
    path(f"{ONE}files/<int:finding_file_id>", one.finding_file, name="finding_file"),
    path(CLIENT, portal.portal_findings, name="portal_findings"),
    path(f"{CLIENT}<int:finding_id>/", portal.portal_finding, name="portal_finding"),
    path(
        f"{CLIENT}<int:finding_id>/files/<int:finding_file_id>", portal.portal_finding_file, name="portal_finding_file"
    ),
]
