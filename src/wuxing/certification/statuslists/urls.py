"""Addresses of status lists."""

from django.urls import URLPattern, URLResolver, path

from wuxing.certification.statuslists import portal

urlpatterns: list[URLPattern | URLResolver] = [
    path("status/<slug:body>/<slug:list_name>/<slug:list_purpose>", portal.status_list, name="status_list"),
]
