"""Addresses of papers and proofs."""

from django.urls import URLPattern, URLResolver, path

from wuxing.certification.certificate.urls import CLIENT, ONE
from wuxing.certification.credentials.views import outside, pages

PAPERS = f"{ONE}papers/"
REGISTER = "register/<slug:body>/<str:certificate_number>"
urlpatterns: list[URLPattern | URLResolver] = [
    path(PAPERS, pages.papers, name="certificate_papers"),
    path(f"{PAPERS}<int:print_id>/", pages.certificate_paper, name="certificate_paper"),
    path(f"{PAPERS}pdf/<str:language>", pages.certificate_pdf, name="certificate_pdf"),
    path(f"{PAPERS}file/<str:part>", pages.certificate_file, name="certificate_file"),
    path(f"{PAPERS}duplicate", pages.duplicate, name="certificate_duplicate_act"),
    path(f"{PAPERS}renew", pages.renew, name="certificate_renew_act"),
    path(f"{PAPERS}rename", pages.rename, name="certificate_rename_act"),
    path(f"{CLIENT}pdf/<str:language>", outside.portal_pdf, name="portal_certificate_pdf"),
    path(f"{CLIENT}file/<str:part>", outside.portal_file, name="portal_certificate_file"),
    path(f"{REGISTER}.pdf", outside.register_pdf, name="register_pdf"),
    path(f"{REGISTER}.tlog-proof", outside.register_tlog_proof, name="register_tlog_proof"),
    path("contexts/certificate/v1", outside.context, name="certificate_context"),
]
