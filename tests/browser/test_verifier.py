"""The verifier page as one file opened from a disk: every test vector, and journeys on a phone and on a desk."""

import json
import os
import shutil
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import segno

from tests.browser.axe import axe, overflow
from tests.browsing import FLAGS
from wuxing.web.verifier import building

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Route

pytestmark = pytest.mark.browser

VECTORS = Path(__file__).resolve().parents[2] / "vectors"
CASES = json.loads((VECTORS / "index.json").read_text(encoding="utf-8"))["vectors"]
TRUST = json.loads((VECTORS / "trust.json").read_text(encoding="utf-8"))
NOW = "2026-12-01T04:00:00Z"
JUDGE = """async (cases) => {
    const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
    const found = {};
    for (const one of cases) {
        const given = {...one.given, pdf: one.given.pdf && bytes(one.given.pdf)};
        found[one.name] = (await wuxingVerdict(given, one.trust, one.at)).verdict;
    }
    return found;
}"""
Open = Callable[..., "Page"]


def read(name: str | None) -> str | None:
    return None if name is None else (VECTORS / name).read_bytes().decode()


def handed_in(case: dict[str, Any]) -> dict[str, Any]:
    given = {kind: read(case[kind]) for kind in ("content", "proof", "opening")}
    given |= {"pdf": None, "credential": None, "code": None, "lists": [read(name) for name in case["status"]]}
    data = (VECTORS / case["file"]).read_bytes()
    given[case["kind"]] = b64encode(data).decode() if case["kind"] == "pdf" else data.decode()
    return {"name": case["name"], "given": given, "trust": json.loads(read(case["trust"]) or ""), "at": case["at"]}


def one(name: str) -> dict[str, Any]:
    return next(case for case in CASES if case["name"] == name)


def files_of(name: str) -> list[Path]:
    case = one(name)
    named = [case["file"], *case["status"], *(case[kind] for kind in ("proof", "opening") if case[kind])]
    return [VECTORS / file for file in named]


