"""Pages of oversight."""

from django.urls import URLPattern, URLResolver, path

from wuxing.oversight.self_assessment.views import pages

app_name = "oversight"
urlpatterns: list[URLPattern | URLResolver] = [
    path("self-assessments/", pages.self_assessments, name="self_assessments"),
    path("self-assessments/new/", pages.self_assessment_new, name="self_assessment_new"),
    path("self-assessments/<int:self_assessment_id>/", pages.self_assessment, name="self_assessment"),
    path("self-assessments/<int:self_assessment_id>/report.pdf", pages.report_pdf, name="self_assessment_pdf"),
    path("self-assessments/<int:self_assessment_id>/indicators/<str:indicator_id>/", pages.part, name="part"),
    path("self-assessments/<int:self_assessment_id>/<str:name>", pages.self_assessment_act, name="self_assessment_act"),
]
