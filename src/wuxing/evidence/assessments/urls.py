"""Addresses of scores that were kept."""

from django.urls import path

from wuxing.evidence.assessments.views import pages

urlpatterns = [
    path("readiness/history/", pages.history, name="history"),
    path("readiness/assessments/", pages.assessments, name="assessments"),
    path("readiness/assessments/keep", pages.keep, name="keep_assessment"),
    path("readiness/assessments/<int:assessment_id>/", pages.assessment, name="assessment"),
]
