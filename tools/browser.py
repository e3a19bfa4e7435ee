"""Find a browser for the journeys, or fetch one: Debian's Chromium where we are root, else Playwright's own.

tools/browser.py          make sure there is one; says what helps where none can be had, and leaves the journeys to fail
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

HELP = (
    "no browser for the journeys: install one (as root: apt-get install chromium fonts-noto-cjk; "
    "else: .venv/bin/playwright install chromium), or leave the journeys out by WUXING_NO_BROWSER=1"
)


def found() -> str | None:
    """Return the path of a browser that is here."""
    given = os.environ.get("WUXING_CHROMIUM")
    for path in (given, shutil.which("chromium"), "/usr/bin/chromium", _playwrights_own()):
        if path and Path(path).exists():
            return path
    return None


def fetch() -> str | None:
    """Fetch a browser where none is here, and return its path."""
    if found() is None and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        packages = ["chromium", "fonts-noto-cjk"]
        subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=False)
        subprocess.run(
            ["apt-get", "install", "-qq", "-y", "--no-install-recommends", *packages], env=quiet, check=False
        )
    if found() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    return found()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def main() -> None:
    """Make sure that there is a browser."""
    if os.environ.get("WUXING_NO_BROWSER") != "1" and fetch() is None:
        print(HELP, file=sys.stderr)


if __name__ == "__main__":
    main()
