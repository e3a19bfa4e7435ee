"""Addresses of the public doors, and of the pages where they are kept."""

from django.urls import URLPattern, URLResolver, path

from wuxing.service.doors.views import tracking

app_name = "doors"
urlpatterns: list[URLPattern | URLResolver] = [
    path("t/<str:word>/", tracking.tracking, name="tracking"),
    path("t/<str:word>/verify/", tracking.verify, name="verify"),
    path("t/<str:word>/<slug:block>/<slug:name>/", tracking.act, name="act"),
]
