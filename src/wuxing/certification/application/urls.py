"""Addresses of applications: the public form, the client's pages by link, the body's pages."""

from django.urls import URLPattern, URLResolver, path

from wuxing.certification.application.views import office, portal, public

_CLIENT = "client/<slug:body>/<str:word>/"
_CASE = f"{_CLIENT}cases/<int:case_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("apply/<slug:body>/", public.apply, name="apply"),
    path(_CLIENT, portal.home, name="portal_home"),
    path(f"{_CASE}welcome/", portal.welcome, name="portal_welcome"),
    path(_CASE, portal.case, name="portal_case"),
    path(f"{_CASE}withdraw", portal.withdraw, name="portal_withdraw_act"),
    path(f"{_CASE}application/", portal.application, name="portal_application"),
    path(f"{_CASE}application/edit/", portal.edit, name="portal_application_edit"),
    path(f"{_CASE}application/act/<str:name>", portal.act, name="portal_application_act"),
    path(f"{_CASE}papers/<int:paper_id>", portal.paper_file, name="portal_paper_file"),
    path("certification/cases/new/", office.case_new, name="case_new"),
    path("certification/cases/<int:case_id>/application/", office.case_application, name="case_application"),
    path(
        "certification/cases/<int:case_id>/application/edit/",
        office.case_application_edit,
        name="case_application_edit",
    ),
    path(
        "certification/cases/<int:case_id>/application/act/<str:name>",
        office.case_application_act,
        name="case_application_act",
    ),
    path(
        "certification/cases/<int:case_id>/application/papers/<int:paper_id>",
        office.case_paper_file,
        name="case_paper_file",
    ),
]
