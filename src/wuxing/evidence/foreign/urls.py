"""Addresses of foreign records; part of `evidence.urls`."""

from django.urls import path

from wuxing.evidence.foreign import views

urlpatterns = [
    path("assess/", views.assess, name="assess"),
    path("assess/<int:import_id>/", views.foreign, name="foreign"),
    path("assess/<int:import_id>/progress", views.progress, name="foreign_progress"),
    path("assess/<int:import_id>/records", views.open_dataset, name="foreign_records"),
    path("assess/<int:import_id>/report.json", views.report_json, name="foreign_json"),
    path("assess/<int:import_id>/report.pdf", views.report_pdf, name="foreign_pdf"),
]
