"""Journeys in a real browser against a real server process on the test database.

`live_site` is its address; `browser_page` a page in Chromium that fails the test on any error a script or the content
policy reports. Rows that a journey needs are committed (use `company`, `actor`); afterwards the database is made anew.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest
from pytest_django.fixtures import Settings

from tests.plugin import SuiteDatabase
from tools import browser as browsers

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

TOP = Path(__file__).resolve().parent.parent
SERVE = """
import os, signal, sys
from pathlib import Path
from wuxing.web.running import children, site
web, streams = site.listen("127.0.0.1", int(sys.argv[1])), site.listen("127.0.0.1", 0)
os.environ["WUXING_LIVE_PORT"] = str(streams.getsockname()[1])
from wuxing.web.running import filling
filling.import_application()
parent = os.getpid()
if os.fork() == 0:
    from wuxing.web.running import live
    children.become("live", signal.SIGKILL, parent, Path(sys.argv[2]))
    live.serve(streams, int(sys.argv[1]))
streams.close()
site.serve(web, 1)
"""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def site_process(running_database: SuiteDatabase) -> Iterator[tuple[str, Path]]:
    """A web worker and the live streams on the test database, one of each for the whole run: address and data folder."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = (running_database.root / f"site-{port}.log").open("wb")
    data = running_database.root / f"site-{port}"
    data.mkdir()
    (running_database.root / "files").mkdir(exist_ok=True)
    (data / "files").symlink_to(running_database.root / "files")  # uploads are the same to tests and site
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(port), log.name],
        cwd=TOP, env=os.environ | {"WUXING_DATA": str(data)}, stdout=log, stderr=log,
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    try:
        while not _answers(url):
            if process.poll() is not None:
                raise AssertionError(Path(log.name).read_text()[-3000:])
            time.sleep(0.1)
        yield url, data
    finally:
        process.terminate()
        process.wait()
        log.close()


@pytest.fixture
def live_site(transactional_db: None, site_process: tuple[str, Path], settings: Settings) -> str:
    """The address of the running site; what the test writes is committed, so the site sees it, and files are shared."""
    url, settings.DATA = site_process
    shutil.rmtree(settings.DATA / "log", ignore_errors=True)  # what an earlier test published is not this one's past
    return url


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """One browser for the whole run. Without any, journeys fail with the sentence that helps."""
    if os.environ.get("WUXING_NO_BROWSER") == "1":
        pytest.skip("WUXING_NO_BROWSER=1")
    path = browsers.found()
    if path is None:
        pytest.fail(browsers.HELP, pytrace=False)
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "true"  # Playwright keeps an event loop in this thread, and runs nothing of ours
    )
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def browser_page(chromium: "Browser", live_site: str) -> Iterator["Page"]:
    """A page of 1440 by 900 in Simplified Chinese; `goto("/...")` is relative to the site."""
    context = chromium.new_context(
        base_url=live_site, locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1440, "height": 900}
    )
    page = context.new_page()
    faults: list[str] = []

    def heard(message: "ConsoleMessage") -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            faults.append(message.text)

    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", heard)
    yield page
    context.close()
    assert faults == []


def _answers(url: str) -> bool:
    try:
        with urlopen(f"{url}/healthz") as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
