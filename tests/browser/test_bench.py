"""From the hotline to the return: logged, taken back with a receipt, a loaner lent, repaired, handed home, closed."""

import os
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.browser.axe import axe, overflow
from tests.browser.signing import choose, sign_in
from tests.service.bench_repair.bench import SIGNED, bench_of
from tests.shop import Shop, shop_of
from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.service.bench_repair import actions as bench_actions
from wuxing.service.bench_repair.models import BenchItem, Loan
from wuxing.service.bench_repair.states import TESTS
from wuxing.service.doors.actions import open_link
from wuxing.service.repair import actions
from wuxing.service.repair.models import WorkOrder
from wuxing.service.repair.states import CONDUCT_CHECKS

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def _sound(page: "Page", name: str) -> None:
    if os.environ.get("SHOTS"):
        page.screenshot(path=f"{os.environ['SHOTS']}/{name}.png", full_page=True)
    assert axe(page) == [], name
    assert overflow(page) <= 0, name


def _as(page: "Page", by: Actor, width: int, theme: str = "light") -> None:
    page.context.clear_cookies()
    sign_in(page, by)
    choose(page, language="zh-hans", width=width, theme=theme)


def _sign_by_name(page: "Page") -> None:
    page.fill("[name=signed_by]", "王丽华")
    page.check("[name=by_name]")
    page.fill("[name=not_drawn]", "手受伤")


def _act(page: "Page", item_id: int, name: str, **fields: str) -> None:
    """Open an act on the item's page, fill it in and send it."""
    page.goto(f"/workshop/items/{item_id}/?do={name}")
    for field, value in fields.items():
        page.fill(f"#do [name={field}]", value)
    with page.expect_navigation():
        page.click("#do .wx-go button.wx-p")


def _call(page: "Page", shop: Shop, company: Tenant) -> WorkOrder:
    """Log the call at the hotline, write the order; the technician goes there and begins."""
    page.goto("/requests/new/")
    for name, value in (
        ("phone", "138 0591 2046"), ("customer_name", "王丽华"), ("city", "福州市"), ("district", "鼓楼区"),
        ("address", "梅亭路88号3-502"), ("serial", "518a-23-004417"), ("purchased_on", "2025-05-02"),
        ("fault", "冷藏室不制冷"),
    ):  # fmt: skip
        page.fill(f"[name={name}]", value)
    page.select_option("[name=product_id]", str(shop.product.pk))
    with page.expect_navigation():
        page.click("form#call .wx-go button.wx-p")
    with page.expect_navigation():
        page.click("form[action$='/write_order/'] button")
    with in_tenant(company.pk):
        order = WorkOrder.objects.get()
        actions.dispatch_order(order_id=order.pk, technician_id=shop.technician.pk, by=shop.dispatcher)
        start = clock.now() + timedelta(hours=2)
        actions.agree_appointment(
            order_id=order.pk, slot=(start, start + timedelta(hours=1)), warranty_explained=True, by=shop.visitor
        )
        actions.depart(order_id=order.pk, by=shop.visitor)
        actions.arrive(order_id=order.pk, by=shop.visitor)
        checks = dict.fromkeys(CONDUCT_CHECKS, True)
        actions.confirm_problem(order_id=order.pk, checklist=checks, by=shop.visitor)
        actions.start_work(order_id=order.pk, by=shop.visitor)
    return order


