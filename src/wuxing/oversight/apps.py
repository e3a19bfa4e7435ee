from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "wuxing.oversight"
    label = "oversight"
