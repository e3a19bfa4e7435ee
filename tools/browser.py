"""Find what tests need besides Python, or fetch it: a browser for the journeys, and tools of others that check what we sign.

tools/browser.py          make sure there is a browser: Debian's where we are root, else Playwright's own; says what helps where
                          none can be had, and leaves the journeys to fail. Tools of others that are missing are left out by
                          their tests, which say so.
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

CHECKERS = {"pdfsig": "poppler-utils", "openssl": "openssl", "softhsm2-util": "softhsm2"}
"""Programs that check what we sign, and the packages that hold them."""


def found() -> str | None:
    """Return the path of a browser that is here."""
    given = os.environ.get("WUXING_CHROMIUM")
    for path in (given, shutil.which("chromium"), "/usr/bin/chromium", _playwrights_own()):
        if path and Path(path).exists():
            return path
    return None


def fetch() -> str | None:
    """Fetch a browser where none is here, and return its path."""
    if found() is None:
        install(["chromium", "fonts-noto-cjk"])
    if found() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    return found()


def install(packages: list[str]) -> None:
    """Install packages of Debian, where that is what we are on and we may."""
    if packages and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=False)
        command = ["apt-get", "install", "-qq", "-y", "--no-install-recommends"]
        subprocess.run([*command, *packages], env=quiet, stdout=subprocess.DEVNULL, check=False)


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def main() -> None:
    """Make sure that there is a browser, and fetch the checkers."""
    install([package for program, package in CHECKERS.items() if shutil.which(program) is None])
    if os.environ.get("WUXING_NO_BROWSER") != "1" and fetch() is None:
        print(HELP, file=sys.stderr)


if __name__ == "__main__":
    main()
