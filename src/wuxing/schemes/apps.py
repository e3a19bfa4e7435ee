from django.apps import AppConfig


class SchemesConfig(AppConfig):
    name = "wuxing.schemes"
    label = "schemes"
