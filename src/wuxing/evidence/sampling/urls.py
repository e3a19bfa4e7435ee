"""Addresses of samples."""

from django.urls import path

from wuxing.evidence.sampling.views import pages

urlpatterns = [
    path("samples/", pages.samples, name="samples"),
    path("samples/new/", pages.sample_new, name="sample_new"),
    path("samples/<int:sample_id>/", pages.sample, name="sample"),
    path("samples/<int:sample_id>/draw", pages.sample_draw, name="sample_draw"),
    path("samples/<int:sample_id>/file", pages.sample_file, name="sample_file"),
    path("samples/<int:sample_id>/records/<int:record_id>", pages.sample_find, name="sample_find"),
]
