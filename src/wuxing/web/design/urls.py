"""Joined to the namespace `web` by preferences/urls.py."""

from django.urls import path

from wuxing.web.design import views

urlpatterns = [
    path("design", views.design, name="design"),
    path("design/form", views.form, name="design_form"),
    path("design/phone", views.phone, name="design_phone"),
]
