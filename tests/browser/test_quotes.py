"""A quote in a real browser: written at the door, accepted by the customer's link, settled at the desk."""

import os
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.browser.axe import axe, overflow
from tests.browser.signing import choose, sign_in
from tests.service.charges.example import out_of_warranty
from tests.service.doors.doors import path_of
from tests.shop import shop_of
from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.customers.prices import actions as pricing
from wuxing.service.charges.models import Quote, Settlement
from wuxing.service.doors import actions as doors
from wuxing.service.repair import actions as repair
from wuxing.service.repair.states import CONDUCT_CHECKS

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def _sound(page: "Page", name: str = "") -> None:
    if name and os.environ.get("SHOTS"):
        page.screenshot(path=f"{os.environ['SHOTS']}/{name}.png", full_page=True)
    assert axe(page) == []
    assert overflow(page) <= 0


def test_a_quote_goes_from_the_door_to_the_settlement(
    browser_page: "Page", company: Tenant, actor: Callable[..., Actor]
) -> None:
    page = browser_page
    with in_tenant(company.pk):
        shop = shop_of(company, actor)
        pricing.save_price(
            kind="part", code="FAN", name="风机", mode="each", amount=Decimal(120), valid_from=clock.today(),
            category="冰箱", tax_rate=Decimal(13), by=shop.manager,
        )  # fmt: skip
        order = out_of_warranty(shop)
        repair.confirm_problem(order_id=order.pk, checklist=dict.fromkeys(CONDUCT_CHECKS, True), by=shop.visitor)
        link = path_of(doors.open_link(order.pk, shop.agent))

    sign_in(page, shop.visitor)
    choose(page, language="zh-hans", width=390)
    page.goto(f"/quotes/new/{order.pk}/")
    page.select_option("[name=l0-book]", "part:FAN")
    page.click("details:has([name=l1-text]) > summary")
    page.fill("[name=l1-text]", "检修")
    page.select_option("[name=l1-kind]", "labour")
    page.fill("[name=l1-unit_price]", "60.50")
    page.fill("[name=l1-price_reason]", "口头约定")
    _sound(page, "quote-edit")
    page.click("main form.wx-form button.wx-p")
    page.wait_for_url("**/quotes/*/")
    page.click("form[action$='/send/'] button")
    page.wait_for_load_state()
    _sound(page, "quote-sent")
    page.goto(f"/today/{order.pk}/")
    _sound(page, "visit-waits")
    assert page.locator(".wx-pfoot form").count() == 0  # the work waits for the customer's word

    page.context.clear_cookies()
    choose(page, language="zh-hans", width=390)
    page.goto(link)
    page.fill("#digits", "2046")
    page.click("form[action$='verify/'] button")
    page.wait_for_load_state()
    page.check("[name=agreed]")
    _sound(page, "customer-quote")
    page.click("form[action$='quote/accept/'] button")
    page.wait_for_load_state()
    _sound(page, "customer-accepted")
    with in_tenant(company.pk):
        assert Quote.objects.values_list("state", "answered_how", "customer_total").get() == (
            "accepted", "link", Decimal("180.50"),
        )  # fmt: skip

    sign_in(page, shop.dispatcher)
    choose(page, language="zh-hans", width=1440)
    page.goto(f"/orders/{order.pk}/")
    page.click("form[action^='/quotes/record/'] button")
    page.wait_for_load_state()
    assert overflow(page) <= 0
    page.click("form[action^='/settlements/of/'] button")
    page.wait_for_url("**/settlements/*/")
    page.click("form[action$='/issue/'] button")
    page.wait_for_load_state()
    _sound(page, "settlement")
    page.goto("/settlements/")
    _sound(page, "settlements")
    with in_tenant(company.pk):
        assert Settlement.objects.values_list("state", "customer_total").get() == ("issued", Decimal("180.50"))
    page.context.clear_cookies()
    sign_in(page, shop.manager)
    choose(page, language="zh-hans", width=1440)
    for name in ("prices", "prices/new", "prices/import"):
        page.goto(f"/{name}/")
        _sound(page, name.replace("/", "-"))
