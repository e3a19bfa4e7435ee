from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "wuxing.evidence"
    label = "evidence"

    def ready(self) -> None:
        from wuxing.evidence.populations import registry

        registry.declare_all()
