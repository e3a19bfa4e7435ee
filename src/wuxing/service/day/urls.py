"""Addresses of the technician's day besides its pages."""

from django.urls import path

from wuxing.service.day import views

app_name = "day"
urlpatterns = [
    path("today/worker.js", views.worker, name="worker"),
    path("today/outbox/", views.outbox, name="outbox_act"),
    path("orders/<int:order_id>/photos/<int:attachment_id>/", views.photo, name="photo"),
]
