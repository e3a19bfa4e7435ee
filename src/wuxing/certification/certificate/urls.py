"""Addresses of certificates."""

from django.urls import URLPattern, URLResolver, path

from wuxing.certification.certificate.views import case_certificate, pages

ONE = "certification/certificates/<int:certificate_id>/"
CLIENT = "client/<slug:body>/<str:word>/cases/<int:case_id>/certificate/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("certification/certificates/", pages.certificates, name="certificates"),
    path("certification/certificates/number", pages.number_by, name="certificate_number_act"),
    path(ONE, pages.certificate, name="certificate"),
    path(f"{ONE}propose", pages.propose, name="certificate_propose_act"),
    path(f"{ONE}extend", pages.extend, name="certificate_extend_act"),
    path(f"{ONE}report", pages.report, name="certificate_report_act"),
    path(f"{ONE}proposals/<int:measure_id>/confirm", pages.confirm, name="certificate_confirm_act"),
    path(f"{ONE}proposals/<int:measure_id>/decline", pages.decline, name="certificate_decline_act"),
    path("certification/cases/<int:case_id>/certificate/", case_certificate.case_certificate, name="case_certificate"),
    path("certification/cases/<int:case_id>/certificate/conclude", case_certificate.conclude, name="case_conclude_act"),
    path(CLIENT, case_certificate.portal_certificate, name="portal_certificate"),
]
