"""Pages of schemes."""

from django.urls import URLPattern, URLResolver

app_name = "schemes"
urlpatterns: list[URLPattern | URLResolver] = []
