"""Addresses of records: the register, legal holds, destruction."""

from django.urls import URLPattern, path

from wuxing.governance.records.views import destructions, holds, register

urlpatterns: list[URLPattern] = [
    path("records/", register.records, name="records"),
    path("records/count", register.count, name="count_records"),
    path("records/classes/<str:class_code>/", register.record_class, name="record_class"),
    path("records/holds/", holds.holds, name="holds"),
    path("records/holds/<int:hold_id>/lift", holds.lift, name="lift_hold"),
    path("records/destructions/", destructions.destructions, name="destructions"),
    path("records/destructions/<int:destruction_id>/", destructions.destruction, name="destruction"),
    path("records/destructions/<int:destruction_id>/list.csv", destructions.certificate, name="destruction_list"),
    path(
        "records/destructions/<int:destruction_id>/<str:decision>/",
        destructions.destruction_act,
        name="decide_destruction",
    ),
]
