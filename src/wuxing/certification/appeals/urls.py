"""Addresses of appeals and complaints."""

from django.urls import URLPattern, URLResolver, path

from wuxing.certification.appeals.views import doors, pages

CLIENT = "client/<slug:body>/<str:word>/cases/<int:case_id>/appeals/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("certification/appeals/", pages.appeals, name="appeals"),
    path("certification/appeals/<int:appeal_id>/", pages.appeal, name="appeal"),
    path("certification/appeals/<int:appeal_id>/act/<str:name>", pages.appeal_act, name="appeal_act"),
    path("register/<slug:body>/complaint/", doors.complaint, name="register_complaint"),
    path(CLIENT, doors.portal_appeals, name="portal_appeals"),
]
