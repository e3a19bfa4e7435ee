"""Addresses of the directory."""

from django.urls import URLPattern, URLResolver, path

from wuxing.certification.directory.views import check, office, public

urlpatterns: list[URLPattern | URLResolver] = [
    path("bodies/", public.bodies, name="bodies"),
    path("bodies/<slug:body>/", public.body, name="body"),
    path("bodies/<slug:body>/figures.json", public.body_figures, name="body_figures"),
    path("register/check/", check.check, name="register_check"),
    path("certification/profile/", office.profile, name="profile"),
    path("certification/exports/", office.exports, name="exports"),
    path("certification/exports/<int:export_id>/", office.export, name="export"),
    path("certification/exports/<int:export_id>/file", office.export_file, name="export_file"),
]
