"""Keep the shipped editions in the database: `wuxing manage load_packs`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from wuxing.core.errors import BusinessError
from wuxing.schemes.conditions import catalogue
from wuxing.schemes.editions import actions
from wuxing.schemes.packs import loading, shipped
from wuxing.schemes.packs.problems import PackError


class Command(BaseCommand):
    help = "Load packs as editions, all or none. Loading again changes nothing; other content under a kept edition is refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directories", nargs="*", type=Path, help="folders of packs; without any, those shipped")

    @transaction.atomic
    def handle(self, *args: Any, directories: list[Path], verbosity: int, **options: Any) -> None:
        for directory in directories or shipped.directories():
            try:
                edition, new = actions.keep_edition(loading.draft(directory), catalogue.declared())
            except (PackError, BusinessError) as error:
                raise CommandError(f"{directory}:\n{error}") from error
            if verbosity:
                self.stdout.write(f"{'loaded' if new else 'known'} {edition.identity}")
