"""Address of the queue."""

from django.urls import path

from wuxing.service.queue import views

app_name = "queue"
urlpatterns = [path("queue/", views.queue, name="queue")]
