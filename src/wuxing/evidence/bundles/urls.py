"""Addresses of bundles."""

from django.urls import path

from wuxing.evidence.bundles import views

urlpatterns = [
    path("readiness/assessments/<int:assessment_id>/bundle", views.ask_bundle, name="ask_bundle"),
    path("readiness/bundles/<int:bundle_id>", views.bundle_file, name="bundle_file"),
]
