"""Addresses of the price book."""

from django.urls import path

from wuxing.customers.prices import views

urlpatterns = [
    path("prices/", views.prices, name="prices"),
    path("prices/new/", views.price_new, name="price_new"),
    path("prices/import/", views.price_import, name="price_import"),
    path("prices/<int:price_item_id>/", views.price, name="price"),
]
