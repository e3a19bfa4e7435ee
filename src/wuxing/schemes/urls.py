"""Pages of schemes."""

from django.urls import URLPattern, URLResolver

from wuxing.schemes.citations.urls import urlpatterns as citations
from wuxing.schemes.licensing.urls import urlpatterns as licensing

app_name = "schemes"
urlpatterns: list[URLPattern | URLResolver] = [*citations, *licensing]
