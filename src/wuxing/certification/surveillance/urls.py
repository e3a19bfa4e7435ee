"""Addresses of surveillance and renewal."""

from django.urls import URLPattern, URLResolver, path

from wuxing.certification.surveillance.views import files, further, pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("certification/surveillance/", pages.surveillance, name="surveillance"),
    path("certification/surveillance.ics", files.surveillance_ical, name="surveillance_ical"),
    path("certification/surveillance.csv", files.surveillance_csv, name="surveillance_csv"),
    path("certification/surveillance/early/<int:early_id>/", further.early, name="early"),
    path("certification/surveillance/<int:certificate_id>/", pages.surveillance_of, name="surveillance_of"),
    path("certification/surveillance/<int:certificate_id>/change/", further.change_new, name="change_new"),
    path(
        "certification/surveillance/<int:certificate_id>/<slug:name>/", pages.surveillance_act, name="surveillance_act"
    ),
    path("certification/surveillance/transfer/", further.transfer_new, name="transfer_new"),
    path("certification/cases/<int:case_id>/method/", further.case_method, name="case_method"),
]