def test_from_the_hotline_to_the_return_with_a_loaner(
    browser_page: "Page", company: Tenant, actor: Callable[..., Actor]
) -> None:
    page = browser_page
    with in_tenant(company.pk):
        shop = shop_of(company, actor)
        bench = bench_of(shop, actor)
        bench_actions.add_loaner(code="BY-12", name="备用冰箱", by=bench.keeper)

    _as(page, shop.agent, 1440)
    order = _call(page, shop, company)

    _as(page, shop.visitor, 390)
    page.goto(f"/today/{order.pk}/")
    page.select_option("[name=cause]", "board")
    page.fill("[name=finding]", "控制板烧蚀，须带回检修")
    page.check("[name=branch][value=take_back]")
    with page.expect_navigation():
        page.click(".wx-pfoot button:not([aria-disabled])")
    with page.expect_navigation():
        page.click(".wx-pfoot a.wx-p")
    page.fill("[name=name_1]", "变频控制板")
    page.fill("[name=accessories_1]", "排线\n螺丝 4 颗")
    page.fill("[name=look_1]", "左下角有水渍")
    _sign_by_name(page)
    _sound(page, "bench-receipt-form")
    with page.expect_navigation():
        page.click(".wx-go button.wx-p")
    _sound(page, "bench-receipt")
    with in_tenant(company.pk):
        item = BenchItem.objects.get()
        assert item.order.appointments.get().state == "taken_back"

    _as(page, bench.worker, 1440)
    page.goto(f"/workshop/loaners/lend/{order.pk}/")
    page.select_option("[name=loaner_id]", label="BY-12 备用冰箱")
    _sign_by_name(page)
    _sound(page, "bench-lend")
    with page.expect_navigation():
        page.click(".wx-go button.wx-p")
    page.goto(f"/workshop/items/{item.pk}/?do=hand_over")
    page.check("[name=to][value=bench]")
    page.select_option("[name=person_id]", str(bench.smith.pk))
    _sound(page, "bench-hand-over")
    with page.expect_navigation():
        page.click("#do .wx-go button.wx-p")
    page.goto(f"/workshop/items/{item.pk}/?do=diagnose")
    page.select_option("[name=cause]", "board")
    page.fill("[name=finding]", "电容鼓包，更换")
    with page.expect_navigation():
        page.click("#do .wx-go button.wx-p")
    _act(page, item.pk, "approve", note="在保")
    _act(page, item.pk, "repair", note="")
    page.goto(f"/workshop/items/{item.pk}/?do=check")
    for name in TESTS:
        page.check(f"[name=checks][value={name}]")
    _sound(page, "bench-check")
    with page.expect_navigation():
        page.click("#do .wx-go button.wx-p")
    _act(page, item.pk, "ready", shelf="A-3")
    page.goto(f"/workshop/items/{item.pk}/?do=return")
    _sign_by_name(page)
    _sound(page, "bench-return")
    with page.expect_navigation():
        page.click("#do .wx-go button.wx-p")
    _sound(page, "bench-item")
    for width, theme in ((390, "light"), (1440, "dark")):
        choose(page, language="zh-hans", width=width, theme=theme)
        for address in (
            "/workshop/?state=all",
            f"/workshop/items/{item.pk}/",
            "/workshop/loaners/",
            "/workshop/worth/",
        ):
            page.goto(address)
            _sound(page, f"bench-{address.strip('/').replace('/', '-').replace('?', '-')}-{width}")

    with in_tenant(company.pk):
        actions.finish_work(order_id=order.pk, by=shop.visitor)
        actions.review_order(order_id=order.pk, by=shop.dispatcher)
        loan = Loan.objects.get()
    _as(page, shop.dispatcher, 1440)
    page.goto(f"/orders/{order.pk}/")
    assert loan.number in page.inner_text(".wx-acts")  # the loaner device is still out: the lock says so
    page.goto(f"/workshop/loans/{loan.pk}/")
    with page.expect_navigation():
        page.click("form[action$='/back/'] button")
    with in_tenant(company.pk):
        assert actions.close_order(order_id=order.pk, by=shop.dispatcher).state == "closed"
        assert WorkOrder.objects.get(pk=order.pk).resolved_at is not None


def test_the_workshop_and_the_customers_page_have_no_fault(
    browser_page: "Page", company: Tenant, actor: Callable[..., Actor]
) -> None:
    with in_tenant(company.pk):
        bench = bench_of(shop_of(company, actor), actor)
        with clock.telling(clock.now() - timedelta(days=24)):
            item = bench.repairing()
            loaner = bench_actions.add_loaner(code="BY-12", name="小冰箱", shelf="备用机架", by=bench.keeper)
            given = {"loaner_id": loaner.pk, "order_id": item.order_id, "signed": SIGNED, "by": bench.worker}
            loan = bench_actions.lend(due_on=clock.today() + timedelta(days=9), item_id=item.pk, **given)
        bench_actions.raise_alarms(by=bench.worker)
        link = "/" + open_link(item.order_id, bench.shop.agent).split("/", 3)[3]
    pages = (
        "/workshop/",
        f"/workshop/items/{item.pk}/",
        f"/workshop/receipts/{item.take_back_id}/",
        "/workshop/loaners/",
        f"/workshop/loans/{loan.pk}/",
        f"/orders/{item.order_id}/",
        link,
    )
    _as(browser_page, bench.shop.manager, 1440)
    for width, theme, language in ((1440, "light", "zh-hans"), (390, "dark", "en"), (390, "light", "zh-hant")):
        choose(browser_page, theme=theme, language=language, width=width)
        for address in pages:
            browser_page.goto(address)
            browser_page.wait_for_selector("html[data-ready]", state="attached")
            _sound(browser_page, f"{address.strip('/')[:22].replace('/', '-')}-{width}-{theme}")
