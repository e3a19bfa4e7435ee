"""Addresses of the public doors, and of the pages where they are kept."""

from django.urls import URLPattern, URLResolver, path

from wuxing.service.doors.views import inside, labels, offering, papers, products, public, scan, tracking

app_name = "doors"
urlpatterns: list[URLPattern | URLResolver] = [
    path("s/", scan.typed, name="typed"),
    path("s/<str:door_code>/", scan.scan, name="scan"),
    path("s/<str:door_code>/register/", scan.register, name="register"),
    path("s/<str:door_code>/manual/", scan.manual, name="manual"),
    path("s/<str:door_code>/manual/<int:manual_id>/", scan.manual_file, name="manual_file"),
    path("s/<str:door_code>/part/", scan.part, name="part"),
    path("s/<str:door_code>/photo.png", products.public_photo, name="photo"),
    path("report/sheet/<str:door_code>/", public.sheet, name="sheet"),
    path("report/<slug:company>/", public.report, name="report"),
    path("report/<slug:company>/link/", public.again, name="again"),
    path("t/<str:door_word>/", tracking.tracking, name="tracking"),
    path("t/<str:door_word>/sheet.pdf", tracking.sheet, name="tracking_sheet"),
    path("t/<str:door_word>/verify/", tracking.verify, name="verify"),
    path("t/<str:door_word>/<slug:block>/<slug:act_name>/", tracking.act, name="act"),
    path("t/<str:door_word>/<slug:block>/<slug:act_name>/<slug:paper>.pdf", papers.paper, name="paper"),
    path("labels/", labels.labels, name="labels"),
    path("labels/sheet.pdf", labels.sheet, name="labels_sheet"),
    path("labels/poster.pdf", labels.poster, name="poster"),
    path("labels/units/", labels.for_units, name="label_units"),
    path("labels/settings/", inside.settings, name="settings"),
    path("labels/manuals/", inside.manuals, name="manuals"),
    path("labels/manuals/<int:manual_id>/off/", inside.manual_off, name="manual_off"),
    path("labels/products/<int:product_id>/", products.product, name="product"),
    path("labels/registrations/", inside.registrations, name="registrations"),
    path("labels/registrations/<int:registration_id>/", inside.decide, name="decide"),
    path("labels/files/<int:picture_id>/", inside.file, name="file"),
    path("labels/<str:label_code>/", labels.label, name="label"),
    path("pass-on/", inside.pass_on, name="pass_on"),
    path("links/<int:order_id>/", inside.links, name="links"),
    path("offers/<int:order_id>/", offering.offers, name="offers"),
]
