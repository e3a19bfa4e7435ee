from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "wuxing.governance"
    label = "governance"
