"""Pages of customers."""

from django.urls import include, path

from wuxing.customers.installed_base import views as base

app_name = "customers"
urlpatterns = [
    path("", include("wuxing.customers.entitlement.urls")),
    path("", include("wuxing.customers.prices.urls")),
    path("", include("wuxing.customers.customer_care.urls")),
    path("equipment/<int:asset_id>/ties", base.tie, name="tie_act"),
    path("equipment/<int:asset_id>/retire", base.retire, name="retire_act"),
]
