from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "wuxing.web"
    label = "web"
