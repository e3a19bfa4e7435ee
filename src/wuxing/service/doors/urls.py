"""Addresses of the public doors, and of the pages where they are kept."""

from django.urls import URLPattern, URLResolver, include, path

from wuxing.service.doors.views import guard, inside, labels, offering, papers, products, public, scan, tracking

app_name = "doors"
# By their first word, so that an address is compared with few others.
labelled = [
    path("", scan.typed, name="typed"),
    path("<str:door_code>/", scan.scan, name="scan"),
    path("<str:door_code>/register/", scan.register, name="register"),
    path("<str:door_code>/manual/", scan.manual, name="manual"),
    path("<str:door_code>/manual/<int:manual_id>/", scan.manual_file, name="manual_file"),
    path("<str:door_code>/part/", scan.part, name="part"),
    path("<str:door_code>/photo.png", products.public_photo, name="photo"),
]
reports = [
    path("sheet/<str:door_code>/", public.sheet, name="sheet"),
    path("<slug:company>/", public.report, name="report"),
    path("<slug:company>/link/", public.again, name="again"),
]
tracked = [
    path("<str:door_word>/", tracking.tracking, name="tracking"),
    path("<str:door_word>/sheet.pdf", tracking.sheet, name="tracking_sheet"),
    path("<str:door_word>/verify/", guard.posted_to_case(tracking.verify), name="verify"),
    path("<str:door_word>/<slug:block>/<slug:act_name>/", guard.posted_to_case(tracking.act), name="act"),
    path("<str:door_word>/<slug:block>/<slug:act_name>/<slug:paper>.pdf", papers.paper, name="paper"),
]
labels_inside = [
    path("", labels.labels, name="labels"),
    path("sheet.pdf", labels.sheet, name="labels_sheet"),
    path("poster.pdf", labels.poster, name="poster"),
    path("units/", labels.for_units, name="label_units"),
    path("settings/", inside.settings, name="settings"),
    path("manuals/", inside.manuals, name="manuals"),
    path("manuals/<int:manual_id>/off/", inside.manual_off, name="manual_off"),
    path("products/<int:product_id>/", products.product, name="product"),
    path("registrations/", inside.registrations, name="registrations"),
    path("registrations/<int:registration_id>/", inside.decide, name="decide"),
    path("files/<int:picture_id>/", inside.file, name="file"),
    path("<str:label_code>/", labels.label, name="label"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("t/", include(tracked)),
    path("s/", include(labelled)),
    path("report/", include(reports)),
    path("labels/", include(labels_inside)),
    path("pass-on/", inside.pass_on, name="pass_on"),
    path("links/<int:order_id>/", inside.links, name="links"),
    path("offers/<int:order_id>/", offering.offers, name="offers"),
]
