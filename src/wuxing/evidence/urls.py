"""Addresses of readiness, metrics and records."""

from django.urls import URLPattern, URLResolver, path

from wuxing.evidence.assessments.urls import urlpatterns as assessments
from wuxing.evidence.bundles.urls import urlpatterns as bundles
from wuxing.evidence.foreign.urls import urlpatterns as foreign
from wuxing.evidence.readiness.views import (
    indicators,
    metrics,
    outlets,
    populations,
    previews,
    readiness,
    records,
    reports,
    whatif,
)
from wuxing.evidence.rulings.urls import urlpatterns as rulings
from wuxing.evidence.sampling.urls import urlpatterns as sampling

app_name = "evidence"
urlpatterns: list[URLPattern | URLResolver] = [
    path("readiness/", readiness.readiness, name="readiness"),
    path("readiness/plan/", indicators.plan, name="plan"),
    path("readiness/how/", indicators.how, name="how"),
    path("readiness/report.pdf", reports.report_pdf, name="report_pdf"),
    path("readiness/report.json", reports.report_json, name="report_json"),
    path("readiness/indicators/<str:indicator_id>/", indicators.indicator, name="indicator"),
    path("readiness/what-if/", whatif.simulate, name="simulate"),
    path("readiness/next-edition/", previews.next_edition, name="next_edition"),
    path("readiness/outlets/", outlets.compared, name="outlets"),
    path("metrics/", metrics.metrics, name="metrics"),
    path("metrics/<str:metric_id>/", metrics.metric, name="metric"),
    path("metrics/<str:metric_id>/records/<int:record_id>/", records.record, name="record"),
    path("populations/", populations.populations, name="populations"),
    path("populations/<str:population_id>/", populations.population, name="population"),
    *foreign,
    *rulings,
    *assessments,
    *bundles,
    *sampling,
]
