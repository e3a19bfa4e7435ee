"""`wuxing manage demo`: the demo company with eighteen months of service, and who can sign in to it."""

from argparse import ArgumentParser
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand

from wuxing.web.demo import writing


class Command(BaseCommand):
    help = "make the demo company and certification body, unless they are there"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", type=float, default=1.0, help="1 is 12,000 orders and 24 technicians")
        parser.add_argument("--seed", type=int, default=1, help="another number tells another story")
        parser.add_argument("--logins", action="store_true", help="only print who can sign in")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["logins"]:
            self.stdout.write("\n".join(writing.logins()))
            return
        if writing.is_there():
            self._say(options, "the demo is there already")
            return
        begin = perf_counter()
        made = writing.write(seed=options["seed"], scale=options["scale"])
        self._say(options, f"{made.requests} requests, {made.events} entries in {perf_counter() - begin:.1f} s")

    def _say(self, options: dict[str, Any], text: str) -> None:
        if options["verbosity"]:
            self.stdout.write(text)
