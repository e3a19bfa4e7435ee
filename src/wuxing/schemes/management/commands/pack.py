"""Work on the folder of a pack: `wuxing manage pack`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wuxing.schemes.conditions import catalogue
from wuxing.schemes.packs import examples, loading
from wuxing.schemes.packs.problems import PackError


class Command(BaseCommand):
    help = "Work on a pack's folder: check it, compute its worked examples, or print its identity. Writes nothing."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["check", "test", "identity"])
        parser.add_argument("directory", type=Path)

    def handle(self, *args: Any, what: str, directory: Path, **options: Any) -> None:
        try:
            if what == "identity":
                self.stdout.write(loading.draft(directory).identity)
                return
            pack = loading.load(directory, catalogue.declared())
        except PackError as error:
            raise CommandError(f"{len(error.problems)} faults in {directory}\n{error}", returncode=2) from error
        if what == "test":
            differences = examples.differences(pack)
            if differences:
                raise CommandError("\n".join(differences))
            self.stdout.write(f"{len(pack.examples)} examples agree")
        self.stdout.write(f"{pack.identity}: {len(pack.leaves)} indicators, {len(pack.metrics)} metrics")
