"""A benchmark on a server of its own: filled once by the tables' owner, measured as the application."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parent.parent


def run(
    module: str, about: str | None, what: str, size: int, fill: Callable[[int], None], measure: Callable[[], Any]
) -> None:
    """Run the benchmark `benchmarks.<module>` from its command line: `--<what> N`, `--keep DIR`; print what it measured."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument(f"--{what}", dest="size", type=int, default=size)
    parser.add_argument("--keep", type=Path, help="keep the data here, and use what is there already")
    parser.add_argument("--step", choices=["fill", "measure"], help="used by the benchmark itself")
    given = parser.parse_args()
    if given.step:
        import django

        django.setup()
        if given.step == "fill":
            fill(given.size)
        else:
            print(json.dumps(measure(), indent=1))
        return
    home = given.keep or Path(tempfile.mkdtemp(prefix=f"wuxing-{module}-"))
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o755)
    try:
        _both(home, [sys.executable, "-m", f"benchmarks.{module}", f"--{what}", str(given.size)])
    finally:
        if given.keep is None:
            shutil.rmtree(home, ignore_errors=True)


def _both(home: Path, command: list[str]) -> None:
    from wuxing.config import database, embedded

    with embedded.running(home) as server:
        urls = database.prepare(server.url(), home)
        database.migrate(urls)
        env = {**os.environ, **urls.environment(), "WUXING_DATA": str(home), "WUXING_POOL": "0"}
        env["DJANGO_SETTINGS_MODULE"] = "wuxing.config.settings"
        env["PYTHONPATH"] = f"{CHECKOUT}{os.pathsep}{CHECKOUT / 'src'}"
        for step, owner in (("fill", "1"), ("measure", "0")):
            subprocess.run([*command, "--step", step], env={**env, "WUXING_AS_OWNER": owner}, cwd=CHECKOUT, check=True)
