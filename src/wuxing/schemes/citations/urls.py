"""Addresses of the register of cited standards."""

from django.urls import URLPattern, URLResolver, path

from wuxing.schemes.citations import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("schemes/citations/", views.citations, name="citations"),
    path("schemes/citations/<slug:citation_id>/", views.citation, name="citation"),
]
