"""Two people, two open pages: what one does the other sees, without loading the page again."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser.signing import choose, sign_in
from tests.shop import Shop, shop_of
from wuxing.core import background
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.service.repair.models import WorkOrder

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture
def shop(live_site: str, company: Tenant, actor: Callable[..., Actor]) -> Shop:
    with in_tenant(company.pk):
        shop = shop_of(company, actor)
        shop.order()
    return shop


def _open_board(page: "Page", by: Actor) -> None:
    sign_in(page, by)
    choose(page, language="en")
    page.goto("/board/")
    page.wait_for_selector("html[data-live-open]", state="attached")
    page.evaluate("window.loadedOnce = true")
    assert page.locator(".wx-qlink").count() == 1


def test_what_one_dispatcher_does_the_others_open_board_shows(
    shop: Shop, browser_page: "Page", chromium: "Browser", live_site: str
) -> None:
    _open_board(browser_page, shop.dispatcher)
    other = chromium.new_context(base_url=live_site, viewport={"width": 1440, "height": 900})
    try:
        acting = other.new_page()
        _open_board(acting, shop.manager)
        with acting.expect_navigation():
            acting.keyboard.press("1")
            acting.keyboard.press("Enter")
    finally:
        other.close()

    browser_page.wait_for_selector(".wx-qlink", state="detached")

    assert browser_page.evaluate("window.loadedOnce") is True
    with in_tenant(shop.tenant.pk):
        assert WorkOrder.objects.get().state == "dispatched"
    assert browser_page.locator(".wx-lane a.wx-ev").count() == 0  # dispatched, no time agreed yet


def test_what_moved_between_drawing_and_listening_is_shown(shop: Shop, browser_page: "Page") -> None:
    sign_in(browser_page, shop.dispatcher)

    def stream_comes_late(route: "Callable[..., None]") -> None:
        with in_tenant(shop.tenant.pk):
            shop.order()
        route.continue_()  # type: ignore[attr-defined]

    browser_page.route("**/live/repair*", stream_comes_late)
    browser_page.goto("/board/")

    browser_page.wait_for_selector(".wx-qlink >> nth=1")


def test_another_organisations_board_hears_nothing(shop: Shop, browser_page: "Page", other_company: Tenant) -> None:
    _open_board(browser_page, shop.dispatcher)
    asked: list[str] = []
    browser_page.on("request", lambda request: asked.append(request.url))
    with in_tenant(other_company.pk):
        background.announce(other_company.pk, "repair", 1)
    browser_page.wait_for_timeout(600)
    assert asked == []

    browser_page.locator(".wx-qlink").focus()
    browser_page.evaluate("document.querySelector('.wx-qlink').dataset.old = '1'")
    with browser_page.expect_request("**/board/*"), in_tenant(shop.tenant.pk):
        background.announce(shop.tenant.pk, "repair", 1)
    browser_page.wait_for_selector(".wx-qlink:not([data-old]):focus")  # drawn anew, the focus stays