@pytest.fixture
def from_disk(chromium: "Browser", tmp_path: Path) -> Iterator[Open]:
    """Open the built file by file://, with no network; errors of scripts and of the policy fail the test."""
    faults: list[str] = []
    contexts: list[BrowserContext] = []

    def opened(trust: dict[str, Any] = TRUST, browser: "Browser" = chromium, **options: Any) -> "Page":
        file = tmp_path / "wuxing-verifier.html"
        file.write_text(building.page(trust).html, encoding="utf-8")
        context = browser.new_context(**{"offline": True, "viewport": {"width": 1440, "height": 900}} | options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
        page.clock.set_fixed_time(NOW)
        page.goto(file.as_uri())
        page.wait_for_selector("html[data-ready]", state="attached")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def phone_with_camera(chromium: "Browser", tmp_path: Path) -> Iterator["Browser"]:
    """A browser whose camera sees the QR code of the vector `code-valid`."""
    film = tmp_path / "code.y4m"
    film.write_bytes(film_of(read(one("code-valid")["file"]) or ""))
    flags = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    kind = chromium.browser_type
    path = os.environ.get("WUXING_CHROMIUM") or shutil.which("chromium") or kind.executable_path
    opened = kind.launch(executable_path=path, args=[*FLAGS, *flags, f"--use-file-for-fake-video-capture={film}"])
    yield opened
    opened.close()


def film_of(text: str, width: int = 960, height: int = 720) -> bytes:
    """Return a film of one picture: the code in the middle of white paper."""
    rows = [bytes(row) for row in segno.make(text.strip(), error="m").matrix]
    scale = 600 // len(rows)
    side = scale * len(rows)
    left, top = (width - side) // 2, (height - side) // 2
    light = bytearray(b"\xe6" * (width * height))
    for y in range(side):
        line = b"".join((b"\x18" if dark else b"\xe6") * scale for dark in rows[y // scale])
        start = (top + y) * width + left
        light[start : start + side] = line
    head = f"YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420jpeg\n".encode()
    return head + b"FRAME\n" + bytes(light) + b"\x80" * (width * height // 2)


def verdict(page: "Page") -> str | None:
    page.wait_for_selector(".wx-verdict[data-code]")
    return page.get_attribute(".wx-verdict", "data-code")


def test_every_vector_gets_its_verdict(from_disk: Open) -> None:
    page = from_disk()
    found = page.evaluate(JUDGE, [handed_in(case) for case in CASES])
    assert found == {case["name"]: case["expected"] for case in CASES}


def test_a_browser_that_does_not_know_ed25519_finds_the_same(from_disk: Open) -> None:
    page = from_disk()
    page.evaluate("""() => {
        const known = crypto.subtle.importKey.bind(crypto.subtle);
        crypto.subtle.importKey = async (form, key, how, ...rest) => {
            if (how.name === "Ed25519") throw new DOMException("not known", "NotSupportedError");
            return known(form, key, how, ...rest);
        };
    }""")
    some = CASES[::4]
    assert page.evaluate(JUDGE, [handed_in(case) for case in some]) == {case["name"]: case["expected"] for case in some}


def test_a_buyer_scans_a_code_on_a_phone_and_asks_for_its_status(from_disk: Open, phone_with_camera: "Browser") -> None:
    options = {"viewport": {"width": 390, "height": 844}, "locale": "zh-CN", "has_touch": True, "is_mobile": True}
    page = from_disk(browser=phone_with_camera, offline=False, **options)
    asked: list[str] = []

    def answer(route: "Route") -> None:
        asked.append(route.request.url)
        name = route.request.url.rpartition("/")[2]
        open_to_all = {"Access-Control-Allow-Origin": "*"}
        route.fulfill(path=VECTORS / f"status/{name}.jwt", content_type="application/vc+jwt", headers=open_to_all)

    page.context.route("https://certify.example/**", answer)
    assert (page.inner_text("#intake-title"), overflow(page), axe(page)) == ("查验一张证书", 0, [])

    page.tap("#camera")

    assert verdict(page) == "cannot_say:no_status"
    assert page.inner_text("#said") == "证书真实，但不能确认今天有效"
    assert page.evaluate("document.activeElement.id") == "said"
    assert page.locator("#video").evaluate("(video) => video.srcObject") is None  # the camera is off again
    assert (asked, overflow(page), axe(page)) == ([], 0, [])

    page.tap(".wx-do .btn")

    page.wait_for_selector('.wx-verdict[data-code="in_force"]')
    assert sorted(url.rpartition("/")[2] for url in asked) == ["revocation", "suspension"]
    assert page.inner_text("#said") == "有效"
    assert page.inner_text(".wx-verdict p") == (
        "由华信认证（测试）签名（钥匙有效）；截至 2026-12-01 04:00 没有暂停或撤销；下次监督 2027-10-20 前。"
    )
    page.select_option("#language", "zh-Hant")
    assert page.inner_text(".wx-ver li:first-child b") == "簽章真實"
    assert (overflow(page), axe(page)) == (0, [])


def test_an_officer_checks_files_on_a_desk_without_a_network(from_disk: Open) -> None:
    page = from_disk(trust=building.NO_TRUST, locale="en-GB", color_scheme="dark")
    assert page.locator(".wx-empty").count() == 1

    page.set_input_files("#files", files_of("log-valid"))
    assert verdict(page) == "cannot_say:unknown_issuer"
    assert page.inner_text("#said") == "Cannot be said for sure"

    page.set_input_files("#files", VECTORS / "trust.json")
    page.wait_for_selector('.wx-verdict[data-code="in_force"]')
    assert page.locator(".wx-ver .wx-f-done").count() == page.locator(".wx-ver li").count()
    page.click("summary:has-text('Technical details')")
    assert page.inner_text(".wx-pubg dd .wx-mono >> nth=1") == "in_force"
    assert axe(page) == []

    page.set_input_files("#files", files_of("credential-exercise"))
    assert verdict(page) == "exercise"
    assert page.inner_text("#said") == "An exercise, not a certificate"
    assert axe(page) == []

    page.set_input_files("#files", files_of("credential-suspended"))
    assert verdict(page) == "not_valid:suspended"

    page.fill("#pasted", "https://certify.example/register/huaxin/")
    page.press("#pasted", "Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".wx-alone")
    assert page.inner_text(".wx-alone p").startswith("This is an ordinary address")


def test_a_picture_of_the_code_will_do(from_disk: Open, tmp_path: Path) -> None:
    page = from_disk(locale="en-GB")
    segno.make((read(one("code-valid")["file"]) or "").strip(), error="m").save(tmp_path / "code.png", scale=4)

    page.set_input_files("#files", [tmp_path / "code.png", *(VECTORS / name for name in one("code-valid")["status"])])
    assert verdict(page) == "in_force"

    segno.make("https://example.org/", error="m").save(tmp_path / "other.png", scale=4)
    page.set_input_files("#files", tmp_path / "other.png")
    page.wait_for_selector(".wx-alone")
    assert page.inner_text(".wx-alone p") == (
        "This is an ordinary address, not the code of a certificate: https://example.org/"
    )


def test_the_page_keeps_its_policy_where_it_is_served(browser_page: "Page") -> None:
    browser_page.clock.set_fixed_time(NOW)
    browser_page.goto("/verify/?lang=en#" + (read(one("code-valid")["file"]) or "").strip())
    assert verdict(browser_page) == "cannot_say:unknown_issuer"
    browser_page.set_input_files("#files", [VECTORS / "trust.json", *files_of("credential-valid")])
    browser_page.wait_for_selector('.wx-verdict[data-code="in_force"]')
    assert browser_page.inner_text("#said") == "In force"
    with browser_page.expect_download() as handed:
        browser_page.click("#download")
    assert handed.value.suggested_filename == "wuxing-verifier.html"
