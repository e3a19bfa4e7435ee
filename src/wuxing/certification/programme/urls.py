"""Addresses of the body's rules."""

from django.urls import URLPattern, URLResolver, path

from wuxing.certification.programme.views import pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("certification/rules/", pages.programmes, name="programmes"),
    path("certification/rules/<str:rule>/", pages.programme, name="programme"),
    path("certification/rules/<str:rule>/yaml", pages.programme_yaml, name="programme_yaml"),
    path("certification/rules/<str:rule>/act/<str:name>", pages.programme_act, name="programme_act"),
]
