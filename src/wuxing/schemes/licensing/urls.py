"""Addresses of licensed points and texts."""

from django.urls import URLPattern, URLResolver, path

from wuxing.schemes.licensing import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("schemes/licensing/", views.licensing, name="licensing"),
    path("schemes/licensing/<int:edition_id>/load/", views.load, name="licensing_load"),
    path("schemes/licensing/<int:edition_id>/table.csv", views.form_file, name="licensing_form"),
    path("schemes/licensing/tables/<int:table_id>/", views.table, name="licensing_table"),
]
