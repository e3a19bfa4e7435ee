from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "wuxing.customers"
    label = "customers"
