"""Addresses of the document review."""

from django.urls import URLPattern, URLResolver, path

from wuxing.certification.document_review.views import papers, portal

CASE = "certification/cases/<int:case_id>/papers/"
CLIENT = "client/<slug:body>/<str:word>/cases/<int:case_id>/documents/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(CASE, papers.case_papers, name="case_papers"),
    path(f"{CASE}begin", papers.begin, name="case_papers_begin_act"),
    path(f"{CASE}<str:code>/", papers.case_paper, name="case_paper"),
    path(f"{CASE}<str:code>/compare/", papers.paper_compare, name="paper_compare"),
    path(f"{CASE}<str:code>/act/<str:name>", papers.case_paper_act, name="case_paper_act"),
    path(CLIENT, portal.portal_papers, name="portal_papers"),
    path(f"{CLIENT}<str:code>/new", portal.portal_paper_new, name="portal_paper_new"),
]
