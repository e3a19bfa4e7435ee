"""From a work order to a proven effect in a real browser; every page without a fault of axe-core."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.axe import axe, overflow
from tests.browser.signing import choose, sign_in
from tests.governance.nonconformity.example import PDF
from tests.governance.nonconformity.treating import House, house_of
from tests.shop import shop_of
from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.governance.models import Nonconformity

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
LIST = "/nonconformities/"


def _as(page: "Page", actor: Actor, *, language: str = "zh-hans", theme: str = "auto", width: int = 1440) -> None:
    page.context.clear_cookies()
    sign_in(page, actor)
    choose(page, language=language, theme=theme, width=width)


def _sound(page: "Page", name: str = "") -> None:
    if name and (folder := os.environ.get("WUXING_SHOTS")):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
    assert axe(page) == []
    assert overflow(page) <= 0


def _save(page: "Page", name: str = "") -> None:
    """Press the filled button of the opened form."""
    with page.expect_navigation():
        page.click("#do button.wx-p")
    if name:
        _sound(page, name)


def _report(page: "Page", order: int, owner: int) -> int:
    page.goto(f"/orders/{order}/")
    _sound(page, "order")
    with page.expect_navigation():
        page.click(f"a[href*='type=work_order'][href*='id={order}']")
    _sound(page, "new")
    page.fill("[name=title]", "冰箱返修后又停机")
    page.fill("[name=description]", "同一台冰箱三天内两次停机，两次都换了风机")
    page.select_option("[name=owner_id]", str(owner))
    with page.expect_navigation():
        page.click("form.wx-beside button.wx-p")
    return int(page.url.rstrip("/").rpartition("/")[2])


def _treat(page: "Page", doer: int) -> None:
    page.fill("#do [name=what]", "换了风机，客户用上备用机")
    _save(page)
    for place, answer in enumerate(("风机卡滞", "轴承缺油", "保养单没有加油一项"), start=1):
        page.fill(f"[name=why_{place}]", answer)
    page.fill("[name=bone_people]", "新人不会听异响\n培训没有讲异响")
    page.fill("[name=bone_material]", "油脂老化")
    page.fill("[name=root_cause]", "保养单没有加油一项")
    page.select_option("[name=category]", "method")
    page.fill("[name=evidence]", "抽查 12 张保养单，都没有这一项")
    _save(page, "analysed")
    assert page.locator("svg.wx-fish").count() == 1
    today = clock.today().isoformat()
    page.fill("[name=what_1]", "保养单加一项：加油")
    page.select_option("[name=responsible_id_1]", str(doer))
    page.fill("[name=due_on_1]", today)
    page.fill("[name=criterion]", "三个月内同类停机不再出现")
    page.fill("[name=check_on]", today)
    _save(page, "planned")


def _approve(page: "Page") -> None:
    with page.expect_navigation():
        page.click("form[action$='/start/'] button")


def _carry_out(page: "Page", one: int) -> None:
    page.goto(f"{LIST}{one}/")
    _sound(page, "started")
    with page.expect_navigation():
        page.click("a[href*='do=complete_action']")
    page.fill("#do [name=result]", "保养单已改版并发到网点")
    page.fill("#do [name=record]", "WX-BY-03")
    page.set_input_files("#do [name=file]", {"name": "保养单.pdf", "mimeType": "application/pdf", "buffer": PDF})
    _save(page, "done")


def _verify(page: "Page", one: int) -> None:
    page.goto(f"{LIST}{one}/")
    page.check("#do [name=verdict][value=effective]")
    page.fill("#do [name=evidence]", "11 月 86 台中没有再停机的")
    _save(page)
    page.fill("#do [name=note]", "可以关闭")
    _save(page, "closed")


def test_a_nonconformity_is_raised_treated_and_closed(
    browser_page: "Page", company: Tenant, actor: Callable[..., Actor]
) -> None:
    page = browser_page
    with in_tenant(company.pk):
        shop = shop_of(company, actor)
        order = shop.closed().pk
        house: House = house_of(actor)

    _as(page, shop.agent)
    one = _report(page, order, house.owner.user_id or 0)
    _as(page, house.owner)
    page.goto(f"{LIST}{one}/")
    _treat(page, house.doer.user_id or 0)
    _approve(page)
    _as(page, house.doer, width=390)
    _carry_out(page, one)
    _as(page, house.owner)
    page.goto(f"{LIST}{one}/")
    refused = "你是责任人，请别人验证有效性"
    assert page.get_by_text(refused).first.is_visible()
    assert page.locator("#do").count() == 0
    _as(page, house.verifier)
    _verify(page, one)

    with in_tenant(company.pk):
        assert Nonconformity.objects.get(pk=one).state == "closed"
    _as(page, house.verifier, language="zh-hant", theme="dark")
    for name, path in (
        ("list", LIST),
        ("page", f"{LIST}{one}/"),
        ("pareto", f"{LIST}pareto/"),
        ("terms", f"{LIST}terms/"),
    ):
        page.goto(path)
        _sound(page, f"dark-{name}")
