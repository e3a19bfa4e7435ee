"""Root urls. Each package brings its own; a page that is not there yet has no line here."""

from django.urls import include, path

from wuxing.web.api import api
from wuxing.web.health import healthz

urlpatterns = [
    path("healthz", healthz),
    path("api/", api.urls),
    path("accounts/", include("allauth.urls")),
    path("", include("wuxing.web.preferences.urls")),
]
