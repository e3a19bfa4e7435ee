"""A key that leaked, at a desk, by two people; a buyer with a list of numbers, on a phone."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.axe import axe, overflow
from tests.browser.signing import choose, sign_in
from tests.browser.test_register import issued, suspend
from tests.certification.body import body_of
from wuxing.certification.keys.models import SigningKey
from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.core.tenants import in_tenant

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def seen(page: "Page", name: str) -> None:
    """Look for faults of the page as it stands; keep a picture where one is wanted."""
    if folder := os.environ.get("WUXING_SHOTS"):
        page.screenshot(path=str(Path(folder) / f"keys-{name}.png"), full_page=True)
    assert (name, axe(page)) == (name, [])
    assert overflow(page) <= 0, name


def test_two_people_end_a_key_and_a_buyer_checks_many(browser_page: "Page", actor: Callable[..., Actor]) -> None:
    (body,) = body_of(actor)
    page = browser_page
    page.set_default_timeout(15000)
    good, held = issued(body), issued(body)
    suspend(body, held)

    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/bodies/")
    seen(page, "bodies-phone")
    page.goto("/bodies/huaping/")
    seen(page, "body-phone")
    page.goto("/register/check/")
    page.fill("[name=numbers]", f"{good.number}, {held.number}\nNOTHING")
    page.click("form .btn.wx-p")
    page.wait_for_selector("table")
    assert page.locator("tbody tr").count() == 3
    seen(page, "check-phone")

    sign_in(page, body.manager)
    choose(page, width=1440)
    page.goto("/certification/keys/")
    seen(page, "keys-desk")
    page.click("tr:has-text('Ed25519') a.wx-id")
    page.fill("[name=revoked_on]", clock.today().isoformat())
    page.fill("[name=reason]", "私钥外泄")
    page.click("button.wx-danger")
    page.wait_for_selector("text=私钥外泄")
    seen(page, "key-proposed-desk")
    url = page.url

    page.context.clear_cookies()
    sign_in(page, body.decider)
    choose(page, theme="dark", width=1440)
    page.goto(url)
    page.click(".wx-gate-foot button.wx-p")
    page.wait_for_url(url)
    seen(page, "key-revoked-dark")
    with in_tenant(body.tenant.pk):
        assert SigningKey.objects.get(purpose="certificate", state="revoked").reason == "私钥外泄"

    page.context.clear_cookies()
    page.goto("/register/check/")
    page.fill("[name=numbers]", good.number)
    page.click("form .btn.wx-p")
    page.wait_for_selector("table")
    seen(page, "check-after-desk")
