"""The technician's day on a bad line: acts wait on the phone, go out in their order, and each is there once."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import axe, overflow
from tests.browser.signing import choose, sign_in
from tests.resources.spare_parts.conftest import parts_of
from tests.shop import Shop, shop_of
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.resources.models import OldPart, StockMovement
from wuxing.resources.spare_parts import actions as stock
from wuxing.service.day.models import CapturedAct
from wuxing.service.repair import actions
from wuxing.service.repair.models import Appointment, WorkOrder
from wuxing.service.repair.states import CONDUCT_CHECKS

pytestmark = pytest.mark.browser
LONG = 180_000  # six acts go out one after the other, on a machine that is busy


def _opened(page: Page, company: Tenant, actor: Callable[..., Actor]) -> tuple[Shop, WorkOrder]:
    """Open the visit on the technician's phone, a fan with him."""
    with in_tenant(company.pk):
        shop = shop_of(company, actor)
        parts = parts_of(shop, actor(Role.STOREKEEPER, name="仓管"))
        parts.mode("personal")
        stock.receive(place_id=parts.van.pk, part_id=parts.fan.pk, quantity=Decimal(2), by=parts.keeper)
        order = shop.agreed()
    sign_in(page, shop.visitor)
    choose(page, language="en", theme="light", width=390)
    page.goto(f"/today/{order.pk}/")
    page.wait_for_selector("[data-day][data-ready]")
    return shop, order


def _step(page: Page, name: str) -> None:
    """Press the button of a step that stands on the page for when there is no line."""
    page.locator(f"section[data-step={name}]:visible button.wx-big").click()


def test_acts_wait_for_the_line_and_are_there_once_in_their_order(
    browser_page: Page, company: Tenant, actor: Callable[..., Actor]
) -> None:
    page = browser_page
    _shop, order = _opened(page, company, actor)
    line = page.locator("[data-day-line]")
    expect(line).to_have_text("everything is sent", timeout=LONG)
    page.wait_for_selector("[data-day][data-held]", state="attached", timeout=LONG)

    page.context.set_offline(True)
    page.reload()  # opened before: it opens again without a line, and says that it is a copy
    expect(page.locator("[data-kept-copy]")).to_contain_text("kept copy from", timeout=LONG)
    page.wait_for_selector("[data-day][data-ready]", timeout=LONG)
    page.locator(".wx-pfoot button").click()  # set off
    expect(line).to_contain_text("1 waiting to be sent", timeout=LONG)
    _step(page, "arrive")
    check = page.locator("section[data-step=check]:visible")
    expect(check.locator("[name=checks]")).to_have_count(len(CONDUCT_CHECKS))
    for box in check.locator("[name=checks]").all():
        box.check()
    _step(page, "check")
    _step(page, "start")
    expect(line).to_contain_text("4 waiting to be sent", timeout=LONG)
    assert axe(page) == []
    assert overflow(page) <= 0
    part = page.locator("#parts")
    part.locator("[name=part_id]").first.check()  # two taps …
    part.locator("summary").click()
    part.locator("[name=unit_price]").fill("86")  # … and a price, for it is not in the price book
    part.locator("button.wx-mid").click()
    diagnosis = page.locator("section[data-step=diagnose]:visible")
    _step(page, "diagnose")  # left empty: said at once, not kept
    expect(diagnosis.locator("[data-said]")).to_be_visible(timeout=LONG)
    expect(line).to_contain_text("5 waiting to be sent")
    diagnosis.locator("[name=cause]").select_option("fan")
    diagnosis.locator("[name=finding]").fill("风机卡滞")
    diagnosis.locator("[name=branch][value=fix_now]").check()
    _step(page, "diagnose")
    expect(line).to_contain_text("6 waiting to be sent", timeout=LONG)
    with in_tenant(company.pk):
        assert (CapturedAct.objects.count(), Appointment.objects.get().state) == (0, "confirmed")

    page.context.set_offline(False)
    page.wait_for_selector(
        ".wx-steps li:nth-child(5).wx-now", timeout=LONG
    )  # the page shows how it stands: parts and end of the visit
    expect(line).to_have_text("everything is sent", timeout=LONG)
    with in_tenant(company.pk):
        acts = list(CapturedAct.objects.order_by("pk"))
        assert [(one.step, one.outcome) for one in acts] == [
            (step, "kept") for step in ("depart", "arrive", "check", "start", "use_part", "diagnose")
        ]
        assert [one.happened_at for one in acts] == sorted(one.happened_at for one in acts)
        visit = Appointment.objects.get()
        assert (visit.state, visit.en_route_at, visit.arrived_at) == (
            "working",
            acts[0].happened_at,
            acts[1].happened_at,
        )
        assert order.diagnoses.get().finding == "风机卡滞"
        assert StockMovement.objects.filter(kind="consumed").count() == OldPart.objects.count() == 1

    assert page.evaluate("caches.has('wuxing-day-pages')") is True
    page.goto("/accounts/logout/")
    page.locator("main form button, .wx-go button[type=submit]").first.click()
    page.wait_for_url("**/accounts/login/**", timeout=LONG)
    page.wait_for_function(
        "caches.has('wuxing-day-pages').then((held) => !held)", timeout=LONG
    )  # copies end with signing out


def test_what_no_longer_fits_is_shown_and_the_technician_decides(
    browser_page: Page, company: Tenant, actor: Callable[..., Actor]
) -> None:
    page = browser_page
    shop, order = _opened(page, company, actor)
    page.context.set_offline(True)
    page.locator(".wx-pfoot button").click()
    _step(page, "arrive")
    with in_tenant(company.pk):
        later = clock.now() + timedelta(days=2)
        slot = (later, later + timedelta(hours=1))
        actions.reschedule_appointment(
            order_id=order.pk, slot=slot, asked_by="customer", reason="客户不在家", by=shop.dispatcher
        )
        actions.cancel_order(order_id=order.pk, reason="客户不修了", by=shop.dispatcher)
    page.context.set_offline(False)
    trouble = page.locator("[data-day-trouble] li")
    expect(trouble).to_contain_text("Set off", timeout=LONG)
    expect(trouble).to_contain_text("no visit is agreed yet", timeout=LONG)
    expect(page.locator("[data-day-line]")).to_contain_text(
        "1 waiting to be sent", timeout=LONG
    )  # what follows waits for the decision
    assert overflow(page) <= 0
    trouble.locator("button").click()  # drop it: the next one is tried, and refused too
    expect(trouble).to_contain_text("Arrived", timeout=LONG)
    trouble.locator("button").click()
    expect(page.locator("[data-day-line]")).to_have_text("everything is sent", timeout=LONG)
    with in_tenant(company.pk):
        assert list(CapturedAct.objects.order_by("pk").values_list("step", "outcome")) == [
            ("depart", "conflict"), ("arrive", "conflict"),
        ]  # fmt: skip
        assert WorkOrder.objects.get().state == "cancelled"
