"""Addresses of agreements and invoices, and of the client's page by link."""

from django.urls import URLPattern, URLResolver, path

from wuxing.certification.agreement.views import invoices, office, portal

_CASE = "certification/cases/<int:case_id>/agreement/"
_CLIENT = "client/<slug:body>/<str:word>/cases/<int:case_id>/agreement/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(_CASE, office.case_agreement, name="case_agreement"),
    path(f"{_CASE}act/<str:name>", office.case_agreement_act, name="case_agreement_act"),
    path(f"{_CASE}<int:version>.pdf", office.agreement_pdf, name="agreement_pdf"),
    path("certification/invoices/", invoices.invoices, name="invoices"),
    path("certification/invoices.csv", invoices.invoices_csv, name="invoices_csv"),
    path("certification/invoices/<int:invoice_id>/", invoices.invoice, name="invoice"),
    path(_CLIENT, portal.portal_agreement, name="portal_agreement"),
    path(f"{_CLIENT}<int:version>.pdf", portal.portal_agreement_pdf, name="portal_agreement_pdf"),
]
