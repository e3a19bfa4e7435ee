"""Addresses of procedure 11."""

from django.urls import path

from wuxing.resources.spare_parts.views import catalogue, requests, stock

app_name = "parts"
urlpatterns = [
    path("parts/", catalogue.catalogue, name="catalogue"),
    path("parts/new/", catalogue.part, name="part_new"),
    path("parts/import/", catalogue.importing, name="import"),
    path("parts/<int:part_id>/", catalogue.part, name="part"),
    path("parts/stock/", stock.stock, name="stock"),
    path("parts/stock/<int:place_id>/", stock.place, name="place"),
    path("parts/stock/<int:place_id>/<slug:name>/", stock.place_act, name="place_act"),
    path("parts/stores/", stock.store_act, name="store_act"),
    path("parts/mode/", stock.mode_act, name="mode_act"),
    path("parts/movements/", stock.movements, name="movements"),
    path("parts/mine/", requests.mine, name="mine"),
    path("parts/mine/<slug:name>/", requests.mine_act, name="mine_act"),
    path("parts/requests/", requests.requests, name="requests"),
    path("parts/requests/<int:part_request_id>/<slug:name>/", requests.request_act, name="part_request_act"),
    path("parts/old/", requests.old_parts, name="old_parts"),
    path("parts/old/<int:old_part_id>/<slug:name>/", requests.old_part_act, name="old_part_act"),
]
