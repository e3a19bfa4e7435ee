"""After the service in a real browser: a customer rates at 390 px, the desk calls back; every page without a fault of axe-core."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser.axe import axe, overflow
from tests.browser.signing import choose, sign_in
from tests.shop import shop_of
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.service.follow_up import actions
from wuxing.service.follow_up.models import FollowUpCall, Problem
from wuxing.service.follow_up.rules import Rule

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def _sound(page: "Page") -> None:
    assert axe(page) == []
    assert overflow(page) <= 0


def test_a_low_answer_is_called_back(browser_page: "Page", company: Tenant, actor: Callable[..., Actor]) -> None:
    with in_tenant(company.pk):
        shop = shop_of(company, actor)
        order = shop.closed()
        actions.save_plan(rules_of_plan=[Rule(30), Rule(100, unhappy=True)], reason="三成", by=shop.manager)
        actions.plan_call(order_id=order.pk, by=shop.agent)
        invited = actions.invite(order_id=order.pk, by=shop.agent)
        assert invited is not None
        word = actions.word_of(invited)

    page = browser_page
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/survey/{word}/")
    _sound(page)
    page.click("[name=attitude][value='1']")
    page.click("[name=recommend][value='2']")
    page.fill("[name=comment]", "师傅很不耐烦")
    with page.expect_navigation():
        page.click("form .wx-big")
    _sound(page)
    assert "PB-" in page.inner_text("main")

    sign_in(page, shop.agent)
    choose(page, language="zh-hans", width=1440)
    with in_tenant(company.pk):
        call = FollowUpCall.objects.get(kind="call_back")
        problem = Problem.objects.get()
    for path in (
        "/calls/",
        "/calls/?view=ended",
        "/problems/",
        "/satisfaction/",
        "/satisfaction/answers/",
        "/calls/plan/",
    ):
        page.goto(path)
        _sound(page)
    page.goto(f"/calls/{call.pk}/")
    _sound(page)
    with page.expect_navigation():
        page.click("form[action$='/number/'] button")
    assert "13805912046" in page.inner_text("main")
    page.click("[name=result][value='reached']")
    page.click("[name=satisfied][value='no']")
    with page.expect_navigation():
        page.click("form[action$='/try/'] .wx-go button")
    page.goto(f"/problems/{problem.pk}/?do=contact")
    _sound(page)
    page.fill("[name=note]", "已致歉")
    with page.expect_navigation():
        page.click("#do .wx-go button")
    _sound(page)
    choose(page, language="zh-hans", width=390)
    for path in ("/calls/", f"/calls/{call.pk}/", f"/problems/{problem.pk}/", "/satisfaction/"):
        page.goto(path)
        _sound(page)
