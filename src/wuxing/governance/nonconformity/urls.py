"""Addresses of procedure 22, under governance."""

from django.urls import path

from wuxing.governance.nonconformity.views import charts, doors, lists

urlpatterns = [
    path("nonconformities/", lists.nonconformities, name="nonconformities"),
    path("nonconformities/new/", doors.new, name="nonconformity_new"),
    path("nonconformities/pareto/", charts.pareto, name="pareto"),
    path("nonconformities/terms/", doors.nonconformity_terms, name="nonconformity_terms"),
    path("nonconformities/<int:nonconformity_id>/", doors.nonconformity, name="nonconformity"),
    path("nonconformities/<int:nonconformity_id>/report.pdf", doors.nonconformity_pdf, name="nonconformity_pdf"),
    path(
        "nonconformities/<int:nonconformity_id>/files/<int:attachment_id>/",
        doors.nonconformity_file,
        name="nonconformity_file",
    ),
    path("nonconformities/<int:nonconformity_id>/<slug:name>/", doors.nonconformity_act, name="nonconformity_act"),
]
