"""Included by web/urls.py; open to everybody."""

from django.urls import path

from wuxing.web.verifier import views

urlpatterns = [
    path("verify/", views.verifier, name="verifier"),
    path(f"verify/{views.FILE}", views.verifier_file, name="verifier_file"),
]
