"""Pages of customers."""

from django.urls import include, path

from wuxing.customers import views

app_name = "customers"
urlpatterns = [
    path("", include("wuxing.customers.entitlement.urls")),
    path("", include("wuxing.customers.prices.urls")),
    path("customers/", views.customers, name="customers"),
    path("customers/<int:customer_id>/", views.customer, name="customer"),
    path("customers/<int:customer_id>/change", views.change, name="change"),
    path("customers/<int:customer_id>/contacts", views.add_contact, name="add_contact"),
    path("customers/<int:customer_id>/erase", views.erase, name="erase"),
    path("contacts/<int:contact_id>/reveal", views.reveal, name="reveal"),
]
