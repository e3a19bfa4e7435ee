from django.apps import AppConfig


class ResourcesConfig(AppConfig):
    name = "wuxing.resources"
    label = "resources"
