"""Addresses of a company's own certification."""

from django.urls import URLPattern, URLResolver, path

from wuxing.certification.clientside import letting_in
from wuxing.certification.clientside.views import pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("certification/ours/", pages.ours, name="ours"),
    path("certification/ours/<slug:body>/apply/", pages.ours_apply, name="ours_apply"),
    path("certification/ours/<slug:body>/cases/<int:case_id>/snapshot", pages.snapshot_act, name="ours_snapshot_act"),
    path("certification/ours/<slug:body>/cases/<int:case_id>/access", letting_in.let_in_team, name="let_in_act"),
]
