"""Root urls. Each package brings its own; a page that is not there yet has no line here."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("", include("wuxing.web.preferences.urls")),
]
