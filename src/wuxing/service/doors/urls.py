"""Addresses of the public doors, and of the pages where they are kept."""

from django.urls import URLPattern, URLResolver, path

from wuxing.service.doors.views import public, scan, tracking

app_name = "doors"
urlpatterns: list[URLPattern | URLResolver] = [
    path("s/", scan.typed, name="typed"),
    path("s/<str:code>/", scan.scan, name="scan"),
    path("s/<str:code>/register/", scan.register, name="register"),
    path("s/<str:code>/manual/", scan.manual, name="manual"),
    path("s/<str:code>/manual/<int:manual_id>/", scan.manual_file, name="manual_file"),
    path("s/<str:code>/part/", scan.part, name="part"),
    path("report/sheet/<str:code>/", public.sheet, name="sheet"),
    path("report/<slug:slug>/", public.report, name="report"),
    path("report/<slug:slug>/link/", public.again, name="again"),
    path("t/<str:word>/", tracking.tracking, name="tracking"),
    path("t/<str:word>/verify/", tracking.verify, name="verify"),
    path("t/<str:word>/<slug:block>/<slug:name>/", tracking.act, name="act"),
]
