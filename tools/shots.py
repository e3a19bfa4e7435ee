"""Look at pages: shoot them in Chromium at widths, themes and languages, signed in or not.

    tools/shots.py URL … [--out DIR] [--user NAME --password WORD] [--widths 390,1440] [--themes light,dark]
                         [--languages zh-hans,zh-hant,en] [--full] [--axe] [--wait SELECTOR]

Needs a running installation; --axe also runs axe-core on each page and prints what it finds. Pictures are not for committing.
"""

import argparse
import re
import sys
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, sync_playwright

TOP = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP))
from tests.browser.axe import axe, overflow  # noqa: E402
from tools import browser as browsers  # noqa: E402

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def sign_in(context: BrowserContext, origin: str, user: str, password: str) -> None:
    """Sign in with name and password."""
    page = context.new_page()
    page.goto(f"{origin}/accounts/login/")
    page.fill("[name=login]", user)
    page.fill("[name=password]", password)
    page.click("form [type=submit], form .btn.wx-p")
    page.wait_for_load_state()
    if "/accounts/login" in page.url:
        sys.exit(f"cannot sign in as {user}: {page.inner_text('main')[:300]}")
    page.close()


def shoot(context: BrowserContext, url: str, path: Path, options: argparse.Namespace) -> list[str]:
    """Open a page, wait for its script, write the picture; return the faults and console errors."""
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda line: said.append(f"console: {line.text}") if line.type == "error" else None)
    page.on("pageerror", lambda error: said.append(f"script: {error}"))
    page.goto(url)
    page.wait_for_selector("html[data-ready]", timeout=10000, state="attached")
    if options.wait:
        page.wait_for_selector(options.wait)
    if (wide := overflow(page)) > 0:
        said.append(f"wider than the window by {wide} px")
    page.screenshot(path=str(path), full_page=options.full)
    if options.axe:
        said += axe(page)
    page.close()
    return said


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("urls", nargs="+")
    parser.add_argument("--out", type=Path, default=Path("test-artifacts/shots"))
    parser.add_argument("--user")
    parser.add_argument("--password", default="")
    parser.add_argument("--widths", default="390,800,1024,1440")
    parser.add_argument("--themes", default="light,dark")
    parser.add_argument("--languages", default="zh-hans,zh-hant,en")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--axe", action="store_true")
    parser.add_argument("--wait")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(options.urls[0]))
    bad, path_to_browser = 0, browsers.found()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path_to_browser, args=ARGS)
        for width in map(int, options.widths.split(",")):
            size = {"width": width, "height": 844 if width < 720 else 900}
            context = browser.new_context(viewport=size, bypass_csp=options.axe, reduced_motion="reduce")
            if options.user:
                sign_in(context, origin, options.user, options.password)
            for theme in options.themes.split(","):
                for language in options.languages.split(","):
                    context.add_cookies(
                        [
                            {"name": "wx_theme", "value": theme, "url": origin},
                            {"name": "wx_language", "value": language, "url": origin},
                        ]
                    )
                    for url in options.urls:
                        name = re.sub(r"\W+", "-", urlsplit(url).path + "?" + urlsplit(url).query).strip("-") or "home"
                        path = options.out / f"{name}.{width}.{theme}.{language}.png"
                        for line in shoot(context, url, path, options):
                            bad += 1
                            print(f"{path.name}: {line}")
            context.close()
        browser.close()
    print(f"pictures in {options.out}; {bad} remarks")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
