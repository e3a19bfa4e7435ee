"""A warranty override in a real browser: the finding decides again, the dispatcher decides otherwise, both stay."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser.axe import axe, overflow
from tests.browser.signing import choose, sign_in
from tests.shop import shop_of
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.customers.models import EntitlementDecision
from wuxing.service.repair import actions

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def _sound(page: "Page", name: str = "") -> None:
    if name and os.environ.get("SHOTS"):
        page.screenshot(path=f"{os.environ['SHOTS']}/{name}.png", full_page=True)
    assert axe(page) == []
    assert overflow(page) <= 0


def test_a_finding_is_overridden_with_a_reason_and_both_stay(
    browser_page: "Page", company: Tenant, actor: Callable[..., Actor]
) -> None:
    page = browser_page
    with in_tenant(company.pk):
        shop = shop_of(company, actor)
        order = shop.at_work()
    sign_in(page, shop.visitor)
    choose(page, language="zh-hans", width=390)
    page.goto(f"/today/{order.pk}/")
    page.select_option("[name=cause]", "use")
    page.fill("[name=finding]", "门封被硬物划破")
    page.check("[name=branch][value=fix_now]")
    with page.expect_navigation():
        page.click(".wx-pfoot button:not([aria-disabled])")
    _sound(page, "visit-told-again")  # the customer hears it anew before anything else
    assert page.locator("form[action$='/explain/']").count() == 1

    page.context.clear_cookies()
    sign_in(page, shop.dispatcher)
    choose(page, language="zh-hans", width=1440)
    page.goto(f"/orders/{order.pk}/?do=override")
    _sound(page, "order-override")
    page.check("[name=outcome][value=goodwill]")
    page.fill("[name=reason]", "老客户，首次误用")
    with page.expect_navigation():
        page.click("form[action$='/override/'] button.wx-p")
    _sound(page, "order-overridden")
    assert "老客户，首次误用" in page.inner_text(".wx-override")
    with in_tenant(company.pk):
        decision = EntitlementDecision.objects.latest("pk")
        assert (decision.proposed, decision.outcome, decision.retell) == ("out_of_warranty", "goodwill", False)
        actions.explain_warranty(order_id=order.pk, by=shop.visitor)

    page.context.clear_cookies()
    sign_in(page, shop.manager)
    for language, width, theme in (("zh-hans", 1440, "light"), ("en", 390, "dark")):
        choose(page, theme=theme, language=language, width=width)
        for address in ("terms/new", "terms", "law", "contracts"):
            page.goto(f"/warranty/{address}/")
            _sound(page, f"{address.replace('/', '-')}-{width}-{theme}")
        page.goto(f"/equipment/{order.asset_id}/")
        _sound(page, f"unit-{width}-{theme}")
