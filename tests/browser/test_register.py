"""A certificate scanned by somebody who knows nothing of us: on a phone and at a desk, before and after its suspension."""

import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import zxingcpp
from django.db import connections

from tests.browser.axe import axe, overflow
from tests.certification.body import Body, body_of
from tests.certification.certificate.conftest import decided
from wuxing.certification.cases.states import Stage
from wuxing.certification.certificate import actions as certificates
from wuxing.certification.certificate.models import Certificate
from wuxing.certification.certificate.rules import Step
from wuxing.certification.credentials import actions as papers
from wuxing.certification.credentials.models import Seal
from wuxing.core import clock
from wuxing.core.actors import Actor, system_actor
from wuxing.core.ledger.tasks import seal_ledgers
from wuxing.core.tenants import in_tenant

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
PHONE, DESK = (390, 844), (1440, 900)


def issued(body: Body) -> Certificate:
    with in_tenant(body.tenant.pk):
        case = body.case(Stage.DECISION)
        decided(body, case)
        case.stage, case.decided_at = Stage.GRANTED.value, clock.now()
        case.save(update_fields=["stage", "decided_at"])
        return certificates.issue(case_id=case.pk, by=body.officer)


def papers_of(body: Body, seal_id: int) -> None:
    with in_tenant(body.tenant.pk):
        papers.make_original(seal_id=seal_id, by=system_actor(body.tenant.pk))
    connections.close_all()


def suspend(body: Body, made: Certificate) -> None:
    with in_tenant(body.tenant.pk):
        until = clock.today() + timedelta(days=60)
        measure = certificates.propose(
            certificate_id=made.pk,
            step=Step.SUSPEND,
            reason_code="misuse",
            reason="误用标志",
            until=until,
            by=body.officer,
        )
        certificates.confirm(measure_id=measure.pk, by=body.decider)


def look(
    page: "Page", path: str, name: str, size: tuple[int, int], *, language: str = "zh-hans", theme: str = ""
) -> str:
    """Open a page as a stranger, look for faults, keep a picture where one is wanted; return what it says."""
    page.context.clear_cookies()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(path)
    cookies = [{"name": "wx_language", "value": language, "url": page.url}]
    cookies += [{"name": "wx_theme", "value": theme, "url": page.url}] if theme else []
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    page.goto(path)
    if folder := os.environ.get("WUXING_SHOTS"):
        page.screenshot(path=str(Path(folder) / f"register-{name}.png"), full_page=True)
    assert axe(page) == []
    assert overflow(page) <= 0
    return page.locator("body").inner_text()


GREY = """image => {
  const side = 900, canvas = document.createElement("canvas")
  canvas.width = canvas.height = side
  const context = canvas.getContext("2d")
  context.drawImage(image, 0, 0, side, side)
  const points = context.getImageData(0, 0, side, side).data
  return Array.from({length: side * side}, (_, at) => points[4 * at])
}"""


def scanned(page: "Page") -> str:
    """Read the QR code on the page as a camera would."""
    grey = bytes(page.locator(".wx-qr img").evaluate(GREY))
    (found,) = zxingcpp.read_barcodes(memoryview(grey).cast("B", shape=[900, 900]))
    return str(found.text)


def test_a_code_is_scanned_and_its_certificate_shown(browser_page: "Page", actor: Callable[..., Actor]) -> None:
    (body,) = body_of(actor)
    made = issued(body)
    seal_ledgers()
    with in_tenant(body.tenant.pk):
        seal = Seal.objects.get(certificate=made)
        code = seal.code
    with ThreadPoolExecutor(1) as elsewhere:  # the browser's driver has a loop in this thread, the signer wants its own
        elsewhere.submit(papers_of, body, seal.pk).result()
    page, path = browser_page, f"/register/huaping/{made.number}/"
    page.set_default_timeout(15000)
    said = look(page, "/C/" + code.partition("/C/")[2], "scanned-phone", PHONE)
    for words in ("所扫二维码真实", "有效", made.holder, "四星级", made.number, "已记入公开账本"):
        assert words in said, words
    paper = page.request.get(page.locator(".wx-takes a", has_text="PDF").get_attribute("href") or "")
    assert (paper.status, paper.headers["content-type"], paper.body()[:5]) == (200, "application/pdf", b"%PDF-")
    said = look(page, path, "valid-desk", DESK)
    assert scanned(page) == code  # what stands on the page leads here again
    with page.expect_response(lambda answer: answer.url.endswith(".json")) as heard:
        page.evaluate("url => fetch(url)", f"/register/huaping/{made.number}.json")
    assert json.loads(heard.value.body())["state"] == "valid"
    token = page.request.get(f"/register/huaping/{made.number}.jwt")
    assert (token.status, token.headers["content-type"], token.text().count(".")) == (200, "application/vc+jwt", 2)
    assert "It is in force today" in look(page, path, "valid-dark", DESK, language="en", theme="dark")

    suspend(body, made)
    said = look(page, path, "suspended-phone", PHONE, language="zh-hant")
    assert ("暫停" in said, "憑證或標誌" in said or "誤用" in said) == (True, True)
    assert 'data-state="suspended"' in page.request.get(f"/register/huaping/{made.number}.svg").text()
    look(page, path, "suspended-desk", DESK)


def test_the_register_is_searched_on_a_phone(browser_page: "Page", actor: Callable[..., Actor]) -> None:
    (body,) = body_of(actor)
    made = issued(body)
    page = browser_page
    page.set_default_timeout(15000)
    look(page, "/register/", "search-phone", PHONE)
    page.fill("[name=q]", made.holder[:3])
    with page.expect_navigation():
        page.locator("form[role=search] button.wx-p").click()
    assert (axe(page), overflow(page) <= 0) == ([], True)
    if folder := os.environ.get("WUXING_SHOTS"):
        page.screenshot(path=str(Path(folder) / "register-found-phone.png"), full_page=True)
    with page.expect_navigation():
        page.locator("a.wx-id").click()
    assert "今日有效" in page.locator("body").inner_text()
    assert "这不是证书二维码" in look(page, f"/C/{'A' * 60}", "no-code-phone", PHONE)
