"""Addresses of cases."""

from django.urls import URLPattern, URLResolver, path

from wuxing.certification.cases.views import cases

urlpatterns: list[URLPattern | URLResolver] = [
    path("certification/cases/", cases.cases, name="cases"),
    path("certification/cases/<int:case_id>/", cases.case, name="case"),
]
