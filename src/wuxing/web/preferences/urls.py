"""Included by web/urls.py. The namespace `web` is one: other pages of `web` are added to this list there."""

from django.urls import path

from wuxing.web.design import urls as design
from wuxing.web.preferences import views

app_name = "web"
urlpatterns = [
    path("preferences/language", views.set_language, name="set_language"),
    path("preferences/theme", views.set_theme, name="set_theme"),
    path("preferences/organisation", views.switch_tenant, name="switch_tenant"),
    *design.urlpatterns,
]
