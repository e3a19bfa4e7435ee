"""The page of components: for staff, without a fault of any grade, at every width, in both themes and three languages."""

from typing import TYPE_CHECKING

import pytest

from tests.browser.axe import axe, overflow
from tests.browser.signing import choose, sign_in
from tests.conftest import ActorFactory
from wuxing.core.access import Role

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
PAGES = ("/design", "/design/form?wrong=1", "/design/phone")


def test_components_have_no_fault_at_any_width_theme_or_language(browser_page: "Page", actor: ActorFactory) -> None:
    sign_in(browser_page, actor(Role.SERVICE_MANAGER))
    for width, theme, language in (
        (1440, "light", "zh-hans"),
        (1024, "dark", "zh-hant"),
        (800, "light", "en"),
        (390, "dark", "en"),
    ):
        choose(browser_page, theme=theme, language=language, width=width)
        for address in PAGES:
            browser_page.goto(address)
            browser_page.wait_for_selector("html[data-ready]", state="attached")
            assert (width, theme, address, axe(browser_page)) == (width, theme, address, [])
            assert (width, language, address, overflow(browser_page)) == (width, language, address, 0)


def test_the_summary_of_errors_has_the_focus_and_leads_to_the_field(browser_page: "Page", actor: ActorFactory) -> None:
    sign_in(browser_page, actor(Role.SERVICE_MANAGER))
    browser_page.goto("/design/form?wrong=1")
    browser_page.wait_for_selector("html[data-ready]", state="attached")
    assert browser_page.evaluate("document.activeElement.hasAttribute('data-wrong')") is True

    browser_page.click("[data-wrong] a[href='#sample_phone']")
    assert browser_page.url.endswith("#sample_phone")
    browser_page.keyboard.press("Tab")
    assert browser_page.evaluate("document.activeElement.id") == "sample_hours"


def test_slash_goes_to_the_search_box_and_a_locked_button_says_why(browser_page: "Page", actor: ActorFactory) -> None:
    sign_in(browser_page, actor(Role.SERVICE_MANAGER))
    browser_page.goto("/design")
    browser_page.wait_for_selector("html[data-ready]", state="attached")
    locked = browser_page.locator(".wx-acts .wx-locked").first
    locked.locator("button").focus()
    assert locked.locator(".wx-tip").is_visible() is True


def test_a_signature_is_drawn_or_typed(browser_page: "Page", actor: ActorFactory) -> None:
    sign_in(browser_page, actor(Role.SERVICE_MANAGER))
    browser_page.goto("/design/form")
    browser_page.wait_for_selector("[data-sign][data-ready]")
    pad = browser_page.locator("[data-sign] canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    value = browser_page.locator("[data-sign-value]")
    assert value.input_value() == ""

    browser_page.mouse.move(box["x"] + 20, box["y"] + 20)
    browser_page.mouse.down()
    browser_page.mouse.move(box["x"] + 120, box["y"] + 90, steps=5)
    browser_page.mouse.up()
    assert value.input_value().startswith("data:image/png;base64,")

    browser_page.click("[data-sign-clear]")
    assert value.input_value() == ""


def test_others_are_refused_with_the_permission_that_is_missing(browser_page: "Page", actor: ActorFactory) -> None:
    sign_in(browser_page, actor(Role.AGENT))
    answer = browser_page.goto("/design")
    assert answer is not None
    assert answer.status == 403
    assert axe(browser_page) == []
