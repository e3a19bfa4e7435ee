"""Addresses of generation."""

from django.urls import URLPattern, path

from wuxing.web.handbook import views

urlpatterns: list[URLPattern] = [
    path("handbook/", views.handbook, name="handbook"),
    path("handbook/runs/<int:run_id>/", views.run, name="handbook_run"),
    path("handbook/runs/<int:run_id>/file", views.run_file, name="handbook_file"),
    path("handbook/<str:subject>/", views.subject, name="handbook_subject"),
]
