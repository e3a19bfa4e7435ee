"""A promise across a 调休 weekend in a real browser: the holidays taken over, the wait seen on the order, the share at the end."""

import os
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest

from tests.browser.axe import axe, overflow
from tests.browser.signing import choose, sign_in
from tests.shop import Shop, shop_of
from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.core.worktime import deadline_with_pauses
from wuxing.governance.commitments import actions as commitments
from wuxing.governance.commitments import queries
from wuxing.governance.commitments.models import CalendarVersion, Promise, Target
from wuxing.service.repair import actions
from wuxing.service.repair.models import WorkOrder

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
ZONE = ZoneInfo("Asia/Shanghai")
DAY = [["09:00", "12:00"], ["13:00", "18:00"]]
SATURDAY = max(
    day
    for day in chinese_calendar.workdays
    if day.weekday() == 5 and date(2026, 1, 1) < day < clock.today() - timedelta(days=7)
)
FRIDAY = datetime.combine(SATURDAY - timedelta(days=1), time(9), ZONE)


def _sound(page: "Page", name: str = "") -> None:
    if name and os.environ.get("SHOTS"):
        page.screenshot(path=f"{os.environ['SHOTS']}/{name}.png", full_page=True)
    assert axe(page) == []
    assert overflow(page) <= 0


def _take_the_holidays(page: "Page", calendar: int) -> None:
    """The year is proposed; nothing changes until a person clicks."""
    page.goto(f"/calendars/{calendar}/holidays/?year={SATURDAY.year}")
    _sound(page, "holidays")
    assert page.is_checked(f"[name=day][value='{SATURDAY}']")
    with page.expect_navigation():
        page.click("form:has([name=day]) button.wx-p")
    _sound(page, "calendar")
    page.fill("[name=start]", f"{SATURDAY - timedelta(days=1)}T17:30")
    page.fill("[name=minutes]", "60")
    with page.expect_navigation():
        page.click("form:has([name=minutes]) button")
    assert f"{SATURDAY} 09:30" in page.inner_text("main")  # the Saturday is worked


def _a_wait_over_the_weekend(shop: Shop) -> WorkOrder:
    """Logged on Friday at 09:00, waiting for the customer from 16:00 until Monday at 10:00."""
    with clock.telling(FRIDAY):
        order = shop.agreed()
    with clock.telling(FRIDAY + timedelta(hours=7)):
        actions.hold_order(order_id=order.pk, reason="waiting_customer", note="顾客出差", by=shop.visitor)
    with clock.telling(FRIDAY + timedelta(days=3, hours=1)):
        actions.resume_order(order_id=order.pk, by=shop.visitor)
    return order


def test_a_promise_pauses_across_a_weekend_that_is_worked(
    browser_page: "Page", company: Tenant, actor: Callable[..., Actor]
) -> None:
    page = browser_page
    with in_tenant(company.pk):
        with clock.telling(FRIDAY - timedelta(days=30)):
            shop = shop_of(company, actor)
            week = [DAY] * 5 + [[], []]
            calendar = commitments.save_calendar(
                name="福州", zone="Asia/Shanghai", weekly=week, exceptions={}, by=shop.manager
            ).calendar_id
        Promise.objects.filter(kind="resolve").update(calendar=calendar, minutes=24 * 60, text="三个工作日内修好")
    sign_in(page, shop.manager)
    choose(page, language="zh-hans", width=1440)
    _take_the_holidays(page, calendar)

    with in_tenant(company.pk):
        assert list(CalendarVersion.objects.order_by("version").values_list("version", flat=True)) == [1, 2]
        order = _a_wait_over_the_weekend(shop)
        target = Target.objects.get(kind="resolve")
        waited = [(FRIDAY + timedelta(hours=7), FRIDAY + timedelta(days=3, hours=1))]
        counted = deadline_with_pauses(FRIDAY, 24 * 60, queries.calendar_of(target.calendar_version_id), waited)
        # two hours of Friday, eight of Saturday, none of Sunday, one of Monday
        assert (target.effective_due_at, queries.pauses_of(target.pk)) == (counted, waited)
    page.goto(f"/orders/{order.pk}/")
    assert overflow(page) <= 0
    clocks = page.inner_text(".wx-clocks")
    assert "等客户" in clocks
    assert "福州 v2" in clocks

    with in_tenant(company.pk), clock.telling(counted or FRIDAY):
        commitments.stop(commitments.open_of(("service_request", order.request_id)), "resolve", at=counted or FRIDAY)
        promise = target.promise_id
    for language, width, theme in (("zh-hans", 1440, "light"), ("en", 390, "dark")):
        choose(page, theme=theme, language=language, width=width)
        page.goto(f"/promises/{promise}/?days=36500")
        _sound(page, f"promise-{width}")
        assert "100.0%" in page.inner_text("main")
        assert page.locator(f"a[href='/orders/{order.pk}/']").count() == 1
        for address in (
            f"promises/{promise}/change",
            "promises/new",
            f"calendars/{calendar}",
            f"calendars/{calendar}/change",
        ):
            page.goto(f"/{address}/")
            _sound(page, f"{address.replace('/', '-')}-{width}")
        page.goto("/promises/")
        _sound(page, f"promises-{width}")
