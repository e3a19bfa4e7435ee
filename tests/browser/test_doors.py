"""From the label on a machine to the customer's answer, on a phone of 390 px, in a real browser."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from tests.browser.axe import axe, overflow
from tests.browser.signing import choose, sign_in
from tests.service.doors.doors import PIXEL
from tests.shop import shop_of
from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.core.models import Attachment, Tenant
from wuxing.core.tenants import in_tenant
from wuxing.customers.models import Asset, Customer
from wuxing.service.doors import actions as doors
from wuxing.service.doors.models import DoorView
from wuxing.service.follow_up.models import SurveyAnswer
from wuxing.service.repair import actions
from wuxing.service.repair.models import Appointment, ServiceRequest
from wuxing.service.repair.states import CONDUCT_CHECKS

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def _sound(page: "Page", name: str = "") -> None:
    if name and os.environ.get("SHOTS"):
        page.screenshot(path=f"{os.environ['SHOTS']}/{name}.png", full_page=True)
    assert axe(page) == []
    assert overflow(page) <= 0


def test_label_report_follow_move_and_answer(
    browser_page: "Page", company: Tenant, actor: Callable[..., Actor], tmp_path: Path
) -> None:
    page = browser_page
    with in_tenant(company.pk):
        shop = shop_of(company, actor)
        owner = Customer.objects.create(tenant=company, name="王丽华", created_at=clock.now())
        asset = Asset.objects.create(tenant=company, product=shop.product, customer=owner, serial="518A-1")
        label = doors.make_labels(count=1, by=shop.agent)[0]

    sign_in(page, shop.visitor)  # the technician binds the blank label on site
    choose(page, language="zh-hans", width=390)
    page.goto(f"/labels/{label.code}/?q=518a")
    _sound(page, "label-bind")
    with page.expect_navigation():
        page.click(f"button[name=asset_id][value='{asset.pk}']")
    page.context.clear_cookies()

    choose(page, language="zh-hans", width=390)
    page.goto(f"/s/{label.code}/")
    _sound(page, "scan")
    photo = tmp_path / "p.png"
    photo.write_bytes(PIXEL)
    page.wait_for_timeout(2100)  # nobody fills a form in less
    page.fill("[name=phone]", "138 0591 2046")
    page.fill("[name=fault]", "冷藏室不制冷")
    page.set_input_files("[name=photos]", photo)
    with page.expect_navigation():
        page.click("main button.wx-p")
    with in_tenant(company.pk):
        request = ServiceRequest.objects.get()
        assert (request.channel, request.asset_id) == ("qr", asset.pk)
        assert Attachment.objects.filter(target_type="service_request").count() == 1
    assert request.number in page.inner_text("main")
    _sound(page, "tracking-received")
    link = page.url.partition("?")[0]

    with in_tenant(company.pk):
        changes = {"city": "福州市", "district": "鼓楼区", "address": "梅亭路88号", "purchase_unknown": True}
        actions.complete_request(request_id=request.pk, changes=changes, by=shop.agent)
        order = actions.write_order(request_id=request.pk, by=shop.agent)
        actions.dispatch_order(order_id=order.pk, technician_id=shop.technician.pk, by=shop.dispatcher)
        start = clock.now() + timedelta(days=1)
        slot = (start, start + timedelta(hours=1))
        actions.agree_appointment(order_id=order.pk, slot=slot, warranty_explained=True, by=shop.visitor)

    page.goto(link)
    _sound(page, "tracking-agreed")
    assert "梅亭路" not in page.inner_text("main")
    page.fill("[name=digits]", "2046")
    with page.expect_navigation():
        page.click("form[action$='/verify/'] button")
    assert "梅亭路88号" in page.inner_text("main")
    page.click("main summary.btn")
    page.locator("[name=slot]").first.check()
    _sound(page, "tracking-move")
    with page.expect_navigation():
        page.click("form[action$='/visit/move/'] button")
    with in_tenant(company.pk):
        moved = Appointment.objects.get(state="rescheduled")
        assert moved.reschedule_asked_by == "customer"
        _repair(shop, order.pk)

    page.goto(link)
    _sound(page, "tracking-done")
    assert page.locator("a[href$='sheet.pdf']").count() == 1
    with page.expect_navigation():
        page.click("form[action$='/survey/open/'] button")
    answer = page.get_attribute("a[href*='/survey/']", "href") or ""
    page.goto(answer[answer.index("/survey/") :])  # the link names the public address
    page.locator("[name=recommend][value='9']").check(force=True)
    with page.expect_navigation():
        page.click("main button.wx-p")
    _sound(page, "survey-thanks")
    with in_tenant(company.pk):
        assert SurveyAnswer.objects.get().recommend == 9
        assert DoorView.objects.filter(page="tracking").count() >= 3


def _repair(shop: object, order_id: int) -> None:
    """Let the technician come now, repair and sign."""
    visitor, dispatcher = shop.visitor, shop.dispatcher  # type: ignore[attr-defined]
    visit = Appointment.objects.get(order_id=order_id, state="confirmed")
    visit.slot = DateTimeTZRange(clock.now(), clock.now() + timedelta(hours=1))
    visit.save(update_fields=["slot"])
    actions.depart(order_id=order_id, by=visitor)
    actions.arrive(order_id=order_id, by=visitor)
    actions.confirm_problem(order_id=order_id, checklist=dict.fromkeys(CONDUCT_CHECKS, True), by=visitor)
    actions.start_work(order_id=order_id, by=visitor)
    actions.diagnose(order_id=order_id, cause="fan", finding="风机卡滞", branch="fix_now", by=visitor)
    actions.finish_visit(order_id=order_id, outcome="completed", by=visitor)
    actions.sign_order(order_id=order_id, name="王丽华", satisfied=True, by=visitor)
    actions.finish_work(order_id=order_id, by=visitor)
    actions.review_order(order_id=order_id, by=dispatcher)
    actions.close_order(order_id=order_id, by=dispatcher)
