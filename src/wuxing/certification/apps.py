from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules

from django.apps import AppConfig


class CertificationConfig(AppConfig):
    name = "wuxing.certification"
    label = "certification"

    def ready(self) -> None:
        """Let every package say what must be fulfilled before a case goes on: its `gates.py`."""
        for found in iter_modules([str(Path(__file__).parent)]):
            name = f"{self.name}.{found.name}.gates"
            if found.ispkg and find_spec(name):
                import_module(name)
