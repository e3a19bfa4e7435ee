"""Pages of outlets and people."""

from django.urls import path

from wuxing.resources import views

app_name = "resources"
urlpatterns = [
    path("outlets/", views.outlets, name="outlets"),
    path("outlets/new/", views.outlet, name="outlet_new"),
    path("outlets/<int:outlet_id>/", views.outlet, name="outlet"),
    path("people/", views.people, name="people"),
    path("people/new/", views.person, name="person_new"),
    path("people/<int:person_id>/", views.person, name="person"),
    path("people/<int:person_id>/skills", views.skill, name="skill"),
]
