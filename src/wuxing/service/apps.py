from django.apps import AppConfig


class ServiceConfig(AppConfig):
    name = "wuxing.service"
    label = "service"
