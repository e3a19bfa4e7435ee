"""The whole repair in a real browser: agent, dispatcher, technician; every page without a fault of axe-core."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser.axe import axe, overflow
from tests.browser.signing import choose, sign_in
from tests.shop import Shop, shop_of
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.service.repair.models import WorkOrder

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def _as(page: "Page", actor: Actor, *, language: str, width: int = 1440) -> None:
    page.context.clear_cookies()
    sign_in(page, actor)
    choose(page, language=language, width=width)


def _sound(page: "Page") -> None:
    assert axe(page) == []
    assert overflow(page) <= 0


def _next(page: "Page") -> None:
    """Press the one big button of the phone."""
    with page.expect_navigation():
        page.click(".wx-pfoot button:not([aria-disabled])")
    _sound(page)


def _log_the_call(page: "Page", shop: Shop) -> None:
    page.goto("/requests/new/")
    _sound(page)
    page.fill("[name=phone]", "138 0591 2046")
    page.fill("[name=customer_name]", "王丽华")
    page.fill("[name=city]", "福州市")
    page.fill("[name=district]", "鼓楼区")
    page.fill("[name=address]", "梅亭路88号3-502")
    page.select_option("[name=product_id]", str(shop.product.pk))
    page.fill("[name=serial]", "518a-23-004417")
    page.fill("[name=purchased_on]", "2025-05-02")
    page.fill("[name=fault]", "冷藏室不制冷")
    page.click("[name=urgent]")
    page.wait_for_selector("#hints .wx-st-done.wx-big")  # the warranty was looked up at once
    page.select_option("[name=symptom]", "no_cooling")  # of the list that fits a refrigerator
    _sound(page)
    with page.expect_navigation():
        page.click("form#call .wx-go button.wx-p")
    _sound(page)
    with page.expect_navigation():
        page.click("form[action$='/write_order/'] button")
    _sound(page)


def _dispatch(page: "Page", order: int) -> None:
    page.goto("/board/")
    _sound(page)
    assert page.locator(".wx-qlink").count() == 1
    with page.expect_navigation():
        page.keyboard.press("1")
        page.keyboard.press("Enter")
    _sound(page)
    assert page.locator(".wx-qlink").count() == 0
    assert page.url.endswith("/board/")


def _visit(page: "Page", order: int) -> None:
    page.goto("/today/")
    _sound(page)
    page.click(f"a[href='/today/{order}/']")
    _next(page)  # accept
    page.click("[name=warranty_explained]")
    _next(page)  # agree the time that is offered
    _next(page)  # set off
    _next(page)  # arrived
    for check in ("badge_shown", "shoe_covers", "fault_asked_again", "fee_told"):
        page.check(f"[name=checks][value={check}]")
    _next(page)  # the checklist
    _next(page)  # begin the work
    page.select_option("[name=cause]", "fan")
    page.fill("[name=finding]", "风机卡滞")
    page.check("[name=branch][value=fix_now]")
    _next(page)  # the diagnosis
    for check in ("site_cleaned", "advice_given"):
        page.check(f"[name=checks][value={check}]")
    _next(page)
    page.goto(f"/today/{order}/?do=add_line")
    page.fill("[name=name]", "蒸发器风机")
    page.fill("[name=unit_price]", "86")
    with page.expect_navigation():
        page.click("form#step .wx-go button.wx-p")
    _next(page)  # end the visit
    canvas = page.locator("canvas").bounding_box()
    assert canvas is not None
    page.mouse.move(canvas["x"] + 20, canvas["y"] + 40)
    page.mouse.down()
    page.mouse.move(canvas["x"] + 120, canvas["y"] + 90, steps=4)
    page.mouse.up()
    page.fill("[name=signed_by]", "王丽华")
    page.select_option("[name=satisfied]", "yes")
    _next(page)  # sign
    with page.expect_navigation():
        page.click(".wx-pfoot button")  # report as done
    assert page.url.endswith("/today/")
    _sound(page)


def _close(page: "Page", order: int) -> None:
    page.goto(f"/orders/{order}/?do=review")
    _sound(page)
    with page.expect_navigation():
        page.click("#do button.wx-p")
    with page.expect_navigation():
        page.click("form[action$='/close/'] button")
    _sound(page)


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_a_repair_goes_through_the_six_steps(
    browser_page: "Page", company: Tenant, actor: Callable[..., Actor], language: str
) -> None:
    with in_tenant(company.pk):
        shop = shop_of(company, actor)
        shop.novice.active = False
        shop.novice.save(update_fields=["active"])
    page = browser_page
    _as(page, shop.agent, language=language)
    _log_the_call(page, shop)
    order = int(page.url.rstrip("/").rpartition("/")[2])

    _as(page, shop.dispatcher, language=language)
    _dispatch(page, order)
    _as(page, shop.visitor, language=language, width=390)
    _visit(page, order)
    _as(page, shop.dispatcher, language=language)
    _close(page, order)

    with in_tenant(company.pk):
        done = WorkOrder.objects.get(pk=order)
        assert (done.state, done.outcome, done.visits, done.broken, done.checklist_complete) == (
            "closed",
            "fixed",
            1,
            0,
            True,
        )
        assert done.signatures.get().method == "drawn"
    for path in ("/orders/", "/orders/?q=王丽华", "/orders/?q=nobody", "/requests/"):
        page.goto(path)
        _sound(page)


def test_the_call_form_shows_what_is_wrong_and_keeps_what_was_typed(
    browser_page: "Page", company: Tenant, actor: Callable[..., Actor]
) -> None:
    with in_tenant(company.pk):
        shop = shop_of(company, actor)
    page = browser_page
    _as(page, shop.agent, language="zh-hans", width=390)
    page.goto("/requests/new/")
    page.fill("[name=phone]", "1380591")
    page.select_option("[name=channel]", "passed_on")
    page.fill("[name=fault]", "冷藏室不制冷")
    with page.expect_navigation():
        page.click("form#call .wx-go button.wx-p")

    _sound(page)
    assert page.evaluate("document.activeElement.hasAttribute('data-wrong')")
    assert page.locator("[data-wrong] li a").all_inner_texts() == ["电话", "转来人"]
    assert page.input_value("[name=fault]") == "冷藏室不制冷"
