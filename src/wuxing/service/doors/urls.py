"""Addresses of the public doors, and of the pages where they are kept."""

from django.urls import URLPattern, URLResolver, path

from wuxing.service.doors.views import inside, labels, public, scan, tracking

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
    path("t/<str:word>/sheet.pdf", tracking.sheet, name="tracking_sheet"),
    path("t/<str:word>/verify/", tracking.verify, name="verify"),
    path("t/<str:word>/<slug:block>/<slug:name>/", tracking.act, name="act"),
    path("labels/", labels.labels, name="labels"),
    path("labels/sheet.pdf", labels.sheet, name="labels_sheet"),
    path("labels/poster.pdf", labels.poster, name="poster"),
    path("labels/units/", labels.for_units, name="label_units"),
    path("labels/settings/", inside.settings, name="settings"),
    path("labels/manuals/", inside.manuals, name="manuals"),
    path("labels/manuals/<int:manual_id>/off/", inside.manual_off, name="manual_off"),
    path("labels/registrations/", inside.registrations, name="registrations"),
    path("labels/registrations/<int:registration_id>/", inside.decide, name="decide"),
    path("labels/files/<int:attachment_id>/", inside.file, name="file"),
    path("labels/<str:code>/", labels.label, name="label"),
    path("pass-on/", inside.pass_on, name="pass_on"),
    path("links/<int:order_id>/", inside.links, name="links"),
]
